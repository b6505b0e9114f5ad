package dev.vigia.bench;

import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.RegistryClient;
import dev.vigia.sinks.RawRecord;
import dev.vigia.sinks.elasticsearch.documents.Documents;
import dev.vigia.sinks.elasticsearch.documents.InvalidRecordException;
import dev.vigia.sinks.elasticsearch.documents.Operation;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.connect.sink.SinkRecord;

/** The bulk requests that the connector makes of the logs, with the same ids, made beforehand. */
final class BulkBodies {

    private BulkBodies() {}

    static List<byte[]> of(KafkaSettings kafka, int documents, int batch) {
        List<byte[]> bodies = new ArrayList<>();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int[] entries = new int[1];
        each(kafka, documents, operation -> {
            body.writeBytes(operation.lines());
            if (++entries[0] % batch != 0 && entries[0] < documents) return;
            bodies.add(body.toByteArray());
            body.reset();
        });
        return bodies;
    }

    /** What the connector makes of each of the first records. */
    static void each(KafkaSettings kafka, int documents, Consumer<Operation> then) {
        String topic = kafka.topics().logs().name();
        List<TopicPartition> partitions = IntStream.range(0, kafka.telemetryPartitions())
                .mapToObj(i -> new TopicPartition(topic, i))
                .toList();
        try (RegistryClient registry = Cluster.registry(kafka);
                KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        kafka.consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Documents known = documents(kafka, registry);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            for (int read = 0; read < documents; ) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    then.accept(operation(known, record));
                    read++;
                }
            }
        }
    }

    private static Operation operation(Documents known, ConsumerRecord<byte[], byte[]> record) {
        try {
            return known.operation(raw(record)).orElseThrow();
        } catch (InvalidRecordException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The document alone, without the line that says what to do with it. */
    static byte[] document(Operation operation) {
        byte[] lines = operation.lines();
        int start = 0;
        while (lines[start] != '\n') start++;
        return Arrays.copyOfRange(lines, start + 1, lines.length - 1);
    }

    private static Documents documents(KafkaSettings kafka, RegistryClient registry) {
        return new Documents(kafka.topics(), new Documents.Readers() {
            @Override
            public <T> Deserializer<T> reader(Class<T> type) {
                return new AvroDeserializer<>(registry, type);
            }
        });
    }

    private static RawRecord raw(ConsumerRecord<byte[], byte[]> record) {
        return RawRecord.of(new SinkRecord(
                record.topic(),
                record.partition(),
                null,
                record.key(),
                null,
                record.value(),
                record.offset(),
                record.timestamp(),
                TimestampType.LOG_APPEND_TIME));
    }
}
