package dev.vigia.processors.aggregate;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * Of partitions that are far behind, only one is read for a transaction, by turns: so there are more records to each of its
 * series, and fewer deltas.
 */
final class Turns {

    private int turn;

    /** Those that are not read for the next transaction. */
    List<TopicPartition> waiting(List<TopicPartition> farBehind) {
        List<TopicPartition> waiting = new ArrayList<>(farBehind);
        if (!waiting.isEmpty()) waiting.remove(Math.floorMod(turn++, waiting.size()));
        return waiting;
    }
}
