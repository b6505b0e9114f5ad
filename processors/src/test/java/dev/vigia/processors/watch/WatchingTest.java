package dev.vigia.processors.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.state.HeapStore;
import dev.vigia.processors.watch.Figure.Measure;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.avro.MetricType;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WatchingTest {

    private static final Figure DELAY = Figure.of(Measure.DELAY, Map.of("group", "vigia-evaluate", "topic", "signals"));
    private static final Figure LAG = Figure.of(Measure.LAG, DELAY.attributes());
    private static final Figure PAUSED = Figure.of(Measure.PAUSED, Map.of("connector", "vigia-elasticsearch"));
    private static final Figure LETTERS =
            Figure.of(Measure.DEAD_LETTERS, Map.of("topic", "logs", "stage", "aggregate"));
    private static final long MINUTE = 60_000;

    private final HeapStore store = new HeapStore();
    private long now = 1_800_000_000_000L;

    /** Each time a new one: all that it remembers lies in the store. */
    private List<String> tell(Set<Measure> measured, Map<Figure, Double> values) {
        Reading reading = new Reading(now, measured, new TreeMap<>(values));
        return new Watching(store).tell(reading).stream().map(this::text).toList();
    }

    private List<String> tell(Map<Figure, Double> values) {
        return tell(EnumSet.allOf(Measure.class), values);
    }

    private String text(Metric metric) {
        return metric.getName() + " " + metric.getValue() + " " + (metric.getTimestamp() / 1_000 - now);
    }

    @Test
    void tell_allIsWell_saysNothing() {
        assertThat(tell(Map.of(DELAY, 0.0, PAUSED, 0.0))).isEmpty();
    }

    @Test
    void tell_workThatIsUnderWay_saysNothing() {
        assertThat(tell(Map.of(DELAY, 90.0, LAG, 4_000.0))).isEmpty();
        assertThat(tell(Map.of(DELAY, 90.5, LAG, 4_000.0)))
                .containsExactly("vigia.consumer.lag 4000.0 0", "vigia.consumer.delay 90.5 0");
        assertThat(tell(Map.of(DELAY, 60.0, LAG, 3_000.0)))
                .containsExactlyInAnyOrder("vigia.consumer.lag 0.0 0", "vigia.consumer.delay 0.0 0");
        assertThat(tell(Map.of(DELAY, 70.0, LAG, 3_000.0))).isEmpty();
    }

    @Test
    void tell_whileItIsSo_saysItEachTimeAndOnceThatItIsOver() {
        assertThat(tell(Map.of(DELAY, 120.0))).containsExactly("vigia.consumer.delay 120.0 0");
        assertThat(tell(Map.of(DELAY, 130.0))).containsExactly("vigia.consumer.delay 130.0 0");
        assertThat(tell(Map.of(DELAY, 0.0))).containsExactly("vigia.consumer.delay 0.0 0");
        assertThat(tell(Map.of(DELAY, 0.0))).isEmpty();
    }

    @Test
    void tell_whatIsNotThereAnyMore_isOver() {
        assertThat(tell(Map.of(PAUSED, 1.0))).hasSize(1);
        assertThat(tell(Map.of())).containsExactly("vigia.sink.paused 0.0 0");
    }

    @Test
    void tell_whatCouldNotBeMeasured_isNotOver() {
        assertThat(tell(Map.of(PAUSED, 1.0, DELAY, 120.0))).hasSize(2);
        assertThat(tell(Set.of(Measure.DELAY, Measure.LAG), Map.of(DELAY, 0.0)))
                .containsExactly("vigia.consumer.delay 0.0 0");
        assertThat(tell(Set.of(Measure.PAUSED), Map.of())).containsExactly("vigia.sink.paused 0.0 0");
    }

    @Test
    void tell_counts_areToldOnceInTheirMinute() {
        now = now / MINUTE * MINUTE;
        Watching watching = new Watching(store);
        watching.count(LETTERS, now - 20 * MINUTE + 1);
        watching.count(LETTERS, now - 20 * MINUTE + 3);
        watching.count(LETTERS, now + 5);
        assertThat(tell(Set.of(), Map.of()))
                .containsExactly("vigia.dead_letters 2.0 " + (-20 * MINUTE + 3), "vigia.dead_letters 1.0 5");
        assertThat(tell(Map.of())).isEmpty();
    }

    @Test
    void metric_saysWhoAndWhat() {
        Metric metric = LETTERS.metric(3, now);
        assertThat(metric.getService()).isEqualTo("vigia");
        assertThat(metric.getType()).isEqualTo(MetricType.COUNTER);
        assertThat(metric.getUnit()).isEqualTo("{record}");
        assertThat(metric.getAttributes()).isEqualTo(Map.of("topic", "logs", "stage", "aggregate"));
    }
}
