package dev.vigia.app;

import dev.vigia.runtime.KafkaSettings;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.Topic;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.RuleFile;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.AvroSerializer;
import dev.vigia.schemas.serde.RegistryClient;
import dev.vigia.schemas.serde.RegistryUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The {@code control} topic, read whole and written to one record at a time. Not thread-safe. */
final class ControlLog {

    private static final Logger log = LoggerFactory.getLogger(ControlLog.class);

    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaSettings kafka;
    private final RegistryClient registry;
    private final Topic topic;

    ControlLog(KafkaSettings kafka, RegistryClient registry) {
        this.kafka = kafka;
        this.registry = registry;
        this.topic = kafka.topics().control();
    }

    /** A record that has an effect, and its offset. */
    record Entry(long offset, Control control) {}

    /** Every record so far, in order, but for those that nobody can read and those whose id was there before. */
    List<Entry> read() {
        List<Entry> all = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        AvroDeserializer<Control> values = new AvroDeserializer<>(registry, Control.class);
        TopicPartition partition = new TopicPartition(topic.name(), 0);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(kafka.consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    control(values, record)
                            .filter(control -> seen.add(control.getId()))
                            .ifPresent(control -> all.add(new Entry(record.offset(), control)));
                }
            }
        }
        return all;
    }

    private Optional<Control> control(AvroDeserializer<Control> values, ConsumerRecord<byte[], byte[]> record) {
        try {
            return Optional.ofNullable(values.deserialize(topic.name(), record.value()));
        } catch (RegistryUnavailableException e) {
            throw new UserException("Cannot read " + topic.name() + ": " + e.getMessage(), e);
        } catch (SerializationException e) {
            log.warn("Offset {} of {} is left out: {}", record.offset(), topic.name(), e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Appends a rule file and waits until Kafka has it.
     *
     * @param content the whole new version; empty takes the rules away
     * @return its offset, which is the number of the version
     */
    long append(String name, Optional<String> content, String actor, Optional<String> reason) {
        return append(new RuleFile(name, content.orElse(null)), actor, reason);
    }

    /** Appends what somebody or a file says, and waits until Kafka has it. Returns its offset. */
    long append(SpecificRecord body, String actor, Optional<String> reason) {
        Control control = Control.newBuilder()
                .setId(UUID.randomUUID().toString())
                .setAt(System.currentTimeMillis())
                .setActor(actor)
                .setReason(reason.orElse(null))
                .setBody(body)
                .build();
        try (KafkaProducer<String, Control> producer =
                new KafkaProducer<>(kafka.producer(), new StringSerializer(), new AvroSerializer<>(registry))) {
            return producer.send(new ProducerRecord<>(topic.name(), control.getId(), control))
                    .get()
                    .offset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserException("Interrupted before Kafka had it.", e);
        } catch (ExecutionException e) {
            throw new UserException("Kafka did not take it: " + e.getCause(), e);
        }
    }
}
