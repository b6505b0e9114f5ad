package dev.vigia.processors.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.state.HeapStore;
import dev.vigia.schemas.avro.Acknowledged;
import dev.vigia.schemas.avro.Balance;
import dev.vigia.schemas.avro.BlockCount;
import dev.vigia.schemas.avro.Folded;
import dev.vigia.schemas.avro.FoldedCut;
import dev.vigia.schemas.avro.LedgerEntry;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.avro.OffsetRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Entries of partition {@code logs|0}, folded one by one, each by a ledger that was just started. A second passes from one entry
 * to the next.
 */
final class Books {

    static final String TOPIC = "logs";
    static final Duration MENDABLE = Duration.ofDays(3);
    /** When the first entry was appended. */
    static final long BEGUN = 1_700_000_000_000L;
    /** How much older than its entry the watermark of {@link #cut} is. */
    static final long MARGIN = 10_000;

    final HeapStore store = new HeapStore();
    final List<Balance> told = new ArrayList<>();
    final List<Metric> measured = new ArrayList<>();
    final List<Outcome.Rejected> rejected = new ArrayList<>();
    long now = BEGUN;
    private long countedTo;

    /** A cut from the end of the last one; {@code runs} are first offsets and offsets after the last ones. */
    Books cut(long to, long... runs) {
        return cutFrom(countedTo, to, runs);
    }

    /** Every offset from the end of the last cut on has a record. */
    Books full(long to) {
        return cut(to, countedTo, to);
    }

    Books cutFrom(long from, long to, long... runs) {
        List<OffsetRun> records = new ArrayList<>();
        for (int i = 0; i < runs.length; i += 2) records.add(new OffsetRun(runs[i], runs[i + 1]));
        countedTo = Math.max(countedTo, to);
        return fold(
                new LedgerEntry(new Folded(List.of(new FoldedCut(TOPIC, 0, from, to, now + 1_000 - MARGIN, records)))));
    }

    /** Nothing is written for what aggregate folds up to an offset. */
    Books lostCut(long to) {
        countedTo = to;
        return this;
    }

    Books indexed(long from, long to, long indexed) {
        return acknowledged(count(from, to, indexed, 0));
    }

    Books acknowledged(BlockCount... counts) {
        return fold(new LedgerEntry(new Acknowledged(TOPIC, 0, List.of(counts))));
    }

    static BlockCount count(long from, long to, long indexed, long deadLettered) {
        return new BlockCount(from, to, indexed, deadLettered, Map.of());
    }

    Books pass(Duration time) {
        now += time.toMillis() - 1_000;
        return this;
    }

    private Books fold(LedgerEntry entry) {
        now += 1_000;
        for (Outcome outcome : new Ledger(store, MENDABLE).fold(entry, now)) {
            if (outcome instanceof Outcome.Told it) told.add(it.balance());
            else if (outcome instanceof Outcome.Measured it) measured.add(it.metric());
            else if (outcome instanceof Outcome.Rejected it) rejected.add(it);
        }
        if (!told.isEmpty()) assertAddsUp(balance());
        return this;
    }

    /** The balance that was told last. */
    Balance balance() {
        return told.get(told.size() - 1);
    }

    /** What {@link Balance} says of its own fields. */
    private static void assertAddsUp(Balance balance) {
        long filtered = balance.getFiltered().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        assertThat(balance.getProduced() + balance.getSurplus())
                .as("%s", balance)
                .isEqualTo(balance.getIndexed()
                        + balance.getDeadLettered()
                        + filtered
                        + balance.getMissing()
                        + balance.getWrittenOff()
                        + balance.getLag());
        assertThat(balance.getLag()).as("%s", balance).isNotNegative();
        assertThat(balance.getImbalances().isEmpty())
                .as("%s", balance)
                .isEqualTo(balance.getMissing() == 0 && balance.getSurplus() == 0);
    }

    /** How many entries the ledger remembers. */
    int remembered() {
        List<byte[]> keys = new ArrayList<>();
        store.scan(new byte[] {0}, new byte[] {-1}, (key, value) -> keys.add(key));
        return keys.size();
    }

    List<String> measurements() {
        return measured.stream()
                .map(metric -> metric.getName() + " " + metric.getValue())
                .toList();
    }
}
