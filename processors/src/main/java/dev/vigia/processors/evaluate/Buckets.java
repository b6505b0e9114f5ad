package dev.vigia.processors.evaluate;

import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import dev.vigia.schemas.avro.Delta;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The buckets of all groups, one entry each: by alert, spec and start. Chunks of them may be kept merged as well. They are
 * thrown away by the chunk: one entry in an index for {@link #CHUNK} of a series, by the data time at which it is due.
 */
final class Buckets {

    /** Length of a bucket, and the distance between the ends of two windows: milliseconds. */
    static final long STEP = 10_000;

    /** Length of a chunk: milliseconds. */
    static final long CHUNK = 600_000;

    /** How long buckets are kept while nobody knows their rule: milliseconds of data time. */
    private static final long UNKNOWN_RULE = 7_200_000;

    private static final char BUCKET = 'B';
    private static final char MERGED = 'M';
    private static final char EVICTION = 'E';

    private final OrderedStore store;
    /** No chunk of the clock is due before, where that is known; spares the look into the index for most frames. */
    private final Map<Clock, Long> noneBefore = new EnumMap<>(Clock.class);

    Buckets(OrderedStore store) {
        this.store = store;
    }

    /** Merges a delta in. Returns whether it is the first of its bucket. */
    boolean add(long alert, int partition, Delta delta) {
        byte[] key = key(alert, delta.getSpec()).time(delta.getBucket()).bytes();
        var present = store.get(key);
        Bucket bucket =
                present.isPresent() ? Bucket.decode(present.get()).plus(partition, delta) : Bucket.of(partition, delta);
        store.put(key, bucket.encode());
        return present.isEmpty();
    }

    /** The buckets that begin in a span of time, by their start. */
    NavigableMap<Long, Bucket> between(long alert, long spec, long from, long to) {
        NavigableMap<Long, Bucket> found = new TreeMap<>();
        Key series = key(alert, spec);
        store.scan(series.time(from).bytes(), series.time(to).bytes(), (key, value) -> {
            found.put(Key.timeAt(key, 17), Bucket.decode(value));
            return true;
        });
        return found;
    }

    /** Starts of all buckets of a series. */
    NavigableSet<Long> starts(long alert, long spec) {
        NavigableSet<Long> starts = new TreeSet<>();
        Key series = key(alert, spec);
        store.scan(series.bytes(), series.end(), (key, value) -> starts.add(Key.timeAt(key, 17)));
        return starts;
    }

    /** The end of the last bucket that ends at a time or before. */
    static long lastEnd(long time) {
        return Math.floorDiv(time, STEP) * STEP;
    }

    /**
     * All buckets of a chunk in one.
     *
     * @param settled whether the series has gone on to later chunks. Then it is kept, and the buckets are not read again
     *     unless late records come
     */
    Bucket merged(long alert, long spec, long chunk, boolean settled) {
        byte[] key = mergedKey(alert, spec, chunk);
        Optional<byte[]> kept = settled ? store.get(key) : Optional.empty();
        if (kept.isPresent()) return Bucket.decode(kept.get());
        Bucket merged = between(alert, spec, chunk, chunk + CHUNK).values().stream()
                .reduce(Bucket::plus)
                .orElseThrow(() -> new IllegalArgumentException("The chunk is empty"));
        if (settled) store.put(key, merged.encode());
        return merged;
    }

    /** Late records have come into a chunk. */
    void unsettle(long alert, long spec, long chunk) {
        store.delete(mergedKey(alert, spec, chunk));
    }

    /** Start of the chunk that a time lies in. */
    static long chunkStart(long time) {
        return Math.floorDiv(time, CHUNK) * CHUNK;
    }

    /** First instant of which a rule's buckets have not been thrown away when data time has got to {@code dataTime}. */
    static long keptFrom(Installed installed, long spec, long dataTime) {
        return chunkStart(dataTime - installed.keeps(spec));
    }

    /** Start of the first bucket that begins at {@code from} or later. */
    OptionalLong firstFrom(long alert, long spec, long from) {
        long[] found = {Long.MIN_VALUE};
        Key series = key(alert, spec);
        store.scan(series.time(from).bytes(), series.end(), (key, value) -> {
            found[0] = Key.timeAt(key, 17);
            return false;
        });
        return found[0] == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(found[0]);
    }

    /** Whether all buckets of a series are gone. */
    boolean isEmpty(long alert, long spec) {
        return firstFrom(alert, spec, Long.MIN_VALUE).isEmpty();
    }

    /** The first time from {@code from} on after which there is no record for {@code length}, as far as anybody knows. */
    long quietFrom(long alert, long spec, long from, long length) {
        long[] quiet = {from};
        Key series = key(alert, spec);
        store.scan(series.time(from).bytes(), series.end(), (key, value) -> {
            long start = Key.timeAt(key, 17);
            if (start - quiet[0] >= length) return false;
            quiet[0] = start + STEP;
            return true;
        });
        return quiet[0];
    }

    /** Ten minutes of the buckets of one series. */
    record Chunk(Clock clock, long due, long alert, long spec, long start) {

        long end() {
            return start + CHUNK;
        }

        /** When the chunk can be thrown away: nothing that its rule still judges or counts reaches back to it. */
        long dueUnder(Installed installed) {
            return end() + installed.keeps(spec);
        }

        boolean holds(long time) {
            return time >= start && time < end();
        }

        /** The same, due under its rule. */
        Chunk under(Installed installed) {
            return new Chunk(installed.clock(), dueUnder(installed), alert, spec, start);
        }

        Chunk at(long newDue) {
            return new Chunk(clock, newDue, alert, spec, start);
        }

        private byte[] key() {
            return of(clock).time(due).hash(alert).hash(spec).time(start).bytes();
        }

        private static Key of(Clock clock) {
            return Key.of(EVICTION).octet(clock.ordinal());
        }
    }

    /** The chunk that a bucket lies in, due when nothing else is known. */
    static Chunk chunk(Clock clock, long alert, long spec, long bucket) {
        long start = chunkStart(bucket);
        return new Chunk(clock, start + CHUNK + UNKNOWN_RULE, alert, spec, start);
    }

    /** Marks a chunk to be looked at when it is due. Marking it again does no harm. */
    void mark(Chunk chunk) {
        store.put(chunk.key(), new byte[] {1});
        noneBefore.computeIfPresent(chunk.clock(), (known, first) -> Math.min(first, chunk.due()));
    }

    /** Takes the marks that are due off the index. */
    List<Chunk> takeDue(Clock clock, long dataTime) {
        if (dataTime < noneBefore.getOrDefault(clock, Long.MIN_VALUE)) return List.of();
        List<Chunk> due = new ArrayList<>();
        long[] next = {Long.MAX_VALUE};
        Key index = Chunk.of(clock);
        store.scan(index.bytes(), index.end(), (key, value) -> {
            long time = Key.timeAt(key, 2);
            if (time > dataTime) {
                next[0] = time;
                return false;
            }
            due.add(new Chunk(clock, time, Key.hashAt(key, 10), Key.hashAt(key, 18), Key.timeAt(key, 26)));
            return true;
        });
        due.forEach(chunk -> store.delete(chunk.key()));
        noneBefore.put(clock, next[0]);
        return due;
    }

    void delete(Chunk chunk) {
        List<byte[]> keys = new ArrayList<>();
        Key series = key(chunk.alert(), chunk.spec());
        store.scan(series.time(chunk.start()).bytes(), series.time(chunk.end()).bytes(), (key, value) -> keys.add(key));
        keys.forEach(store::delete);
        unsettle(chunk.alert(), chunk.spec(), chunk.start());
    }

    /** Throws away all buckets of a series that begin before a time, a multiple of {@link #CHUNK}. */
    void deleteBefore(long alert, long spec, long time) {
        List<byte[]> keys = new ArrayList<>();
        for (Key series : List.of(key(alert, spec), mergedSeries(alert, spec))) {
            store.scan(series.bytes(), series.time(time).bytes(), (key, value) -> keys.add(key));
        }
        keys.forEach(store::delete);
    }

    private static Key mergedSeries(long alert, long spec) {
        return Key.of(MERGED).hash(alert).hash(spec);
    }

    private static byte[] mergedKey(long alert, long spec, long chunk) {
        return mergedSeries(alert, spec).time(chunk).bytes();
    }

    private static Key key(long alert, long spec) {
        return Key.of(BUCKET).hash(alert).hash(spec);
    }
}
