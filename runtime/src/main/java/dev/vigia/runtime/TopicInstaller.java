package dev.vigia.runtime;

import dev.vigia.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Creates the topics that are not there yet, and returns once they can be written to. Doing it again, or from two processes
 * at once, does no harm.
 */
public final class TopicInstaller {

    /** Largest record batch in bytes: room for the gateway's largest record. */
    public static final int MAX_RECORD_BYTES = 12 * 1024 * 1024;

    /** The same for dead letters: the largest record, and headers that say why it could not go on. */
    public static final int MAX_DEAD_LETTER_BYTES = MAX_RECORD_BYTES + 64 * 1024;

    private static final Duration LEADERS_TIMEOUT = Duration.ofSeconds(30);
    private static final long LEADERS_RETRY_MILLIS = 50;

    private final KafkaSettings kafka;

    public TopicInstaller(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    /**
     * Creates what is missing.
     *
     * @throws UserException when Kafka refuses, or cannot be reached
     */
    public void install() {
        try (Admin admin = Admin.create(kafka.common())) {
            Set<String> present = admin.listTopics().names().get();
            List<NewTopic> missing = new ArrayList<>();
            for (Topic topic : kafka.topics().all()) {
                if (!present.contains(topic.name())) missing.add(newTopic(topic));
            }
            create(admin, missing);
            awaitLeaders(admin, missing);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserException("Interrupted while the topics were made.", e);
        } catch (ExecutionException e) {
            if (RunningKafka.isSilence(e)) throw RunningKafka.silent(kafka, e);
            throw new UserException(
                    "Cannot make the topics on " + kafka.bootstrapServers() + ": " + RunningKafka.message(e), e);
        } catch (KafkaException e) {
            throw RunningKafka.unasked(kafka, e);
        }
    }

    private static void create(Admin admin, Collection<NewTopic> missing)
            throws InterruptedException, ExecutionException {
        for (var created : admin.createTopics(missing).values().values()) {
            try {
                created.get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) throw e;
            }
        }
    }

    /**
     * Asks the leader of each new partition for its end. A leader that has not taken over yet refuses a producer's first batch
     * and may take its second; for an idempotent producer the first is out of order from then on.
     */
    private static void awaitLeaders(Admin admin, Collection<NewTopic> topics)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (NewTopic topic : topics) {
            for (int partition = 0; partition < topic.numPartitions(); partition++)
                ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
        }
        long deadline = System.nanoTime() + LEADERS_TIMEOUT.toNanos();
        while (true) {
            try {
                admin.listOffsets(ends).all().get();
                return;
            } catch (ExecutionException e) {
                // A broker may not have heard of the topic yet.
                if (!(e.getCause() instanceof RetriableException) || System.nanoTime() > deadline) throw e;
                TimeUnit.MILLISECONDS.sleep(LEADERS_RETRY_MILLIS);
            }
        }
    }

    private NewTopic newTopic(Topic topic) {
        Map<String, String> config = new HashMap<>();
        // Event time is a field of the record. By the producer's time stamp, old events would be deleted on arrival.
        config.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
        config.put(TopicConfig.CLEANUP_POLICY_CONFIG, cleanup(topic));
        config.put(
                TopicConfig.RETENTION_MS_CONFIG,
                topic.retention().map(Duration::toMillis).orElse(-1L).toString());
        // Whoever writes; every client reads gzip, and some do not read LZ4.
        if (kafka.topics().subscribed().contains(topic)) config.put(TopicConfig.COMPRESSION_TYPE_CONFIG, "gzip");
        boolean deadLetters = topic.equals(kafka.topics().deadLetters());
        config.put(
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                Integer.toString(deadLetters ? MAX_DEAD_LETTER_BYTES : MAX_RECORD_BYTES));
        return new NewTopic(topic.name(), topic.partitions(), kafka.replicationFactor()).configs(config);
    }

    private static String cleanup(Topic topic) {
        if (!topic.compacted()) return TopicConfig.CLEANUP_POLICY_DELETE;
        return topic.retention().isPresent()
                ? TopicConfig.CLEANUP_POLICY_COMPACT + "," + TopicConfig.CLEANUP_POLICY_DELETE
                : TopicConfig.CLEANUP_POLICY_COMPACT;
    }
}
