package dev.vigia.processors.ledger;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.schemas.LedgerGrid;
import dev.vigia.schemas.avro.BlockCount;

/**
 * What a sink says: all records from one offset to another are done, and this became of them. Both lie in one block.
 *
 * @param to offset after the last one
 */
record Claim(long from, long to, Counts counts) {

    static Claim of(BlockCount said) {
        return new Claim(
                said.getFromOffset(),
                said.getToOffset(),
                Counts.of(said.getIndexed(), said.getDeadLettered(), said.getFiltered()));
    }

    /** Whether anybody could say this. */
    boolean isSound() {
        return from >= 0 && to > from && LedgerGrid.block(to - 1) == block() && !counts.hasNegative();
    }

    long block() {
        return LedgerGrid.block(from);
    }

    /** What this one says of the offsets behind another that begins at the same offset and goes less far. */
    Claim beyond(Claim shorter) {
        return new Claim(shorter.to, to, counts.minus(shorter.counts));
    }

    void encode(Encoder out) {
        counts.encode(out.number(from).number(to - from));
    }

    static Claim decode(Decoder in) {
        long from = in.number();
        return new Claim(from, from + in.number(), Counts.decode(in));
    }
}
