package dev.vigia.processors.ledger;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;

/** What is remembered of a partition besides its blocks. Mutable. */
final class Head {

    private static final int LAYOUT = 1;

    /** Not known yet. */
    static final long UNKNOWN = -1;

    /** First offset that was counted. */
    long countedFrom = UNKNOWN;
    /** Offset up to which records were counted. */
    long countedTo = UNKNOWN;
    /** Where the ledger begins. */
    long begin = UNKNOWN;
    /** The highest block that a claim speaks of. */
    long claimed = UNKNOWN;
    /** The lowest block that is not finished; of those before, only the ones that do not balance are kept. */
    long open;
    /** Offset up to which both sides were compared. */
    long comparedTo;
    /** Event time up to which every record is accounted for: milliseconds since 1970-01-01 UTC; 0 while it is not known. */
    long completeUpTo;

    Totals totals = new Totals();
    Marks marks = new Marks();
    Telling telling = new Telling();

    boolean hasBegun() {
        return begin != UNKNOWN;
    }

    byte[] toBytes() {
        Encoder out = new Encoder(LAYOUT);
        for (long position : new long[] {countedFrom, countedTo, begin, claimed, open, comparedTo, completeUpTo}) {
            out.number(position);
        }
        totals.encode(out);
        marks.encode(out);
        telling.encode(out);
        return out.toBytes();
    }

    static Head of(byte[] bytes) {
        Decoder in = new Decoder(bytes, LAYOUT);
        Head head = new Head();
        head.countedFrom = in.number();
        head.countedTo = in.number();
        head.begin = in.number();
        head.claimed = in.number();
        head.open = in.number();
        head.comparedTo = in.number();
        head.completeUpTo = in.number();
        head.totals = Totals.decode(in);
        head.marks = Marks.decode(in);
        head.telling = Telling.decode(in);
        return head;
    }
}
