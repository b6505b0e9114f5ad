package dev.vigia.processors.ledger;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.Runs;
import dev.vigia.schemas.LedgerGrid;
import dev.vigia.schemas.avro.Imbalance;
import java.util.Optional;

/** One block of offsets: which of them have a record, and what is said to have become of these. Mutable. */
final class Block {

    private static final int LAYOUT = 1;

    private final long index;
    private Runs records = new Runs();
    private Optional<Claim> claim = Optional.empty();
    /** The claim at whose end the ledger begins; what it says itself does not count. */
    private Optional<Claim> base = Optional.empty();

    private Comparison compared = Comparison.NONE;
    private long verifiedTo;
    private long since;

    Block(long index) {
        this.index = index;
        this.verifiedTo = LedgerGrid.start(index);
    }

    long index() {
        return index;
    }

    /** How many records are known. */
    long records() {
        return records.count();
    }

    Optional<Claim> claim() {
        return claim;
    }

    /** Outcome of the last comparison. */
    Comparison compared() {
        return compared;
    }

    /** Offset up to which both sides have been the same. */
    long verifiedTo() {
        return verifiedTo;
    }

    /** When the first record was counted, or the imbalance was found: milliseconds since 1970-01-01 UTC. */
    long since() {
        return since;
    }

    /** Counts records above all that are known. */
    void count(long from, long to, long now) {
        if (since == 0) since = now;
        records.add(from, to);
    }

    /** Takes a claim, unless a longer one is known. Returns whether it did. */
    boolean take(Claim said) {
        if (claim.isPresent() && claim.get().to() > said.to()) return false;
        claim = Optional.of(said);
        return true;
    }

    /** The ledger begins in this block, at an offset at which a claim begins or ends. */
    void beginAt(long offset) {
        records.removeBelow(offset);
        verifiedTo = offset;
        base = claim.filter(said -> said.from() < offset);
    }

    /**
     * Compares both sides.
     *
     * @param upTo an offset up to which both are known
     */
    Comparison compare(long upTo, long now) {
        boolean balanced = compared.balances();
        compared =
                new Comparison(upTo, records.below(upTo), claim.map(this::said).orElse(Counts.NONE));
        if (compared.balances()) {
            verifiedTo = upTo;
        } else if (balanced) {
            since = now;
        }
        return compared;
    }

    /**
     * What a claim says of the whole block. A task that does not know what its predecessor has counted begins in the middle;
     * what lies before has been verified, and counts as indexed.
     */
    private Counts said(Claim longest) {
        Claim said = base.filter(begun -> begun.from() == longest.from())
                .map(longest::beyond)
                .orElse(longest);
        long before = said.from() <= verifiedTo ? records.below(said.from()) : 0;
        return before == 0 ? said.counts() : said.counts().plus(new Counts(before, 0, Counts.NONE.filtered()));
    }

    Imbalance toImbalance() {
        return new Imbalance(
                LedgerGrid.start(index),
                compared.upTo(),
                compared.counted(),
                compared.acknowledged().total());
    }

    byte[] toBytes() {
        Encoder out = new Encoder(LAYOUT).number(index).number(verifiedTo).number(since);
        records.encode(out);
        compared.encode(out);
        encode(claim, out);
        encode(base, out);
        return out.toBytes();
    }

    static Block of(byte[] bytes) {
        Decoder in = new Decoder(bytes, LAYOUT);
        Block block = new Block(in.number());
        block.verifiedTo = in.number();
        block.since = in.number();
        block.records = Runs.decode(in);
        block.compared = Comparison.decode(in);
        block.claim = decode(in);
        block.base = decode(in);
        return block;
    }

    private static void encode(Optional<Claim> claim, Encoder out) {
        out.flag(claim.isPresent());
        claim.ifPresent(said -> said.encode(out));
    }

    private static Optional<Claim> decode(Decoder in) {
        return in.flag() ? Optional.of(Claim.decode(in)) : Optional.empty();
    }
}
