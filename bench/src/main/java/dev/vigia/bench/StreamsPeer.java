package dev.vigia.bench;

import static org.apache.kafka.streams.StreamsConfig.consumerPrefix;
import static org.apache.kafka.streams.StreamsConfig.producerPrefix;

import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.serde.RegistryClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.state.BuiltInDslStoreSuppliers;
import org.apache.kafka.streams.state.DslStoreSuppliers;
import org.apache.kafka.streams.state.WindowStore;

/**
 * The DSL of Kafka Streams, exactly once: {@code groupByKey.windowedBy.aggregate} over 10 s of event time. Each request goes to
 * the series of its route and to that of its service.
 */
final class StreamsPeer implements Peer {

    private static final Duration BUCKET = Duration.ofSeconds(10);
    /** Several partitions are merged into one, so that windows stay open for a while. */
    private static final Duration GRACE = Duration.ofMinutes(10);

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Serde<Request> REQUESTS = new WrittenSerde<>(Request::write, Request::read);
    private static final Serde<Totals> TOTALS = new WrittenSerde<>(Totals::write, Totals::read);

    private final KafkaSettings kafka;
    private final Path folder;

    StreamsPeer(KafkaSettings kafka, Path folder) {
        this.kafka = kafka;
        this.folder = folder;
    }

    @Override
    public Speed run(PeerRun run) throws Exception {
        try (RegistryClient registry = registry()) {
            return run(run, new KafkaStreams(topology(run, registry), config(run)));
        }
    }

    private Speed run(PeerRun run, KafkaStreams streams) throws Exception {
        CompletableFuture<Void> fault = new CompletableFuture<>();
        streams.setUncaughtExceptionHandler(thrown -> {
            fault.completeExceptionally(thrown);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        try {
            streams.start();
            Speed speed = Taken.all(run.records(), () -> running(streams, fault));
            if (!streams.close(PATIENCE)) throw new IllegalStateException("It does not stop.");
            return speed;
        } finally {
            streams.close(Duration.ZERO);
            streams.cleanUp();
            forget(run);
        }
    }

    /** @throws java.util.concurrent.CompletionException when a thread has died of something */
    private static boolean running(KafkaStreams streams, CompletableFuture<Void> fault) {
        if (fault.isDone()) fault.join();
        return streams.state().isRunningOrRebalancing();
    }

    private Topology topology(PeerRun run, RegistryClient registry) {
        Serde<Request> decoded = Serdes.serdeFrom(REQUESTS.serializer(), new RequestReaders(registry));
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(
                        kafka.topics().logs().name(),
                        Consumed.with(Serdes.ByteArray(), decoded)
                                .withTimestampExtractor((record, before) -> ((Request) record.value()).millis()))
                .flatMap((key, request) -> List.of(
                        KeyValue.pair(request.series(), request),
                        KeyValue.pair(Request.total(request.series()), request)))
                .groupByKey(Grouped.with("requests", Serdes.String(), REQUESTS))
                .windowedBy(TimeWindows.ofSizeAndGrace(BUCKET, GRACE))
                .aggregate(
                        Totals::new,
                        StreamsPeer::add,
                        Materialized.<String, Totals, WindowStore<Bytes, byte[]>>as(stores())
                                .withKeySerde(Serdes.String())
                                .withValueSerde(TOTALS))
                .toStream()
                .map(StreamsPeer::result)
                .to(run.results(), Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
        return builder.build();
    }

    private RegistryClient registry() {
        return new RegistryClient(Map.of("schema.registry.url", kafka.schemaRegistryUrl()));
    }

    private static DslStoreSuppliers stores() {
        return new BuiltInDslStoreSuppliers.InMemoryDslStoreSuppliers();
    }

    private static Totals add(String series, Request request, Totals totals) {
        if (!Request.route(series).isEmpty()) Taken.one();
        totals.add(request);
        return totals;
    }

    private static KeyValue<byte[], byte[]> result(Windowed<String> series, Totals totals) {
        PeerResult result = new PeerResult(series.key(), series.window().start(), totals);
        return KeyValue.pair(result.key(), result.value());
    }

    private Properties config(PeerRun run) {
        Properties config = new Properties();
        config.putAll(kafka.common());
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, run.results());
        config.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, run.parallelism());
        config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 64L << 20);
        config.put(StreamsConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        config.put(producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        config.put(producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 128 * 1024);
        config.put(consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        config.put(consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 5_000);
        config.put(consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), 4 << 20);
        config.put(consumerPrefix(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), 16 << 20);
        return config;
    }

    /** Takes the topics away that Kafka Streams made for this run. */
    private void forget(PeerRun run) throws Exception {
        try (Admin admin = Admin.create(kafka.common())) {
            List<String> own = admin.listTopics().names().get().stream()
                    .filter(name -> name.startsWith(run.results() + "-"))
                    .toList();
            admin.deleteTopics(own).all().get();
        }
    }
}
