package dev.vigia.processors.backtest;

import dev.vigia.processors.backtest.Recorded.Told;
import dev.vigia.processors.verify.Bodies;
import dev.vigia.processors.verify.Bodies.Field;
import dev.vigia.processors.verify.Findings;
import dev.vigia.processors.verify.Report;
import dev.vigia.processors.verify.Report.Difference;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Delta;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
    /** A transition of each episode that is not judged. */
    private final List<Alert> recordedUnjudged = new ArrayList<>();

    private final List<Alert> foldedUnjudged = new ArrayList<>();

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
     * @param from begin of the range: milliseconds since 1970-01-01 UTC
     */
    void compare(Lane lane, Chronicle written, FoldStart start, long from) {
        Unjudged unjudged = new Unjudged(start, from, written, lane.again());
        recordedUnjudged.addAll(unjudged.recorded());
        foldedUnjudged.addAll(unjudged.again());
        Iterator<Told> left = since(from, written, unjudged).iterator();
        int partition = lane.partition();
        for (Told told : since(from, lane.again(), unjudged)) {
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
            var field = difference(start, was.alert(), told.alert());
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

    private static Optional<Field> difference(FoldStart start, Alert was, Alert again) {
        Optional<Field> field = Bodies.firstDifference(Bodies.withoutRecent(was), Bodies.withoutRecent(again));
        // Records of older releases have none.
        boolean recent = was.getRecentStep() != 0 && start.knowsRecent(was) && start.knowsRecent(again);
        return field.isEmpty() && recent ? Bodies.firstDifference(was, again) : field;
    }

    private static List<Told> since(long from, Chronicle chronicle, Unjudged unjudged) {
        return chronicle.within().stream()
                .filter(told -> told.alert().getAt() >= from && !unjudged.has(told.alert()))
                .toList();
    }

    private void differ(int partition, long offset, String detail) {
        transitions.differ(new Difference(topics.alerts().name(), partition, offset, "transition", detail));
    }

    private static String describe(Alert alert) {
        return alert.getTransition() + " of " + alert.getRuleId() + " " + alert.getGroup();
    }

    /** All that was found; to be asked for once. */
    Report report() {
        Stream.concat(recordedUnjudged.stream(), foldedUnjudged.stream())
                .min(Comparator.comparingLong(Alert::getAt))
                .map(first -> "episodes that depend on signals from before the fold began ("
                        + recordedUnjudged.size() + " recorded, " + foldedUnjudged.size()
                        + " folded again), the first with " + describe(first) + " at "
                        + Instant.ofEpochMilli(first.getAt()))
                .ifPresent(transitions::leaveOut);
        return new Report(List.of(frames.check(), transitions.check()));
    }
}
