package dev.vigia.console.views;

import dev.vigia.schemas.Drills;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.stream.Collectors;

/** Rates, errors and latency of each service, now and of the last minutes. Thread-safe. */
public final class Services {

    /** Slots that "now" is worked out from: this one and those before it. */
    private static final int SLOTS_OF_NOW = 3;

    /** Data take a moment to get here, so the newest slots are not complete yet. */
    private static final long SETTLE_MILLIS = 2_500;

    private final Rollups rollups;
    private final InstantSource clock;

    public Services(Rollups rollups, InstantSource clock) {
        this.rollups = rollups;
        this.clock = clock;
    }

    /**
     * How much happened between two times.
     *
     * @param at the middle: milliseconds since 1970-01-01 UTC
     * @param seconds how long it is
     * @param rate happenings a second
     * @param errorRate share of errors, 0 to 1; NaN when nothing happened
     * @param p95 seconds; NaN when nothing was measured
     */
    public record Point(long at, double seconds, double rate, double errorRate, double p95) {

        static Point of(long start, double seconds, double count, double errors, double p95) {
            double errorRate = count > 0 ? errors / count : Double.NaN;
            return new Point(start + (long) (seconds * 500), seconds, count / seconds, errorRate, p95);
        }
    }

    /**
     * A service.
     *
     * @param source what it was worked out from: {@code requests}, {@code spans} or {@code logs}
     * @param now the last {@code 10 to 15 s}
     * @param points the last minutes, the oldest first, without gaps where nothing happened
     */
    public record Service(String name, String source, Point now, List<Point> points) {}

    /**
     * All services that were heard of in the last hour, but for that of drills.
     *
     * @param minutes how far back the points reach, 1 to 60
     */
    public List<Service> all(int minutes) {
        // One minute more, so that a chart begins at its left edge.
        long since = Math.floorDiv(clock.millis() - (minutes + 1) * 60_000L, 60_000L) * 60_000L;
        return read((service, source) -> new PointsOf(service, source).since(since));
    }

    /** The same with the points of the last few seconds only, for those who have the rest. */
    public List<Service> newest() {
        return read((service, source) -> {
            long settled = settled();
            return new PointsOf(service, source).slots(settled - 6 * LiveSlots.SLOT_MILLIS, settled);
        });
    }

    private interface PointsRead {
        List<Point> of(ServiceSeries service, String source);
    }

    private List<Service> read(PointsRead points) {
        return rollups
                .eachService(service -> {
                    String source = service.source();
                    return new Service("", source, now(service, source), points.of(service, source));
                })
                .entrySet()
                .stream()
                .filter(entry -> !entry.getValue().source().isEmpty())
                .filter(entry -> !entry.getKey().equals(Drills.SERVICE))
                .map(entry -> new Service(
                        entry.getKey(),
                        entry.getValue().source(),
                        entry.getValue().now(),
                        entry.getValue().points()))
                .collect(Collectors.toList());
    }

    private Point now(ServiceSeries service, String source) {
        long now = Math.max(clock.millis(), rollups.newestAppend());
        long from = LiveSlots.slotOf(now) - (SLOTS_OF_NOW - 1) * LiveSlots.SLOT_MILLIS;
        long count = 0;
        long errors = 0;
        LatencyBins durations = LatencyBins.EMPTY;
        double p95 = Double.NaN;
        for (LiveSlots.Slot slot : service.live(source).between(from, Long.MAX_VALUE)) {
            count += slot.count();
            errors += slot.errors();
            durations = durations.plus(slot.durations());
            if (!Double.isNaN(slot.p95())) p95 = slot.p95();
        }
        double quantile = durations.quantile(0.95);
        return Point.of(from, (now - from) / 1_000.0, count, errors, Double.isNaN(quantile) ? p95 : quantile);
    }

    /** Where the newest complete slot ends; what lies beyond the newest record is not known, rather than zero. */
    private long settled() {
        return LiveSlots.slotOf(
                Math.min(clock.millis() - SETTLE_MILLIS, rollups.newestAppend() + LiveSlots.SLOT_MILLIS));
    }

    /** Slots where they say the same as the minutes, and minutes where they do not: late data come to their minutes. */
    private final class PointsOf {

        private final ServiceSeries service;
        private final String source;

        PointsOf(ServiceSeries service, String source) {
            this.service = service;
            this.source = source;
        }

        List<Point> since(long since) {
            long settled = settled();
            NavigableMap<Long, Cell> totals = service.totals(source, since);
            long firstData = totals.isEmpty() ? settled : totals.firstKey();
            List<Point> points = new ArrayList<>();
            for (long minute = since; minute < settled; minute += 60_000) {
                if (minute < firstData) continue;
                long end = minute + 60_000;
                Cell total = totals.getOrDefault(minute, Cell.NOTHING);
                boolean open = end + LiveSlots.SLOT_MILLIS > settled;
                if (open || agree(minute, end, total)) points.addAll(slots(minute, Math.min(end, settled)));
                else points.add(minutePoint(minute, total));
            }
            return points;
        }

        private boolean agree(long from, long to, Cell total) {
            long live = service.live(source).between(from, to).stream()
                    .mapToLong(LiveSlots.Slot::count)
                    .sum();
            if (live == 0) return total.count() == 0;
            return Math.abs(live - total.count()) <= Math.max(5, total.count() / 5);
        }

        private Point minutePoint(long minute, Cell total) {
            double p95 = total.values() > 0 && !source.equals("logs") ? total.p95() : Double.NaN;
            return Point.of(minute, 60, total.count(), total.errors(), p95);
        }

        List<Point> slots(long from, long to) {
            Map<Long, LiveSlots.Slot> filled = service.live(source).between(from, to).stream()
                    .collect(Collectors.toMap(LiveSlots.Slot::start, slot -> slot));
            List<Point> points = new ArrayList<>();
            double seconds = LiveSlots.SLOT_MILLIS / 1_000.0;
            for (long start = from; start < to; start += LiveSlots.SLOT_MILLIS) {
                LiveSlots.Slot slot = filled.get(start);
                points.add(
                        slot == null
                                ? Point.of(start, seconds, 0, 0, Double.NaN)
                                : Point.of(start, seconds, slot.count(), slot.errors(), slot.p95()));
            }
            return points;
        }
    }
}
