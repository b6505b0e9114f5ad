package dev.vigia.processors;

import dev.vigia.processors.state.OrderedStore;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** All that a store holds, to be compared. */
public final class StoreEntries {

    private static final HexFormat HEX = HexFormat.of();

    private StoreEntries() {}

    /** Keys and values in hexadecimal digits, by key. */
    public static Map<String, String> of(OrderedStore store) {
        Map<String, String> entries = new TreeMap<>();
        store.scan(new byte[] {0}, new byte[] {-1}, (key, value) -> {
            entries.put(HEX.formatHex(key), HEX.formatHex(value));
            return true;
        });
        return entries;
    }
}
