package dev.vigia.runtime;

import dev.vigia.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The one form of dead letters: key and value are the original bytes, the original headers are kept, and the headers named
 * here say where the record came from and why it could not go on.
 */
public final class DeadLetters {

    /** Which part gave up, for instance {@code normalize}. */
    public static final String STAGE = "vigia.error.stage";
    /** Why, in one line. */
    public static final String REASON = "vigia.error.reason";
    /** Topic, partition and offset the record was read from; decimal text. */
    public static final String TOPIC = "vigia.error.topic";

    public static final String PARTITION = "vigia.error.partition";
    public static final String OFFSET = "vigia.error.offset";

    /** A reason is cut off behind this many characters: what is wrong may be as long as the record. */
    private static final int LONGEST_REASON = 1_000;

    private DeadLetters() {}

    /** A dead letter for a record that was read. */
    public static ProducerRecord<byte[], byte[]> of(
            Topic deadLetters, ConsumerRecord<byte[], byte[]> source, String stage, String reason) {
        Headers headers = headers(source.headers(), stage, reason, source.topic(), source.partition(), source.offset());
        return new ProducerRecord<>(deadLetters.name(), null, null, source.key(), source.value(), headers);
    }

    /** The headers of a dead letter. */
    public static Headers headers(
            Headers original, String stage, String reason, String topic, int partition, long offset) {
        RecordHeaders headers = new RecordHeaders(original);
        List.of(STAGE, REASON, TOPIC, PARTITION, OFFSET).forEach(headers::remove);
        put(headers, STAGE, stage);
        put(headers, REASON, oneLine(reason));
        put(headers, TOPIC, topic);
        put(headers, PARTITION, Integer.toString(partition));
        put(headers, OFFSET, Long.toString(offset));
        return headers;
    }

    private static String oneLine(String reason) {
        String line = reason.lines().findFirst().orElse("");
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "…";
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
