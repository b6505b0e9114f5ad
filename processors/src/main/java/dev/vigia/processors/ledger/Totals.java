package dev.vigia.processors.ledger;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;

/**
 * Sums over all blocks that a partition has had since the ledger began. {@code produced} is what was counted, {@code accounted}
 * what of it was compared with what was acknowledged. Mutable.
 */
final class Totals {

    private long produced;
    private long accounted;
    private Counts acknowledged = Counts.NONE;
    private long missing;
    private long surplus;
    private long writtenOff;
    private long unbalanced;

    long produced() {
        return produced;
    }

    Counts acknowledged() {
        return acknowledged;
    }

    /** How many records are on their way. */
    long lag() {
        return produced - accounted;
    }

    long missing() {
        return missing;
    }

    long surplus() {
        return surplus;
    }

    /** Missing less surplus records of blocks that were given up. */
    long writtenOff() {
        return writtenOff;
    }

    /** Whether no block is known that does not. */
    boolean balance() {
        return unbalanced == 0;
    }

    /** Records were counted, or turned out to lie before the beginning (below 0). */
    void count(long records) {
        produced += records;
    }

    /** A block was compared again. */
    void replace(Comparison before, Comparison after) {
        accounted += after.counted() - before.counted();
        acknowledged = acknowledged.minus(before.acknowledged()).plus(after.acknowledged());
        missing += after.missing() - before.missing();
        surplus += after.surplus() - before.surplus();
        unbalanced += (after.balances() ? 0 : 1) - (before.balances() ? 0 : 1);
    }

    /** A block that does not balance never will. */
    void writeOff(Comparison block) {
        missing -= block.missing();
        surplus -= block.surplus();
        writtenOff += block.difference();
        unbalanced--;
    }

    void encode(Encoder out) {
        out.number(produced).number(accounted).number(missing).number(surplus);
        acknowledged.encode(out.number(writtenOff).number(unbalanced));
    }

    static Totals decode(Decoder in) {
        Totals totals = new Totals();
        totals.produced = in.number();
        totals.accounted = in.number();
        totals.missing = in.number();
        totals.surplus = in.number();
        totals.writtenOff = in.number();
        totals.unbalanced = in.number();
        totals.acknowledged = Counts.decode(in);
        return totals;
    }
}
