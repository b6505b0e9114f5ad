package dev.vigia.processors.evaluate;

import dev.vigia.processors.evaluate.Window.Seen;
import dev.vigia.processors.rules.Rule.Aggregate;
import dev.vigia.processors.rules.Rule.Condition.Level;
import dev.vigia.schemas.avro.Alert;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The values of the windows up to one that people are told of, by what is known when they are told. It only looks: no window is
 * judged by it, and the state stays as it is.
 *
 * @param step from the end of one window to the end of the next: milliseconds
 * @param values the oldest first; NaN where a window had too few samples, or was not judged
 */
record Recent(long step, List<Double> values) {

    /** Where there is nothing that a person could read off, or too much would have to be read for it. */
    static final Recent NONE = new Recent(0, List.of());

    /** So many windows before the one that is told of, at most. */
    private static final int WINDOWS = 30;

    /** Of longer windows there are none, since twice as much is read: milliseconds. */
    private static final long LONGEST = 3_600_000;

    Recent {
        values = List.copyOf(values);
    }

    /**
     * The windows up to the one that is told of.
     *
     * @param level how bad it is, one of the rule's
     * @param told of a rule of parts, what counts is the part whose value is told
     */
    static Recent of(State state, Subject subject, Level level, Window told) {
        Aggregate aggregate = subject.rule().aggregate();
        if (aggregate instanceof Aggregate.Composite composite) {
            Seen main = Told.main(subject.rule(), level, told);
            List<Installed> parts = subject.installed().parts();
            Installed part = parts.get(composite.parts().indexOf(main.part()));
            return Reading.of(state, subject, part).upTo(main.window());
        }
        return aggregate instanceof Aggregate.Joint
                ? NONE
                : Reading.of(state, subject, subject.installed()).upTo(told);
    }

    /** Says so in a record for subscribers. */
    void tell(Alert.Builder told) {
        List<Double> numbers = new ArrayList<>(values.size());
        for (double value : values) numbers.add(Double.isFinite(value) ? value : null);
        told.setRecent(Collections.unmodifiableList(numbers)).setRecentStep(step);
    }

    /**
     * Reads windows of one length.
     *
     * @param measured the rule, or the part of it whose value is told
     * @param step from the end of one window to the end of the next: milliseconds
     */
    private record Reading(State state, Subject subject, Installed measured, long step) {

        /** The steps are those of the rule, or so much longer that a long window has no more of them than a short one. */
        static Reading of(State state, Subject subject, Installed measured) {
            long ofRule = subject.installed().step();
            long steps = (measured.window() - 1) / (WINDOWS * ofRule) + 1;
            return new Reading(state, subject, measured, steps * ofRule);
        }

        Recent upTo(Window told) {
            if (!isReadable()) return NONE;
            List<Long> ends = ends(told.end());
            if (ends.isEmpty()) return NONE;
            NavigableMap<Long, Bucket> blocks = blocks(measured.first(ends.get(0)), told.end());
            List<Double> values = new ArrayList<>(ends.size());
            for (long end : ends.subList(0, ends.size() - 1)) {
                values.add(value(Sliding.window(measured, end, (from, to) -> blocks.subMap(from, true, to, false))));
            }
            values.add(value(told));
            return new Recent(step, values);
        }

        /** How fast something changes is told better by what changes, and that something is new by nothing. */
        private boolean isReadable() {
            Aggregate aggregate = measured.rule().aggregate();
            boolean drawn = !(aggregate instanceof Aggregate.Trend) && !(aggregate instanceof Aggregate.NewTerm);
            return drawn && !measured.growsByDay() && measured.window() <= LONGEST;
        }

        /** Those whose buckets are all kept, in ascending order; of a window long gone, none. */
        private List<Long> ends(long last) {
            long dataTime = state.dataTime().of(subject.clock()).orElse(Long.MIN_VALUE);
            List<Long> ends = new ArrayList<>();
            for (long end = last; end >= last - WINDOWS * step; end -= step) {
                Buckets.Chunk oldest =
                        Buckets.chunk(subject.clock(), subject.alert(), measured.spec(), measured.first(end));
                if (oldest.dueUnder(subject.installed()) <= dataTime) break;
                ends.add(end);
            }
            Collections.reverse(ends);
            return ends;
        }

        /** The buckets by their start; merged, as far as every window begins and ends between two of them. */
        private NavigableMap<Long, Bucket> blocks(long from, long to) {
            NavigableMap<Long, Bucket> buckets = state.buckets().between(subject.alert(), measured.spec(), from, to);
            long length = BigInteger.valueOf(step)
                    .gcd(BigInteger.valueOf(measured.window()))
                    .longValueExact();
            if (length == Buckets.STEP) return buckets;
            NavigableMap<Long, Bucket> blocks = new TreeMap<>();
            buckets.forEach((start, bucket) ->
                    blocks.merge(to + Math.floorDiv(start - to, length) * length, bucket, Bucket::plus));
            return blocks;
        }

        private double value(Window window) {
            boolean judged = !subject.isOutOfHours(window.end());
            // Before the rule was in force nobody counted.
            if (!judged || window.isEmpty() && state.learning().isLearning(subject.installed(), window.end())) {
                return Double.NaN;
            }
            return window.ofAny(measured.rule()).orElse(Double.NaN);
        }
    }
}
