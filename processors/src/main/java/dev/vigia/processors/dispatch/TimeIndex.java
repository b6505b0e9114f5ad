package dev.vigia.processors.dispatch;

import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import java.util.ArrayList;
import java.util.List;

/** Names by a time at which something is to be done with them, in a table of its own. Times are milliseconds since 1970-01-01 UTC. */
final class TimeIndex {

    private static final int NAME = 1 + Long.BYTES;

    private final OrderedStore store;
    private final Key table;

    TimeIndex(OrderedStore store, char table) {
        this.store = store;
        this.table = Key.of(table);
    }

    void put(long at, String name) {
        store.put(key(at, name), new byte[] {1});
    }

    void remove(long at, String name) {
        store.delete(key(at, name));
    }

    /** Those whose time has come, the earliest first. */
    List<String> due(long now) {
        List<String> names = new ArrayList<>();
        store.scan(table.bytes(), end(now), (key, value) -> names.add(Key.textAt(key, NAME)));
        return names;
    }

    /** Takes out those whose time has come, the earliest first. */
    List<String> take(long now) {
        List<String> names = new ArrayList<>();
        List<byte[]> keys = new ArrayList<>();
        store.scan(table.bytes(), end(now), (key, value) -> {
            keys.add(key);
            return names.add(Key.textAt(key, NAME));
        });
        keys.forEach(store::delete);
        return names;
    }

    private byte[] end(long now) {
        return table.time(now + 1).bytes();
    }

    private byte[] key(long at, String name) {
        return table.time(at).text(name).bytes();
    }
}
