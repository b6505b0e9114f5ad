package dev.vigia.sinks.notify;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a channel remembers of so many things, by id. Forgets the eldest. */
final class Last<V> extends LinkedHashMap<String, V> {

    static final int KNOWN = 10_000;

    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > KNOWN;
    }
}
