package dev.vigia.sinks;

import static org.awaitility.Awaitility.await;

import dev.vigia.platform.ConnectWorker;
import dev.vigia.platform.ConnectorStatus;
import dev.vigia.platform.ElasticsearchProcess;
import dev.vigia.platform.EmbeddedBroker;
import dev.vigia.platform.PlatformHome;
import dev.vigia.platform.Ports;
import dev.vigia.platform.RegistryProcess;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.runtime.TopicInstaller;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.AvroSerializer;
import dev.vigia.schemas.serde.RegistryClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.converters.ByteArrayConverter;

/**
 * A broker with Vigia's topics, a registry and a Connect worker, and Elasticsearch if it is asked for. Shared by the tests of
 * a class: each has an installation of its own, with its own prefix.
 */
public final class Stack implements AutoCloseable {

    public static final Duration LONG = Duration.ofSeconds(60);

    private final Path dir;
    private final EmbeddedBroker broker;
    private final RegistryProcess registry;
    private KafkaSettings kafka;
    private int installations;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AvroSerializer<IndexedRecord> serializer;
    private final int elasticsearchPort = Ports.free();
    private ConnectWorker worker;
    private ElasticsearchProcess elasticsearch;

    public Stack(Path dir) {
        this.dir = dir;
        broker = EmbeddedBroker.start(dir.resolve("kafka"), 0, Map.of());
        registry = RegistryProcess.start(
                dir.resolve("registry"), 0, PlatformHome.find().registry());
        install();
        admin = Admin.create(kafka.common());
        producer = new KafkaProducer<>(kafka.producer(), new ByteArraySerializer(), new ByteArraySerializer());
        serializer = new AvroSerializer<>(registryClient());
        worker = newWorker();
    }

    /** New topics, and an empty Elasticsearch. */
    public void install() {
        kafka = new KafkaSettings(
                broker.bootstrapServers(),
                registry.confluentUrl().toString(),
                "t" + ++installations + ".",
                2,
                2,
                (short) 1,
                Map.of());
        new TopicInstaller(kafka).install();
        if (elasticsearch == null) return;
        elasticsearch().call("DELETE", "/_data_stream/*", "");
        elasticsearch().call("DELETE", "/vigia-rollups-2026.01,vigia-alerts-current?ignore_unavailable=true", "");
        elasticsearch().call("DELETE", "/_index_template/vigia-*", "");
        elasticsearch().call("DELETE", "/_component_template/vigia*", "");
    }

    /** The full name of a topic. */
    public String topic(String name) {
        return kafka.topicPrefix() + name;
    }

    private ConnectWorker newWorker() {
        return ConnectWorker.start(Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "offset.storage.file.filename", dir.resolve("offsets").toString(),
                "offset.flush.interval.ms", "500",
                "key.converter", ByteArrayConverter.class.getName(),
                "value.converter", ByteArrayConverter.class.getName(),
                "header.converter", ByteArrayConverter.class.getName()));
    }

    public RegistryClient registryClient() {
        return new RegistryClient(Map.of("schema.registry.url", kafka.schemaRegistryUrl()));
    }

    public KafkaSettings kafka() {
        return kafka;
    }

    public Topics topics() {
        return kafka.topics();
    }

    public void startElasticsearch() {
        elasticsearch = ElasticsearchProcess.start(
                dir.resolve("elasticsearch"),
                elasticsearchPort,
                PlatformHome.find().elasticsearch());
    }

    public void killElasticsearch() {
        elasticsearch.kill();
    }

    public Rest elasticsearch() {
        return new Rest(elasticsearchUrl());
    }

    public String elasticsearchUrl() {
        return "http://127.0.0.1:" + elasticsearchPort;
    }

    /** What both connectors need. */
    public Map<String, String> connector(String type, String topics) {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", type);
        config.put("topics", topics);
        config.put("bootstrap.servers", kafka.bootstrapServers());
        config.put("topics.prefix", kafka.topicPrefix());
        config.put("schema.registry.url", kafka.schemaRegistryUrl());
        config.put("consumer.override.auto.offset.reset", "earliest");
        config.put("consumer.override.isolation.level", "read_committed");
        return config;
    }

    public void start(String name, Map<String, String> config) {
        worker.startConnector(group(name), config);
        await().atMost(LONG)
                .until(() -> worker.status(group(name))
                        .filter(ConnectorStatus::running)
                        .isPresent());
    }

    public boolean running(String name) {
        return worker.status(group(name)).filter(ConnectorStatus::running).isPresent();
    }

    /** Connectors have names of their own in each installation, as their consumer groups are named after them. */
    private String group(String name) {
        return kafka.topicPrefix() + name;
    }

    public void stop(String name) {
        worker.stopConnector(group(name));
    }

    public RawSent send(String topic, String key, IndexedRecord record) throws Exception {
        return sendBytes(topic, key, serializer.serialize(topic(topic), record));
    }

    /** Where a record lies. */
    public record RawSent(String topic, int partition, long offset, byte[] value) {}

    public RawSent sendBytes(String topic, String key, byte[] value) throws Exception {
        byte[] keyBytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        var metadata = producer.send(new ProducerRecord<>(topic(topic), keyBytes, value))
                .get();
        return new RawSent(topic(topic), metadata.partition(), metadata.offset(), value);
    }

    /** Sends without waiting; {@link #flush()} waits. */
    public void sendSoon(String topic, String key, IndexedRecord record) {
        byte[] keyBytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(topic(topic), keyBytes, serializer.serialize(topic(topic), record)));
    }

    public void flush() {
        producer.flush();
    }

    /** Waits until the connector has committed everything that its topics have. */
    public void awaitCaughtUp(String name) {
        await().atMost(LONG).pollInterval(Duration.ofMillis(200)).until(() -> caughtUp(name));
    }

    private boolean caughtUp(String name) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> committed = committed(name);
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        committed.keySet().forEach(partition -> ends.put(partition, OffsetSpec.latest()));
        if (ends.isEmpty()) return false;
        var latest = admin.listOffsets(ends).all().get();
        return committed.entrySet().stream()
                .allMatch(entry ->
                        entry.getValue().offset() >= latest.get(entry.getKey()).offset());
    }

    public Map<TopicPartition, OffsetAndMetadata> committed(String name)
            throws ExecutionException, InterruptedException {
        return admin.listConsumerGroupOffsets("connect-" + group(name))
                .partitionsToOffsetAndMetadata()
                .get();
    }

    /** Makes a stopped connector read everything again, as if it had been killed before it committed anything. */
    public void rewind(String name) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> start = new HashMap<>();
        committed(name).keySet().forEach(partition -> start.put(partition, new OffsetAndMetadata(0)));
        rewind(name, start);
    }

    /** The same, as if it had been killed before it committed anything else. */
    public void rewind(String name, Map<TopicPartition, OffsetAndMetadata> committed) {
        await().atMost(LONG).ignoreExceptions().until(() -> {
            admin.alterConsumerGroupOffsets("connect-" + group(name), committed)
                    .all()
                    .get();
            return true;
        });
    }

    /** Everything that a topic has now. */
    public List<ConsumerRecord<byte[], byte[]>> read(String name) {
        String topic = topic(name);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(kafka.consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    public <T> List<T> read(String topic, Class<T> type) {
        AvroDeserializer<T> deserializer = new AvroDeserializer<>(registryClient(), type);
        return read(topic).stream()
                .map(record -> deserializer.deserialize(topic, record.value()))
                .toList();
    }

    @Override
    public void close() {
        worker.close();
        producer.close();
        admin.close();
        if (elasticsearch != null) elasticsearch.close();
        registry.close();
        broker.close();
    }
}
