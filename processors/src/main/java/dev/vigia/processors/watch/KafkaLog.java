package dev.vigia.processors.watch;

import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Vigia's own consumer groups and topics, as the brokers have them. For one thread; all of it throws {@link KafkaException}. */
final class KafkaLog implements Backlog.Log, AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(200);

    /** Connect's groups have the names of the connectors, which do not depend on the topic prefix. */
    private static final String CONNECTORS = "connect-vigia-";

    private final String processors;
    private final List<String> topics;
    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> consumer;

    KafkaLog(KafkaSettings kafka) {
        processors = kafka.topicPrefix() + "vigia-";
        topics = kafka.topics().all().stream().map(Topic::name).toList();
        Map<String, Object> limits = Map.of(
                CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis(),
                CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
        Map<String, Object> config = kafka.consumer();
        config.putAll(limits);
        // One record is enough to see; a batch is the least that brokers send.
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1);
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) POLL.toMillis());
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        Map<String, Object> common = kafka.common();
        common.putAll(limits);
        admin = Admin.create(common);
    }

    @Override
    public Map<String, Map<TopicPartition, Long>> committed() {
        Map<String, ListConsumerGroupOffsetsSpec> groups = new HashMap<>();
        for (GroupListing group : await(admin.listGroups().all())) {
            String id = group.groupId();
            if (id.startsWith(processors) || id.startsWith(CONNECTORS)) {
                groups.put(id, new ListConsumerGroupOffsetsSpec());
            }
        }
        Map<String, Map<TopicPartition, Long>> committed = new HashMap<>();
        await(admin.listConsumerGroupOffsets(groups).all()).forEach((group, offsets) -> {
            Map<TopicPartition, Long> of = committed.computeIfAbsent(group, key -> new HashMap<>());
            offsets.forEach((partition, offset) -> {
                if (offset != null) of.put(partition, offset.offset());
            });
        });
        return committed;
    }

    @Override
    public Map<TopicPartition, Long> ends() {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        await(admin.describeTopics(topics).allTopicNames())
                .values()
                .forEach(topic -> topic.partitions()
                        .forEach(partition -> latest.put(
                                new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest())));
        Map<TopicPartition, Long> ends = new HashMap<>();
        await(admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                        .all())
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    @Override
    public Backlog.Found read(TopicPartition partition, long from) {
        consumer.assign(Set.of(partition));
        consumer.seek(partition, from);
        // The last stable offset, since it reads what is committed.
        long end = consumer.endOffsets(Set.of(partition)).getOrDefault(partition, 0L);
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                return new Backlog.Found(record.offset(), OptionalLong.of(record.timestamp()));
            }
            if (System.nanoTime() - deadline > 0) throw new TimeoutException("no answer about " + partition);
        }
        return new Backlog.Found(consumer.position(partition), OptionalLong.empty());
    }

    private static <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @Override
    public void close() {
        consumer.close();
        admin.close(Duration.ofSeconds(1));
    }
}
