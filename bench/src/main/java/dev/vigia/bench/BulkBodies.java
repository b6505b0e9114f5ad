package dev.vigia.bench;

import co.elastic.clients.json.JsonpMapper;
import co.elastic.clients.json.JsonpUtils;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import co.elastic.clients.util.BinaryData;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.RegistryClient;
import dev.vigia.sinks.RawRecord;
import dev.vigia.sinks.elasticsearch.documents.Documents;
import dev.vigia.sinks.elasticsearch.documents.Operation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    private static final JsonpMapper MAPPER = new JacksonJsonpMapper();

    private BulkBodies() {}

    static List<byte[]> of(KafkaSettings kafka, int documents, int batch) throws Exception {
        String topic = kafka.topics().logs().name();
        List<TopicPartition> partitions = IntStream.range(0, kafka.telemetryPartitions())
                .mapToObj(i -> new TopicPartition(topic, i))
                .toList();
        List<byte[]> bodies = new ArrayList<>();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (RegistryClient registry = Cluster.registry(kafka);
                KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        kafka.consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Documents known = documents(kafka, registry);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            int read = 0;
            while (read < documents) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    write(known.operation(raw(record)).orElseThrow(), body);
                    if (++read % batch != 0 && read < documents) continue;
                    bodies.add(body.toByteArray());
                    body.reset();
                }
            }
        }
        return bodies;
    }

    private static void write(Operation operation, OutputStream body) throws IOException {
        body.write(JsonpUtils.toJsonString(operation.entry(), MAPPER).getBytes(StandardCharsets.UTF_8));
        body.write('\n');
        operation.entry().<BinaryData>create().document().writeTo(body);
        body.write('\n');
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
