package dev.vigia.processors.streams;

import static org.apache.kafka.streams.StreamsConfig.consumerPrefix;
import static org.apache.kafka.streams.StreamsConfig.mainConsumerPrefix;
import static org.apache.kafka.streams.StreamsConfig.producerPrefix;
import static org.apache.kafka.streams.StreamsConfig.restoreConsumerPrefix;
import static org.apache.kafka.streams.StreamsConfig.topicPrefix;

import dev.vigia.runtime.Health;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.runtime.Part;
import dev.vigia.runtime.TopicInstaller;
import dev.vigia.runtime.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A topology that runs: exactly once, as a static member of its group, with its state in a folder that outlives it. A
 * passing fault starts the thread anew; any other stops the part and makes it unhealthy.
 */
public final class StreamsPart implements Part {

    private static final Logger LOG = LoggerFactory.getLogger(StreamsPart.class);

    /** How long after a passing fault the part calls itself degraded. */
    private static final Duration FAULT_SHOWN = Duration.ofSeconds(30);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final String name;
    private final Topology topology;
    private final KafkaSettings kafka;
    private final StreamsSettings settings;

    private volatile @Nullable KafkaStreams streams;
    private volatile Fault fault = Fault.NONE;

    /**
     * A part that is not started yet.
     *
     * @param name of the part and, after {@code vigia-} and the topic prefix, of its consumer group; lower-case letters
     * @param topology every node, store and repartition topic of it named
     */
    public StreamsPart(String name, Topology topology, KafkaSettings kafka, StreamsSettings settings) {
        this.name = name;
        this.topology = topology;
        this.kafka = kafka;
        this.settings = settings;
    }

    /** Why a stream thread died last, and when (in {@link System#nanoTime}). */
    private record Fault(String reason, boolean passing, long nanos) {

        static final Fault NONE = new Fault("", true, 0);

        boolean recent() {
            return !reason.isEmpty() && System.nanoTime() - nanos < FAULT_SHOWN.toNanos();
        }
    }

    /** The consumer group of the part of this name; every installation on a cluster has its own. */
    public static String group(KafkaSettings kafka, String name) {
        return kafka.topicPrefix() + "vigia-" + name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start() {
        Path folder = stateFolder();
        try {
            start(folder);
        } catch (KafkaException e) {
            if (!TornState.is(e)) throw new UserException("Cannot start " + name + ": " + cause(e), e);
            LOG.warn("The state of {} in {} is torn and is fetched anew from Kafka: {}", name, folder, cause(e));
            forget();
            start(folder);
        }
    }

    private void start(Path folder) {
        KafkaStreams started = new KafkaStreams(topology, config(folder));
        started.setUncaughtExceptionHandler(this::afterFault);
        streams = started;
        started.start();
    }

    /** What is here is a copy of what is in the changelog topics. */
    private void forget() {
        KafkaStreams failed = streams;
        if (failed == null) return;
        failed.close(CloseOptions.timeout(CLOSE_TIMEOUT));
        failed.cleanUp();
    }

    @Override
    public Health health() {
        KafkaStreams running = streams;
        if (running == null) return Health.unhealthy("not started");
        Fault last = fault;
        return switch (running.state()) {
            case RUNNING -> last.recent() ? Health.degraded("after a fault: " + last.reason()) : Health.healthy();
            case CREATED, REBALANCING ->
                Health.degraded(last.recent() ? "starting anew after: " + last.reason() : "getting its partitions");
            case PENDING_SHUTDOWN, NOT_RUNNING ->
                Health.unhealthy(last.passing() ? "stopped" : "stopped: " + last.reason());
            case PENDING_ERROR, ERROR ->
                Health.unhealthy("stopped: " + (last.reason().isEmpty() ? "see the log" : last.reason()));
        };
    }

    @Override
    public void close() {
        KafkaStreams running = streams;
        if (running == null) return;
        // A static member stays in its group: a restart within the session time-out takes its partitions up where they
        // are.
        if (!running.close(CloseOptions.timeout(CLOSE_TIMEOUT))) {
            LOG.warn(
                    "{} did not stop within {} s; what was not committed is done again",
                    name,
                    CLOSE_TIMEOUT.toSeconds());
        }
    }

    /** What this part gives to Kafka Streams. */
    @SuppressWarnings("deprecation") // the setting goes once it is the only way
    Properties config(Path folder) {
        Properties config = new Properties();
        config.putAll(kafka.common());
        String id = group(kafka, name);
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, id);
        config.put(StreamsConfig.CLIENT_ID_CONFIG, id + "-" + settings.instanceId());
        config.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        config.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                settings.commitInterval().toMillis());
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        config.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbyReplicas());
        config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) kafka.replicationFactor());
        config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        config.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, PoisonToDeadLetters.class);
        config.put(PoisonToDeadLetters.TOPIC, kafka.topics().deadLetters().name());
        config.put(PoisonToDeadLetters.STAGE, name);
        config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 8 << 20);
        config.put(StreamsConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        config.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
        config.put(producerPrefix(ProducerConfig.ACKS_CONFIG), "all");
        // Readers of committed records wait for an open transaction: a killed writer must not hold them up for long.
        config.put(producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 10_000);
        config.put(producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        config.put(producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 5);
        config.put(producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), TopicInstaller.MAX_DEAD_LETTER_BYTES);
        config.put(consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        config.put(restoreConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 10_000);
        config.put(restoreConsumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), 4 << 20);
        // A segment is compacted once it is full; with Kafka's 1 GB a restore would read every change of days.
        config.put(topicPrefix(TopicConfig.SEGMENT_BYTES_CONFIG), 32 << 20);
        config.put(topicPrefix(TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG), 0.2);
        config.put(
                topicPrefix(TopicConfig.DELETE_RETENTION_MS_CONFIG),
                Duration.ofHours(1).toMillis());
        config.put(mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), settings.instanceId());
        config.put(mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 10_000);
        config.put(mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 2_000);
        return config;
    }

    private Path stateFolder() {
        Path folder = settings.stateDir().resolve(settings.instanceId()).toAbsolutePath();
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UserException("Cannot make the folder " + folder + " for the state of " + name + ": " + e, e);
        }
    }

    private StreamThreadExceptionResponse afterFault(Throwable thrown) {
        boolean passing = PassingFault.is(thrown);
        fault = new Fault(cause(thrown), passing, System.nanoTime());
        if (!passing) {
            LOG.error("{} stops: {}", name, fault.reason(), thrown);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        LOG.warn("{} starts a thread anew after: {}", name, fault.reason());
        try {
            Thread.sleep(RETRY_AFTER.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    /** The innermost cause in one line. */
    private static String cause(Throwable thrown) {
        Throwable innermost = thrown;
        while (innermost.getCause() != null) innermost = innermost.getCause();
        String message = Optional.ofNullable(innermost.getMessage())
                .orElse("")
                .lines()
                .findFirst()
                .orElse("");
        return message.isEmpty() ? innermost.getClass().getSimpleName() : message;
    }
}
