package dev.vigia.processors.evaluate;

import dev.vigia.processors.rules.Rule.Aggregate;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** What a window says about where a value is going. */
final class Trends {

    private static final int MOST_POINTS = 120;
    private static final int FEWEST_POINTS = 3;
    /** Stretches of time that may count as one point: milliseconds. */
    private static final long[] SPANS = {10_000, 20_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_200_000};

    private Trends() {}

    /** The value of a trend; empty while the points do not span half of the window, or it has no value. */
    static OptionalDouble value(Aggregate.Trend trend, long start, long end, NavigableMap<Long, Bucket> buckets) {
        Optional<Line> line = line(trend, start, end, buckets);
        if (line.isEmpty()) return OptionalDouble.empty();
        double value = trend instanceof Aggregate.Slope slope
                ? line.get().slope() * slope.per().toMillis() / 1e3
                : secondsTo(((Aggregate.TimeTo) trend).target(), line.get());
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    private static double secondsTo(double target, Line line) {
        if (line.level() >= target) return 0;
        return line.slope() > 0 ? (target - line.level()) / line.slope() : Double.NaN;
    }

    /** What some buckets add up to, and the sum of the middles of their times: seconds from the window's end. */
    private record Point(Totals totals, double middles, int buckets) {

        private Point and(Point other) {
            return new Point(totals.plus(other.totals), middles + other.middles, buckets + other.buckets);
        }
    }

    /** The line, in seconds from the window's end. */
    private static Optional<Line> line(
            Aggregate.Trend trend, long start, long end, NavigableMap<Long, Bucket> buckets) {
        NavigableMap<Long, Point> points = new TreeMap<>();
        long span = span(end - start);
        buckets.forEach((from, bucket) -> {
            if (bucket.totals().values() == 0) return;
            double middle = (from + Buckets.STEP / 2 - end) / 1e3;
            points.merge(Math.floorDiv(from, span), new Point(bucket.totals(), middle, 1), Point::and);
        });
        double[] times = points.values().stream()
                .mapToDouble(point -> point.middles() / point.buckets())
                .toArray();
        double[] values = points.values().stream()
                .mapToDouble(point -> value(trend, point.totals()))
                .toArray();
        if (times.length < FEWEST_POINTS) return Optional.empty();
        double spanned = times[times.length - 1] - times[0];
        return spanned >= (end - start) / 2e3 ? Line.through(times, values) : Optional.empty();
    }

    private static double value(Aggregate.Trend trend, Totals totals) {
        return trend.by() == Aggregate.Statistic.LAST ? totals.last() : totals.mean();
    }

    /** The shortest stretch of which there are not too many in a window of that length. */
    private static long span(long length) {
        for (long span : SPANS) if (length / span <= MOST_POINTS) return span;
        throw new IllegalArgumentException("no window is as long as " + length + " ms");
    }
}
