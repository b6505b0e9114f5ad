package dev.vigia.bench;

import dev.vigia.schemas.avro.Log;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Requests at an even pace, and among them at random times probes, whose arrival somebody else watches. */
final class Probes {

    private static final int PER_SECOND = 5_000;
    /** Runs are longer than those of rates: it takes many probes to see a 99th percentile. */
    private static final int LENGTH = 3;

    private static final int PROBES_PER_SECOND = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Requests requests = Requests.ofThousandSeries();
    private final Telemetry telemetry;
    private final Map<String, Long> seen;

    /** @param seen when each probe came out at the other end, in milliseconds since 1970-01-01 UTC; somebody else fills it */
    Probes(Telemetry telemetry, Map<String, Long> seen) {
        this.telemetry = telemetry;
        this.seen = seen;
    }

    /** Half and 99 % of the probes are through in so many milliseconds: two lines, of all runs after a first that warms up. */
    List<Row> latencies(String name, Options options, String note) throws InterruptedException {
        int seconds = options.seconds() * LENGTH;
        run(0, seconds);
        List<Double> half = new ArrayList<>();
        List<Double> most = new ArrayList<>();
        int probes = 0;
        for (int round = 1; round <= options.runs(); round++) {
            List<Double> millis = run(round, seconds);
            half.add(Spread.quantile(millis, 0.5));
            most.add(Spread.quantile(millis, 0.99));
            probes += millis.size();
            System.err.printf(
                    Locale.ROOT,
                    "  %s, run %d: %.0f ms, %.0f ms%n",
                    name,
                    round,
                    half.get(round - 1),
                    most.get(round - 1));
        }
        String full = String.format(Locale.ROOT, "%d probes, %,d records/s beside them, %s", probes, PER_SECOND, note);
        return List.of(Row.absolute(name + " p50", "ms", half, full), Row.absolute(name + " p99", "ms", most, full));
    }

    /** Gives for each probe the milliseconds from its append until it was seen. */
    private List<Double> run(int round, int seconds) throws InterruptedException {
        Map<String, Long> appended = new ConcurrentHashMap<>();
        long[] due = new Random(round)
                .longs((long) seconds * PROBES_PER_SECOND, 0, TimeUnit.SECONDS.toNanos(seconds))
                .sorted()
                .toArray();
        long begun = System.nanoTime();
        int probe = 0;
        for (long sent = 0; sent < (long) PER_SECOND * seconds; ) {
            long elapsed = System.nanoTime() - begun;
            for (; probe < due.length && due[probe] <= elapsed; probe++) send(round + "-" + probe, appended);
            for (; sent < elapsed * PER_SECOND / 1_000_000_000; sent++) {
                telemetry.send(requests.request(sent, micros()), Failures::stop);
            }
            LockSupport.parkNanos(500_000);
        }
        for (; probe < due.length; probe++) send(round + "-" + probe, appended);
        telemetry.flush();
        double took = (System.nanoTime() - begun) / 1e9;
        Failures.require(took < seconds * 1.05, "the load took " + took + " s instead of " + seconds);
        return latencies(appended);
    }

    private void send(String name, Map<String, Long> appended) {
        Log log = Log.newBuilder(requests.request(name.hashCode(), micros()))
                .setEventName("probe")
                .setAttributes(Map.of("probe", name))
                .build();
        telemetry.send(log, (written, failure) -> {
            Failures.stop(written, failure);
            // The topic keeps the time of the append.
            if (failure == null) appended.put(name, written.timestamp());
        });
    }

    private List<Double> latencies(Map<String, Long> appended) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!seen.keySet().containsAll(appended.keySet())) {
            long found = appended.keySet().stream().filter(seen::containsKey).count();
            Failures.require(System.nanoTime() < deadline, "of " + appended.size() + " probes only " + found + " came");
            Thread.sleep(20);
        }
        List<Double> millis = new ArrayList<>();
        appended.forEach((name, at) -> millis.add((double) (seen.getOrDefault(name, 0L) - at)));
        return millis;
    }

    private static long micros() {
        return System.currentTimeMillis() * 1_000;
    }
}
