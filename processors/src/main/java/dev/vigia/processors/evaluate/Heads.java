package dev.vigia.processors.evaluate;

import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * The heads of all groups, by alert, and the index of those that wait for data time: by the time they are due, then by
 * alert. Heads are written when a signal is through.
 */
final class Heads {

    private static final char HEAD = 'A';
    private static final char TIMER = 'T';

    private final OrderedStore store;
    private final Map<Long, Head> inUse = new TreeMap<>(Long::compareUnsigned);
    /** No timer of the source is due before, where that is known; spares the look into the index for most frames. */
    private final Map<Rule.Source, Long> noneBefore = new EnumMap<>(Rule.Source.class);

    Heads(OrderedStore store) {
        this.store = store;
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

    /** Somebody who waits. */
    record Due(long time, long alert) {}

    /** The first that waits for {@code dataTime} or an earlier time. */
    Optional<Due> firstDue(Rule.Source source, long dataTime) {
        if (dataTime < noneBefore.getOrDefault(source, Long.MIN_VALUE)) return Optional.empty();
        Due[] found = {new Due(Long.MAX_VALUE, 0)};
        Key index = timers(source);
        store.scan(index.bytes(), index.end(), (key, value) -> {
            found[0] = new Due(Key.timeAt(key, 2), Key.hashAt(key, 10));
            return false;
        });
        noneBefore.put(source, found[0].time());
        return found[0].time() <= dataTime ? Optional.of(found[0]) : Optional.empty();
    }

    /** Has a head looked at when data time gets to {@code due}; in place of what it waited for before. */
    void schedule(Rule.Source source, long alert, Head head, OptionalLong due) {
        if (head.due().equals(due)) return;
        head.due().ifPresent(time -> store.delete(timer(source, time, alert)));
        head.due(due);
        due.ifPresent(time -> {
            store.put(timer(source, time, alert), new byte[] {1});
            noneBefore.computeIfPresent(source, (known, first) -> Math.min(first, time));
        });
    }

    /** Writes what the present signal used. */
    void flush() {
        inUse.forEach((alert, head) -> {
            if (head.isIdle()) store.delete(key(alert));
            else store.put(key(alert), head.encode());
        });
        inUse.clear();
    }

    private static byte[] key(long alert) {
        return Key.of(HEAD).hash(alert).bytes();
    }

    private static Key timers(Rule.Source source) {
        return Key.of(TIMER).octet(source.ordinal());
    }

    private static byte[] timer(Rule.Source source, long time, long alert) {
        return timers(source).time(time).hash(alert).bytes();
    }
}
