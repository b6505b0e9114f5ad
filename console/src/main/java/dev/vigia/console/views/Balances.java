package dev.vigia.console.views;

import dev.vigia.schemas.avro.Balance;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The last balance of each partition. Thread-safe. */
public final class Balances {

    private record Partition(String topic, int number) implements Comparable<Partition> {

        @Override
        public int compareTo(Partition other) {
            int byTopic = topic.compareTo(other.topic);
            return byTopic == 0 ? Integer.compare(number, other.number) : byTopic;
        }
    }

    private final Map<Partition, Balance> last = new TreeMap<>();

    /** Takes a record of {@code ledger}. */
    public synchronized void accept(Balance balance) {
        last.put(new Partition(balance.getTopic(), balance.getPartition()), balance);
    }

    /** All of them, by topic and partition. */
    public synchronized List<Balance> all() {
        return List.copyOf(last.values());
    }
}
