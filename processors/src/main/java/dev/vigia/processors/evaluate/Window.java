package dev.vigia.processors.evaluate;

import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.Rule.Aggregate;
import dev.vigia.processors.sketch.Distinct;
import dev.vigia.processors.sketch.Sketch;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;

/** The buckets of one group that lie in one window, and what a rule computes from them. */
final class Window {

    private final long start;
    private final long end;
    /** By their start. */
    private final NavigableMap<Long, Bucket> buckets;

    private final Optional<Window> before;
    private final Totals totals;

    /** @param before the window that it is compared with */
    Window(long start, long end, NavigableMap<Long, Bucket> buckets, Optional<Window> before) {
        this.start = start;
        this.end = end;
        this.buckets = buckets;
        this.before = before;
        Totals sum = Totals.NONE;
        for (Bucket bucket : buckets.values()) sum = sum.plus(bucket.totals());
        this.totals = sum;
    }

    /** First instant in the window. */
    long start() {
        return start;
    }

    /** First instant after it. */
    long end() {
        return end;
    }

    Totals totals() {
        return totals;
    }

    Origins origins() {
        Origins all = new Origins();
        buckets.values().forEach(bucket -> all.add(bucket.origins()));
        return all;
    }

    /** Whether there is no record in it. */
    boolean isEmpty() {
        return buckets.isEmpty();
    }

    /** The value that is judged; empty with too few samples, or when it is nowhere near a bound. */
    OptionalDouble judged(Rule rule) {
        return mayBreach(rule, totals) ? value(rule) : OptionalDouble.empty();
    }

    /** Whether a window with these totals can be beyond any bound at all: true when only its buckets can tell. */
    static boolean mayBreach(Rule rule, Totals totals) {
        if (samples(rule.aggregate(), totals) < Math.max(1, rule.minSamples())) return false;
        Range range = Range.of(rule.aggregate(), totals, rule.window().toMillis());
        return rule.condition().concerns(range.from()) || rule.condition().concerns(range.to());
    }

    /** How many happenings the value stands on. */
    long samples(Rule.Aggregate aggregate) {
        return samples(aggregate, totals);
    }

    private static long samples(Aggregate aggregate, Totals totals) {
        if (aggregate instanceof Aggregate.Change change) return samples(change.of(), totals);
        boolean counts = aggregate instanceof Aggregate.Count
                || aggregate instanceof Aggregate.Rate
                || aggregate instanceof Aggregate.Share
                || aggregate instanceof Aggregate.NewTerm;
        return counts ? totals.count() : totals.values();
    }

    /** What the rule computes; empty when there is nothing to compute it from. */
    OptionalDouble value(Rule rule) {
        return rule.aggregate() instanceof Aggregate.Change change
                ? change(change, Math.max(1, rule.minSamples()))
                : value(rule.aggregate());
    }

    private OptionalDouble change(Aggregate.Change change, long minSamples) {
        if (before.isEmpty() || before.get().samples(change.of()) < minSamples) return OptionalDouble.empty();
        OptionalDouble now = value(change.of());
        OptionalDouble then = before.get().value(change.of());
        if (now.isEmpty() || then.isEmpty()) return OptionalDouble.empty();
        if (change.comparing() == Aggregate.Comparing.DIFFERENCE) {
            return OptionalDouble.of(now.getAsDouble() - then.getAsDouble());
        }
        return then.getAsDouble() > 0
                ? OptionalDouble.of(now.getAsDouble() / then.getAsDouble())
                : OptionalDouble.empty();
    }

    private OptionalDouble value(Aggregate aggregate) {
        if (samples(aggregate) == 0) return OptionalDouble.empty();
        if (aggregate instanceof Aggregate.Percentile percentile) return percentile(percentile.percentile());
        if (aggregate instanceof Aggregate.Distinct) return distinct();
        if (aggregate instanceof Aggregate.Trend trend) return Trends.value(trend, start, end, buckets);
        return OptionalDouble.of(plain(aggregate, totals, end - start));
    }

    /** What totals say by themselves. There are samples. */
    private static double plain(Aggregate aggregate, Totals totals, long length) {
        if (aggregate instanceof Aggregate.Rate rate)
            return (double) totals.count() * rate.per().toMillis() / length;
        if (aggregate instanceof Aggregate.Share) return (double) totals.errors() / totals.count();
        if (aggregate instanceof Aggregate.Value value) {
            return switch (value.statistic()) {
                case MEAN -> totals.mean();
                case MIN -> totals.min();
                case MAX -> totals.max();
                case SUM -> totals.sum();
                case LAST -> totals.last();
            };
        }
        return totals.count();
    }

    /** Between which bounds a value lies. */
    private record Range(double from, double to) {

        /** How far sums may differ that were added in another order, relatively. */
        private static final double ADDED_OTHERWISE = 1e-9;

        /** As far as totals tell. There are samples. */
        static Range of(Aggregate aggregate, Totals totals, long length) {
            if (aggregate instanceof Aggregate.Percentile) return new Range(totals.min(), totals.max());
            if (aggregate instanceof Aggregate.Distinct) return new Range(1, totals.values());
            if (aggregate instanceof Aggregate.Change || aggregate instanceof Aggregate.Trend) {
                return new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
            }
            double value = plain(aggregate, totals, length);
            double margin = Math.abs(value) * ADDED_OTHERWISE;
            return new Range(value - margin, value + margin);
        }
    }

    /** A sketch is right within 1 %, also outside of the values; what was really seen bounds it. */
    private OptionalDouble percentile(double percentile) {
        Optional<Sketch> merged = Optional.empty();
        for (Bucket bucket : buckets.values()) {
            Optional<Sketch> next = bucket.sketch();
            if (merged.isPresent() && next.isPresent()) merged.get().merge(next.get());
            else if (next.isPresent()) merged = next;
        }
        if (merged.isEmpty()) return OptionalDouble.empty();
        double value = merged.get().percentile(percentile);
        return OptionalDouble.of(Math.max(totals.min(), Math.min(totals.max(), value)));
    }

    /** An estimate may be off; there are not more different values than values. */
    private OptionalDouble distinct() {
        Distinct merged = new Distinct();
        for (Bucket bucket : buckets.values()) bucket.distinct().ifPresent(merged::merge);
        return OptionalDouble.of(Math.min(merged.count(), totals.values()));
    }
}
