package dev.vigia.bench;

import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.TopicPartition;

/** How long a processor takes from a kill until as little waits for it as before. */
final class CatchUp implements AutoCloseable {

    /** The lag goes up and down with every commit. This share of what was seen before the kill counts as usual. */
    private static final double USUAL = 0.9;
    /** The dead process's last commit is over by then, and no new one has begun to work. */
    private static final double SOON_MILLIS = 300;

    private final String processor;
    private final Group group;
    private final List<Double> before = new ArrayList<>();
    private double usual;
    private Map<TopicPartition, Long> ends = Map.of();
    private long killedNanos;
    private Optional<Double> millis = Optional.empty();

    CatchUp(KafkaSettings kafka, String processor, Topic input) {
        this.processor = processor;
        this.group = new Group(kafka, processor, input);
    }

    String processor() {
        return processor;
    }

    Group group() {
        return group;
    }

    /** Another look at how things are while all is well. */
    void sample() throws ExecutionException, InterruptedException {
        before.add((double) group.lag());
    }

    /** It is killed right after this. */
    void begin() {
        usual = Spread.quantile(before, USUAL);
        before.clear();
        ends = Map.of();
        millis = Optional.empty();
        killedNanos = System.nanoTime();
    }

    /** Whether all that was there soon after the kill is committed, in every partition, and the lag is as usual. */
    boolean done() throws ExecutionException, InterruptedException {
        if (millis.isPresent()) return true;
        double took = (System.nanoTime() - killedNanos) / 1e6;
        if (took < SOON_MILLIS) return false;
        if (ends.isEmpty()) ends = group.ends();
        var committed = group.committed();
        boolean behind =
                ends.entrySet().stream().anyMatch(end -> committed.getOrDefault(end.getKey(), 0L) < end.getValue());
        if (behind || group.lag() > usual) return false;
        millis = Optional.of(took);
        return true;
    }

    double millis() {
        return millis.orElseThrow(() -> new IllegalStateException(processor + " has not caught up"));
    }

    /** How much waited as a rule: records of the input, and markers of transactions. */
    double usual() {
        return usual;
    }

    @Override
    public String toString() {
        return processor + " (usual lag " + (long) usual
                + (millis.isPresent() ? ", caught up)" : ", behind " + ends + ")");
    }

    @Override
    public void close() {
        group.close();
    }
}
