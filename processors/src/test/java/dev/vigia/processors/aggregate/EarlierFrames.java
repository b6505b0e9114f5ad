package dev.vigia.processors.aggregate;

import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Frame;
import dev.vigia.schemas.avro.WarmUp;
import dev.vigia.schemas.avro.WarmedRule;
import dev.vigia.schemas.serde.RegistryClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** What {@code aggregate} writes of earlier records, without Kafka: of topics that lie in lists, into one partition of signals. */
public final class EarlierFrames {

    private final Topics topics;
    private final RegistryClient registry;
    private final AggregateSettings limits;
    private final RuleVersions versions = new RuleVersions();
    private final List<Task> tasks = new ArrayList<>();
    private final Frames frames = new Frames(1, 1);

    private record Task(TopicPartition partition, Source source, WarmUpTask task) {}

    public EarlierFrames(Topics topics, RegistryClient registry, AggregateSettings limits) {
        this.topics = topics;
        this.registry = registry;
        this.limits = limits;
    }

    /** Rules that are in force from an offset of {@code control} on. */
    public void rules(long offset, Collection<Rule> rules, long at) {
        versions.add(offset, rules, at);
    }

    /** A partition comes to be counted by other rules. */
    public void countBy(TopicPartition partition, long before, long after, long at, long end) {
        Source source = Source.byTopic(topics).get(partition.topic());
        if (versions.lacking(before, after, source, at).isEmpty()) return;
        tasks.add(new Task(partition, source, WarmUpTask.of(before, after, at, end)));
    }

    /** The frames of the next slice; none when nothing is lacking. */
    public List<Frame> next(List<ConsumerRecord<byte[], byte[]>> records, TopicPartition of, int most, long clock) {
        Optional<Task> next =
                tasks.stream().filter(task -> task.partition().equals(of)).findFirst();
        if (next.isEmpty()) return List.of();
        WarmUpTask task = next.get().task();
        List<WarmedRule> lacking =
                versions.lacking(task.before(), task.after(), next.get().source(), task.at());
        Collection<Rule> rules = versions.at(task.after()).values();
        var fold = new WarmUpFold(topics, registry, limits, next.get().source(), rules, lacking, clock);
        long from = Math.max(0, task.position());
        long to = Math.min(task.end(), from + most);
        for (ConsumerRecord<byte[], byte[]> record : records.subList((int) from, (int) to)) fold.add(record);
        int place = tasks.indexOf(next.get());
        tasks.remove(place);
        task.after(from, to, 0)
                .ifPresent(left -> tasks.add(place, new Task(of, next.get().source(), left)));
        Cut cut = new Cut(of.topic(), of.partition(), from, to, to - from, 0L);
        WarmUpSlice slice = new WarmUpSlice(
                of, task, task.after(from, to, 0), cut, new WarmUp(lacking, 0L, task.end(), 0L), clock, fold.drain(0));
        List<Frame> written = new ArrayList<>();
        Frames.Packing packing = frames.begin(slice.header(clock), new Frames.Sink() {
            @Override
            public void signal(int partition, Frame frame) {
                written.add(frame);
            }

            @Override
            public void delta(int partition, Frame frame) {
                throw new AssertionError("a frame of built-in series");
            }
        });
        slice.deltas().forEach(packing);
        packing.finish();
        return written;
    }
}
