package dev.vigia.sinks.elasticsearch;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a connector's consumers have committed. Connect shows tasks where they are to begin, but not the metadata. */
final class CommittedOffsets {

    private static final Logger LOG = LoggerFactory.getLogger(CommittedOffsets.class);
    private static final long TIMEOUT_SECONDS = 20;

    private final Map<String, Object> kafka;
    private final String group;

    /** @param properties of the connector's task */
    CommittedOffsets(Map<String, Object> kafka, Map<String, String> properties) {
        this.kafka = kafka;
        String name = "connect-" + properties.getOrDefault("name", "elasticsearch");
        this.group = properties.getOrDefault("consumer.override.group.id", name);
    }

    /** The committed offsets of those partitions that have some; none if Kafka does not say. */
    Map<TopicPartition, OffsetAndMetadata> of(Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) return Map.of();
        try (Admin admin = Admin.create(kafka)) {
            Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>(admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
            committed.keySet().retainAll(partitions);
            committed.values().removeIf(offset -> offset == null);
            return committed;
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            LOG.warn(
                    "The group {} cannot be asked for what it has counted; the ledger takes that as indexed: {}",
                    group,
                    e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Map.of();
    }
}
