package dev.vigia.sinks.elasticsearch.documents;

import com.fasterxml.jackson.core.io.SerializedString;
import dev.vigia.schemas.Topic;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.avro.Rollup;
import dev.vigia.schemas.avro.Span;
import dev.vigia.schemas.serde.RegistryUnavailableException;
import dev.vigia.sinks.RawRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.Deserializer;

/** Turns records into entries of bulk requests: which topic goes where, and under which id. Not thread-safe. */
public final class Documents {

    /** Opens the reader of a record type; the registry's address and the like are the caller's business. */
    public interface Readers {
        <T> Deserializer<T> reader(Class<T> type);
    }

    private interface Kind {
        /** Empty when there is nothing to write. */
        Optional<Operation> operation(RawRecord record) throws InvalidRecordException;

        Optional<String> stream();
    }

    private interface Body<T> {
        void write(T value, Fields fields);
    }

    private static final SerializedString ECS = new SerializedString("{\"version\":\"8.17.0\"}");

    private final Map<String, Kind> kinds = new HashMap<>();
    private final BulkLines lines = new BulkLines();

    public Documents(Topics topics, Readers readers) {
        stream(topics.logs(), "logs-vigia-default", avro(readers.reader(Log.class)), LogDocument::write);
        stream(topics.metrics(), "metrics-vigia-default", avro(readers.reader(Metric.class)), MetricDocument::write);
        stream(topics.spans(), "traces-vigia-default", avro(readers.reader(Span.class)), SpanDocument::write);
        stream(topics.alerts(), "logs-vigia.alert-default", avro(readers.reader(Alert.class)), AlertDocument::write);
        stream(topics.deadLetters(), "logs-vigia.dead_letter-default", r -> r, DeadLetterDocument::write);
        kinds.put(topics.rollups().name(), new Rollups(avro(readers.reader(Rollup.class))));
        kinds.put(topics.alertsCurrent().name(), new CurrentAlerts(avro(readers.reader(Alert.class))));
    }

    /**
     * The entry for a record; empty for a record that asks for nothing.
     *
     * @throws InvalidRecordException when there will never be one
     * @throws RegistryUnavailableException when there may be one later
     */
    public Optional<Operation> operation(RawRecord record) throws InvalidRecordException {
        Kind kind = kinds.get(record.topic());
        if (kind == null) throw new InvalidRecordException("no document is known for the topic " + record.topic());
        try {
            return kind.operation(record);
        } catch (RegistryUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            // Whatever is odd about a record must not end the task: its bytes are safe as a dead letter.
            throw new InvalidRecordException("no document can be made of the record: " + e, e);
        }
    }

    /** The data stream of a topic; empty where it has a plain index. */
    public Optional<String> stream(String topic) {
        return Optional.ofNullable(kinds.get(topic)).flatMap(Kind::stream);
    }

    private interface Reader<T> {
        T read(RawRecord record) throws InvalidRecordException;
    }

    private static <T> Reader<T> avro(Deserializer<T> deserializer) {
        return record -> {
            byte[] value = record.value().orElseThrow(() -> new InvalidRecordException("the record has no value"));
            try {
                return deserializer.deserialize(record.topic(), value);
            } catch (RegistryUnavailableException e) {
                throw e;
            } catch (RuntimeException e) {
                throw new InvalidRecordException(String.valueOf(e.getMessage()), e);
            }
        };
    }

    private <T> void stream(Topic topic, String stream, Reader<T> reader, Body<T> body) {
        kinds.put(topic.name(), new Stream<>(DataStream.of(stream), reader, body));
    }

    /** Appended to a data stream, under an id made of where it lies in Kafka. */
    private final class Stream<T> implements Kind {

        private final DataStream target;
        private final Reader<T> reader;
        private final Body<T> body;
        private final Fields fields = new Fields();

        private Stream(DataStream target, Reader<T> reader, Body<T> body) {
            this.target = target;
            this.reader = reader;
            this.body = body;
        }

        @Override
        public Optional<Operation> operation(RawRecord record) throws InvalidRecordException {
            body.write(reader.read(record), fields.clear());
            target.describe(fields);
            origin(record, fields);
            String id = DocumentId.of(record.partition(), record.offset());
            return Optional.of(new Operation(target.name(), id, lines.create(target.name(), id, fields), true));
        }

        @Override
        public Optional<String> stream() {
            return Optional.of(target.name());
        }
    }

    /** The last revision wins. */
    private final class Rollups implements Kind {

        private final Reader<Rollup> reader;
        private final Fields fields = new Fields();

        private Rollups(Reader<Rollup> reader) {
            this.reader = reader;
        }

        @Override
        public Optional<Operation> operation(RawRecord record) throws InvalidRecordException {
            if (record.value().isEmpty()) return Optional.empty();
            Rollup rollup = reader.read(record);
            RollupDocument.write(rollup, fields.clear());
            origin(record, fields);
            String index = RollupIndex.of(rollup.getWindowStart());
            String id = DocumentId.ofKey(key(record));
            byte[] replacement = lines.replace(index, id, rollup.getRevision(), fields);
            return Optional.of(new Operation(index, id, replacement, false));
        }

        @Override
        public Optional<String> stream() {
            return Optional.empty();
        }
    }

    /** The last offset wins: all records of an alert lie in one partition. A tombstone deletes. */
    private final class CurrentAlerts implements Kind {

        private static final String INDEX = "vigia-alerts-current";

        private final Reader<Alert> reader;
        private final Fields fields = new Fields();

        private CurrentAlerts(Reader<Alert> reader) {
            this.reader = reader;
        }

        @Override
        public Optional<Operation> operation(RawRecord record) throws InvalidRecordException {
            String id = DocumentId.ofKey(key(record));
            if (record.value().isEmpty()) {
                return Optional.of(new Operation(INDEX, id, lines.delete(INDEX, id, record.offset()), false));
            }
            AlertDocument.write(reader.read(record), fields.clear());
            origin(record, fields);
            return Optional.of(new Operation(INDEX, id, lines.replace(INDEX, id, record.offset(), fields), false));
        }

        @Override
        public Optional<String> stream() {
            return Optional.empty();
        }
    }

    private static byte[] key(RawRecord record) throws InvalidRecordException {
        return record.key()
                .filter(key -> key.length > 0)
                .orElseThrow(
                        () -> new InvalidRecordException("the record has no key, which would be its document's id"));
    }

    /** Where the record lies, in each document. */
    private static void origin(RawRecord record, Fields fields) {
        fields.raw("ecs", ECS)
                .text("vigia.kafka.topic", record.topic())
                .number("vigia.kafka.partition", (long) record.partition().partition())
                .number("vigia.kafka.offset", record.offset());
    }
}
