package dev.vigia.processors.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.TestDriver;
import dev.vigia.processors.TestRegistry;
import dev.vigia.processors.watch.Figure.Measure;
import dev.vigia.runtime.DeadLetters;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DeliveryStatus;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.AvroSerializer;
import dev.vigia.schemas.serde.RegistryClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTopologyTest {

    private static final Topics TOPICS = Topics.of("p.", 2, 1);
    private static final Instant NOW = Instant.ofEpochMilli(1_800_000_000_000L);
    private static final Figure PAUSED = Figure.of(Measure.PAUSED, Map.of("connector", "vigia-notify"));

    @TempDir
    private Path folder;

    private final Readings readings = new Readings();
    private TestRegistry server;
    private RegistryClient registry;
    private TopologyTestDriver driver;
    private TestOutputTopic<byte[], Metric> metrics;

    /** What is to be seen next. */
    private static final class Readings implements Lookout {

        private final Queue<Reading> next = new ArrayDeque<>();
        private boolean rests;

        @Override
        public Optional<Reading> next() {
            return Optional.ofNullable(next.poll());
        }

        @Override
        public void rest() {
            rests = true;
        }
    }

    @BeforeEach
    void start() throws Exception {
        server = new TestRegistry();
        registry = server.client();
        driver = TestDriver.of("watch-test", folder, new WatchTopology(TOPICS, registry, readings).build());
        metrics = driver.createOutputTopic(
                TOPICS.metrics().name(), new ByteArrayDeserializer(), new AvroDeserializer<>(registry, Metric.class));
    }

    @AfterEach
    void stop() {
        driver.close();
        registry.close();
        server.close();
        assertThat(readings.rests)
                .as("whoever does not have the task does not look")
                .isTrue();
    }

    @Test
    void deadLetters_areCountedByTopicAndStage() {
        TestInputTopic<byte[], byte[]> letters = input(TOPICS.deadLetters().name());
        for (int i = 0; i < 3; i++) {
            letters.pipeInput(new TestRecord<>(
                    null,
                    new byte[] {1},
                    DeadLetters.headers(new RecordHeaders(), "aggregate", "why", "p.logs", 0, i),
                    NOW));
        }
        letters.pipeInput(new TestRecord<>(null, new byte[] {1}, new RecordHeaders(), NOW));
        assertThat(metrics.isEmpty()).as("not one by one").isTrue();

        assertThat(look(Map.of()))
                .containsExactly(
                        "vigia.dead_letters 3.0 {stage=aggregate, topic=p.logs}",
                        "vigia.dead_letters 1.0 {stage=unknown, topic=unknown}");
        assertThat(look(Map.of())).isEmpty();
    }

    @Test
    void deliveries_thatFailed_areCounted_apartForThoseThatAreFinal() {
        TestInputTopic<byte[], byte[]> deliveries = input(TOPICS.deliveries().name());
        for (DeliveryStatus status : DeliveryStatus.values()) deliveries.pipeInput(null, delivery(status), NOW);
        deliveries.pipeInput(null, new byte[] {9, 9}, NOW);

        assertThat(look(Map.of()))
                .containsExactly(
                        "vigia.channel.failures 1.0 {channel=slack, final=false, receiver=ops}",
                        "vigia.channel.failures 1.0 {channel=slack, final=true, receiver=ops}");
    }

    @Test
    void readings_areTold() {
        assertThat(look(Map.of(PAUSED, 1.0))).containsExactly("vigia.sink.paused 1.0 {connector=vigia-notify}");
        assertThat(look(Map.of(PAUSED, 0.0))).containsExactly("vigia.sink.paused 0.0 {connector=vigia-notify}");
    }

    @Test
    void describe_namesEveryNode() {
        assertThat(new WatchTopology(TOPICS, registry, readings)
                        .build()
                        .describe()
                        .toString())
                .contains("from-watched", "watch (stores: [watch-state])", "to-metrics")
                .doesNotContain("0000");
    }

    private List<String> look(Map<Figure, Double> values) {
        readings.next.add(new Reading(NOW.toEpochMilli(), Set.of(Measure.PAUSED), new TreeMap<>(values)));
        driver.advanceWallClockTime(Duration.ofSeconds(1));
        return metrics.readValuesToList().stream()
                .map(it -> it.getName() + " " + it.getValue() + " " + new TreeMap<>(it.getAttributes()))
                .toList();
    }

    private byte[] delivery(DeliveryStatus status) {
        return new AvroSerializer<Delivery>(registry)
                .serialize(
                        TOPICS.deliveries().name(),
                        new Delivery("n", 1, "ops", "slack", status, NOW.toEpochMilli(), null, null, null, false));
    }

    private TestInputTopic<byte[], byte[]> input(String topic) {
        return driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
