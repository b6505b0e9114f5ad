package dev.vigia.processors.ledger;

import dev.vigia.schemas.LedgerGrid;
import dev.vigia.schemas.avro.FoldedCut;
import dev.vigia.schemas.avro.Imbalance;
import dev.vigia.schemas.avro.OffsetRun;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Both sides of one partition. Cuts say which offsets have a record, so whatever a claim speaks of can be compared at once,
 * wherever it ends. A block is finished when both sides have gone beyond it; if it balances, it is forgotten.
 */
final class Account {

    private final Head head;
    private final Blocks blocks;
    private final Duration mendable;

    /** @param mendable how long Kafka keeps the partition's records: so long can what is missing be written after all */
    Account(Head head, Blocks blocks, Duration mendable) {
        this.head = head;
        this.blocks = blocks;
        this.mendable = mendable;
    }

    /** Takes in what was counted. What was counted before is not counted again. */
    void count(FoldedCut cut, long now) {
        if (head.countedFrom == Head.UNKNOWN) {
            head.countedFrom = cut.getFromOffset();
            head.countedTo = cut.getFromOffset();
        }
        long known = Math.max(head.countedTo, head.begin);
        for (OffsetRun run : cut.getRecords()) {
            count(Math.max(run.getFromOffset(), known), run.getToOffset(), now);
        }
        head.countedTo = Math.max(head.countedTo, cut.getToOffset());
        head.marks.add(head.countedTo, cut.getWatermark());
    }

    private void count(long from, long to, long now) {
        for (long at = from; at < to; ) {
            long index = LedgerGrid.block(at);
            long end = Math.min(to, LedgerGrid.end(index));
            Block block = blocks.find(index).orElseGet(() -> new Block(index));
            block.count(at, end, now);
            blocks.put(block);
            head.totals.count(end - at);
            at = end;
        }
    }

    /** Takes in what was acknowledged. What is known, or known better, has no effect. */
    void acknowledge(Claim claim, long now) {
        Optional<Block> known = blocks.find(claim.block());
        boolean forgotten = known.isEmpty() && claim.block() < head.open;
        if (forgotten) return;
        Block block = known.orElseGet(() -> new Block(claim.block()));
        if (!block.take(claim)) return;
        head.claimed = Math.max(head.claimed, block.index());
        if (block.index() < head.open) {
            compare(block, LedgerGrid.end(block.index()), now);
        } else {
            blocks.put(block);
        }
    }

    /** Compares what both sides know. */
    void settle(long now) {
        if (head.countedTo == Head.UNKNOWN) return;
        if (!head.hasBegun()) begin();
        if (head.hasBegun()) compare(now);
        expire(now);
        head.completeUpTo = head.marks.passed(balancedTo(), head.completeUpTo);
    }

    /** Begins at the first claim that begins, or at least ends, where records have been counted. */
    private void begin() {
        for (Block block : blocks.between(0, head.claimed + 1)) {
            Optional<Claim> claim = block.claim();
            if (claim.isEmpty()) continue;
            long from = claim.get().from() >= head.countedFrom
                    ? claim.get().from()
                    : claim.get().to();
            if (from < head.countedFrom) continue;
            beginAt(from);
            return;
        }
    }

    private void beginAt(long from) {
        long first = LedgerGrid.block(from);
        for (Block before : blocks.between(0, first)) drop(before);
        blocks.find(first).ifPresent(block -> {
            long had = block.records();
            block.beginAt(from);
            head.totals.count(block.records() - had);
            blocks.put(block);
        });
        head.begin = from;
        head.open = first;
        head.comparedTo = from;
    }

    private void compare(long now) {
        long last = Math.min(head.claimed, LedgerGrid.block(head.countedTo));
        List<Block> touched = blocks.between(head.open, last + 1);
        head.open = Math.max(head.open, last);
        for (Block block : touched) {
            if (block.index() < last) {
                compare(block, LedgerGrid.end(block.index()), now);
            } else {
                block.claim()
                        .map(Claim::to)
                        .filter(to -> to <= head.countedTo)
                        .ifPresent(to -> compare(block, to, now));
            }
        }
    }

    private void compare(Block block, long upTo, long now) {
        Comparison before = block.compared();
        Comparison after = block.compare(upTo, now);
        head.totals.replace(before, after);
        head.comparedTo = Math.max(head.comparedTo, upTo);
        if (after.balances() && block.index() < head.open) {
            blocks.delete(block);
        } else {
            blocks.put(block);
        }
    }

    /** Kafka no longer has the records: what is on its way is missing, and what is missing will stay so. */
    private void expire(long now) {
        long counting = LedgerGrid.block(head.countedTo);
        for (Optional<Block> late = old(head.open, counting, now); late.isPresent(); ) {
            Block block = late.get();
            head.open = block.index() + 1;
            if (head.hasBegun()) {
                compare(block, LedgerGrid.end(block.index()), now);
            } else {
                drop(block);
                head.countedFrom = LedgerGrid.end(block.index());
            }
            late = old(head.open, counting, now);
        }
        while (!head.totals.balance()) {
            Optional<Block> lost = old(0, head.open, now);
            if (lost.isEmpty()) return;
            head.totals.writeOff(lost.get().compared());
            blocks.delete(lost.get());
        }
    }

    /** The lowest block from one on and before another, if it is too old to be mended. */
    private Optional<Block> old(long from, long to, long now) {
        return blocks.first(from, to).filter(block -> block.since() > 0 && now - block.since() >= mendable.toMillis());
    }

    private void drop(Block block) {
        head.totals.count(-block.records());
        blocks.delete(block);
    }

    /** Offset before which every record is accounted for. */
    long balancedTo() {
        if (!head.totals.balance()) return unbalanced(1).get(0).verifiedTo();
        return head.totals.lag() == 0 ? head.countedTo : head.comparedTo;
    }

    /** The lowest ranges that do not balance. */
    List<Imbalance> imbalances(int most) {
        return head.totals.balance()
                ? List.of()
                : unbalanced(most).stream().map(Block::toImbalance).toList();
    }

    private List<Block> unbalanced(int most) {
        return Stream.concat(
                        blocks.between(0, head.open, most).stream(),
                        blocks.between(head.open, head.claimed + 1).stream())
                .filter(block -> !block.compared().balances())
                .limit(most)
                .toList();
    }
}
