package dev.vigia.processors.state;

import java.util.Arrays;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** An {@link OrderedStore} in memory: for folding a log again, and for tests. Not thread-safe. */
public final class HeapStore implements OrderedStore {

    private final NavigableMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);

    @Override
    public Optional<byte[]> get(byte[] key) {
        return Optional.ofNullable(entries.get(key));
    }

    @Override
    public void put(byte[] key, byte[] value) {
        entries.put(key, value);
    }

    @Override
    public void delete(byte[] key) {
        entries.remove(key);
    }

    @Override
    public void scan(byte[] from, byte[] to, Visitor visitor) {
        for (var entry : entries.subMap(from, to).entrySet()) {
            if (!visitor.visit(entry.getKey(), entry.getValue())) return;
        }
    }
}
