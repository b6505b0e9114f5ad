package dev.vigia.sinks;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How far each partition is done without a gap. Records finish in any order; only what lies before the first unfinished one
 * may be committed. Offsets of a partition need not be consecutive: transactions and compaction leave holes. Not
 * thread-safe.
 */
public final class Offsets {

    /** Hears of a partition's records in the order of their offsets, of each once it and all before it are done. */
    @FunctionalInterface
    public interface Tally {

        /** Counts nothing. */
        Tally NONE = (offset, column) -> {};

        /** @param column where the record counts, as it was given to {@link Tracked#done(int)} */
        void passed(long offset, int column);
    }

    /** One record on its way. */
    public static final class Tracked {
        private static final int UNDER_WAY = -1;

        private final long offset;
        private int column = UNDER_WAY;

        private Tracked(long offset) {
            this.offset = offset;
        }

        /** Whatever was to become of the record is safe. */
        public void done() {
            done(0);
        }

        /** The same, and where the record counts: 0 or more. */
        public void done(int column) {
            this.column = column;
        }
    }

    private static final class Window {
        private final Deque<Tracked> records = new ArrayDeque<>();
        private final Tally tally;
        private long next;

        private Window(Tally tally, long next) {
            this.tally = tally;
            this.next = next;
        }

        private void advance() {
            while (!records.isEmpty() && records.getFirst().column != Tracked.UNDER_WAY) {
                Tracked done = records.removeFirst();
                tally.passed(done.offset, done.column);
                next = done.offset + 1;
            }
        }
    }

    private final Map<TopicPartition, Window> windows = new HashMap<>();
    private final Function<TopicPartition, Tally> tallies;

    public Offsets() {
        this(partition -> Tally.NONE);
    }

    /** @param tallies who hears of a partition's records; asked when its first one comes */
    public Offsets(Function<TopicPartition, Tally> tallies) {
        this.tallies = tallies;
    }

    /** A record came in; those of one partition come in the order of their offsets. */
    public Tracked received(TopicPartition partition, long offset) {
        Window window = windows.computeIfAbsent(partition, p -> new Window(tallies.apply(p), offset));
        Tracked tracked = new Tracked(offset);
        window.records.addLast(tracked);
        return tracked;
    }

    /** Lets the tallies hear of what is done. */
    public void advance() {
        windows.values().forEach(Window::advance);
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
