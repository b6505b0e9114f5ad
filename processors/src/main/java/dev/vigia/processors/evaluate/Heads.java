package dev.vigia.processors.evaluate;

import dev.vigia.processors.rules.Overflow;
import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * The heads of all groups, by alert, and the index of those that wait for data time: by the time they are due, then by
 * alert. Heads are written when a signal is through.
 */
final class Heads {

    private static final char HEAD = 'A';
    private static final char TIMER = 'T';

    private final OrderedStore store;
    private final Cardinality cardinality;
    private final Map<Long, Head> inUse = new TreeMap<>(Long::compareUnsigned);
    private final Map<Clock, Near> near = new EnumMap<>(Clock.class);

    /** @param cardinality told of each head that comes and goes */
    Heads(OrderedStore store, Cardinality cardinality) {
        this.store = store;
        this.cardinality = cardinality;
    }

    /** An alert id as a number. */
    static long number(String alertId) {
        return Long.parseUnsignedLong(alertId, 16);
    }

    /** The alert id of a number. */
    static String id(long alert) {
        return HexFormat.of().toHexDigits(alert);
    }

    Optional<Head> find(long alert) {
        Head used = inUse.get(alert);
        if (used != null) return Optional.of(used);
        Optional<Head> stored = store.get(key(alert)).map(Head::decode);
        stored.ifPresent(head -> inUse.put(alert, head));
        return stored;
    }

    void add(long alert, Head head) {
        inUse.put(alert, head);
        cardinality.add(alert, head);
    }

    /** Goes through all heads in the order of their alerts. For what happens seldom. */
    void forEach(BiConsumer<Long, Head> action) {
        Map<Long, Head> all = new TreeMap<>(Long::compareUnsigned);
        Key table = Key.of(HEAD);
        store.scan(table.bytes(), table.end(), (key, value) -> {
            all.put(Key.hashAt(key, 1), Head.decode(value));
            return true;
        });
        all.keySet().forEach(alert -> action.accept(alert, find(alert).orElseThrow()));
    }

    /** How many groups have a head in a store, by rule, without their overflows. Reads all of them. */
    static Map<String, Long> countByRule(OrderedStore store) {
        Map<String, Long> counts = new TreeMap<>();
        Key table = Key.of(HEAD);
        store.scan(table.bytes(), table.end(), (key, value) -> {
            Head head = Head.decode(value);
            if (!Overflow.is(head.group())) counts.merge(head.ruleId(), 1L, Long::sum);
            return true;
        });
        return counts;
    }

    /** Somebody who waits. In the order of the index. */
    record Due(long time, long alert) implements Comparable<Due> {

        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(time, other.time);
            return byTime == 0 ? Long.compareUnsigned(alert, other.alert) : byTime;
        }
    }

    /**
     * The beginning of a clock's index, as far as it was read. Each part of it is read once, and never more than a bucket ahead
     * of data time: a scan costs by all entries of its range that are in the store's cache, and by those that were deleted.
     */
    private static final class Near {
        final NavigableSet<Due> waiting = new TreeSet<>();
        /** What waits before this time is known: milliseconds. */
        long until = Long.MIN_VALUE;
    }

    /** The first that waits for {@code dataTime} or an earlier time. */
    Optional<Due> firstDue(Clock clock, long dataTime) {
        Near known = near(clock);
        if (dataTime >= known.until) readOn(clock, known, Buckets.lastEnd(dataTime) + Buckets.STEP);
        if (known.waiting.isEmpty() || known.waiting.first().time() > dataTime) return Optional.empty();
        return Optional.of(known.waiting.first());
    }

    private Near near(Clock clock) {
        return near.computeIfAbsent(clock, unseen -> new Near());
    }

    private void readOn(Clock clock, Near known, long until) {
        Key index = timers(clock);
        store.scan(index.time(known.until).bytes(), index.time(until).bytes(), (key, value) -> {
            known.waiting.add(new Due(Key.timeAt(key, 2), Key.hashAt(key, 10)));
            return true;
        });
        known.until = until;
    }

    /** Has a head looked at when data time gets to {@code due}; in place of what it waited for before. */
    void schedule(Clock clock, long alert, Head head, OptionalLong due) {
        if (head.due().equals(due)) return;
        Near known = near(clock);
        head.due().ifPresent(time -> {
            store.delete(timer(clock, time, alert));
            known.waiting.remove(new Due(time, alert));
        });
        head.due(due);
        due.ifPresent(time -> {
            store.put(timer(clock, time, alert), new byte[] {1});
            if (time < known.until) known.waiting.add(new Due(time, alert));
        });
    }

    /** Writes what the present signal used. */
    void flush() {
        inUse.forEach((alert, head) -> {
            if (head.isIdle()) {
                store.delete(key(alert));
                cardinality.remove(alert, head);
            } else {
                store.put(key(alert), head.encode());
            }
        });
        inUse.clear();
    }

    private static byte[] key(long alert) {
        return Key.of(HEAD).hash(alert).bytes();
    }

    private static Key timers(Clock clock) {
        return Key.of(TIMER).octet(clock.ordinal());
    }

    private static byte[] timer(Clock clock, long time, long alert) {
        return timers(clock).time(time).hash(alert).bytes();
    }
}
