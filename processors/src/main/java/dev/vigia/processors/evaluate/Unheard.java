package dev.vigia.processors.evaluate;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import dev.vigia.schemas.avro.Delta;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was counted by rules that have not come yet. */
final class Unheard {

    private static final int LAYOUT = 1;
    private static final char UNHEARD = 'U';

    private final OrderedStore store;
    /** By rule. */
    private final Map<String, Counted> counted = new TreeMap<>();

    /**
     * What was counted for one rule.
     *
     * @param oldest start of its first bucket, milliseconds since 1970-01-01 UTC
     * @param rules offset in {@code control} of the latest rules that it was counted by
     */
    private record Counted(long oldest, long rules) {

        static final Counted NONE = new Counted(Long.MAX_VALUE, -1);

        Counted and(long bucket, long others) {
            return new Counted(Math.min(oldest, bucket), Math.max(rules, others));
        }
    }

    Unheard(OrderedStore store) {
        this.store = store;
        Key table = Key.of(UNHEARD);
        store.scan(table.bytes(), table.end(), (key, value) -> {
            Decoder in = new Decoder(value, LAYOUT);
            counted.put(Key.textAt(key, 1), new Counted(in.number(), in.number()));
            return true;
        });
    }

    /** @param rules offset in {@code control} of the rules that the delta was counted by, which have not come yet */
    void see(Delta delta, long rules) {
        Counted before = counted.getOrDefault(delta.getSeries(), Counted.NONE);
        Counted now = before.and(delta.getBucket(), rules);
        if (now.equals(before)) return;
        counted.put(delta.getSeries(), now);
        byte[] entry =
                new Encoder(LAYOUT).number(now.oldest()).number(now.rules()).toBytes();
        store.put(key(delta.getSeries()), entry);
    }

    /** Start of the first bucket that was counted for a rule: milliseconds since 1970-01-01 UTC; the largest number for none. */
    long oldest(String rule) {
        return counted.getOrDefault(rule, Counted.NONE).oldest();
    }

    /** All rules up to an offset of {@code control} have come. */
    void hear(long heard) {
        List<String> come = counted.entrySet().stream()
                .filter(entry -> entry.getValue().rules() <= heard)
                .map(Map.Entry::getKey)
                .toList();
        come.forEach(rule -> store.delete(key(rule)));
        counted.keySet().removeAll(come);
    }

    private static byte[] key(String rule) {
        return Key.of(UNHEARD).text(rule).bytes();
    }
}
