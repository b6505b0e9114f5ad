package dev.vigia.processors.ledger;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What became of some records. Immutable. */
record Counts(long indexed, long deadLettered, SortedMap<String, Long> filtered) {

    static final Counts NONE = new Counts(0, 0, Collections.emptySortedMap());

    static Counts of(long indexed, long deadLettered, Map<String, Long> filtered) {
        return new Counts(indexed, deadLettered, new TreeMap<>(filtered));
    }

    long total() {
        long total = indexed + deadLettered;
        for (long count : filtered.values()) total += count;
        return total;
    }

    boolean hasNegative() {
        return indexed < 0 || deadLettered < 0 || filtered.values().stream().anyMatch(count -> count < 0);
    }

    Counts plus(Counts other) {
        return combined(other, 1);
    }

    Counts minus(Counts other) {
        return combined(other, -1);
    }

    private Counts combined(Counts other, int sign) {
        SortedMap<String, Long> sums = filtered;
        if (!other.filtered.isEmpty()) {
            sums = new TreeMap<>(filtered);
            for (var entry : other.filtered.entrySet()) sums.merge(entry.getKey(), sign * entry.getValue(), Long::sum);
            sums.values().removeIf(count -> count == 0);
        }
        return new Counts(indexed + sign * other.indexed, deadLettered + sign * other.deadLettered, sums);
    }

    void encode(Encoder out) {
        out.number(indexed).number(deadLettered).number(filtered.size());
        filtered.forEach((reason, count) -> out.text(reason).number(count));
    }

    static Counts decode(Decoder in) {
        long indexed = in.number();
        long deadLettered = in.number();
        SortedMap<String, Long> filtered = new TreeMap<>();
        for (int i = in.integer(); i > 0; i--) filtered.put(in.text(), in.number());
        return new Counts(indexed, deadLettered, filtered);
    }
}
