package dev.vigia.app;

import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.avro.Http;
import dev.vigia.schemas.avro.Log;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Requests of a few services, now, at a steady rate; some services fail for a while as the script has it. */
final class ScriptedLoad implements AutoCloseable {

    static final List<String> SERVICES = List.of("cart", "checkout", "profile", "search");
    /** Requests a second of each service. */
    private static final int RATE = 100;

    private final KafkaSettings kafka;
    private final List<Trouble> script;
    private final Duration atLeast;
    private final Map<String, Long> sent = new TreeMap<>();
    private final Map<String, Long> failed = new TreeMap<>();
    private final CompletableFuture<Void> done;
    private volatile boolean stopping;

    /**
     * Something that goes wrong.
     *
     * @param from seconds since the start of the load
     * @param to exclusive
     * @param slow whether requests are slow; else most of them fail
     */
    record Trouble(String service, int from, int to, boolean slow) {

        boolean holds(String name, long millis) {
            return service.equals(name) && millis >= from * 1_000L && millis < to * 1_000L;
        }
    }

    /** Begins at once. */
    ScriptedLoad(KafkaSettings kafka, List<Trouble> script, Duration atLeast) {
        this.kafka = kafka;
        this.script = script;
        this.atLeast = atLeast;
        this.done = CompletableFuture.runAsync(this::run, task -> new Thread(task, "load").start());
    }

    private void run() {
        try (Telemetry telemetry = new Telemetry(kafka)) {
            long begun = System.currentTimeMillis();
            for (long n = 0; ; n++) {
                long due = n * 1_000 / RATE;
                if (stopping && due > atLeast.toMillis()) break;
                pauseUntil(begun + due);
                for (String service : SERVICES) {
                    Log request = request(service, n, System.currentTimeMillis() - begun, begun);
                    telemetry.send(kafka.topics().logs(), request);
                    sent.merge(service, 1L, Long::sum);
                    failed.merge(service, request.getHttp().getStatus() >= 500 ? 1L : 0L, Long::sum);
                }
            }
            telemetry.flush();
        }
    }

    private Log request(String service, long n, long millis, long begun) {
        boolean failing = script.stream().anyMatch(it -> !it.slow() && it.holds(service, millis));
        boolean slow = script.stream().anyMatch(it -> it.slow() && it.holds(service, millis));
        boolean fails = failing ? n % 5 < 3 : n % 100 == 0;
        return Log.newBuilder()
                .setTimestamp((begun + millis) * 1_000)
                .setService(service)
                .setSeverityNumber(fails ? 17 : 9)
                .setMessage("request " + n)
                .setHttp(Http.newBuilder()
                        .setMethod("GET")
                        .setRoute("/things/" + n % 5)
                        .setStatus(fails ? 503 : 200)
                        .setDuration(1_000_000L * (slow ? 3_000 : 10 + n % 90))
                        .build())
                .build();
    }

    private static void pauseUntil(long millis) {
        long left = millis - System.currentTimeMillis();
        if (left <= 0) return;
        try {
            Thread.sleep(left);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends the load when its script is through, and waits until Kafka has all of it. */
    void finish() {
        stopping = true;
        done.join();
    }

    /** How many requests of each service were sent; known when it has finished. */
    Map<String, Long> sent() {
        return sent;
    }

    /** How many of them failed. */
    Map<String, Long> failed() {
        return failed;
    }

    @Override
    public void close() {
        finish();
    }
}
