package dev.vigia.processors.ledger;

/** One partition of a telemetry topic. */
record PartitionName(String topic, int partition) {

    /** Its key in {@code ledger}. */
    @Override
    public String toString() {
        return topic + "|" + partition;
    }
}
