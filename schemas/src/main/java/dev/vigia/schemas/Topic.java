package dev.vigia.schemas;

import java.time.Duration;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * A topic and what is in it.
 *
 * @param name full name, prefix included
 * @param schema schema of the values; empty where the values are others' bytes
 * @param partitions how many partitions it is created with, at least 1
 * @param retention how long records are kept after they arrived; empty for ever
 * @param compacted whether only the last record of a key is kept (together with {@code retention}, if there is one)
 * @param visibility whether users may depend on it
 */
public record Topic(
        String name,
        Optional<Schema> schema,
        int partitions,
        Optional<Duration> retention,
        boolean compacted,
        Visibility visibility) {

    /** Who may depend on a topic's records; it decides how their schema may change. */
    public enum Visibility {
        /** Users read or write it: every version reads every other ({@code FULL_TRANSITIVE}). */
        PUBLIC,
        /** Only Vigia reads and writes it: newer versions read what older ones wrote ({@code BACKWARD_TRANSITIVE}). */
        INTERNAL
    }

    /** The registry's subject of the values, by Confluent's {@code TopicNameStrategy}. */
    public String subject() {
        return name + "-value";
    }
}
