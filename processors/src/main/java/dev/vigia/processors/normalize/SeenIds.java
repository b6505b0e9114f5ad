package dev.vigia.processors.normalize;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.Nullable;

/**
 * Which ids were seen in the last {@value #HOURS} hours. Time is the arrival of records. A window of the store is as long as
 * an id is remembered, so that two look-ups by key answer, and old ids go with their window.
 */
final class SeenIds {

    static final int HOURS = 24;

    private static final Duration KEPT = Duration.ofHours(HOURS);
    private static final int LONGEST_KEY = 64;

    private final WindowStore<Bytes, Long> store;

    SeenIds(WindowStore<Bytes, Long> store) {
        this.store = store;
    }

    static StoreBuilder<WindowStore<Bytes, Long>> store(String name) {
        return Stores.windowStoreBuilder(
                Stores.persistentWindowStore(name, KEPT.multipliedBy(2), KEPT, false), Serdes.Bytes(), Serdes.Long());
    }

    /**
     * Remembers an id.
     *
     * @param arrived milliseconds since 1970-01-01 UTC
     * @return whether it is new, which is to say that it was not seen in the last 24 hours
     */
    boolean add(String id, long arrived) {
        Bytes key = key(id);
        long window = Math.floorDiv(arrived, KEPT.toMillis()) * KEPT.toMillis();
        if (within(store.fetch(key, window), arrived)) return false;
        if (within(store.fetch(key, window - KEPT.toMillis()), arrived)) return false;
        store.put(key, arrived, window);
        return true;
    }

    private static boolean within(@Nullable Long seen, long arrived) {
        return seen != null && arrived - seen < KEPT.toMillis();
    }

    /** A long id is known by its hash. */
    private static Bytes key(String id) {
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= LONGEST_KEY) return Bytes.wrap(bytes);
        try {
            return Bytes.wrap(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256.", e);
        }
    }
}
