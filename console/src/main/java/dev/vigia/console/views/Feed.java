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
 * @param name what threads and metrics call it; the topic's, unless it is read more than once
 */
public record Feed<T>(
        Topic topic,
        Start start,
        Deserializer<T> deserializer,
        int perSecond,
        Consumer<Received<T>> receiver,
        String name) {

    /** By the name of its topic. */
    public Feed(Topic topic, Start start, Deserializer<T> deserializer, int perSecond, Consumer<Received<T>> receiver) {
        this(topic, start, deserializer, perSecond, receiver, topic.name());
    }

    /** All records that have a value. */
    static <T> Feed<T> ofValues(Topic topic, Start start, Deserializer<T> deserializer, Consumer<T> receiver) {
        return new Feed<>(
                topic, start, deserializer, 0, received -> received.value().ifPresent(receiver));
    }

    /** The same feed by another name: two of one name would be one in the metrics. */
    Feed<T> named(String other) {
        return new Feed<>(topic, start, deserializer, perSecond, receiver, other);
    }
}
