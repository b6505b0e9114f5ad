package dev.vigia.processors.verify;

import dev.vigia.runtime.KafkaSettings;
import dev.vigia.runtime.UserException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The committed records of one partition, in order. For one thread. */
public final class Tape implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    /** A transaction that was left open is aborted long before. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final TopicPartition partition;
    private final long end;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Deque<ConsumerRecord<byte[], byte[]>> read = new ArrayDeque<>();
    /** From here on, everything is in {@link #read} or still to be polled. */
    private long taken;

    /** @param end offset after the last record to be read */
    public Tape(KafkaSettings kafka, TopicPartition partition, long end) {
        this.partition = partition;
        this.end = end;
        Map<String, Object> config = kafka.consumer();
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
        consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
    }

    public TopicPartition partition() {
        return partition;
    }

    /** The next record; empty at the end. */
    public Optional<ConsumerRecord<byte[], byte[]>> peek() {
        fill(end);
        return Optional.ofNullable(read.peekFirst()).filter(record -> record.offset() < end);
    }

    /** Takes the next record; empty at the end. */
    public Optional<ConsumerRecord<byte[], byte[]>> next() {
        Optional<ConsumerRecord<byte[], byte[]>> next = peek();
        next.ifPresent(record -> take());
        return next;
    }

    /** The records of a range of offsets. Cheap when ranges follow one another. */
    public List<ConsumerRecord<byte[], byte[]>> range(long from, long to) {
        seek(from);
        List<ConsumerRecord<byte[], byte[]>> range = new ArrayList<>();
        while (true) {
            fill(to);
            if (read.isEmpty() || read.getFirst().offset() >= to) break;
            range.add(take());
        }
        taken = to;
        return range;
    }

    /** Leaves out what lies before an offset. */
    public void skipTo(long offset) {
        seek(offset);
    }

    private ConsumerRecord<byte[], byte[]> take() {
        ConsumerRecord<byte[], byte[]> record = read.removeFirst();
        taken = record.offset() + 1;
        return record;
    }

    private void seek(long from) {
        if (from < taken || from > consumer.position(partition)) {
            read.clear();
            consumer.seek(partition, from);
        }
        while (!read.isEmpty() && read.getFirst().offset() < from) read.removeFirst();
    }

    /** Reads on until there is a record, or none is left below {@code to}. */
    private void fill(long to) {
        long begun = System.nanoTime();
        while (read.isEmpty() && consumer.position(partition) < to) {
            consumer.poll(POLL).forEach(read::addLast);
            if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                throw new UserException("Kafka gives no more of " + partition + " from offset "
                        + consumer.position(partition) + " on, which should go up to " + to + ".");
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
