package dev.vigia.app;

import dev.vigia.processors.verify.Decoding;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.Topic;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DispatchDecision;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.serde.RegistryClient;
import dev.vigia.schemas.serde.RegistryUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What is written to {@code alerts}, {@code decisions}, {@code notifications} and {@code deliveries} from its making on. For one
 * thread.
 */
final class DrillLog implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Topic alertsTopic;
    private final Topic decisionsTopic;
    private final Topic notificationsTopic;
    private final Decoding<Alert> alerts;
    private final Decoding<DispatchDecision> decisions;
    private final Decoding<Notification> notifications;
    private final Decoding<Delivery> deliveries;
    private final KafkaConsumer<byte[], byte[]> consumer;

    /** @throws UserException when Kafka does not answer, or has no such topics */
    DrillLog(KafkaSettings kafka, RegistryClient registry) {
        alertsTopic = kafka.topics().alerts();
        decisionsTopic = kafka.topics().decisions();
        notificationsTopic = kafka.topics().notifications();
        alerts = new Decoding<>(registry, Alert.class);
        decisions = new Decoding<>(registry, DispatchDecision.class);
        notifications = new Decoding<>(registry, Notification.class);
        deliveries = new Decoding<>(registry, Delivery.class);
        consumer = new KafkaConsumer<>(kafka.consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            List<TopicPartition> all = new ArrayList<>();
            for (Topic topic : List.of(
                    alertsTopic,
                    decisionsTopic,
                    notificationsTopic,
                    kafka.topics().deliveries())) {
                consumer.partitionsFor(topic.name(), PATIENCE)
                        .forEach(info -> all.add(new TopicPartition(info.topic(), info.partition())));
            }
            consumer.assign(all);
            consumer.endOffsets(all, PATIENCE).forEach(consumer::seek);
        } catch (KafkaException e) {
            consumer.close();
            throw new UserException(
                    "Kafka on " + kafka.bootstrapServers() + " does not say where " + alertsTopic.name() + " ends: "
                            + e.getMessage(),
                    e);
        }
    }

    /** Gives a drill what comes within a time, in the order of each topic, with when it came. */
    void poll(Duration patience, Drill drill, LongSupplier clock) {
        try {
            consumer.poll(patience).forEach(record -> take(record, drill, clock.getAsLong()));
        } catch (RegistryUnavailableException e) {
            throw new UserException("Cannot read what was written: " + e.getMessage(), e);
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record, Drill drill, long at) {
        String topic = record.topic();
        if (topic.equals(alertsTopic.name())) {
            alerts.read(record).ifPresent(alert -> drill.take(alert, at));
        } else if (topic.equals(decisionsTopic.name())) {
            decisions.read(record).ifPresent(decision -> drill.take(decision, at));
        } else if (topic.equals(notificationsTopic.name())) {
            notifications.read(record).ifPresent(notification -> drill.take(notification, at));
        } else {
            deliveries.read(record).ifPresent(delivery -> drill.take(delivery, at));
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
