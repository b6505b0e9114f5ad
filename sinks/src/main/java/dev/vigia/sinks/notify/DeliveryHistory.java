package dev.vigia.sinks.notify;

import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DeliveryStatus;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.serde.RegistryUnavailableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@code deliveries} says about attempts of another task: a predecessor, who may have been killed between sending and committing its
 * offsets, or one that has stepped in during a pause. Each reading has a consumer of its own. Thread-safe.
 */
final class DeliveryHistory {

    /**
     * What is known of one attempt.
     *
     * @param starts how often it was begun
     * @param ended whether there is a result
     */
    record Attempt(int starts, boolean ended) {

        static final Attempt NONE = new Attempt(0, false);

        private Attempt and(Attempt other) {
            return new Attempt(starts + other.starts, ended || other.ended);
        }
    }

    private record Key(String notification, int attempt) {}

    /** All attempts that were reported. Immutable once it is handed out. */
    static final class Attempts {
        private final Map<Key, Attempt> byKey = new HashMap<>();

        /** Before it is handed out. */
        void add(Delivery delivery) {
            if (delivery.getStatus() == DeliveryStatus.UNKNOWN) return;
            boolean started = delivery.getStatus() == DeliveryStatus.STARTED;
            Key key = new Key(delivery.getNotificationId(), delivery.getAttempt());
            byKey.merge(key, new Attempt(started ? 1 : 0, !started), Attempt::and);
        }

        Attempt of(Notification notification) {
            return byKey.getOrDefault(new Key(notification.getId(), notification.getAttempt()), Attempt.NONE);
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryHistory.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    /** Clocks of brokers may differ. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Deserializer<Delivery> deserializer;
    private final String topic;

    /** @param consumers opens a consumer without a group, which is closed after use */
    DeliveryHistory(Supplier<Consumer<byte[], byte[]>> consumers, Deserializer<Delivery> deserializer, String topic) {
        this.consumers = consumers;
        this.deserializer = deserializer;
        this.topic = topic;
    }

    /**
     * Reads all that was reported since.
     *
     * @param since when the first notification that may come a second time was written, in milliseconds since 1970-01-01 UTC
     * @throws org.apache.kafka.common.KafkaException when Kafka or the registry does not answer; to be called again
     */
    Attempts read(long since) {
        Attempts attempts = new Attempts();
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic, TIMEOUT).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, TIMEOUT);
            seek(consumer, partitions, since);
            long deadline = System.nanoTime() + TIMEOUT.toNanos();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                if (System.nanoTime() > deadline) throw new TimeoutException("deliveries cannot be read to their end");
                consumer.poll(Duration.ofMillis(200)).forEach(record -> add(attempts, record));
            }
        }
        return attempts;
    }

    private static void seek(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, long since) {
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, Math.max(0, since - MARGIN.toMillis())));
        consumer.offsetsForTimes(times, TIMEOUT).forEach((partition, found) -> {
            if (found == null) {
                consumer.seekToEnd(List.of(partition));
            } else {
                consumer.seek(partition, found.offset());
            }
        });
    }

    private void add(Attempts attempts, ConsumerRecord<byte[], byte[]> record) {
        try {
            Delivery delivery = delivery(record);
            if (delivery != null) attempts.add(delivery);
        } catch (RegistryUnavailableException e) {
            throw e;
        } catch (SerializationException e) {
            LOG.warn("{}-{}@{} is not a delivery: {}", topic, record.partition(), record.offset(), e.getMessage());
        }
    }

    private @Nullable Delivery delivery(ConsumerRecord<byte[], byte[]> record) {
        synchronized (deserializer) {
            return deserializer.deserialize(record.topic(), record.value());
        }
    }
}
