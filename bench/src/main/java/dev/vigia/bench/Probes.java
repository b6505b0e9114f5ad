package dev.vigia.bench;

import dev.vigia.schemas.avro.Log;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Requests at an even pace, and among them at random times records that each begin an alert of their own. */
final class Probes {

    static final int PER_SECOND = 5_000;

    private static final int PROBES_PER_SECOND = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Requests requests = Requests.ofThousandSeries();
    private final Telemetry telemetry;
    private final AlertWatch watch;

    Probes(Telemetry telemetry, AlertWatch watch) {
        this.telemetry = telemetry;
        this.watch = watch;
    }

    /** Gives for each probe the milliseconds from its append until its alert was read. */
    List<Double> run(int round, int seconds) throws InterruptedException {
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
        while (!watch.seen().keySet().containsAll(appended.keySet())) {
            long seen =
                    appended.keySet().stream().filter(watch.seen()::containsKey).count();
            Failures.require(System.nanoTime() < deadline, "of " + appended.size() + " alerts only " + seen + " came");
            Thread.sleep(20);
        }
        List<Double> millis = new ArrayList<>();
        appended.forEach((name, at) -> millis.add((double) (watch.seen().getOrDefault(name, 0L) - at)));
        return millis;
    }

    private static long micros() {
        return System.currentTimeMillis() * 1_000;
    }
}
