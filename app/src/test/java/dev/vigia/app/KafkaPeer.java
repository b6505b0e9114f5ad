package dev.vigia.app;

import static org.awaitility.Awaitility.await;

import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.Topic;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.AvroSerializer;
import dev.vigia.schemas.serde.RegistryClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka as somebody else's client sees it. */
final class KafkaPeer implements AutoCloseable {

    private static final int LARGEST_REQUEST = 16 << 20;

    private final KafkaSettings kafka;
    private final RegistryClient registry;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;

    KafkaPeer(KafkaSettings kafka) {
        this.kafka = kafka;
        this.registry = new RegistryClient(Map.of("schema.registry.url", kafka.schemaRegistryUrl()));
        this.admin = Admin.create(kafka.common());
        Map<String, Object> config = kafka.producer();
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST);
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
        this.producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** What was written, and where it lies. */
    record Sent(String topic, int partition, long offset, byte[] value, List<Header> headers) {}

    /** Writes to partition 0, so that whatever is written next has to get past it. */
    Sent send(Topic topic, byte[] value, Header... headers) throws Exception {
        var metadata = producer.send(
                        new ProducerRecord<byte[], byte[]>(topic.name(), 0, null, null, value, List.of(headers)))
                .get();
        return new Sent(metadata.topic(), metadata.partition(), metadata.offset(), value, List.of(headers));
    }

    /** A record as Avro, in the wire format. */
    byte[] avro(Topic topic, IndexedRecord record) {
        return new AvroSerializer<>(registry).serialize(topic.name(), record);
    }

    /** Everything that a topic has now. */
    List<ConsumerRecord<byte[], byte[]>> read(Topic topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(kafka.consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = partitions(topic);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    <T> List<T> read(Topic topic, Class<T> type) {
        AvroDeserializer<T> values = new AvroDeserializer<>(registry, type);
        return read(topic).stream()
                .map(record -> values.deserialize(topic.name(), record.value()))
                .toList();
    }

    /** Waits until a processor or connector has committed all that the topic has now. */
    void awaitConsumed(String group, Topic topic) throws Exception {
        Map<TopicPartition, OffsetSpec> latest =
                partitions(topic).stream().collect(Collectors.toMap(Function.identity(), it -> OffsetSpec.latest()));
        Map<TopicPartition, ListOffsetsResultInfo> ends =
                admin.listOffsets(latest).all().get();
        await().atMost(RunningVigia.LONG).pollInterval(Duration.ofMillis(200)).until(() -> {
            Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>(admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get());
            return ends.entrySet().stream().allMatch(end -> {
                OffsetAndMetadata done = committed.get(end.getKey());
                return end.getValue().offset() == 0
                        || (done != null && done.offset() >= end.getValue().offset());
            });
        });
    }

    private List<TopicPartition> partitions(Topic topic) {
        return IntStream.range(0, topic.partitions())
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .toList();
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
        registry.close();
    }
}
