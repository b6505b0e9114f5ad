package dev.vigia.processors.evaluate;

import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.Rule.Aggregate;
import dev.vigia.processors.sketch.Distinct;
import dev.vigia.processors.sketch.Sketch;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * The buckets of one group that lie in one window, and what a rule computes from them; of a rule of parts, what each part
 * has seen.
 */
final class Window {

    private final long start;
    private final long end;
    /** By their start. */
    private final NavigableMap<Long, Bucket> buckets;

    private final Optional<Window> before;
    private final List<Seen> parts;
    private final Totals totals;
    /** How many different values a field had; -1 while nobody has asked. */
    private long different = -1;

    /**
     * A rule, or one of its parts, and the window that it was judged by.
     *
     * @param holds whether its condition holds there
     */
    record Seen(Rule.Part part, Window window, boolean holds) {

        Rule rule() {
            return part.rule();
        }

        /** What the value is compared with. */
        double threshold() {
            return part.level().threshold();
        }
    }

    /** @param before the window that it is compared with */
    Window(long start, long end, NavigableMap<Long, Bucket> buckets, Optional<Window> before) {
        this(start, end, buckets, before, List.of());
    }

    /** The window of a rule of parts. */
    static Window of(long start, long end, List<Seen> parts) {
        return new Window(start, end, Collections.emptyNavigableMap(), Optional.empty(), parts);
    }

    private Window(
            long start, long end, NavigableMap<Long, Bucket> buckets, Optional<Window> before, List<Seen> parts) {
        this.start = start;
        this.end = end;
        this.buckets = buckets;
        this.before = before;
        this.parts = List.copyOf(parts);
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

    /** What each part of the rule has seen, in their order; empty where it has none. */
    List<Seen> parts() {
        return parts;
    }

    Origins origins() {
        Origins all = new Origins();
        buckets.values().forEach(bucket -> all.add(bucket.origins()));
        return all;
    }

    /** Whether there is no record in it. */
    boolean isEmpty() {
        return buckets.isEmpty()
                && parts.stream().allMatch(part -> part.window().isEmpty());
    }

    /** Whether a part's condition holds in this window of it. */
    boolean holds(Rule.Part part) {
        if (isEmpty()) return holdsWithoutRecords(part);
        OptionalDouble value = judged(part.rule());
        return value.isPresent() && part.holds(value.getAsDouble());
    }

    /** Without records a count or a rate is 0. Others have no value. */
    static boolean holdsWithoutRecords(Rule.Part part) {
        return isZeroWithoutRecords(part.rule()) && part.holds(0);
    }

    private static boolean isZeroWithoutRecords(Rule rule) {
        boolean counts = rule.aggregate() instanceof Aggregate.Count || rule.aggregate() instanceof Aggregate.Rate;
        return counts && rule.minSamples() <= 1;
    }

    /** The value that is judged; empty with too few samples, or when it is nowhere near a bound. */
    OptionalDouble judged(Rule rule) {
        return !areTooFew(rule, totals) && mayBreach(rule, totals) ? ofEnough(rule) : OptionalDouble.empty();
    }

    /** Whether it has too few samples to be judged, as far as that has to be known. */
    boolean hasTooFew(Rule rule) {
        return areTooFew(rule, totals) || mayBreach(rule, totals) && !isEnough(rule);
    }

    /** The value, wherever it is; empty with too few samples. Without records a count or a rate is 0. */
    OptionalDouble ofAny(Rule rule) {
        return isEmpty() && isZeroWithoutRecords(rule) ? OptionalDouble.of(0) : ofEnough(rule);
    }

    private OptionalDouble ofEnough(Rule rule) {
        return isEnough(rule) ? value(rule) : OptionalDouble.empty();
    }

    private boolean isEnough(Rule rule) {
        boolean enough = samples(rule.aggregate()) >= rule.minSamples();
        if (!enough || !(rule.aggregate() instanceof Aggregate.Change change)) return enough;
        return samplesBefore(change) >= change.minBefore();
    }

    /** How many samples there are in the window before; without one, -1. */
    private long samplesBefore(Aggregate.Change change) {
        return before.map(window -> window.samples(change.of())).orElse(-1L);
    }

    /** Whether it is compared with a window that would be too small to be judged itself. */
    boolean comparesWithFew(Rule rule) {
        return rule.aggregate() instanceof Aggregate.Change change && samplesBefore(change) < rule.minSamples();
    }

    /** Whether it is compared with a window in which there is nothing, and that counts as 0. */
    boolean comparesWithNone(Aggregate.Change change) {
        return change.minBefore() == 0 && samplesBefore(change) == 0;
    }

    /** Whether a window with these totals has too few samples to be judged; it may have so without them saying it. */
    static boolean areTooFew(Rule rule, Totals totals) {
        return samples(rule.aggregate(), totals) < rule.minSamples();
    }

    /** Whether a window with these totals, and enough of samples, can be beyond any bound at all: true when only its buckets can tell. */
    static boolean mayBreach(Rule rule, Totals totals) {
        Range range = Range.of(rule.aggregate(), totals, rule.window().toMillis());
        return rule.condition().concerns(range.from()) || rule.condition().concerns(range.to());
    }

    /** How many happenings the value stands on; of a share of different values, how many of these. */
    long samples(Aggregate aggregate) {
        if (aggregate instanceof Aggregate.Change change) return samples(change.of());
        return aggregate instanceof Aggregate.DistinctRatio ? different() : samples(aggregate, totals);
    }

    /** How many there are at most. */
    private static long samples(Aggregate aggregate, Totals totals) {
        if (aggregate instanceof Aggregate.Change change) return samples(change.of(), totals);
        if (aggregate instanceof Aggregate.DistinctRatio) return totals.values();
        boolean counts = aggregate instanceof Aggregate.Count
                || aggregate instanceof Aggregate.Rate
                || aggregate instanceof Aggregate.Share
                || aggregate instanceof Aggregate.BurnRate
                || aggregate instanceof Aggregate.NewTerm;
        return counts ? totals.count() : totals.values();
    }

    /** What the rule computes, from however few samples; empty when there is nothing to compute it from. */
    OptionalDouble value(Rule rule) {
        return rule.aggregate() instanceof Aggregate.Change change ? change(change) : value(rule.aggregate());
    }

    private OptionalDouble change(Aggregate.Change change) {
        if (before.isEmpty()) return OptionalDouble.empty();
        OptionalDouble now = value(change.of());
        if (now.isPresent() && comparesWithNone(change))
            return OptionalDouble.of(outOfNothing(change, now.getAsDouble()));
        OptionalDouble then = before.get().value(change.of());
        if (now.isEmpty() || then.isEmpty()) return OptionalDouble.empty();
        if (change.comparing() == Aggregate.Comparing.DIFFERENCE) {
            return OptionalDouble.of(now.getAsDouble() - then.getAsDouble());
        }
        return then.getAsDouble() > 0
                ? OptionalDouble.of(now.getAsDouble() / then.getAsDouble())
                : OptionalDouble.empty();
    }

    /** How much more it is than 0; or how many times what one happening would have been. */
    private double outOfNothing(Aggregate.Change change, double now) {
        boolean ofRate = change.comparing() == Aggregate.Comparing.RATIO && change.of() instanceof Aggregate.Rate;
        return ofRate ? totals.count() : now;
    }

    /** What is computed of the window alone; empty without samples. */
    OptionalDouble value(Aggregate aggregate) {
        if (samples(aggregate) == 0) return OptionalDouble.empty();
        if (aggregate instanceof Aggregate.Percentile percentile) return percentile(percentile.percentile());
        if (aggregate instanceof Aggregate.Distinct) return OptionalDouble.of(different());
        if (aggregate instanceof Aggregate.DistinctRatio) return OptionalDouble.of(badShare());
        if (aggregate instanceof Aggregate.Trend trend) return Trends.value(trend, start, end, buckets);
        return OptionalDouble.of(plain(aggregate, totals, end - start));
    }

    /** What totals say by themselves. There are samples. */
    private static double plain(Aggregate aggregate, Totals totals, long length) {
        if (aggregate instanceof Aggregate.Rate rate)
            return (double) totals.count() * rate.per().toMillis() / length;
        if (aggregate instanceof Aggregate.Share) return (double) totals.errors() / totals.count();
        if (aggregate instanceof Aggregate.BurnRate burn) return totals.errors() / (totals.count() * burn.budget());
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
            if (aggregate instanceof Aggregate.DistinctRatio) return new Range(0, Math.min(totals.errors(), 1));
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
    private long different() {
        if (different < 0) different = Math.min(count(Bucket::distinct), totals.values());
        return different;
    }

    private double badShare() {
        return (double) Math.min(count(Bucket::badDistinct), different()) / different();
    }

    private long count(Function<Bucket, Optional<Distinct>> values) {
        Distinct merged = new Distinct();
        for (Bucket bucket : buckets.values()) values.apply(bucket).ifPresent(merged::merge);
        return merged.count();
    }
}
