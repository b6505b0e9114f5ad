package dev.vigia.chaos.load;

import java.util.BitSet;

/** Which records one lane has sent, and what it was told of each. Thread-safe. */
final class Journal {

    private final BitSet acknowledged = new BitSet();
    private final BitSet refused = new BitSet();
    private int sent;

    /** The number of the next record. */
    synchronized int next() {
        return sent++;
    }

    synchronized void acknowledged(int number) {
        acknowledged.set(number);
    }

    /** It was not written, and will not be. */
    synchronized void refused(int number) {
        refused.set(number);
    }

    synchronized int sent() {
        return sent;
    }

    synchronized Claim claim(Lane.Plan lane) {
        return new Claim(
                lane.name(), lane.number(), lane.signal(), lane.fate(), sent, (BitSet) acknowledged.clone(), (BitSet)
                        refused.clone());
    }
}
