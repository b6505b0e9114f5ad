package dev.vigia.console.views;

import dev.vigia.schemas.Topic;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * A topic, from where on it is read, and who gets its records.
 *
 * @param deserializer of the values; used by one thread
 * @param perSecond how many records are read in a second at most; what came beyond is skipped without being fetched, so that
 *     a view of the newest records costs the same however much there is. 0 for all records
 * @param receiver gets the records one after another, those of a partition in their order
 */
public record Feed<T>(
        Topic topic, Start start, Deserializer<T> deserializer, int perSecond, Consumer<Received<T>> receiver) {

    /** All records that have a value. */
    static <T> Feed<T> ofValues(Topic topic, Start start, Deserializer<T> deserializer, Consumer<T> receiver) {
        return new Feed<>(
                topic, start, deserializer, 0, received -> received.value().ifPresent(receiver));
    }
}
