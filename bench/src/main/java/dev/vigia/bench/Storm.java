package dev.vigia.bench;

import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DeliveryStatus;
import dev.vigia.schemas.avro.DispatchSignal;
import dev.vigia.schemas.avro.Evidence;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.NotificationKind;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.SummaryLine;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.AvroSerializer;
import dev.vigia.schemas.serde.RegistryClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Alerts that become active at an even pace, as {@code evaluate} tells {@code dispatch} of them, and what comes of each: told by
 * itself, or counted in a summary. Only what was delivered counts. For one thread.
 */
final class Storm implements AutoCloseable {

    private static final int RULES = 10;

    private final KafkaSettings kafka;
    private final RegistryClient registry;
    private final AvroSerializer<DispatchSignal> serializer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final AvroDeserializer<Notification> notifications;
    private final AvroDeserializer<Delivery> deliveries;

    private final Map<String, Notification> decided = new HashMap<>();
    private final Set<String> delivered = new HashSet<>();
    private final Set<String> singly = new HashSet<>();
    private long summarized;
    private Optional<Long> firstSummary = Optional.empty();
    private long newest;

    Storm(KafkaSettings kafka) {
        this.kafka = kafka;
        registry = Cluster.registry(kafka);
        serializer = new AvroSerializer<>(registry);
        producer = new KafkaProducer<>(kafka.producer(), new ByteArraySerializer(), new ByteArraySerializer());
        notifications = new AvroDeserializer<>(registry, Notification.class);
        deliveries = new AvroDeserializer<>(registry, Delivery.class);
        consumer = new KafkaConsumer<>(kafka.consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = List.of(
                new TopicPartition(kafka.topics().notifications().name(), 0),
                new TopicPartition(kafka.topics().deliveries().name(), 0));
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Lets alerts become active, evenly within a time, and looks what comes of it. Those of one round are none of another. */
    void begin(int round, int alerts, Duration within) {
        firstSummary = Optional.empty();
        long begun = System.nanoTime();
        for (int sent = 0; sent < alerts; ) {
            long due = alerts * (System.nanoTime() - begun) / within.toNanos() + 1;
            for (; sent < Math.min(due, alerts); sent++) send(alert(round, sent));
            look(Duration.ofMillis(1));
        }
        producer.flush();
    }

    private void send(Alert alert) {
        String topic = kafka.topics().dispatchSignals().name();
        byte[] value = serializer.serialize(topic, new DispatchSignal(alert));
        producer.send(new ProducerRecord<>(topic, value), Failures::stop);
    }

    private static Alert alert(int round, int number) {
        long now = System.currentTimeMillis();
        String id = String.format(Locale.ROOT, "%08x%08x", round, number);
        return Alert.newBuilder()
                .setAlertId(id)
                .setEpisodeId(id)
                .setSequence(1)
                .setTransition(Transition.ACTIVE)
                .setState(AlertState.ACTIVE)
                .setAt(now)
                .setDataTime(now)
                .setStartedAt(now)
                .setRuleId("storm-" + number % RULES)
                .setRuleSet("bench.yaml")
                .setRuleVersion(1)
                .setTitle("service-" + number + ": requests fail")
                .setSummary("service-" + number + ": error rate is 12 %, above 5 %, of 240 in 1m")
                .setSeverity(Severity.HIGH)
                .setCategory("performance")
                .setGroup(Map.of("service", "service-" + number))
                .setLabels(Map.of())
                .setCondition("error_rate > 0.05")
                .setValue(0.12)
                .setThreshold(0.05)
                .setWindowStart(now - 60_000)
                .setWindowEnd(now)
                .setSamples(240)
                .setLearning(false)
                .setEvidence(new Evidence(28L, List.of(), List.of()))
                .build();
    }

    /** Reads what has been decided and delivered since. */
    void look(Duration patience) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        consumer.poll(patience).forEach(records::add);
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.topic().equals(kafka.topics().notifications().name())) {
                Notification notification = notifications.deserialize(record.topic(), record.value());
                decided.putIfAbsent(notification.getId(), notification);
            } else {
                Delivery delivery = deliveries.deserialize(record.topic(), record.value());
                if (delivery.getStatus() == DeliveryStatus.DELIVERED) delivered.add(delivery.getNotificationId());
            }
        }
        // A delivery may be read before its notification.
        decided.values().removeIf(notification -> {
            if (!delivered.contains(notification.getId())) return false;
            count(notification);
            return true;
        });
    }

    private void count(Notification notification) {
        newest = System.nanoTime();
        if (notification.getKind() == NotificationKind.SUMMARY) {
            if (firstSummary.isEmpty()) firstSummary = Optional.of(newest);
            summarized += notification.getSummary().stream()
                    .mapToLong(SummaryLine::getActive)
                    .sum();
        } else {
            notification.getAlerts().forEach(alert -> singly.add(alert.getAlertId()));
        }
    }

    /** How many alerts people have been told of, by themselves or in a summary. */
    long told() {
        return singly.size() + summarized;
    }

    /** How many of them by themselves. */
    int singly() {
        return singly.size();
    }

    /** How many notifications were delivered. */
    int delivered() {
        return delivered.size();
    }

    /** When the round's first summary had been delivered, by {@link System#nanoTime}. */
    Optional<Long> firstSummary() {
        return firstSummary;
    }

    /** When the newest notification had been delivered, in the same way. */
    long newest() {
        return newest;
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
        registry.close();
    }
}
