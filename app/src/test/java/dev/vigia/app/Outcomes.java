package dev.vigia.app;

import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.Topic;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Rollup;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.RegistryClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What the processors tell users: alerts and rollups so far. */
final class Outcomes implements AutoCloseable {

    private final KafkaSettings kafka;
    private final RegistryClient registry;
    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final AvroDeserializer<Alert> alertReader;
    private final AvroDeserializer<Rollup> rollupReader;
    private final List<Alert> alerts = new ArrayList<>();
    private final Map<String, Rollup> rollups = new TreeMap<>();

    Outcomes(KafkaSettings kafka) {
        this.kafka = kafka;
        registry = new RegistryClient(Map.of("schema.registry.url", kafka.schemaRegistryUrl()));
        admin = Admin.create(kafka.common());
        alertReader = new AvroDeserializer<>(registry, Alert.class);
        rollupReader = new AvroDeserializer<>(registry, Rollup.class);
        consumer = new KafkaConsumer<>(kafka.consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = Stream.of(
                        kafka.topics().alerts(), kafka.topics().rollups())
                .flatMap(topic -> partitions(topic).stream())
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    static List<TopicPartition> partitions(Topic topic) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (int i = 0; i < topic.partitions(); i++) partitions.add(new TopicPartition(topic.name(), i));
        return partitions;
    }

    /** Takes in what has come. */
    Outcomes readOn() {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
            if (record.topic().equals(kafka.topics().alerts().name())) {
                alerts.add(alertReader.deserialize(record.topic(), record.value()));
            } else {
                String key = new String(record.key(), StandardCharsets.UTF_8);
                rollups.put(key, rollupReader.deserialize(record.topic(), record.value()));
            }
        }
        return this;
    }

    List<Alert> alerts() {
        return List.copyOf(alerts);
    }

    /** The transitions of each alert in order, by rule and service: {@code rule/service}. A corrected value is none. */
    Map<String, List<String>> scripts() {
        Map<String, List<String>> scripts = new TreeMap<>();
        for (Alert alert : alerts) {
            if (alert.getTransition() == Transition.CORRECTED) continue;
            scripts.computeIfAbsent(alert.getRuleId() + "/" + alert.getGroup().get("service"), key -> new ArrayList<>())
                    .add(alert.getTransition().name());
        }
        return scripts;
    }

    /** Sums over the newest revisions of all minutes and parts of the services' totals of requests, by service. */
    Map<String, Long> requests(ToLongFunction<Rollup> number) {
        Map<String, Long> sums = new TreeMap<>();
        for (Rollup rollup : rollups.values()) {
            if (!rollup.getKind().equals("requests") || !rollup.getDimensions().isEmpty()) continue;
            sums.merge(rollup.getService(), number.applyAsLong(rollup), Long::sum);
        }
        return sums;
    }

    /** Where the partitions of a topic end; what is not committed does not count. */
    Map<TopicPartition, Long> ends(Topic topic) {
        Map<TopicPartition, OffsetSpec> latest =
                partitions(topic).stream().collect(Collectors.toMap(it -> it, it -> OffsetSpec.latest()));
        try {
            Map<TopicPartition, Long> ends = new HashMap<>();
            admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                    .all()
                    .get()
                    .forEach((partition, end) -> ends.put(partition, end.offset()));
            return ends;
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    /** Does what retention does, to all there is of a topic. */
    void expire(Topic topic) {
        Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
        ends(topic).forEach((partition, end) -> all.put(partition, RecordsToDelete.beforeOffset(end)));
        try {
            admin.deleteRecords(all).all().get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        consumer.close();
        admin.close();
        registry.close();
    }
}
