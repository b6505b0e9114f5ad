package dev.vigia.processors.rollup;

import dev.vigia.processors.streams.OrderedKey;
import dev.vigia.schemas.avro.Delta;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The newest total of each cumulative counter, so that the increase from one delta to the next is counted. In the store of
 * {@link OpenRollups}:
 *
 * <pre>
 * c, counter          its newest total
 * f, hour, counter    it is let go of in this hour of data time
 * </pre>
 *
 * A counter that is let go of is met anew: what it grew by in between is not counted.
 */
final class Counters {

    private static final long HOUR = 3_600_000;

    /** How long a counter is remembered after its newest total: milliseconds of data time. */
    static final long KEPT = 24 * HOUR;

    private final KeyValueStore<Bytes, byte[]> store;
    private final Due due;

    Counters(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
        this.due = new Due(store, "f");
    }

    /**
     * A total.
     *
     * @param timestamp when it was measured: microseconds since 1970-01-01 UTC
     * @param until hour, counted from 1970, in which it is let go of
     */
    private record Total(double value, long timestamp, long until) {

        static Total of(byte[] bytes) {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            return new Total(in.getDouble(), in.getLong(), in.getLong());
        }

        byte[] toBytes() {
            return ByteBuffer.allocate(Double.BYTES + 2 * Long.BYTES)
                    .putDouble(value)
                    .putLong(timestamp)
                    .putLong(until)
                    .array();
        }

        /** What the counter has grown by from here to a delta's last total. */
        double increaseTo(Delta delta) {
            boolean overlaps = delta.getFirstTimestamp() <= timestamp;
            return overlaps ? step(delta.getLast()) : step(delta.getFirst()) + delta.getSum();
        }

        /** A counter that is less than before was reset: it began at 0 again. */
        private double step(double next) {
            return next >= value ? next - value : next;
        }
    }

    static boolean isCounter(Delta delta) {
        return delta.getFirstTimestamp() != 0;
    }

    /**
     * What a counter has grown by with a delta of its totals, from the total that was known before on. The first delta has
     * its own increase only. One that brings nothing newer than what is known adds nothing: the step over it was counted.
     *
     * @param series the counter's, which other instances may have as well
     * @param dataTime milliseconds since 1970-01-01 UTC
     */
    double increase(Series series, Delta delta, long dataTime) {
        String counter = series.name() + "|" + delta.getInstance();
        Optional<Total> known = Optional.ofNullable(store.get(key(counter))).map(Total::of);
        if (known.isPresent() && delta.getLastTimestamp() <= known.get().timestamp()) return 0;
        long newest = Math.max(dataTime, Math.floorDiv(delta.getLastTimestamp(), 1_000));
        Total next = new Total(delta.getLast(), delta.getLastTimestamp(), Math.floorDiv(newest + KEPT, HOUR) + 1);
        store.put(key(counter), next.toBytes());
        due.put(counter, next.until(), known.map(Total::until));
        return known.map(total -> total.increaseTo(delta)).orElse(delta.getSum());
    }

    /** Forgets the counters whose time is over. */
    void letGo(long dataTime) {
        for (String counter : due.take(Math.floorDiv(dataTime, HOUR))) store.delete(key(counter));
    }

    private static Bytes key(String counter) {
        return OrderedKey.start().text("c").text(counter).key();
    }
}
