package dev.vigia.ingest.gateway;

import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/** What a topic has got since it was last asked: read to the end as it is now, without waiting for more. */
final class TopicTail implements AutoCloseable {

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private List<String> lastKeys = List.of();

    TopicTail(KafkaSettings kafka, Topic topic) {
        consumer = new KafkaConsumer<>(kafka.consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        partitions = IntStream.range(0, topic.partitions())
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    <T> List<T> read(Deserializer<T> deserializer) {
        List<T> values = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                values.add(deserializer.deserialize(record.topic(), record.value()));
                keys.add(record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8));
            }
        }
        lastKeys = keys;
        return values;
    }

    /** Keys of the records that were read last; empty texts for those without. */
    List<String> lastKeys() {
        return lastKeys;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
