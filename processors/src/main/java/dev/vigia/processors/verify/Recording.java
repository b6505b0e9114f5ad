package dev.vigia.processors.verify;

import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.Topic;
import dev.vigia.schemas.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What is there to be checked, or folded again: where all partitions begin and end. The ends are taken against the data flow,
 * so that what is recorded follows from what is read: first how far {@code evaluate} has come, then {@code alerts}, then
 * {@code signals}, then {@code deltas}, while all of them move on.
 */
public final class Recording implements AutoCloseable {

    private final KafkaSettings kafka;
    private final Topics topics;
    private final Offsets offsets;
    private final List<Tape> tapes = new ArrayList<>();
    private final Map<String, List<TopicPartition>> partitions = new HashMap<>();
    private final Map<TopicPartition, Long> evaluated;
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final Map<TopicPartition, Long> beginnings = new HashMap<>();
    private final Map<TopicPartition, Long> sureEnds;

    /** @param evaluate consumer group of {@code evaluate} */
    public Recording(KafkaSettings kafka, String evaluate) {
        this.kafka = kafka;
        this.topics = kafka.topics();
        this.offsets = new Offsets(kafka);
        try {
            evaluated = offsets.committed(evaluate);
            ends.putAll(offsets.ends(of(topics.alerts())));
            sureEnds = offsets.ends(of(topics.signals()));
            List<TopicPartition> outputs = new ArrayList<>(of(topics.signals()));
            outputs.addAll(of(topics.deltas()));
            ends.putAll(offsets.ends(outputs));
            ends.putAll(offsets.ends(of(topics.control())));
            for (Topic topic : topics.aggregated()) ends.putAll(offsets.ends(of(topic)));
            beginnings.putAll(offsets.beginnings(ends.keySet()));
        } catch (RuntimeException e) {
            offsets.close();
            throw e;
        }
    }

    /** The partitions that a topic had when it was first asked about: Kafka is asked once. */
    public List<TopicPartition> of(Topic topic) {
        return partitions.computeIfAbsent(topic.name(), name -> offsets.partitions(topic));
    }

    public List<TopicPartition> inputs() {
        return topics.aggregated().stream().flatMap(topic -> of(topic).stream()).toList();
    }

    /** Up to which offset of a partition of {@code signals} alerts are sure to be written. */
    public long evaluated(TopicPartition signals) {
        return evaluated.getOrDefault(signals, 0L);
    }

    /**
     * Whether a frame in {@code signals} was there before the ends of the output partitions were taken. Then its instance
     * was through with all transactions before.
     */
    boolean wasThere(TopicPartition signals, long offset) {
        return offset < sureEnds.getOrDefault(signals, 0L);
    }

    /** First offset that retention has left. */
    public long beginning(TopicPartition partition) {
        return beginnings.getOrDefault(partition, 0L);
    }

    Map<TopicPartition, Long> beginnings() {
        return beginnings;
    }

    /** Asks again: retention goes on. */
    public void refreshBeginnings(Collection<TopicPartition> partitions) {
        beginnings.putAll(offsets.beginnings(partitions));
    }

    /** Whether a partition still has all that was ever in it. */
    public boolean isWhole(TopicPartition partition) {
        return beginning(partition) == 0;
    }

    /**
     * The first record that was appended to a partition at a time or later; its end if there is none.
     *
     * @param millis since 1970-01-01 UTC
     */
    public long firstSince(TopicPartition partition, long millis) {
        return offsets.firstSince(partition, millis).orElse(ends.getOrDefault(partition, 0L));
    }

    /** A partition from its beginning on; closed with this. */
    public Tape tape(TopicPartition partition) {
        Tape tape = new Tape(kafka, partition, ends.getOrDefault(partition, 0L));
        tapes.add(tape);
        return tape;
    }

    @Override
    public void close() {
        tapes.forEach(Tape::close);
        offsets.close();
    }
}
