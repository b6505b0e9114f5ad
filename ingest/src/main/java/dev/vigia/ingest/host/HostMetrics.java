package dev.vigia.ingest.host;

import dev.vigia.runtime.Health;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.runtime.Part;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.serde.AvroSerializer;
import dev.vigia.schemas.serde.RegistryClient;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures this machine and writes to {@code metrics} as service {@code host}. A reading that Kafka or the registry does not
 * take is lost; the next one follows soon.
 */
public final class HostMetrics implements Part {

    private static final Logger log = LoggerFactory.getLogger(HostMetrics.class);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final long BUFFER_BYTES = 4L * 1024 * 1024;
    private static final long MAX_BLOCK_MS = 2_000;

    private final HostSettings settings;
    private final KafkaSettings kafka;
    private final Counter written;
    private @Nullable Running running;
    private volatile @Nullable String trouble;

    /** What has to be closed again. */
    private record Running(
            ScheduledExecutorService clock, Producer<byte[], Metric> producer, RegistryClient registry) {}

    public HostMetrics(HostSettings settings, KafkaSettings kafka, MeterRegistry metrics) {
        this.settings = settings;
        this.kafka = kafka;
        this.written = metrics.counter("vigia.host.records");
    }

    @Override
    public String name() {
        return "host-metrics";
    }

    @Override
    public void start() {
        if (!settings.enabled()) return;
        RegistryClient registry = new RegistryClient(kafka.schemaRegistry());
        Producer<byte[], Metric> producer =
                new KafkaProducer<>(producerConfig(), new ByteArraySerializer(), new AvroSerializer<>(registry));
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "host-metrics");
            thread.setDaemon(true);
            return thread;
        });
        running = new Running(clock, producer, registry);
        Readings readings = new Readings(producer);
        long millis = settings.interval().toMillis();
        clock.scheduleAtFixedRate(readings::next, 0, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public Health health() {
        String reason = trouble;
        return reason == null ? Health.healthy() : Health.degraded(reason);
    }

    @Override
    public void close() {
        if (running == null) return;
        running.clock().shutdown();
        running.producer().close(CLOSE_TIMEOUT);
        running.registry().close();
        running = null;
    }

    private Map<String, Object> producerConfig() {
        Map<String, Object> config = kafka.producer();
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        return config;
    }

    private void acknowledged(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
        if (exception == null) {
            written.increment();
            trouble = null;
        } else {
            failed("Kafka does not take host metrics: " + exception.getMessage());
        }
    }

    private void failed(String reason) {
        if (trouble == null) log.warn("{}", reason);
        trouble = reason;
    }

    /** Everything that runs on the clock's thread. */
    private final class Readings {

        private final Producer<byte[], Metric> producer;
        private final String topic = kafka.topics().metrics().name();
        private @Nullable HostReadings host;

        Readings(Producer<byte[], Metric> producer) {
            this.producer = producer;
        }

        /** Never throws: the clock would stop. */
        void next() {
            try {
                // Made here: it takes a second, and some machines do not let themselves be measured.
                if (host == null) host = new HostReadings();
                for (Metric metric : host.read(Instant.now())) {
                    producer.send(new ProducerRecord<>(topic, metric), HostMetrics.this::acknowledged);
                }
            } catch (KafkaException e) {
                failed("host metrics cannot be written: " + e.getMessage());
            } catch (RuntimeException | LinkageError e) {
                failed("this machine cannot be measured: " + e);
            }
        }
    }
}
