package dev.vigia.bench;

import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.RegistryClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A subscriber that takes down when it read which alert. */
final class AlertWatch implements AutoCloseable {

    private final RegistryClient registry;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, Long> seen = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::watch, "bench-alerts");
    private volatile boolean closed;

    AlertWatch(KafkaSettings kafka) {
        registry = Cluster.registry(kafka);
        consumer = new KafkaConsumer<>(kafka.consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        String topic = kafka.topics().alerts().name();
        List<TopicPartition> partitions = IntStream.range(0, kafka.signalPartitions())
                .mapToObj(i -> new TopicPartition(topic, i))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        thread.start();
    }

    /** When the alert of a probe was read first: milliseconds since 1970-01-01 UTC. */
    Map<String, Long> seen() {
        return seen;
    }

    private void watch() {
        AvroDeserializer<Alert> deserializer = new AvroDeserializer<>(registry, Alert.class);
        while (!closed) {
            var records = consumer.poll(Duration.ofMillis(50));
            long now = System.currentTimeMillis();
            for (ConsumerRecord<byte[], byte[]> record : records) {
                Alert alert = deserializer.deserialize(record.topic(), record.value());
                if (alert == null || alert.getTransition() != Transition.ACTIVE) continue;
                if (alert.getRuleId().equals("probe")) {
                    alert.getGroup().values().forEach(probe -> seen.putIfAbsent(probe, now));
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        consumer.close();
        registry.close();
    }
}
