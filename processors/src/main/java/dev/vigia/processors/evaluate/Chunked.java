package dev.vigia.processors.evaluate;

import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The buckets of one group, where they are many: whole chunks count as one bucket each, so that a day is a few hundred and
 * not 8,640. The order of adding is part of a sum of doubles; it is that of time within a chunk, then that of chunks.
 */
final class Chunked {

    private final Buckets buckets;
    private final long alert;
    private final long spec;
    private final Subject subject;
    private final NavigableMap<Long, Chunk> chunks = new TreeMap<>();

    Chunked(Buckets buckets, Subject subject) {
        this.buckets = buckets;
        this.alert = subject.alert();
        this.spec = subject.installed().spec();
        this.subject = subject;
    }

    /** Read when they are needed. */
    private static final class Chunk {
        @Nullable
        Bucket merged;

        @Nullable
        NavigableMap<Long, Bucket> buckets;
    }

    /** Finds the chunks in a span of time. */
    void load(long from, long to) {
        chunks.clear();
        OptionalLong next = buckets.firstFrom(alert, spec, from);
        while (next.isPresent() && next.getAsLong() < to) {
            long chunk = Buckets.chunkStart(next.getAsLong());
            chunks.put(chunk, new Chunk());
            next = buckets.firstFrom(alert, spec, chunk + Buckets.CHUNK);
        }
    }

    /** The buckets in a part of that span by their start. */
    NavigableMap<Long, Bucket> between(long from, long to) {
        NavigableMap<Long, Bucket> found = new TreeMap<>();
        chunks.subMap(Buckets.chunkStart(from), true, to, false).forEach((start, chunk) -> {
            boolean whole = start >= from && start + Buckets.CHUNK <= to;
            if (whole) found.put(start, merged(start, chunk));
            else found.putAll(buckets(start, chunk).subMap(from, true, to, false));
        });
        return found;
    }

    private Bucket merged(long start, Chunk chunk) {
        Bucket known = chunk.merged;
        if (known != null) return known;
        boolean settled =
                subject.series().filter(series -> series.isSettled(start)).isPresent();
        Bucket merged = buckets.merged(alert, spec, start, settled);
        chunk.merged = merged;
        return merged;
    }

    private NavigableMap<Long, Bucket> buckets(long start, Chunk chunk) {
        NavigableMap<Long, Bucket> known = chunk.buckets;
        if (known != null) return known;
        NavigableMap<Long, Bucket> read = buckets.between(alert, spec, start, start + Buckets.CHUNK);
        chunk.buckets = read;
        return read;
    }
}
