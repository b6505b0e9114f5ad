package dev.vigia.sinks.notify;

import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DeliveryStatus;
import dev.vigia.schemas.avro.Notification;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;

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
        write(delivery(notification).setStatus(DeliveryStatus.STARTED).build());
    }

    /** Writes how an attempt ended, as {@link #started} does. */
    void ended(Notification notification, Outcome outcome) throws InterruptedException {
        Delivery.Builder delivery = delivery(notification).setDetail(outcome.detail());
        if (outcome instanceof Outcome.Retryable retryable) {
            delivery.setStatus(DeliveryStatus.RETRYABLE)
                    .setRetryAfter(
                            retryable.retryAfter().map(Duration::toMillis).orElse(null))
                    .setMayHaveArrived(retryable.mayHaveArrived());
        } else if (outcome instanceof Outcome.Delivered delivered) {
            delivery.setStatus(DeliveryStatus.DELIVERED)
                    .setReceipt(delivered.receipt().orElse(null));
        } else if (outcome instanceof Outcome.Failed failed) {
            delivery.setStatus(DeliveryStatus.FAILED).setMayHaveArrived(failed.mayHaveArrived());
        }
        write(delivery.build());
    }

    private Delivery.Builder delivery(Notification notification) {
        return Delivery.newBuilder()
                .setNotificationId(notification.getId())
                .setAttempt(notification.getAttempt())
                .setReceiver(notification.getReceiver())
                .setChannel(notification.getChannel())
                .setAt(clock.millis());
    }

    private void write(Delivery delivery) throws InterruptedException {
        byte[] key = delivery.getNotificationId().getBytes(StandardCharsets.UTF_8);
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
