package dev.vigia.processors.ledger;

import dev.vigia.processors.state.OrderedStore;
import dev.vigia.processors.streams.OrderedKey;
import dev.vigia.schemas.avro.Acknowledged;
import dev.vigia.schemas.avro.Balance;
import dev.vigia.schemas.avro.BlockCount;
import dev.vigia.schemas.avro.Folded;
import dev.vigia.schemas.avro.FoldedCut;
import dev.vigia.schemas.avro.LedgerEntry;
import dev.vigia.schemas.avro.Metric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Folds entries into the balance of each partition. Pure: all that it remembers lies in the store, and time is that of the
 * entries.
 */
final class Ledger {

    static final String MISSING = "vigia.ledger.missing";
    static final String SURPLUS = "vigia.ledger.surplus";
    static final String DELAY = "vigia.ledger.delay";

    /** A delay is told from here on: milliseconds. */
    static final long DELAYED = 60_000;

    private static final int MOST_IMBALANCES = 10;

    private final OrderedStore store;
    private final Duration mendable;

    /** @param mendable how long Kafka keeps the records that are counted */
    Ledger(OrderedStore store, Duration mendable) {
        this.store = store;
        this.mendable = mendable;
    }

    /** @param now when the entry was appended: milliseconds since 1970-01-01 UTC */
    List<Outcome> fold(LedgerEntry entry, long now) {
        List<Outcome> outcomes = new ArrayList<>();
        if (entry.getBody() instanceof Folded folded) {
            for (FoldedCut cut : folded.getCuts()) {
                PartitionName name = new PartitionName(cut.getTopic(), cut.getPartition());
                fold(name, now, outcomes, account -> account.count(cut, now));
            }
        } else if (entry.getBody() instanceof Acknowledged acknowledged) {
            PartitionName name = new PartitionName(acknowledged.getTopic(), acknowledged.getPartition());
            fold(name, now, outcomes, account -> {
                for (BlockCount said : acknowledged.getBlocks()) {
                    Claim claim = Claim.of(said);
                    if (claim.isSound()) account.acknowledge(claim, now);
                    else outcomes.add(new Outcome.Rejected(name, claim));
                }
            });
        }
        return outcomes;
    }

    /** Takes something in. */
    private interface Step {
        void into(Account account);
    }

    private void fold(PartitionName name, long now, List<Outcome> outcomes, Step step) {
        byte[] key = OrderedKey.start()
                .text("head")
                .text(name.topic())
                .number(name.partition())
                .key()
                .get();
        Head head = store.get(key).map(Head::of).orElseGet(Head::new);
        Account account = new Account(head, new Blocks(store, name), mendable);
        step.into(account);
        account.settle(now);
        if (head.countedTo != Head.UNKNOWN) tell(name, head, account, now, outcomes);
        store.put(key, head.toBytes());
    }

    private static void tell(PartitionName name, Head head, Account account, long now, List<Outcome> outcomes) {
        boolean balances = head.totals.balance();
        if (head.telling.balance(balances, now)) outcomes.add(new Outcome.Told(name, balance(name, head, account)));
        if (head.telling.imbalance(!balances, now)) {
            outcomes.add(measured(name, MISSING, "{record}", head.totals.missing(), now));
            outcomes.add(measured(name, SURPLUS, "{record}", head.totals.surplus(), now));
        }
        long delay = head.hasBegun() && balances && head.completeUpTo > 0 ? now - head.completeUpTo : 0;
        boolean delayed = delay >= DELAYED;
        if (head.telling.delay(delayed, now)) {
            outcomes.add(measured(name, DELAY, "s", delayed ? delay / 1e3 : 0, now));
        }
    }

    private static Balance balance(PartitionName name, Head head, Account account) {
        Totals totals = head.totals;
        return Balance.newBuilder()
                .setTopic(name.topic())
                .setPartition(name.partition())
                .setFromOffset(head.hasBegun() ? head.begin : head.countedFrom)
                .setToOffset(head.countedTo)
                .setProduced(totals.produced())
                .setIndexed(totals.acknowledged().indexed())
                .setDeadLettered(totals.acknowledged().deadLettered())
                .setFiltered(totals.acknowledged().filtered())
                .setLag(totals.lag())
                .setMissing(totals.missing())
                .setSurplus(totals.surplus())
                .setWrittenOff(totals.writtenOff())
                .setBalancedTo(account.balancedTo())
                .setCompleteUpTo(head.completeUpTo)
                .setImbalances(account.imbalances(MOST_IMBALANCES))
                .build();
    }

    private static Outcome measured(PartitionName name, String metric, String unit, double value, long now) {
        return new Outcome.Measured(Metric.newBuilder()
                .setTimestamp(now * 1_000)
                .setName(metric)
                .setUnit(unit)
                .setValue(value)
                .setService("vigia")
                .setAttributes(Map.of("topic", name.topic(), "partition", (long) name.partition()))
                .build());
    }
}
