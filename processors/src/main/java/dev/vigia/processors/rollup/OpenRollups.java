package dev.vigia.processors.rollup;

import dev.vigia.processors.streams.OrderedKey;
import dev.vigia.schemas.avro.Cut;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * What the rollup of one partition has in its store, besides its {@link Counters}. The sorts of entries are told apart by the
 * first part of the key:
 *
 * <pre>
 * a, series and window            the accumulator
 * d, series and window            it has changed since it was sent
 * e, minute, series and window    it closes in this minute of data time
 * w, topic, partition             watermark of an input partition
 * t                               data time
 * </pre>
 */
final class OpenRollups {

    private static final byte[] PRESENT = {};
    private static final Bytes DATA_TIME = OrderedKey.start().text("t").key();

    private final KeyValueStore<Bytes, byte[]> store;
    private final Due closing;
    private final Counters counters;
    private final Map<Bytes, Long> watermarks = new TreeMap<>();
    private long dataTime;

    OpenRollups(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
        this.closing = new Due(store, "e");
        this.counters = new Counters(store);
        this.dataTime = Optional.ofNullable(store.get(DATA_TIME))
                .map(OpenRollups::number)
                .orElse(0L);
        scan(OrderedKey.start().text("w")).forEach(entry -> watermarks.put(entry.key, number(entry.value)));
    }

    static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray());
    }

    /** How far everything is folded: milliseconds since 1970-01-01 UTC. Never goes back, or a part could get a used name. */
    long dataTime() {
        return dataTime;
    }

    void advance(List<Cut> cuts) {
        for (Cut cut : cuts) {
            Bytes key = OrderedKey.start()
                    .text("w")
                    .text(cut.getTopic())
                    .number(cut.getPartition())
                    .key();
            if (cut.getWatermark() <= watermarks.getOrDefault(key, Long.MIN_VALUE)) continue;
            watermarks.put(key, cut.getWatermark());
            store.put(key, bytes(cut.getWatermark()));
        }
        long lowest =
                watermarks.values().stream().mapToLong(Long::longValue).min().orElse(dataTime);
        if (lowest > dataTime) {
            dataTime = lowest;
            store.put(DATA_TIME, bytes(dataTime));
        }
    }

    Counters counters() {
        return counters;
    }

    Optional<Accumulator> get(String name) {
        return Optional.ofNullable(store.get(accumulator(name))).map(Accumulator::of);
    }

    /** @param closedBefore when the one that was stored was to close; empty when none was */
    void putChanged(String name, Accumulator accumulator, Optional<Long> closedBefore) {
        put(name, accumulator);
        store.put(changed(name), PRESENT);
        closing.put(name, accumulator.closesAt(), closedBefore);
    }

    void put(String name, Accumulator accumulator) {
        store.put(accumulator(name), accumulator.toBytes());
    }

    /** Names of what has changed since it was sent, and from now on counts as sent. */
    List<String> takeChanged() {
        OrderedKey prefix = OrderedKey.start().text("d");
        int from = prefix.key().get().length;
        List<String> names = new ArrayList<>();
        for (KeyValue<Bytes, byte[]> entry : scan(prefix)) {
            names.add(text(entry.key, from));
            store.delete(entry.key);
        }
        return names;
    }

    /** Forgets what data time has closed. */
    void close() {
        for (String name : closing.take(Math.floorDiv(dataTime, Accumulator.MINUTE))) store.delete(accumulator(name));
        counters.letGo(dataTime);
    }

    private List<KeyValue<Bytes, byte[]>> scan(OrderedKey prefix) {
        List<KeyValue<Bytes, byte[]>> found = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> entries = store.prefixScan(prefix.key(), new BytesSerializer())) {
            entries.forEachRemaining(found::add);
        }
        return found;
    }

    private static Bytes accumulator(String name) {
        return OrderedKey.start().text("a").raw(raw(name)).key();
    }

    private static Bytes changed(String name) {
        return OrderedKey.start().text("d").raw(raw(name)).key();
    }

    private static Bytes raw(String name) {
        return Bytes.wrap(name.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Bytes key, int from) {
        byte[] bytes = key.get();
        return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
    }

    private static long number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong();
    }

    private static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }
}
