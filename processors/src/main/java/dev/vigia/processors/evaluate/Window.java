package dev.vigia.processors.evaluate;

import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.sketch.Sketch;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalDouble;

/** The buckets of one group that lie in one window, and what a rule computes from them. */
final class Window {

    private final long start;
    private final long end;
    /** In order of time. */
    private final Collection<Bucket> buckets;

    private final Totals totals;

    Window(long start, long end, Collection<Bucket> buckets) {
        this.start = start;
        this.end = end;
        this.buckets = buckets;
        Totals sum = Totals.NONE;
        for (Bucket bucket : buckets) sum = sum.plus(bucket.totals());
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
        buckets.forEach(bucket -> all.add(bucket.origins()));
        return all;
    }

    /** Whether there is no record in it. */
    boolean isEmpty() {
        return buckets.isEmpty();
    }

    /** The value that is judged; empty with too few samples, or when it is nowhere near a bound. */
    OptionalDouble judged(Rule rule) {
        return mayBreach(rule, totals) ? value(rule.aggregate()) : OptionalDouble.empty();
    }

    /** Whether a window with these totals can be beyond any bound at all: true when only the sketches can tell. */
    static boolean mayBreach(Rule rule, Totals totals) {
        if (samples(rule.aggregate(), totals) < Math.max(1, rule.minSamples())) return false;
        if (rule.aggregate() instanceof Rule.Aggregate.Percentile) {
            return rule.condition().concerns(totals.max()) || rule.condition().concerns(totals.min());
        }
        OptionalDouble value = simple(rule.aggregate(), totals);
        return value.isPresent() && rule.condition().concerns(value.getAsDouble());
    }

    /** How many happenings the value stands on. */
    long samples(Rule.Aggregate aggregate) {
        return samples(aggregate, totals);
    }

    /** What the rule computes; empty when there is nothing to compute it from. */
    OptionalDouble value(Rule.Aggregate aggregate) {
        return aggregate instanceof Rule.Aggregate.Percentile percentile
                ? percentile(percentile.percentile())
                : simple(aggregate, totals);
    }

    private static long samples(Rule.Aggregate aggregate, Totals totals) {
        boolean counts = aggregate instanceof Rule.Aggregate.Count || aggregate instanceof Rule.Aggregate.ErrorRate;
        return counts ? totals.count() : totals.values();
    }

    private static OptionalDouble simple(Rule.Aggregate aggregate, Totals totals) {
        if (samples(aggregate, totals) == 0) return OptionalDouble.empty();
        if (aggregate instanceof Rule.Aggregate.Count) return OptionalDouble.of(totals.count());
        if (aggregate instanceof Rule.Aggregate.ErrorRate) {
            return OptionalDouble.of((double) totals.errors() / totals.count());
        }
        if (aggregate instanceof Rule.Aggregate.Value value) {
            return OptionalDouble.of(
                    switch (value.statistic()) {
                        case MEAN -> totals.sum() / totals.values();
                        case MIN -> totals.min();
                        case MAX -> totals.max();
                        case SUM -> totals.sum();
                        case LAST -> totals.last();
                    });
        }
        return OptionalDouble.empty();
    }

    /** A sketch is right within 1 %, also outside of the values; what was really seen bounds it. */
    private OptionalDouble percentile(double percentile) {
        Optional<Sketch> merged = Optional.empty();
        for (Bucket bucket : buckets) {
            Optional<Sketch> next = bucket.sketch();
            if (merged.isPresent() && next.isPresent()) merged.get().merge(next.get());
            else if (next.isPresent()) merged = next;
        }
        if (merged.isEmpty()) return OptionalDouble.empty();
        double value = merged.get().percentile(percentile);
        return OptionalDouble.of(Math.max(totals.min(), Math.min(totals.max(), value)));
    }
}
