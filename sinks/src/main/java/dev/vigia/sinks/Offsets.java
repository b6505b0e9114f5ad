package dev.vigia.sinks;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How far each partition is done without a gap. Records finish in any order; only what lies before the first unfinished one
 * may be committed. Offsets of a partition need not be consecutive: transactions and compaction leave holes. Not
 * thread-safe.
 */
public final class Offsets {

    /** One record on its way. */
    public static final class Tracked {
        private final long offset;
        private boolean done;

        private Tracked(long offset) {
            this.offset = offset;
        }

        /** Whatever was to become of the record is safe. */
        public void done() {
            done = true;
        }
    }

    private static final class Window {
        private final Deque<Tracked> records = new ArrayDeque<>();
        private long next;

        private void advance() {
            while (!records.isEmpty() && records.getFirst().done) {
                next = records.removeFirst().offset + 1;
            }
        }
    }

    private final Map<TopicPartition, Window> windows = new HashMap<>();

    /** A record came in; those of one partition come in the order of their offsets. */
    public Tracked received(TopicPartition partition, long offset) {
        Window window = windows.computeIfAbsent(partition, p -> {
            Window fresh = new Window();
            fresh.next = offset;
            return fresh;
        });
        Tracked tracked = new Tracked(offset);
        window.records.addLast(tracked);
        return tracked;
    }

    /** What may be committed, of the partitions that had records. */
    public Map<TopicPartition, OffsetAndMetadata> committable() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        windows.forEach((partition, window) -> {
            window.advance();
            offsets.put(partition, new OffsetAndMetadata(window.next));
        });
        return offsets;
    }

    /** How many records lie between the first unfinished one of the partition and the last received one, both inclusive. */
    public int open(TopicPartition partition) {
        Window window = windows.get(partition);
        if (window == null) return 0;
        window.advance();
        return window.records.size();
    }

    /** The partitions are somebody else's now. */
    public void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(windows::remove);
    }
}
