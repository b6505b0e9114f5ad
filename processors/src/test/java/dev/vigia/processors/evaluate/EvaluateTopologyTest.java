package dev.vigia.processors.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.StoreEntries;
import dev.vigia.processors.TestDriver;
import dev.vigia.processors.TestRegistry;
import dev.vigia.processors.rules.AlertId;
import dev.vigia.processors.state.HeapStore;
import dev.vigia.processors.state.StreamsStore;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.DispatchSignal;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.avro.Progress;
import dev.vigia.schemas.avro.Signal;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.AvroSerializer;
import dev.vigia.schemas.serde.RegistryClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluateTopologyTest {

    private static final Topics TOPICS = Timeline.TOPICS;
    /** What leaves no alert in the state that it was in. */
    private static final Set<Transition> MOVES = EnumSet.of(
            Transition.PENDING,
            Transition.ACTIVE,
            Transition.RECOVERING,
            Transition.RESOLVED,
            Transition.CANCELLED,
            Transition.REOPENED);

    /** What may come after the end of an episode. */
    private static final Set<Transition> AFTERWARDS =
            EnumSet.of(Transition.REOPENED, Transition.CORRECTED, Transition.RETRACTED);

    @TempDir
    private java.nio.file.Path folder;

    private TestRegistry server;
    private RegistryClient registry;

    @BeforeEach
    void start() throws IOException {
        server = new TestRegistry();
        registry = server.client();
    }

    @AfterEach
    void stop() {
        registry.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void refold_inMemory_givesTheSameBytes(long seed) {
        List<Signal> log = RandomLog.of(seed, 1_000);
        HeapStore heap = new HeapStore();
        List<String> refolded = refold(log, heap);
        assertThat(refolded).hasSizeGreaterThan(30).isEqualTo(refold(log, new HeapStore()));
        try (TopologyTestDriver driver = driver()) {
            assertThat(run(driver, log)).isEqualTo(refolded);
            var store = new StreamsStore(driver.getKeyValueStore(EvaluateTopology.STATE));
            assertThat(StoreEntries.of(store)).isEqualTo(StoreEntries.of(heap));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 7})
    void restart_amidEverything_givesTheSameBytes(long seed) {
        List<Signal> log = RandomLog.of(seed, 300);
        HeapStore heap = new HeapStore();
        List<String> restarted = new ArrayList<>();
        Evaluation evaluation = new Evaluation(0, heap, TOPICS);
        for (int i = 0; i < log.size(); i++) {
            if ((i + seed) % 3 == 0) evaluation = new Evaluation(0, heap, TOPICS);
            for (Outcome outcome : evaluation.fold(i, log.get(i))) add(restarted, outcome);
        }
        assertThat(restarted).isNotEmpty().isEqualTo(refold(log, new HeapStore()));
    }

    @ParameterizedTest
    @ValueSource(longs = {8, 9})
    void transitions_ofEveryAlert_areALegalLife(long seed) {
        Map<String, Alert> last = new HashMap<>();
        Set<Transition> told = EnumSet.noneOf(Transition.class);
        Evaluation evaluation = new Evaluation(0, new HeapStore(), TOPICS);
        List<Signal> log = RandomLog.of(seed, 4_000);
        for (int i = 0; i < log.size(); i++) {
            for (Outcome outcome : evaluation.fold(i, log.get(i))) {
                assertThat(outcome).isInstanceOf(Outcome.Transitioned.class);
                Alert alert = ((Outcome.Transitioned) outcome).alert();
                told.add(alert.getTransition());
                follows(last.put(alert.getAlertId(), alert), alert);
            }
        }
        assertThat(told)
                .contains(Transition.RESOLVED, Transition.CANCELLED, Transition.SEVERITY_CHANGED)
                .contains(Transition.ASSIGNED, Transition.SNOOZED, Transition.REOPENED)
                .contains(Transition.WATCHING, Transition.CORRECTED, Transition.RETRACTED);
        assertThat(last.values())
                .extracting(Alert::getRuleId)
                .as("rules with parts")
                .contains("both", "lonely", "steps", "unanswered", "budget");
        assertThat(last).as("nothing at all").containsKey(AlertId.of("nothing", List.of()));
    }

    private static void follows(Alert before, Alert alert) {
        boolean begins = before == null
                || before.getState() == AlertState.INACTIVE && !AFTERWARDS.contains(alert.getTransition());
        assertThat(alert.getSequence()).isEqualTo(begins ? 1 : before.getSequence() + 1);
        if (begins) {
            assertThat(alert.getTransition()).isIn(Transition.PENDING, Transition.ACTIVE);
        } else {
            assertThat(alert.getEpisodeId()).isEqualTo(before.getEpisodeId());
            assertThat(alert.getStartedAt()).isEqualTo(before.getStartedAt());
            assertThat(before.getTransition()).isNotEqualTo(Transition.RETRACTED);
            if (alert.getTransition() == Transition.RETRACTED) {
                assertThat(alert.getState()).isEqualTo(AlertState.INACTIVE);
            } else if (alert.getTransition() == Transition.WATCHING) {
                assertThat(alert.getState()).isEqualTo(AlertState.RECOVERING);
                assertThat(alert.getWatchedUntil()).isNotNull();
            } else {
                assertThat(alert.getState() != before.getState()).isEqualTo(MOVES.contains(alert.getTransition()));
            }
        }
        if (alert.getTransition() == Transition.SEVERITY_CHANGED) {
            assertThat(alert.getPreviousSeverity())
                    .isEqualTo(before.getSeverity())
                    .isNotEqualTo(alert.getSeverity());
        }
        long counted = alert.getEvidence().getRanges().stream()
                .mapToLong(range -> range.getCount())
                .sum();
        assertThat(counted).isEqualTo(alert.getEvidence().getCount());
    }

    @Test
    void alerts_goToAllThreeTopicsUnderTheirId() {
        Timeline timeline = Timeline.of(Timeline.count("above: 5")).push(3, 6, 6);
        try (TopologyTestDriver driver = driver()) {
            run(driver, timeline.log());
            for (var topic : List.of(TOPICS.alertsCurrent(), TOPICS.dispatchSignals())) {
                var output =
                        driver.createOutputTopic(topic.name(), new StringDeserializer(), new ByteArrayDeserializer());
                assertThat(output.readKeyValuesToList())
                        .filteredOn(record -> record.key != null)
                        .singleElement()
                        .satisfies(record -> assertThat(record.key).isEqualTo(AlertId.of("the-rule", List.of("shop"))));
            }
        }
    }

    @Test
    void dispatch_hearsEachMinuteHowFarItIs() {
        Timeline timeline = Timeline.of(Timeline.count("above: 5")).push(1, 1, 1);
        for (int second = 10; second <= 130; second += 10) timeline.lagsAt(second);
        try (TopologyTestDriver driver = driver()) {
            run(driver, timeline.log());
            var output = driver.createOutputTopic(
                    TOPICS.dispatchSignals().name(),
                    new ByteArrayDeserializer(),
                    new AvroDeserializer<>(registry, DispatchSignal.class));
            assertThat(output.readValuesToList())
                    .extracting(DispatchSignal::getBody)
                    .hasSize(3)
                    .allSatisfy(body -> assertThat(body).isInstanceOf(Progress.class));
        }
    }

    @Test
    void groupsThatThereIsNoRoomFor_areAMetric() {
        Timeline timeline = Timeline.of(Timeline.count("above: 5", "max_groups: 1"))
                .push("a", 1, 1, 0)
                .push("b", 2, 3, 0)
                .lagsAt(3);
        try (TopologyTestDriver driver = driver()) {
            assertThat(run(driver, timeline.log())).isEmpty();
            var metrics = driver.createOutputTopic(
                    TOPICS.metrics().name(),
                    new ByteArrayDeserializer(),
                    new AvroDeserializer<>(registry, Metric.class));
            assertThat(metrics.readValuesToList()).singleElement().satisfies(metric -> {
                assertThat(metric.getName()).isEqualTo("vigia.rule.overflow");
                assertThat(metric.getAttributes()).isEqualTo(Map.of("rule", "the-rule"));
                assertThat(metric.getValue()).isEqualTo(3);
            });
        }
    }

    @Test
    void describe_namesEveryNode() {
        Topology topology = new EvaluateTopology(TOPICS, registry, new SimpleMeterRegistry()).build();
        assertThat(topology.describe().toString())
                .contains("from-signals", "evaluate (stores: [evaluate-state])", "to-alerts", "to-alerts-current")
                .doesNotContain("0000");
    }

    /** The partition of an alert's deltas is the one that Kafka's default partitioner gives its transitions. */
    @Test
    void partition_ofAnAlert_isTheDefaultPartitionersOfItsKey() {
        for (int i = 0; i < 100; i++) {
            String id = AlertId.of("rule", List.of("group" + i));
            byte[] key = new org.apache.kafka.common.serialization.StringSerializer().serialize("alerts", id);
            assertThat(org.apache.kafka.clients.producer.internals.BuiltInPartitioner.partitionForKey(key, 4))
                    .isEqualTo(AlertId.partition(id, 4));
        }
    }

    private List<String> refold(List<Signal> log, HeapStore store) {
        List<String> bodies = new ArrayList<>();
        Evaluation evaluation = new Evaluation(0, store, TOPICS);
        for (int i = 0; i < log.size(); i++) {
            for (Outcome outcome : evaluation.fold(i, log.get(i))) add(bodies, outcome);
        }
        return bodies;
    }

    private void add(List<String> bodies, Outcome outcome) {
        Alert alert = ((Outcome.Transitioned) outcome).alert();
        AvroSerializer<Alert> serializer = new AvroSerializer<>(registry);
        bodies.add(HexFormat.of().formatHex(serializer.serialize(TOPICS.alerts().name(), alert)));
    }

    private List<String> run(TopologyTestDriver driver, List<Signal> log) {
        var input = driver.createInputTopic(
                TOPICS.signals().name(), new ByteArraySerializer(), new AvroSerializer<Signal>(registry));
        log.forEach(input::pipeInput);
        return driver
                .createOutputTopic(TOPICS.alerts().name(), new StringDeserializer(), new ByteArrayDeserializer())
                .readValuesToList()
                .stream()
                .map(HexFormat.of()::formatHex)
                .toList();
    }

    private TopologyTestDriver driver() {
        return TestDriver.of(
                "evaluate-test", folder, new EvaluateTopology(TOPICS, registry, new SimpleMeterRegistry()).build());
    }
}
