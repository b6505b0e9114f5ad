package dev.vigia.processors.aggregate;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What {@code aggregate} says about itself. {@code records} counts all that was read and committed, {@code poison} those of
 * them that went to the dead letters.
 */
final class AggregateMetrics {

    final Counter records;
    final Counter poison;
    final Counter deltas;
    final Counter filterErrors;
    final Counter sessions;
    final Timer transactions;
    final AtomicLong rules = new AtomicLong();
    /** How far the slowest partition's watermark is behind the clock. */
    final AtomicLong lagMillis = new AtomicLong();
    /** Earlier records that were counted for rules which lacked them, and partitions of which some are still to be. */
    final Counter earlierRecords;

    final AtomicLong earlierPartitions = new AtomicLong();

    AggregateMetrics(MeterRegistry registry) {
        records = registry.counter("vigia.aggregate.records");
        poison = registry.counter("vigia.aggregate.poison");
        deltas = registry.counter("vigia.aggregate.deltas");
        filterErrors = registry.counter("vigia.aggregate.filter.errors");
        sessions = registry.counter("vigia.aggregate.sessions");
        earlierRecords = registry.counter("vigia.aggregate.earlier.records");
        transactions = registry.timer("vigia.aggregate.transactions");
        registry.gauge("vigia.aggregate.rules", rules);
        registry.gauge("vigia.aggregate.earlier.partitions", earlierPartitions);
        registry.gauge("vigia.aggregate.lag.seconds", lagMillis, millis -> millis.get() / 1e3);
    }
}
