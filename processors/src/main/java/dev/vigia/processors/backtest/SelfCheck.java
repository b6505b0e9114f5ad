package dev.vigia.processors.backtest;

import dev.vigia.processors.backtest.Recorded.Told;
import dev.vigia.processors.verify.Bodies;
import dev.vigia.processors.verify.Findings;
import dev.vigia.processors.verify.Report;
import dev.vigia.processors.verify.Report.Difference;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Delta;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whether folding with the rules of then gives what was recorded then. Where it does not, what would have been with other
 * rules cannot be trusted either.
 */
final class SelfCheck {

    static final String TRANSACTIONS = "transactions";
    static final String FRAMES = "frames";
    static final String RECORDS = "records";
    private static final String TRANSITIONS = "transitions";

    private final Topics topics;
    private final Findings frames = new Findings(FRAMES, FRAMES, TRANSACTIONS, RECORDS);
    private final Findings transitions = new Findings(TRANSITIONS, TRANSITIONS);

    SelfCheck(Topics topics) {
        this.topics = topics;
    }

    /** Where it is counted what was folded again. */
    Findings frames() {
        return frames;
    }

    /**
     * Compares the deltas of a frame, which may have come in pieces.
     *
     * @param offset of its last piece
     */
    void compare(int partition, long offset, List<Delta> recorded, List<Delta> again) {
        frames.count(FRAMES, 1);
        for (int i = 0; i < Math.max(recorded.size(), again.size()); i++) {
            if (i >= recorded.size()) {
                differ(partition, offset, "delta", "is missing: " + describe(again.get(i)));
                return;
            }
            Delta was = recorded.get(i);
            if (i >= again.size()) {
                differ(partition, offset, "delta", "does not follow from the original records: " + describe(was));
                return;
            }
            var field = Bodies.firstDifference(was, again.get(i));
            if (field.isEmpty()) continue;
            differ(
                    partition,
                    offset,
                    field.get().name(),
                    field.get().recorded() + " instead of " + field.get().again() + " in " + describe(was));
            return;
        }
    }

    private void differ(int partition, long offset, String field, String detail) {
        frames.differ(new Difference(topics.signals().name(), partition, offset, field, detail));
    }

    private static String describe(Delta delta) {
        return delta.getSeries() + " " + delta.getGroup() + " in bucket " + delta.getBucket() + " of cut "
                + delta.getCut();
    }

    /**
     * Compares the transitions of a partition.
     *
     * @param written what {@code alerts} has
     * @param start time before which nothing was folded, in milliseconds since 1970-01-01 UTC: episodes from before cannot
     *     come out the same
     * @param from begin of the range: milliseconds since 1970-01-01 UTC
     */
    void compare(Lane lane, Chronicle written, long start, long from) {
        List<Told> recorded = since(from, written);
        Set<String> older = recorded.stream()
                .map(Told::alert)
                .filter(alert -> alert.getStartedAt() < start)
                .map(Alert::getAlertId)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!older.isEmpty()) transitions.count("alerts left out that were open when the fold began", older.size());
        Iterator<Told> left = recorded.stream()
                .filter(told -> !older.contains(told.alert().getAlertId()))
                .iterator();
        int partition = lane.partition();
        for (Told told : since(from, lane.again())) {
            if (older.contains(told.alert().getAlertId())) continue;
            if (!left.hasNext() && told.offset() >= lane.evaluated()) {
                transitions.count("not written yet", 1);
                continue;
            }
            if (!left.hasNext()) {
                differ(partition, -1, "is missing: " + describe(told.alert()));
                return;
            }
            Told was = left.next();
            transitions.count(TRANSITIONS, 1);
            var field = Bodies.firstDifference(Bodies.withoutRecent(was.alert()), Bodies.withoutRecent(told.alert()));
            if (field.isEmpty()) continue;
            differ(
                    partition,
                    was.offset(),
                    describe(was.alert()) + " has " + field.get().name() + " "
                            + field.get().recorded() + " instead of "
                            + field.get().again());
            // From here on, each would be compared with its neighbor.
            return;
        }
        if (left.hasNext()) {
            Told surplus = left.next();
            differ(partition, surplus.offset(), "does not follow from the log: " + describe(surplus.alert()));
        }
    }

    private static List<Told> since(long from, Chronicle chronicle) {
        return chronicle.within().stream()
                .filter(told -> told.alert().getAt() >= from)
                .toList();
    }

    private void differ(int partition, long offset, String detail) {
        transitions.differ(new Difference(topics.alerts().name(), partition, offset, "transition", detail));
    }

    private static String describe(Alert alert) {
        return alert.getTransition() + " of " + alert.getRuleId() + " " + alert.getGroup();
    }

    Report report() {
        return new Report(List.of(frames.check(), transitions.check()));
    }
}
