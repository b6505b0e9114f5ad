package dev.vigia.processors.evaluate;

import dev.vigia.processors.evaluate.Buckets.Chunk;
import dev.vigia.processors.rules.AlertId;
import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Delta;
import dev.vigia.schemas.avro.Frame;
import java.util.Optional;

/** Merges the deltas of frames into the buckets of their groups. */
final class Merging {

    private final State state;

    Merging(State state) {
        this.state = state;
    }

    /** Returns what has changed for the rules in force. Deltas of others are kept: their rule may not have come yet. */
    News merge(Frame frame) {
        News news = new News();
        for (Delta delta : frame.getDeltas()) {
            Cut cut = frame.getCuts().get(delta.getCut());
            Optional<Source> source = state.dataTime().source(cut.getTopic());
            if (source.isEmpty()) continue;
            long alert = Heads.number(AlertId.of(delta.getSeries(), delta.getGroup()));
            Head head = state.heads().find(alert).orElseGet(() -> newHead(alert, delta));
            Optional<Installed> rule =
                    state.rules().find(delta.getSeries()).filter(installed -> installed.counts(delta.getSpec()));
            unsettle(alert, head, delta);
            boolean first = state.buckets().add(alert, cut.getPartition(), delta);
            if (first) mark(Buckets.chunk(Clock.of(source.get()), alert, delta.getSpec(), delta.getBucket()), rule);
            add(head, delta);
            if (rule.isPresent()) news.add(alert, delta.getBucket());
        }
        return news;
    }

    private void unsettle(long alert, Head head, Delta delta) {
        long chunk = Buckets.chunkStart(delta.getBucket());
        head.series(delta.getSpec()).ifPresent(series -> {
            if (series.isSettled(chunk)) state.buckets().unsettle(alert, delta.getSpec(), chunk);
        });
    }

    private Head newHead(long alert, Delta delta) {
        Head head = new Head(delta.getSeries(), delta.getGroup());
        state.heads().add(alert, head);
        return head;
    }

    private void mark(Chunk chunk, Optional<Installed> rule) {
        state.buckets().mark(rule.map(chunk::under).orElse(chunk));
    }

    private static void add(Head head, Delta delta) {
        Series series = head.series(delta.getSpec()).orElseGet(() -> Series.since(delta.getSpec(), delta.getBucket()));
        head.series(series.plus(delta.getBucket(), Totals.of(delta)));
    }
}
