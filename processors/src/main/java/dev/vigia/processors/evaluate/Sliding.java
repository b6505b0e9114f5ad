package dev.vigia.processors.evaluate;

import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.function.LongFunction;

/** Windows of one group by their ends, asked for in ascending order. Windows that overlap are read from the store at once. */
final class Sliding implements LongFunction<Window> {

    private final Buckets buckets;
    private final Subject subject;
    private final NavigableSet<Long> ends;
    private NavigableMap<Long, Bucket> loaded = new TreeMap<>();
    private long loadedFrom = Long.MAX_VALUE;
    private long loadedTo = Long.MIN_VALUE;

    /** @param ends of the windows that will be asked for */
    Sliding(Buckets buckets, Subject subject, NavigableSet<Long> ends) {
        this.buckets = buckets;
        this.subject = subject;
        this.ends = ends;
    }

    @Override
    public Window apply(long end) {
        long start = end - subject.installed().window();
        if (start < loadedFrom || end > loadedTo) load(start, end);
        return new Window(start, end, loaded.subMap(start, end).values());
    }

    private void load(long start, long end) {
        long last = end;
        for (long next : ends.tailSet(end, false)) {
            if (next - last > subject.installed().window()) break;
            last = next;
        }
        loadedFrom = start;
        loadedTo = last;
        loaded = buckets.between(subject.alert(), subject.installed().spec(), start, last);
    }
}
