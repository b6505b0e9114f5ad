package dev.vigia.processors.evaluate;

import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Delta;
import dev.vigia.schemas.avro.Frame;
import dev.vigia.schemas.avro.WarmUp;
import dev.vigia.schemas.avro.WarmedRule;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * Takes in what {@code aggregate} has counted of records from before a rule was counted. Buckets get fuller by it; that windows
 * which are over would have breached is not told any more. Each slice counts once, and only for a rule that still lacks it: a rule
 * that was changed or taken away meanwhile does not. With the last slice of a partition the groups are looked at as under a
 * changed rule.
 */
final class Warming {

    private final State state;
    private final Merging merging;
    private final BiConsumer<Subject, Long> beginUnder;

    /** @param beginUnder has a group's newest window looked at, and those to come, by an event time in milliseconds */
    Warming(State state, Merging merging, BiConsumer<Subject, Long> beginUnder) {
        this.state = state;
        this.merging = merging;
        this.beginUnder = beginUnder;
    }

    /** A rule that lacks the slice, what is counted for it or for one of its parts, and from which event time on. */
    private record Lacking(Installed rule, long spec, long since) {

        boolean counts(Delta delta) {
            return rule.rule().id().equals(delta.getSeries()) && spec == delta.getSpec();
        }
    }

    /** @param frame of a warm-up; a slice may come in several */
    void fold(Frame frame, WarmUp warmUp) {
        Cut slice = frame.getCuts().get(0);
        List<Lacking> lacking = lacking(slice, warmUp);
        if (lacking.isEmpty()) return;
        List<Delta> wanted = frame.getDeltas().stream()
                .filter(delta -> lacking.stream().anyMatch(one -> one.counts(delta)))
                .toList();
        merging.merge(frame, wanted).forEach((alert, buckets) -> {
            Head head = state.heads().find(alert).orElseThrow();
            state.rules()
                    .find(head.ruleId())
                    .ifPresent(rule -> state.terms().see(new Subject(alert, head, rule), buckets));
        });
        if (frame.getPartial()) return;
        lacking.forEach(one -> state.learning().warmed(one.rule(), one.spec(), slice, one.since()));
        if (slice.getToOffset() >= warmUp.getEndOffset()) lookAt(lacking, frame.getWrittenAt());
    }

    private List<Lacking> lacking(Cut slice, WarmUp warmUp) {
        List<Lacking> lacking = new ArrayList<>();
        for (WarmedRule warmed : warmUp.getRules()) {
            long since = Math.max(warmed.getSince(), warmUp.getSince());
            state.rules()
                    .find(warmed.getRule())
                    .filter(rule -> state.learning().lacks(rule, warmed, slice, warmUp))
                    .ifPresent(rule -> lacking.add(new Lacking(rule, warmed.getSpec(), since)));
        }
        return lacking;
    }

    private void lookAt(List<Lacking> warmed, long at) {
        var rules = new TreeSet<String>();
        warmed.forEach(one -> rules.add(one.rule().rule().id()));
        // Groups that the last slice has brought are to be among them.
        state.heads().flush();
        state.heads().forEach((alert, head) -> {
            if (!rules.contains(head.ruleId())) return;
            state.rules()
                    .find(head.ruleId())
                    .map(rule -> new Subject(alert, head, rule))
                    .filter(subject -> subject.newestEnd().isPresent())
                    .ifPresent(subject -> lookAt(subject, at));
        });
    }

    private void lookAt(Subject subject, long at) {
        // Late records do not have a window fire either that was over by now.
        state.dataTime()
                .of(subject.clock())
                .ifPresent(time ->
                        subject.head().standing(subject.head().standing().settled(Buckets.lastEnd(time))));
        beginUnder.accept(subject, at);
    }
}
