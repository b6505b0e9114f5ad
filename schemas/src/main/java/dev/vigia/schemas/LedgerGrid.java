package dev.vigia.schemas;

/**
 * The blocks of offsets by which the two sides of the ledger count. Those who acknowledge begin anew with every block, so that
 * what they say about a block stands by itself, whatever was said about the ones before.
 */
public final class LedgerGrid {

    /** Offsets of a block. Part of what {@code ledger.entries} means: a change makes its records unreadable. */
    public static final long BLOCK = 4_096;

    private LedgerGrid() {}

    /** The block that an offset lies in; 0 or more. */
    public static long block(long offset) {
        return Math.floorDiv(offset, BLOCK);
    }

    /** First offset of a block. */
    public static long start(long block) {
        return block * BLOCK;
    }

    /** Offset after the last one of a block. */
    public static long end(long block) {
        return start(block) + BLOCK;
    }
}
