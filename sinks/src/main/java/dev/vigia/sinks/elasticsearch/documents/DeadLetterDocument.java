package dev.vigia.sinks.elasticsearch.documents;

import dev.vigia.runtime.DeadLetters;
import dev.vigia.sinks.RawRecord;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * What could not be read or written, and why. {@code event.original} has the value as text if it is UTF-8,
 * {@code dead_letter.value} its bytes if not; at most the first 64 kB: the whole is in the topic.
 */
final class DeadLetterDocument {

    private static final int MAX_BYTES = 64 * 1024;

    private DeadLetterDocument() {}

    static void write(RawRecord record, Fields fields) {
        fields.millis("@timestamp", record.timestamp())
                .text("event.kind", "pipeline_error")
                .text("error.message", record.header(DeadLetters.REASON).orElse("no reason was given"))
                .text("dead_letter.stage", record.header(DeadLetters.STAGE).orElse("unknown"))
                .text("dead_letter.topic", record.header(DeadLetters.TOPIC).orElse(null));
        number(fields, "dead_letter.partition", record.header(DeadLetters.PARTITION));
        number(fields, "dead_letter.offset", record.header(DeadLetters.OFFSET));
        record.value().ifPresent(value -> original(value, fields));
    }

    private static void number(Fields fields, String path, Optional<String> text) {
        text.filter(digits -> digits.matches("\\d{1,18}"))
                .ifPresent(digits -> fields.number(path, Long.valueOf(digits)));
    }

    private static void original(byte[] value, Fields fields) {
        byte[] head = value.length <= MAX_BYTES ? value : Arrays.copyOf(value, MAX_BYTES);
        fields.number("dead_letter.bytes", (long) value.length);
        Optional<String> text = text(head, head.length == value.length);
        if (text.isPresent()) {
            fields.text("event.original", text.get());
        } else {
            fields.bytes("dead_letter.value", head);
        }
    }

    /** @param whole whether a character that is cut off at the end is an error */
    private static Optional<String> text(byte[] bytes, boolean whole) {
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), text, whole);
        return result.isError() ? Optional.empty() : Optional.of(text.flip().toString());
    }
}
