package dev.vigia.processors.evaluate;

import dev.vigia.processors.evaluate.Buckets.Chunk;
import dev.vigia.processors.rules.AlertId;
import dev.vigia.processors.rules.Overflow;
import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Delta;
import dev.vigia.schemas.avro.Frame;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Merges the deltas of frames into the buckets of their groups, or of {@link Overflow} where a rule has no room for them. */
final class Merging {

    private final State state;
    private final int partition;
    private final int partitions;
    /** By rule. They follow from the rule's id, so that nothing is lost with them. */
    private final Map<String, Group> overflows = new HashMap<>();

    /**
     * A merger for one partition of {@code signals}.
     *
     * @param partitions how many there are
     */
    Merging(State state, int partition, int partitions) {
        this.state = state;
        this.partition = partition;
        this.partitions = partitions;
    }

    /** Whose records they are. */
    private record Group(long alert, List<String> values) {

        static Group of(String ruleId, List<String> values) {
            return new Group(Heads.number(AlertId.of(ruleId, values)), values);
        }
    }

    /** Returns what has changed for the rules in force. Deltas of others are kept: their rule may not have come yet. */
    News merge(Frame frame) {
        return merge(frame, frame.getDeltas());
    }

    /** @param deltas some of the frame's */
    News merge(Frame frame, List<Delta> deltas) {
        News news = new News();
        for (Delta delta : deltas) {
            Cut cut = frame.getCuts().get(delta.getCut());
            Optional<Source> source = state.dataTime().source(cut.getTopic());
            if (source.isEmpty()) continue;
            Optional<Installed> named = state.rules().find(delta.getSeries());
            if (named.isPresent() && state.learning().leavesOut(named.get(), delta, frame.getRulesOffset())) continue;
            state.learning().see(frame, delta);
            Group group = group(delta, named);
            long alert = group.alert();
            Head head = state.heads().find(alert).orElseGet(() -> newHead(delta.getSeries(), group));
            Optional<Installed> rule = named.filter(installed -> installed.counts(delta.getSpec()));
            unsettle(alert, head, delta);
            boolean first = state.buckets().add(alert, cut.getPartition(), delta);
            if (first) mark(Buckets.chunk(Clock.of(source.get()), alert, delta.getSpec(), delta.getBucket()), rule);
            add(head, delta);
            if (rule.isPresent()) news.add(alert, delta.getBucket());
        }
        return news;
    }

    private Group group(Delta delta, Optional<Installed> rule) {
        Group own = Group.of(delta.getSeries(), delta.getGroup());
        if (Overflow.is(delta.getGroup())) {
            // There was no room for it in its transaction.
            state.cardinality().overflow(delta);
            return own;
        }
        if (delta.getGroup().isEmpty() || state.heads().find(own.alert()).isPresent()) return own;
        if (hasRoom(own.alert(), delta, rule)) return own;
        state.cardinality().overflow(delta);
        state.cardinality().merged(delta);
        Group known = overflows.get(delta.getSeries());
        if (known != null && known.values().size() == delta.getGroup().size()) return known;
        List<String> values = Overflow.group(delta.getSeries(), delta.getGroup().size(), partition, partitions);
        Group overflow = Group.of(delta.getSeries(), values);
        overflows.put(delta.getSeries(), overflow);
        return overflow;
    }

    private boolean hasRoom(long alert, Delta delta, Optional<Installed> rule) {
        if (!state.cardinality().hasRoom(delta.getSeries(), rule)) return false;
        boolean remembers = rule.filter(named -> named.memory().isPresent()).isPresent();
        return !remembers
                || state.cardinality().hasRoomForTerm(delta.getSeries(), rule)
                || state.terms().find(alert, delta.getSpec()).isPresent();
    }

    private void unsettle(long alert, Head head, Delta delta) {
        long chunk = Buckets.chunkStart(delta.getBucket());
        head.series(delta.getSpec()).ifPresent(series -> {
            if (series.isSettled(chunk)) state.buckets().unsettle(alert, delta.getSpec(), chunk);
        });
    }

    private Head newHead(String ruleId, Group group) {
        Head head = new Head(ruleId, group.values());
        state.heads().add(group.alert(), head);
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
