package dev.vigia.sinks;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** A record as Kafka has it: bytes, and where they lie. Immutable, as long as nobody writes to the arrays. */
public final class RawRecord {

    private final SinkRecord record;
    private final TopicPartition partition;

    private RawRecord(SinkRecord record) {
        this.record = record;
        this.partition = new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
    }

    /** @throws ConnectException when the connector's converters have already made something else out of the bytes */
    public static RawRecord of(SinkRecord record) {
        requireBytes("key.converter", record.key());
        requireBytes("value.converter", record.value());
        return new RawRecord(record);
    }

    private static void requireBytes(String converter, @Nullable Object data) {
        if (data == null || data instanceof byte[]) return;
        throw new ConnectException(
                converter + " has to be org.apache.kafka.connect.converters.ByteArrayConverter; it gave a "
                        + data.getClass().getName());
    }

    /** Where it lies in Kafka, whatever a transformation has made of its topic. */
    public TopicPartition partition() {
        return partition;
    }

    public String topic() {
        return partition.topic();
    }

    public long offset() {
        return record.originalKafkaOffset();
    }

    /** When it was appended or produced, whichever the topic keeps: milliseconds since 1970-01-01 UTC; 0 if it has none. */
    public long timestamp() {
        Long timestamp = record.timestamp();
        return timestamp == null || timestamp < 0 ? 0 : timestamp;
    }

    public Optional<byte[]> key() {
        return Optional.ofNullable((byte[]) record.key());
    }

    /** Empty for a tombstone. */
    public Optional<byte[]> value() {
        return Optional.ofNullable((byte[]) record.value());
    }

    /** Bytes that it takes in memory, roughly. */
    public int size() {
        return key().map(key -> key.length).orElse(0)
                + value().map(value -> value.length).orElse(0);
    }

    /** The headers; what a header converter has made something else of is written as text. */
    public Headers headers() {
        RecordHeaders headers = new RecordHeaders();
        for (Header header : record.headers()) {
            Object value = header.value();
            headers.add(header.key(), value instanceof byte[] bytes ? bytes : text(value));
        }
        return headers;
    }

    /** A header's value as text. */
    public Optional<String> header(String name) {
        Header header = record.headers().lastWithName(name);
        if (header == null || header.value() == null) return Optional.empty();
        Object value = header.value();
        return Optional.of(
                value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(value));
    }

    private static byte @Nullable [] text(@Nullable Object value) {
        return value == null ? null : value.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return partition + "@" + offset();
    }
}
