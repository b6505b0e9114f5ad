package dev.vigia.chaos.verdict;

import dev.vigia.chaos.load.RecordId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which records of the load were met in one place, and which of them more than once. Not thread-safe. */
final class Arrivals {

    private static final int EXAMPLES = 5;

    private final Map<Integer, BitSet> lanes = new HashMap<>();
    private final List<String> doubled = new ArrayList<>();
    private long doubles;
    private long count;

    /** @param where it was met, for the report */
    boolean add(RecordId id, Object where) {
        BitSet met = lanes.computeIfAbsent(id.lane(), lane -> new BitSet());
        if (met.get(id.number())) {
            doubles++;
            if (doubled.size() < EXAMPLES) doubled.add(id + " again at " + where);
            return false;
        }
        met.set(id.number());
        count++;
        return true;
    }

    BitSet of(int lane) {
        return lanes.getOrDefault(lane, new BitSet());
    }

    /** How many different records. */
    long count() {
        return count;
    }

    long doubles() {
        return doubles;
    }

    /** The first of them. */
    List<String> doubled() {
        return doubled;
    }
}
