package dev.vigia.processors.ledger;

import dev.vigia.processors.state.OrderedStore;
import dev.vigia.processors.streams.OrderedKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The blocks of one partition that are not over yet, or do not balance. */
final class Blocks {

    private final OrderedStore store;
    private final PartitionName partition;

    Blocks(OrderedStore store, PartitionName partition) {
        this.store = store;
        this.partition = partition;
    }

    Optional<Block> find(long index) {
        return store.get(key(index)).map(Block::of);
    }

    void put(Block block) {
        store.put(key(block.index()), block.toBytes());
    }

    void delete(Block block) {
        store.delete(key(block.index()));
    }

    /** Those from one on and before another, the lowest first. */
    List<Block> between(long from, long to) {
        return between(from, to, Integer.MAX_VALUE);
    }

    /** The lowest of those from one on and before another. */
    Optional<Block> first(long from, long to) {
        return between(from, to, 1).stream().findFirst();
    }

    List<Block> between(long from, long to, int most) {
        List<Block> found = new ArrayList<>();
        if (from >= to) return found;
        store.scan(key(from), key(to), (key, value) -> {
            found.add(Block.of(value));
            return found.size() < most;
        });
        return found;
    }

    private byte[] key(long index) {
        return OrderedKey.start()
                .text("block")
                .text(partition.topic())
                .number(partition.partition())
                .number(index)
                .key()
                .get();
    }
}
