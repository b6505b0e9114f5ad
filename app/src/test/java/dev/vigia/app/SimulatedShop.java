package dev.vigia.app;

import dev.vigia.ingest.shop.Incident;
import dev.vigia.ingest.shop.ShopRecord;
import dev.vigia.ingest.shop.ShopSettings;
import dev.vigia.ingest.shop.ShopTraffic;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.json.InvalidRecord;
import dev.vigia.schemas.json.LogJson;
import dev.vigia.schemas.json.MetricJson;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * The demo's shop and three branches of it, whose checkouts break at the same three times, in simulated time, straight to the
 * topics.
 */
final class SimulatedShop implements AutoCloseable {

    /** How often all of them break. */
    static final int INCIDENTS = 3;
    /** The checkouts. */
    static final List<String> CHECKOUTS = List.of("checkout", "checkout-2", "checkout-3", "checkout-4");

    private static final double RATE = 15;
    private static final long SEED = 11;
    private static final Duration LENGTH = Duration.ofMinutes(2);
    /** Long enough for an alert to be over before the next. */
    private static final Duration PAUSE = Duration.ofMinutes(8);

    private static final Duration AFTERMATH = Duration.ofMinutes(3);

    private final KafkaSettings kafka;
    private final Clock clock;
    private final Instant opening;
    private final List<ShopTraffic> traffic;
    private final CompletableFuture<Void> done;

    /** Opens soon. */
    SimulatedShop(KafkaSettings kafka, Clock clock) {
        this.kafka = kafka;
        this.clock = clock;
        this.opening = clock.instant().plus(Duration.ofMinutes(2));
        this.traffic = IntStream.range(0, CHECKOUTS.size())
                .mapToObj(branch ->
                        new ShopSettings(null, RATE, SEED + branch, Duration.ofMinutes(1), LENGTH, PAUSE, PAUSE))
                .map(settings -> new ShopTraffic(settings, opening))
                .toList();
        this.done = CompletableFuture.runAsync(this::run, task -> new Thread(task, "shop").start());
    }

    List<Incident> incidents() {
        return traffic.get(0).plan().before(opening.plus(Duration.ofHours(1))).subList(0, INCIDENTS);
    }

    private void run() {
        Instant end = incidents().get(INCIDENTS - 1).end().plus(AFTERMATH);
        try (Telemetry telemetry = new Telemetry(kafka)) {
            Instant from = opening;
            while (from.isBefore(end)) {
                TimeUnit.MILLISECONDS.sleep(50);
                Instant to = clock.instant();
                for (int branch = 0; branch < traffic.size(); branch++) {
                    for (ShopRecord record : traffic.get(branch).between(from, to)) send(telemetry, record, branch);
                }
                if (to.isAfter(from)) from = to;
            }
            telemetry.flush();
        } catch (InterruptedException | InvalidRecord e) {
            throw new AssertionError(e);
        }
    }

    private void send(Telemetry telemetry, ShopRecord record, int branch) throws InvalidRecord {
        switch (record.kind()) {
            case LOG -> {
                Log log = LogJson.parse(record.json());
                String service = of(branch, log.getService());
                telemetry.send(
                        kafka.topics().logs(),
                        Log.newBuilder(log).setService(service).build());
            }
            case METRIC -> {
                Metric metric = MetricJson.parse(record.json());
                String service = of(branch, metric.getService());
                telemetry.send(
                        kafka.topics().metrics(),
                        Metric.newBuilder(metric).setService(service).build());
            }
        }
    }

    private static String of(int branch, String service) {
        return branch == 0 ? service : service + "-" + (branch + 1);
    }

    /** Waits until it has closed and Kafka has everything. */
    @Override
    public void close() {
        done.join();
    }
}
