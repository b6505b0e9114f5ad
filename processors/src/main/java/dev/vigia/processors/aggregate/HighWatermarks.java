package dev.vigia.processors.aggregate;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Where partitions ended a moment ago, open transactions included: who has read up to there has read all there was then. The
 * consumer itself knows the last stable offset only, which an open transaction holds back. Asks in the background; for one
 * thread.
 */
final class HighWatermarks implements AutoCloseable {

    private static final Duration INTERVAL = Duration.ofMillis(250);

    private final Admin admin;
    private final Map<TopicPartition, End> ends = new HashMap<>();
    private Optional<Question> question = Optional.empty();
    private long askedNanos;

    /**
     * Where a partition ended.
     *
     * @param asOf when: milliseconds since 1970-01-01 UTC
     */
    record End(long offset, long asOf) {}

    private record Question(ListOffsetsResult result, Collection<TopicPartition> partitions, long asOf) {}

    HighWatermarks(Map<String, Object> config) {
        admin = Admin.create(config);
        askedNanos = System.nanoTime() - INTERVAL.toNanos();
    }

    Optional<End> end(TopicPartition partition) {
        return Optional.ofNullable(ends.get(partition));
    }

    /** Takes in an answer that has come, and asks anew when it is time. Does not wait. */
    void refresh(Collection<TopicPartition> partitions, long clock) {
        if (question.isPresent()) {
            if (!question.get().result().all().isDone()) return;
            take(question.get());
            question = Optional.empty();
        }
        if (partitions.isEmpty() || System.nanoTime() - askedNanos < INTERVAL.toNanos()) return;
        askedNanos = System.nanoTime();
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        ListOffsetsResult result = admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED));
        question = Optional.of(new Question(result, latest.keySet(), clock));
    }

    private void take(Question answered) {
        for (TopicPartition partition : answered.partitions()) {
            try {
                ends.put(
                        partition,
                        new End(
                                answered.result()
                                        .partitionResult(partition)
                                        .get()
                                        .offset(),
                                answered.asOf()));
            } catch (ExecutionException e) {
                ends.remove(partition); // not known is lag, not silence
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
