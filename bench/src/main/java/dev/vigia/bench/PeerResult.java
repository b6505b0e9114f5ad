package dev.vigia.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What a peer writes of one series and bucket: a later record replaces an earlier one.
 *
 * @param bucket milliseconds since 1970-01-01 UTC
 */
public record PeerResult(String series, long bucket, Totals totals) {

    byte[] key() {
        return (series + '\0' + bucket).getBytes(StandardCharsets.UTF_8);
    }

    byte[] value() {
        try {
            ByteBuffer bytes = totals.toDelta(Request.service(series), Request.route(series), bucket)
                    .toByteBuffer();
            byte[] value = new byte[bytes.remaining()];
            bytes.get(value);
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException("Memory does not fail.", e);
        }
    }

    /** The record for a topic of results. */
    public ProducerRecord<byte[], byte[]> to(String topic) {
        return new ProducerRecord<>(topic, key(), value());
    }
}
