package dev.vigia.app;

import dev.vigia.ingest.shop.Incident;
import dev.vigia.ingest.shop.ShopRecord;
import dev.vigia.ingest.shop.ShopSettings;
import dev.vigia.ingest.shop.ShopTraffic;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.json.InvalidRecord;
import dev.vigia.schemas.json.LogJson;
import dev.vigia.schemas.json.MetricJson;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The demo's shop with three incidents, in simulated time, straight to the topics. */
final class SimulatedShop implements AutoCloseable {

    static final int INCIDENTS = 3;
    private static final Duration LENGTH = Duration.ofMinutes(2);
    /** Long enough for an alert to be over before the next. */
    private static final Duration PAUSE = Duration.ofMinutes(8);

    private static final Duration AFTERMATH = Duration.ofMinutes(3);

    private final KafkaSettings kafka;
    private final Clock clock;
    private final Instant opening;
    private final ShopTraffic traffic;
    private final CompletableFuture<Void> done;

    /** Opens soon. */
    SimulatedShop(KafkaSettings kafka, Clock clock) {
        this.kafka = kafka;
        this.clock = clock;
        this.opening = clock.instant().plus(Duration.ofMinutes(2));
        ShopSettings settings = new ShopSettings(null, 40, 11, Duration.ofMinutes(1), LENGTH, PAUSE, PAUSE);
        this.traffic = new ShopTraffic(settings, opening);
        this.done = CompletableFuture.runAsync(this::run, task -> new Thread(task, "shop").start());
    }

    List<Incident> incidents() {
        return traffic.plan().before(opening.plus(Duration.ofHours(1))).subList(0, INCIDENTS);
    }

    private void run() {
        Instant end = incidents().get(INCIDENTS - 1).end().plus(AFTERMATH);
        try (Telemetry telemetry = new Telemetry(kafka)) {
            Instant from = opening;
            while (from.isBefore(end)) {
                TimeUnit.MILLISECONDS.sleep(50);
                Instant to = clock.instant();
                for (ShopRecord record : traffic.between(from, to)) send(telemetry, record);
                if (to.isAfter(from)) from = to;
            }
            telemetry.flush();
        } catch (InterruptedException | InvalidRecord e) {
            throw new AssertionError(e);
        }
    }

    private void send(Telemetry telemetry, ShopRecord record) throws InvalidRecord {
        switch (record.kind()) {
            case LOG -> telemetry.send(kafka.topics().logs(), LogJson.parse(record.json()));
            case METRIC -> telemetry.send(kafka.topics().metrics(), MetricJson.parse(record.json()));
        }
    }

    /** Waits until it has closed and Kafka has everything. */
    @Override
    public void close() {
        done.join();
    }
}
