package dev.vigia.processors.ledger;

import dev.vigia.schemas.avro.Balance;
import dev.vigia.schemas.avro.Metric;

/** What came of folding an entry. */
sealed interface Outcome {

    /** How a partition stands, for {@code ledger}. */
    record Told(PartitionName partition, Balance balance) implements Outcome {}

    /** That a partition does not balance or is late, or no longer, for {@code metrics}. */
    record Measured(Metric metric) implements Outcome {}

    /** Something that nobody can have said; it has no effect. */
    record Rejected(PartitionName partition, Claim claim) implements Outcome {}
}
