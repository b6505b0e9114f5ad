package dev.vigia.sinks.notify;

import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DeliveryStatus;
import dev.vigia.schemas.avro.Notification;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Reports what came of notifications. Thread-safe. */
final class DeliveryWriter {

    private final Producer<byte[], byte[]> producer;
    private final Serializer<Delivery> serializer;
    private final String topic;
    private final Clock clock;

    DeliveryWriter(Producer<byte[], byte[]> producer, Serializer<Delivery> serializer, String topic, Clock clock) {
        this.producer = producer;
        this.serializer = serializer;
        this.topic = topic;
        this.clock = clock;
    }

    /**
     * Writes that an attempt begins, and waits until all replicas have it.
     *
     * @throws KafkaException when they do not
     */
    void started(Notification notification) throws InterruptedException {
        write(notification, DeliveryStatus.STARTED, null, Optional.empty());
    }

    /** Writes how an attempt ended, as {@link #started} does. */
    void ended(Notification notification, Outcome outcome) throws InterruptedException {
        if (outcome instanceof Outcome.Retryable retryable) {
            write(notification, DeliveryStatus.RETRYABLE, outcome.detail(), retryable.retryAfter());
        } else {
            boolean delivered = outcome instanceof Outcome.Delivered;
            DeliveryStatus status = delivered ? DeliveryStatus.DELIVERED : DeliveryStatus.FAILED;
            write(notification, status, outcome.detail(), Optional.empty());
        }
    }

    private void write(
            Notification notification, DeliveryStatus status, @Nullable String detail, Optional<Duration> retryAfter)
            throws InterruptedException {
        Delivery delivery = Delivery.newBuilder()
                .setNotificationId(notification.getId())
                .setAttempt(notification.getAttempt())
                .setReceiver(notification.getReceiver())
                .setChannel(notification.getChannel())
                .setStatus(status)
                .setAt(clock.millis())
                .setDetail(detail)
                .setRetryAfter(retryAfter.map(Duration::toMillis).orElse(null))
                .build();
        byte[] key = notification.getId().getBytes(StandardCharsets.UTF_8);
        try {
            producer.send(new ProducerRecord<>(topic, key, bytes(delivery))).get();
        } catch (ExecutionException e) {
            throw new KafkaException(String.valueOf(e.getCause()), e);
        }
    }

    private byte[] bytes(Delivery delivery) {
        synchronized (serializer) {
            byte[] bytes = serializer.serialize(topic, delivery);
            if (bytes == null) throw new SerializationException("nothing was written for " + delivery);
            return bytes;
        }
    }
}
