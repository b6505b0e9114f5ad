package dev.vigia.processors.evaluate;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The groups whose windows wait for other partitions although records have come into them ({@link Skew}), each with the end of
 * the last such window. Empty but while input is caught up with; then all of it is in memory, too.
 */
final class Holds {

    private static final int LAYOUT = 1;
    private static final char HOLD = 'W';

    private final OrderedStore store;
    /** By clock and alert. */
    private final Map<Clock, NavigableMap<Long, Long>> all = new EnumMap<>(Clock.class);

    Holds(OrderedStore store) {
        this.store = store;
        Key table = Key.of(HOLD);
        store.scan(table.bytes(), table.end(), (key, value) -> {
            held(Clock.values()[key[1]]).put(Key.hashAt(key, 2), new Decoder(value, LAYOUT).number());
            return true;
        });
    }

    /** A window of the group waits, and those before it. */
    void add(Clock clock, long alert, long end) {
        OptionalLong present = end(clock, alert);
        if (present.isPresent() && present.getAsLong() >= end) return;
        held(clock).put(alert, end);
        store.put(key(clock, alert), new Encoder(LAYOUT).number(end).toBytes());
    }

    /** The end of the group's last window that waits. */
    OptionalLong end(Clock clock, long alert) {
        Long end = held(clock).get(alert);
        return end == null ? OptionalLong.empty() : OptionalLong.of(end);
    }

    /** None of the group's windows waits any more. */
    void remove(Clock clock, long alert) {
        if (held(clock).remove(alert) != null) store.delete(key(clock, alert));
    }

    /** What waits by a clock, as it is now: the ends by alert, in the order of the alerts. */
    NavigableMap<Long, Long> of(Clock clock) {
        return new TreeMap<>(held(clock));
    }

    private NavigableMap<Long, Long> held(Clock clock) {
        return all.computeIfAbsent(clock, unseen -> new TreeMap<>(Long::compareUnsigned));
    }

    private static byte[] key(Clock clock, long alert) {
        return Key.of(HOLD).octet(clock.ordinal()).hash(alert).bytes();
    }
}
