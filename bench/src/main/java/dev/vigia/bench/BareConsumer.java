package dev.vigia.bench;

import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.RegistryClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the logs, decodes them as {@code aggregate} does, and does nothing with them. */
final class BareConsumer {

    private BareConsumer() {}

    static Speed speed(KafkaSettings kafka, long records) {
        String topic = kafka.topics().logs().name();
        List<TopicPartition> partitions = IntStream.range(0, kafka.telemetryPartitions())
                .mapToObj(i -> new TopicPartition(topic, i))
                .toList();
        Stretch stretch = new Stretch(records);
        long read = 0;
        long count = 0;
        try (RegistryClient registry = Cluster.registry(kafka);
                AvroDeserializer<Log> deserializer = new AvroDeserializer<>(registry, Log.class);
                KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(config(kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!stretch.at(read)) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    Log log = deserializer.deserialize(topic, record.value());
                    if (log != null) count += log.getCount();
                    read++;
                }
            }
        }
        Failures.require(count == records, "the records stand for " + count + " happenings");
        return stretch.speed();
    }

    /** What is fetched at once is as {@code aggregate} has it. */
    private static Map<String, Object> config(KafkaSettings kafka) {
        Map<String, Object> config = kafka.consumer();
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 << 20);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16 << 20);
        return config;
    }
}
