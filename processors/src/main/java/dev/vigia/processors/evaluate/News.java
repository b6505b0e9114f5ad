package dev.vigia.processors.evaluate;

import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** Which buckets of which groups have changed. In the order of the alerts. */
final class News {

    private final NavigableMap<Long, NavigableSet<Long>> buckets = new TreeMap<>(Long::compareUnsigned);

    void add(long alert, long bucket) {
        buckets.computeIfAbsent(alert, unseen -> new TreeSet<>()).add(bucket);
    }

    /** Gives each alert and the starts of its buckets. */
    void forEach(BiConsumer<Long, NavigableSet<Long>> action) {
        buckets.forEach(action);
    }
}
