package dev.vigia.processors.aggregate;

import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Frame;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * An instance of {@code aggregate} without Kafka: folds records of its partitions, which lie at the offsets from 0 on, and
 * packs what rules want of them into frames for one partition of {@code signals}. Built-in series are folded and thrown
 * away. For one thread.
 */
public final class FrameWriter {

    private final AggregateSettings settings;
    private final Map<TopicPartition, OpenCut> open = new TreeMap<>(OpenCut.ORDER);
    private final Frames frames = new Frames(1, 1);
    private CompiledRules rules = CompiledRules.of(List.of());
    private long rulesOffset = -1;
    private Optional<Long> begun = Optional.empty();

    /**
     * An instance that has folded nothing and counts by no rules.
     *
     * @param topics whose names the partitions have
     * @param partitions of logs, metrics and spans
     */
    public FrameWriter(Topics topics, AggregateSettings settings, Collection<TopicPartition> partitions) {
        this.settings = settings;
        Map<String, Source> sources = Source.byTopic(topics);
        for (TopicPartition partition : partitions) {
            Source source = sources.get(partition.topic());
            if (source == null) throw new IllegalArgumentException("not a telemetry topic: " + partition);
            open.put(partition, OpenCut.at(partition, source, new OffsetAndMetadata(0)));
        }
    }

    /**
     * Counts by other rules. To be called between two transactions.
     *
     * @param offset of their last change in {@code control}
     */
    public void countBy(Collection<Rule> inForce, long offset) {
        rules = CompiledRules.of(inForce);
        rulesOffset = offset;
    }

    /**
     * Folds the next record of a partition.
     *
     * @param clock milliseconds since 1970-01-01 UTC; a transaction has that of its first record
     * @return why the record cannot be folded: it goes to the dead letters
     */
    public Optional<String> add(TopicPartition partition, SpecificRecord record, long clock) {
        OpenCut cut = open.get(partition);
        if (cut == null) throw new IllegalArgumentException("not a partition of this instance: " + partition);
        if (begun.isEmpty()) begun = Optional.of(clock);
        long at = begun.get();
        long offset = cut.position();
        Fold fold = cut.fold().orElseGet(() -> new Fold(cut.source(), rules, settings, at));
        Optional<String> refused = fold.add(offset, record);
        cut.read(fold, offset, offset + 1);
        cut.moved(new OffsetAndMetadata(offset + 1));
        return refused;
    }

    /**
     * Ends the transaction.
     *
     * @param clock its time if it has no records: milliseconds since 1970-01-01 UTC
     * @param complete up to where event time is complete in partitions that have been read to their end: milliseconds since
     *     1970-01-01 UTC
     * @return its frame, in pieces where it is large
     */
    public List<Frame> commit(long clock, Map<TopicPartition, Long> complete) {
        long at = begun.orElse(clock);
        long margin = settings.watermarkMargin().toMillis();
        List<Cut> cuts = new ArrayList<>(open.size());
        open.forEach((partition, cut) -> {
            cuts.add(cut.close(complete.getOrDefault(partition, Long.MIN_VALUE), at - margin, margin));
        });
        List<Frame> written = new ArrayList<>(1);
        frames.pack(new Frames.Header(cuts, rulesOffset, at, at, margin), open.values(), new RulesOnly(written));
        open.values().forEach(OpenCut::committed);
        begun = Optional.empty();
        return written;
    }

    private record RulesOnly(List<Frame> written) implements Frames.Sink {

        @Override
        public void signal(int partition, Frame frame) {
            written.add(frame);
        }

        @Override
        public void delta(int partition, Frame frame) {
            // Of built-in series.
        }
    }
}
