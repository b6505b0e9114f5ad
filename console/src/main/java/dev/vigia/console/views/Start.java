package dev.vigia.console.views;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/** From where on a topic is read. */
@FunctionalInterface
public interface Start {

    /** The offset to begin with, for each partition. */
    Map<TopicPartition, Long> offsets(Consumer<?, ?> consumer, Collection<TopicPartition> partitions);

    /** The whole topic. */
    static Start whole() {
        return Consumer::beginningOffsets;
    }

    /** About the last records; transaction markers count as records here, so some of them are fewer. */
    static Start last(int records) {
        return (consumer, partitions) -> {
            Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
            return eachOf(partitions, p -> Math.max(first.getOrDefault(p, 0L), end.getOrDefault(p, 0L) - records));
        };
    }

    /** What was appended within a time until now. */
    static Start since(Duration ago, InstantSource clock) {
        return (consumer, partitions) -> {
            long from = clock.millis() - ago.toMillis();
            Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(eachOf(partitions, p -> from));
            Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
            return eachOf(partitions, p -> {
                OffsetAndTimestamp at = found.get(p);
                return at == null ? end.getOrDefault(p, 0L) : at.offset();
            });
        };
    }

    private static Map<TopicPartition, Long> eachOf(
            Collection<TopicPartition> partitions, Function<TopicPartition, Long> offset) {
        return partitions.stream().collect(Collectors.toMap(Function.identity(), offset));
    }
}
