package dev.vigia.processors.ledger;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;

/**
 * Both sides of a block, up to an offset.
 *
 * @param counted how many records there are
 * @param acknowledged what is said to have become of them
 */
record Comparison(long upTo, long counted, Counts acknowledged) {

    /** Nothing has been compared yet. */
    static final Comparison NONE = new Comparison(0, 0, Counts.NONE);

    /** How many records are missing; below 0, how many are too many. */
    long difference() {
        return counted - acknowledged.total();
    }

    long missing() {
        return Math.max(0, difference());
    }

    long surplus() {
        return Math.max(0, -difference());
    }

    boolean balances() {
        return difference() == 0;
    }

    void encode(Encoder out) {
        acknowledged.encode(out.number(upTo).number(counted));
    }

    static Comparison decode(Decoder in) {
        return new Comparison(in.number(), in.number(), Counts.decode(in));
    }
}
