package dev.vigia.processors.verify;

import dev.vigia.runtime.KafkaSettings;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks the brokers which partitions there are, where they begin and end, and how far a group has got. */
public final class Offsets implements AutoCloseable {

    private final KafkaSettings kafka;
    private final Admin admin;

    public Offsets(KafkaSettings kafka) {
        this.kafka = kafka;
        this.admin = Admin.create(kafka.common());
    }

    /** @throws UserException when there is no such topic */
    public List<TopicPartition> partitions(Topic topic) {
        try {
            Collection<TopicDescription> found = admin.describeTopics(List.of(topic.name()))
                    .allTopicNames()
                    .get()
                    .values();
            return found.stream()
                    .flatMap(known -> IntStream.range(0, known.partitions().size())
                            .mapToObj(partition -> new TopicPartition(known.name(), partition)))
                    .toList();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) throw unreachable(e);
            throw new UserException(
                    "There is no topic " + topic.name() + " on " + kafka.bootstrapServers()
                            + ". Is this Vigia's cluster, and kafka.topic_prefix right?",
                    e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** The first offset of each partition that retention has left. */
    public Map<TopicPartition, Long> beginnings(Collection<TopicPartition> partitions) {
        return list(partitions, OffsetSpec.earliest());
    }

    /** The high watermarks: transactions below may still be open, and one who reads up to there waits for them. */
    public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        return list(partitions, OffsetSpec.latest());
    }

    /** How far a group has got; without the partitions where it has not begun. */
    Map<TopicPartition, Long> committed(String group) {
        try {
            Map<TopicPartition, Long> committed = new HashMap<>();
            admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach((partition, offset) -> {
                        if (offset != null) committed.put(partition, offset.offset());
                    });
            return committed;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) return Map.of();
            throw unreachable(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** The first offset that was appended at a time or later: milliseconds since 1970-01-01 UTC. */
    public OptionalLong firstSince(TopicPartition partition, long millis) {
        long offset = list(List.of(partition), OffsetSpec.forTimestamp(millis)).getOrDefault(partition, -1L);
        return offset < 0 ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    private Map<TopicPartition, Long> list(Collection<TopicPartition> partitions, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> wanted =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> which));
        KafkaFuture<Map<TopicPartition, Long>> found = admin.listOffsets(wanted)
                .all()
                .thenApply(all -> all.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().offset())));
        try {
            return found.get();
        } catch (ExecutionException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private UserException unreachable(ExecutionException e) {
        return new UserException("Cannot ask Kafka on " + kafka.bootstrapServers() + ": " + e.getMessage(), e);
    }

    private static UserException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new UserException("Interrupted while Kafka was asked.", e);
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
    }
}
