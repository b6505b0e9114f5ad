package dev.vigia.processors.state;

import java.util.Optional;

/**
 * Entries of bytes in the order of their keys, compared byte by byte and unsigned. All that a fold remembers lies in one,
 * so folding the same records over any implementation leaves the same entries. Not thread-safe.
 */
public interface OrderedStore {

    Optional<byte[]> get(byte[] key);

    /** Writes an entry over what was there. Neither array may be changed afterwards. */
    void put(byte[] key, byte[] value);

    /** Takes an entry away, if it is there. */
    void delete(byte[] key);

    /**
     * Goes through the entries with {@code from <= key < to} in ascending order until the visitor has enough. The visitor
     * must not change the store.
     */
    void scan(byte[] from, byte[] to, Visitor visitor);

    /** Looks at one entry. */
    @FunctionalInterface
    interface Visitor {

        /** Returns whether the scan goes on. */
        boolean visit(byte[] key, byte[] value);
    }
}
