package dev.vigia.console.views;

import dev.vigia.schemas.avro.Rollup;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** The last hour of the built-in series, by minute, and finer for what a service's charts show. Thread-safe. */
public final class Rollups {

    /** How far back it reaches. */
    public static final Duration KEPT = Duration.ofMinutes(61);

    /** A minute's revisions count as live until so long after its end. */
    private static final long LIVE_AFTER_END_MILLIS = 15_000;

    private final InstantSource clock;
    private final int maxSeries;
    private final Map<String, ServiceSeries> services = new TreeMap<>();
    private final Map<String, LatencyBins> openDurations;
    private int seriesCount;
    private long dropped;
    private long newestAppend;
    private long nextForget;

    public Rollups(InstantSource clock, int maxSeries) {
        this.clock = clock;
        this.maxSeries = maxSeries;
        this.openDurations = new Last<>(maxSeries);
    }

    /** Takes a record of {@code rollups}. */
    public synchronized void accept(Received<Rollup> received) {
        newestAppend = Math.max(newestAppend, received.appendedAt());
        forgetOld();
        if (received.value().isEmpty()) return;
        Rollup rollup = received.value().get();
        if (rollup.getWindowStart() < clock.millis() - KEPT.toMillis()) return;
        ServiceSeries service = services.computeIfAbsent(rollup.getService(), name -> new ServiceSeries());
        SeriesKey key = SeriesKey.of(rollup);
        Series series = service.series().get(key);
        if (series == null) {
            if (seriesCount >= maxSeries) {
                dropped++;
                return;
            }
            series = new Series();
            service.series().put(key, series);
            seriesCount++;
        }
        Cell now = Cell.of(rollup);
        Cell before = series.put(rollup.getWindowStart(), now);
        if (key.counts()) addLive(service, received, rollup, before);
    }

    /**
     * Adds what came since the revision before. Late data of older minutes are not of now, and where a revision is missing
     * nobody knows when its share arrived: both show in the minutes alone.
     */
    private void addLive(ServiceSeries service, Received<Rollup> received, Rollup rollup, Cell before) {
        LatencyBins durations = LatencyBins.EMPTY;
        ByteBuffer sketch = rollup.getSketch();
        if (sketch != null && !rollup.getKind().equals("logs")) {
            LatencyBins all = LatencyBins.of(sketch);
            LatencyBins earlier = openDurations.getOrDefault(received.key(), LatencyBins.EMPTY);
            durations = all.minus(earlier);
            openDurations.remove(received.key());
            openDurations.put(received.key(), all);
        }
        boolean live = received.appendedAt() <= rollup.getWindowEnd() + LIVE_AFTER_END_MILLIS;
        boolean next = rollup.getRevision() == before.revision() + 1;
        if (!live || !next) return;
        long count = Math.max(0, rollup.getCount() - before.count());
        long errors = Math.max(0, rollup.getErrors() - before.errors());
        service.live(rollup.getKind()).add(received.appendedAt(), count, errors, durations);
    }

    private void forgetOld() {
        long now = clock.millis();
        if (now < nextForget) return;
        nextForget = now + 10_000;
        long before = now - KEPT.toMillis();
        services.values().removeIf(service -> service.forget(before));
        seriesCount = services.values().stream()
                .mapToInt(service -> service.series().size())
                .sum();
    }

    /** When the newest record was appended: milliseconds since 1970-01-01 UTC; 0 when there was none. */
    public synchronized long newestAppend() {
        return newestAppend;
    }

    /** How many records were left out because there were more series than fit. */
    public synchronized long dropped() {
        return dropped;
    }

    /** Minutes of a service's series from a time on; empty when the service is not known. */
    public synchronized Optional<Map<SeriesKey, Map<Long, Cell>>> series(String service, long since) {
        return Optional.ofNullable(services.get(service)).map(found -> {
            Map<SeriesKey, Map<Long, Cell>> result = new HashMap<>();
            found.series().forEach((key, one) -> result.put(key, one.since(since)));
            return result;
        });
    }

    /** Something of each service, by its name. */
    synchronized <R> Map<String, R> eachService(Function<ServiceSeries, R> read) {
        forgetOld();
        Map<String, R> result = new TreeMap<>();
        services.forEach((name, service) -> result.put(name, read.apply(service)));
        return result;
    }
}
