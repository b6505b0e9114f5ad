package dev.vigia.processors.ledger;

import dev.vigia.schemas.LedgerGrid;
import dev.vigia.schemas.avro.BlockCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;

/** A sink's task as it works through the offsets of a partition. What becomes of a record depends on its offset alone. */
final class RandomSink {

    private final NavigableSet<Long> records;
    private long position;
    private long from;
    private long indexed;
    private long deadLettered;
    private long empty;

    /** A task that begins with what was committed. */
    RandomSink(NavigableSet<Long> records, BlockCount committed) {
        this.records = records;
        this.position = committed.getToOffset();
        this.from = committed.getFromOffset();
        this.indexed = committed.getIndexed();
        this.deadLettered = committed.getDeadLettered();
        this.empty = committed.getFiltered().getOrDefault("empty", 0L);
    }

    static BlockCount nothing() {
        return new BlockCount(0L, 0L, 0L, 0L, Map.of());
    }

    static boolean isDead(long offset) {
        return offset % 17 == 0;
    }

    static boolean isEmpty(long offset) {
        return !isDead(offset) && offset % 23 == 0;
    }

    /** Finishes some records, and says so: the block that the last one lies in comes last. */
    List<BlockCount> work(int most) {
        List<BlockCount> said = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            Optional<Long> next = Optional.ofNullable(records.ceiling(position));
            if (next.isEmpty()) break;
            long offset = next.get();
            if (offset >= LedgerGrid.end(LedgerGrid.block(from))) {
                if (position > from) said.add(count());
                from = LedgerGrid.start(LedgerGrid.block(offset));
                indexed = 0;
                deadLettered = 0;
                empty = 0;
            }
            if (isDead(offset)) deadLettered++;
            else if (isEmpty(offset)) empty++;
            else indexed++;
            position = offset + 1;
        }
        if (position > from) said.add(count());
        return said;
    }

    boolean isDone() {
        return records.isEmpty() || position > records.last();
    }

    private BlockCount count() {
        return new BlockCount(from, position, indexed, deadLettered, empty == 0 ? Map.of() : Map.of("empty", empty));
    }
}
