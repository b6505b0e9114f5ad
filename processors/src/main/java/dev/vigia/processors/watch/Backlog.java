package dev.vigia.processors.watch;

import dev.vigia.processors.watch.Figure.Measure;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * How far consumer groups are behind, from one look to the next. Offsets alone do not tell: a group that has read everything
 * stays before the marker of the last transaction until the next record comes. So where a group has not got to what was there
 * at the look before, the log itself is asked whether there is a record, and since when. For one thread.
 */
final class Backlog {

    /** What the brokers know. */
    interface Log {

        /** Where groups go on, by group and partition; only what somebody has committed. */
        Map<String, Map<TopicPartition, Long>> committed();

        /** Offset behind the last record of each partition, open transactions included. */
        Map<TopicPartition, Long> ends();

        /** Reads on from an offset until there is a record, or nothing more that could be read. */
        Found read(TopicPartition partition, long from);
    }

    /** Where a group goes on in a partition that it has never read, whatever the first offset is. */
    private static final long BEGINNING = 0;

    /**
     * What was found by reading on.
     *
     * @param offset of the first record; without one, offset before which there is none
     * @param appendedAt when it was appended: milliseconds since 1970-01-01 UTC; empty if there is none
     */
    record Found(long offset, OptionalLong appendedAt) {}

    /** Nothing but markers lies between. */
    private record Empty(long from, long to) {}

    /** A transaction that was open at a look. */
    private record Open(long offset, long since) {}

    private final Log log;
    private final Map<TopicPartition, Empty> empty = new HashMap<>();
    private final Map<TopicPartition, Open> open = new HashMap<>();
    private Map<TopicPartition, Long> before = Map.of();

    Backlog(Log log) {
        this.log = log;
    }

    /**
     * Lag and delay of each group in each topic that it reads. A group that has never read anything is none of the
     * installation. Lag that has not lasted from one look to the next is work that is under way: its delay is 0.
     *
     * @param now milliseconds since 1970-01-01 UTC
     */
    SortedMap<Figure, Double> look(long now) {
        SortedMap<Figure, Double> values = new TreeMap<>();
        // In this order: what is committed meanwhile makes no lag.
        Map<TopicPartition, Long> ends = log.ends();
        log.committed().forEach((group, committed) -> {
            Set<String> topics =
                    committed.keySet().stream().map(TopicPartition::topic).collect(Collectors.toSet());
            ends.forEach((partition, end) -> {
                if (!topics.contains(partition.topic())) return;
                Waiting waiting = waiting(partition, committed.getOrDefault(partition, BEGINNING), end, now);
                Map<String, String> of = Map.of("group", group, "topic", partition.topic());
                values.merge(Figure.of(Measure.LAG, of), (double) waiting.records(), Double::sum);
                values.merge(Figure.of(Measure.DELAY, of), waiting.seconds(), Double::max);
            });
        });
        open.keySet().retainAll(ends.keySet());
        before = ends;
        return values;
    }

    private record Waiting(long records, double seconds) {}

    private Waiting waiting(TopicPartition partition, long committed, long end, long now) {
        Empty gap = empty.get(partition);
        long from = gap != null && gap.from() <= committed && committed < gap.to() ? gap.to() : committed;
        long seen = before.getOrDefault(partition, 0L);
        if (from < seen) {
            Found found = log.read(partition, from);
            if (found.offset() > from) empty.put(partition, new Empty(committed, found.offset()));
            from = found.offset();
            if (from < seen) return new Waiting(end - from, since(partition, found, now) / 1e3);
        }
        open.remove(partition);
        return new Waiting(Math.max(0, end - from), 0);
    }

    /** For how long somebody has waited: for the first record to be read, or for a transaction to end. */
    private long since(TopicPartition partition, Found found, long now) {
        if (found.appendedAt().isPresent())
            return Math.max(0, now - found.appendedAt().getAsLong());
        Open known = open.get(partition);
        if (known == null || known.offset() != found.offset()) {
            known = new Open(found.offset(), now);
            open.put(partition, known);
        }
        return now - known.since();
    }
}
