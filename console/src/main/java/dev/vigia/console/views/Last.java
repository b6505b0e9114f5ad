package dev.vigia.console.views;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that forgets the entry that was put in first. */
final class Last<K, V> extends LinkedHashMap<K, V> {

    private static final long serialVersionUID = 1;
    private final int most;

    /** @param most how many entries are kept, at least 1 */
    Last(int most) {
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
