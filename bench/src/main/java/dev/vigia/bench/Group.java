package dev.vigia.bench;

import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.Topic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far a processor's consumer group has come in one topic, seen from outside. */
final class Group implements AutoCloseable {

    private final String id;
    private final Admin admin;
    private final List<TopicPartition> partitions;

    /** @param processor the group is {@code vigia-} and this */
    Group(KafkaSettings kafka, String processor, Topic topic) {
        id = kafka.topicPrefix() + "vigia-" + processor;
        admin = Admin.create(kafka.common());
        partitions = IntStream.range(0, topic.partitions())
                .mapToObj(i -> new TopicPartition(topic.name(), i))
                .toList();
    }

    /** The offsets that are committed; 0 where there is none yet. */
    Map<TopicPartition, Long> committed() throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets(id)
                .partitionsToOffsetAndMetadata()
                .get();
        Map<TopicPartition, Long> committed = new HashMap<>();
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata offset = offsets.get(partition);
            committed.put(partition, offset == null ? 0 : offset.offset());
        }
        return committed;
    }

    Map<TopicPartition, Long> ends() throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(latest).all().get().forEach((partition, info) -> ends.put(partition, info.offset()));
        return ends;
    }

    /** How many offsets were written and are not committed. */
    long lag() throws ExecutionException, InterruptedException {
        long committed = sum(committed());
        return sum(ends()) - committed;
    }

    /** Takes the group away, so that the next begins at the beginning. Nobody may be in it but the dead. */
    void forget() throws ExecutionException, InterruptedException {
        admin.removeMembersFromConsumerGroup(id, new RemoveMembersFromConsumerGroupOptions())
                .all()
                .get();
        admin.deleteConsumerGroups(List.of(id)).all().get();
    }

    static long sum(Map<TopicPartition, Long> offsets) {
        return offsets.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public void close() {
        admin.close();
    }
}
