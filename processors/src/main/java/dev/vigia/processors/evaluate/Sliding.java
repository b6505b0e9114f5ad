package dev.vigia.processors.evaluate;

import dev.vigia.processors.rules.Rule;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;

/** Windows of one group under a rule or a part that has one window. Windows that overlap are read from the store at once. */
final class Sliding implements Windows {

    /** Windows of this length or more are put together from chunks: milliseconds. */
    private static final long LONG = 3_600_000;

    private final Buckets buckets;
    private final Subject subject;
    private final NavigableSet<Long> ends;
    private final Optional<Chunked> chunked;
    private NavigableMap<Long, Bucket> loaded = new TreeMap<>();
    private long loadedFrom = Long.MAX_VALUE;
    private long loadedTo = Long.MIN_VALUE;

    /** @param ends of the windows that will be asked for */
    Sliding(Buckets buckets, Subject subject, NavigableSet<Long> ends) {
        this.buckets = buckets;
        this.subject = subject;
        this.ends = ends;
        // A trend is made of the buckets themselves.
        boolean inChunks =
                subject.installed().window() >= LONG && !(subject.rule().aggregate() instanceof Rule.Aggregate.Trend);
        this.chunked = inChunks ? Optional.of(new Chunked(buckets, subject)) : Optional.empty();
    }

    @Override
    public Window apply(long end) {
        load(subject.installed().first(end), end);
        return window(subject.installed(), end, this::between);
    }

    /** Gives the buckets in a span of time by their start. */
    @FunctionalInterface
    interface Source {
        NavigableMap<Long, Bucket> between(long from, long to);
    }

    /** The window that ends at {@code end}, with the one before it where they are compared. */
    static Window window(Installed installed, long end, Source buckets) {
        long start = installed.start(end);
        long first = installed.first(end);
        Optional<Window> before = installed.compares()
                ? Optional.of(new Window(first, start, buckets.between(first, start), Optional.empty()))
                : Optional.empty();
        return new Window(start, end, buckets.between(start, end), before);
    }

    private NavigableMap<Long, Bucket> between(long from, long to) {
        return chunked.isPresent() ? chunked.get().between(from, to) : loaded.subMap(from, true, to, false);
    }

    private void load(long from, long to) {
        if (from >= loadedFrom && to <= loadedTo) return;
        long last = to;
        for (long next : ends.tailSet(to, false)) {
            if (next - last > subject.installed().reach()) break;
            last = next;
        }
        loadedFrom = from;
        loadedTo = last;
        if (chunked.isPresent()) chunked.get().load(from, last);
        else loaded = buckets.between(subject.alert(), subject.installed().spec(), from, last);
    }
}
