package dev.vigia.processors.aggregate;

import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.avro.WarmedRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads records again that have been folded, by the slice. For one thread. */
final class EarlierRecords implements AutoCloseable {

    /** A slice is over when it has so many records, so that neither memory nor a transaction gets too full. */
    private static final int SLICE = 20_000;

    private static final Duration POLL = Duration.ofMillis(100);
    /** A transaction that was left open is aborted long before. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final long most;

    /** @param most records that are read of one partition for one change of the rules */
    EarlierRecords(KafkaSettings kafka, long most) {
        this.most = most;
        Map<String, Object> config = kafka.consumer();
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 << 20);
        consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * Where a slice begins.
     *
     * @param since every record that was appended since then lies behind it: milliseconds since 1970-01-01 UTC; 0: all
     */
    record Place(long offset, long since) {}

    /** Where a task goes on: where it had got to, or as far back as its rules look, as there are records, and as is allowed. */
    Place place(TopicPartition partition, WarmUpTask task, List<WarmedRule> lacking) {
        consumer.assign(List.of(partition));
        long beginning = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
        if (task.hasBegun()) {
            boolean there = beginning <= task.position();
            return new Place(task.position(), there ? task.since() : appendedAt(partition, beginning, task));
        }
        long wanted = lacking.stream().mapToLong(WarmedRule::getSince).min().orElse(task.at());
        OffsetAndTimestamp first =
                consumer.offsetsForTimes(Map.of(partition, wanted)).get(partition);
        long byTime = first == null ? task.end() : Math.min(first.offset(), task.end());
        long offset = Math.max(byTime, Math.max(beginning, task.end() - most));
        if (offset == 0) return new Place(0, 0);
        return new Place(offset, offset == byTime && offset > beginning ? wanted : appendedAt(partition, offset, task));
    }

    /** When the first record from an offset on was appended; the task's own time where there is none. */
    private long appendedAt(TopicPartition partition, long offset, WarmUpTask task) {
        consumer.seek(partition, offset);
        Optional<ConsumerRecord<byte[], byte[]>> first = Optional.empty();
        long begun = System.nanoTime();
        while (first.isEmpty() && consumer.position(partition) < task.end() && isPatient(begun)) {
            first = consumer.poll(POLL).records(partition).stream().findFirst();
        }
        return first.filter(record -> record.offset() < task.end())
                .map(ConsumerRecord::timestamp)
                .orElse(task.at());
    }

    /**
     * Reads a slice.
     *
     * @param end offset to stop at
     * @return offset after the slice
     */
    long read(TopicPartition partition, long from, long end, Consumer<ConsumerRecord<byte[], byte[]>> into) {
        if (from >= end) return end;
        consumer.assign(List.of(partition));
        consumer.seek(partition, from);
        long begun = System.nanoTime();
        long read = 0;
        while (consumer.position(partition) < end && read < SLICE) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
                if (record.offset() >= end) return end;
                into.accept(record);
                read++;
            }
            if (!isPatient(begun)) {
                throw new IllegalStateException(
                        "Kafka gives no more of " + partition + " from offset " + consumer.position(partition) + " on");
            }
        }
        return Math.min(end, consumer.position(partition));
    }

    private static boolean isPatient(long begunNanos) {
        return System.nanoTime() - begunNanos < PATIENCE.toNanos();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
