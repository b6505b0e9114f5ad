package dev.vigia.console.views;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.Topic;
import dev.vigia.schemas.avro.Exemplar;
import dev.vigia.schemas.json.AvroJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads single records by their offsets, one caller at a time, with a consumer that is kept open. Thread-safe. */
public final class EvidenceReader implements AutoCloseable {

    private static final Duration ASK = Duration.ofSeconds(3);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long NANOS_FOR_ALL = 3_000_000_000L;

    private final KafkaSettings kafka;
    private final Map<String, Deserializer<? extends IndexedRecord>> byTopic;
    private Optional<Consumer<byte[], byte[]>> open = Optional.empty();

    /** @param byTopic how the values of each topic are read */
    public EvidenceReader(KafkaSettings kafka, Map<Topic, ? extends Deserializer<? extends IndexedRecord>> byTopic) {
        this.kafka = kafka;
        this.byTopic = new HashMap<>();
        byTopic.forEach((topic, deserializer) -> this.byTopic.put(topic.name(), deserializer));
    }

    /** What came of reading a record. */
    public enum Outcome {
        FOUND,
        /** Its topic does not hold it any more. */
        EXPIRED,
        UNREADABLE,
        /** It could not be read in time. */
        TIMEOUT
    }

    /** @param record what it says; empty unless it was found */
    public record Read(Exemplar exemplar, Outcome outcome, ObjectNode record) {}

    /**
     * Reads up to {@code max} records; takes some seconds at most.
     *
     * @throws KafkaException when Kafka does not answer
     */
    public synchronized List<Read> read(List<Exemplar> exemplars, int max) {
        long deadline = System.nanoTime() + NANOS_FOR_ALL;
        Consumer<byte[], byte[]> consumer = open.orElseGet(this::consumer);
        open = Optional.of(consumer);
        try {
            Map<Exemplar, Read> reads = new LinkedHashMap<>();
            for (Exemplar exemplar : exemplars) {
                if (reads.size() < max && !reads.containsKey(exemplar)) {
                    reads.put(exemplar, one(consumer, exemplar, deadline));
                }
            }
            return new ArrayList<>(reads.values());
        } catch (KafkaException e) {
            close();
            throw e;
        }
    }

    @Override
    public synchronized void close() {
        open.ifPresent(consumer -> consumer.close(CloseOptions.timeout(ASK)));
        open = Optional.empty();
    }

    private Consumer<byte[], byte[]> consumer() {
        Map<String, Object> config = kafka.consumer();
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 64 * 1024);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, "console-evidence");
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private Read one(Consumer<byte[], byte[]> consumer, Exemplar exemplar, long deadline) {
        if (System.nanoTime() > deadline) return without(exemplar, Outcome.TIMEOUT);
        TopicPartition partition = new TopicPartition(exemplar.getTopic(), exemplar.getPartition());
        boolean exists = consumer.partitionsFor(exemplar.getTopic(), ASK).stream()
                .anyMatch(info -> info.partition() == exemplar.getPartition());
        if (!exists) return without(exemplar, Outcome.EXPIRED);
        List<TopicPartition> only = List.of(partition);
        consumer.assign(only);
        long first = consumer.beginningOffsets(only, ASK).getOrDefault(partition, 0L);
        long end = consumer.endOffsets(only, ASK).getOrDefault(partition, 0L);
        if (exemplar.getOffset() < first || exemplar.getOffset() >= end) return without(exemplar, Outcome.EXPIRED);
        consumer.seek(partition, exemplar.getOffset());
        do {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                return record.offset() == exemplar.getOffset()
                        ? decoded(exemplar, record)
                        : without(exemplar, Outcome.EXPIRED);
            }
        } while (System.nanoTime() < deadline);
        return without(exemplar, Outcome.TIMEOUT);
    }

    private Read decoded(Exemplar exemplar, ConsumerRecord<byte[], byte[]> record) {
        Deserializer<? extends IndexedRecord> deserializer = byTopic.get(record.topic());
        if (deserializer == null || record.value() == null) return without(exemplar, Outcome.UNREADABLE);
        try {
            IndexedRecord value = deserializer.deserialize(record.topic(), record.headers(), record.value());
            return new Read(exemplar, Outcome.FOUND, AvroJson.of(value));
        } catch (KafkaException e) {
            return without(exemplar, Outcome.UNREADABLE);
        }
    }

    private static Read without(Exemplar exemplar, Outcome outcome) {
        return new Read(exemplar, outcome, JsonNodeFactory.instance.objectNode());
    }
}
