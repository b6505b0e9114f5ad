package dev.vigia.processors.rollup;

import dev.vigia.processors.streams.OrderedKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Names by the time at which they are to be let go of: one table of a store. */
final class Due {

    private static final byte[] PRESENT = {};

    private final KeyValueStore<Bytes, byte[]> store;
    private final String table;

    Due(KeyValueStore<Bytes, byte[]> store, String table) {
        this.store = store;
        this.table = table;
    }

    /** @param before when it was due so far; empty when it was not in the table */
    void put(String name, long time, Optional<Long> before) {
        if (before.isPresent() && before.get() == time) return;
        before.ifPresent(earlier -> store.delete(key(earlier, name)));
        store.put(key(time, name), PRESENT);
    }

    /** Takes out what is due at a time or before. */
    List<String> take(long time) {
        OrderedKey first = OrderedKey.start().text(table);
        Bytes end = OrderedKey.start().text(table).number(time + 1).key();
        int from = first.key().get().length + Long.BYTES;
        List<Bytes> due = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> entries = store.range(first.key(), end)) {
            entries.forEachRemaining(entry -> due.add(entry.key));
        }
        due.forEach(store::delete);
        return due.stream().map(key -> name(key, from)).toList();
    }

    private Bytes key(long time, String name) {
        return OrderedKey.start()
                .text(table)
                .number(time)
                .raw(Bytes.wrap(name.getBytes(StandardCharsets.UTF_8)))
                .key();
    }

    private static String name(Bytes key, int from) {
        byte[] bytes = key.get();
        return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
    }
}
