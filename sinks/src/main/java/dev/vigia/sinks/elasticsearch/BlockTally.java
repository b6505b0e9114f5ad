package dev.vigia.sinks.elasticsearch;

import dev.vigia.schemas.LedgerGrid;
import dev.vigia.schemas.avro.BlockCount;
import dev.vigia.sinks.Offsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * Counts what became of a partition's records, block by block. The counts of the open block travel with the committed offset,
 * in its metadata, so that whoever goes on there goes on counting. For the task's thread only.
 */
final class BlockTally implements Offsets.Tally {

    private static final int FIELDS = 5;

    private final long[] counts = new long[Fate.values().length];
    private final List<BlockCount> finished = new ArrayList<>();
    /** Where the open block is counted from, where it ends, and what was counted. */
    private long from;

    private long end;
    private long to;
    private long toldTo;
    private Optional<OffsetAndMetadata> acknowledged = Optional.empty();

    /** A partition of which nobody has counted anything. */
    BlockTally() {}

    /** Goes on from what was committed; empty if that was not committed by a tally. */
    static Optional<BlockTally> of(OffsetAndMetadata committed) {
        String[] fields = committed.metadata().split(",", -1);
        if (fields.length != FIELDS) return Optional.empty();
        try {
            BlockTally tally = new BlockTally();
            tally.from = Long.parseLong(fields[0]);
            tally.end = LedgerGrid.end(LedgerGrid.block(tally.from));
            tally.to = committed.offset();
            tally.toldTo = tally.to;
            tally.counts[Fate.WRITTEN.ordinal()] = Long.parseLong(fields[1]);
            tally.counts[Fate.DEAD_LETTERED.ordinal()] = Long.parseLong(fields[2]);
            tally.counts[Fate.SKIPPED.ordinal()] = Long.parseLong(fields[3]);
            tally.counts[Fate.DROPPED.ordinal()] = Long.parseLong(fields[4]);
            tally.acknowledged = Optional.of(committed);
            boolean sound = tally.from < tally.to && tally.to <= tally.end;
            return sound ? Optional.of(tally) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public void passed(long offset, int column) {
        if (offset >= end) turn(offset);
        counts[column]++;
        to = offset + 1;
    }

    private void turn(long offset) {
        boolean first = end == 0;
        if (!first) finished.add(block());
        long block = LedgerGrid.block(offset);
        from = first ? offset : LedgerGrid.start(block);
        end = LedgerGrid.end(block);
        Arrays.fill(counts, 0);
    }

    /** Whether something was counted since it was told last. */
    boolean hasNews() {
        return to > toldTo;
    }

    /** What the ledger has to know: every block that nobody has acknowledged, and how far the open one is. */
    List<BlockCount> tell() {
        toldTo = to;
        List<BlockCount> blocks = new ArrayList<>(finished);
        blocks.add(block());
        return blocks;
    }

    /** Where this stands, as it is to be committed. */
    OffsetAndMetadata point() {
        return new OffsetAndMetadata(
                to,
                from + "," + indexed() + "," + count(Fate.DEAD_LETTERED) + "," + count(Fate.SKIPPED) + ","
                        + count(Fate.DROPPED));
    }

    /** Kafka has what was told up to a point. */
    void acknowledged(OffsetAndMetadata point) {
        acknowledged = Optional.of(point);
        finished.removeIf(block -> block.getToOffset() <= point.offset());
    }

    /** What was told is lost. */
    void refused() {
        toldTo = acknowledged.map(OffsetAndMetadata::offset).orElse(0L);
    }

    /** Up to where Kafka has what was told. */
    Optional<OffsetAndMetadata> acknowledged() {
        return acknowledged;
    }

    private BlockCount block() {
        Map<String, Long> filtered = new TreeMap<>();
        if (count(Fate.SKIPPED) > 0) filtered.put("empty", count(Fate.SKIPPED));
        if (count(Fate.DROPPED) > 0) filtered.put("dropped", count(Fate.DROPPED));
        return new BlockCount(from, to, indexed(), count(Fate.DEAD_LETTERED), filtered);
    }

    private long indexed() {
        return count(Fate.WRITTEN) + count(Fate.KNOWN);
    }

    private long count(Fate fate) {
        return counts[fate.ordinal()];
    }
}
