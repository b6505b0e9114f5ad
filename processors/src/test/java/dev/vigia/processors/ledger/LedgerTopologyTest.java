package dev.vigia.processors.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.TestDriver;
import dev.vigia.processors.TestRegistry;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Acknowledged;
import dev.vigia.schemas.avro.Balance;
import dev.vigia.schemas.avro.BlockCount;
import dev.vigia.schemas.avro.Folded;
import dev.vigia.schemas.avro.FoldedCut;
import dev.vigia.schemas.avro.LedgerEntry;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.avro.OffsetRun;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.AvroSerializer;
import dev.vigia.schemas.serde.RegistryClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTopologyTest {

    private static final Topics TOPICS = Topics.of("p.", 1, 1);
    private static final Instant BEGUN = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private TestRegistry server;
    private RegistryClient registry;
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], LedgerEntry> entries;
    private TestOutputTopic<String, Balance> ledger;
    private TestOutputTopic<String, Metric> metrics;

    @BeforeEach
    void start() throws IOException {
        server = new TestRegistry();
        registry = server.client();
        open();
    }

    private void open() {
        driver = TestDriver.of("ledger-test", folder, new LedgerTopology(TOPICS, registry, meters).build());
        entries = driver.createInputTopic(
                TOPICS.ledgerEntries().name(),
                new ByteArraySerializer(),
                new AvroSerializer<LedgerEntry>(registry),
                BEGUN,
                Duration.ofSeconds(1));
        ledger = driver.createOutputTopic(
                TOPICS.ledger().name(), new StringDeserializer(), new AvroDeserializer<>(registry, Balance.class));
        metrics = driver.createOutputTopic(
                TOPICS.metrics().name(), new StringDeserializer(), new AvroDeserializer<>(registry, Metric.class));
    }

    @AfterEach
    void stop() {
        driver.close();
        registry.close();
        server.close();
    }

    @Test
    void entries_ofTwoPartitions_giveABalanceEachByItsKey() {
        entries.pipeInput(new LedgerEntry(new Folded(List.of(cut("p.logs", 0, 10), cut("p.spans", 3, 20)))));
        entries.pipeInput(acknowledged("p.spans", 3, 20));

        List<KeyValue<String, Balance>> told = ledger.readKeyValuesToList();
        assertThat(told).extracting(record -> record.key).containsExactly("p.logs|0", "p.spans|3", "p.spans|3");
        assertThat(told.get(2).value.getIndexed()).isEqualTo(20);
        assertThat(told.get(2).value.getLag()).isZero();
        assertThat(metrics.isEmpty()).isTrue();
    }

    @Test
    void imbalance_goesToMetricsWithTheTimeOfTheEntry() {
        entries.pipeInput(new LedgerEntry(new Folded(List.of(cut("p.logs", 0, 10)))));
        entries.pipeInput(acknowledged("p.logs", 0, 9));
        assertThat(metrics.isEmpty()).as("on its way").isTrue();

        entries.pipeInput(
                new LedgerEntry(new Acknowledged("p.logs", 0, List.of(new BlockCount(0L, 10L, 9L, 0L, Map.of())))));

        List<Metric> told = metrics.readValuesToList();
        assertThat(told).extracting(Metric::getName).containsExactly("vigia.ledger.missing", "vigia.ledger.surplus");
        assertThat(told.get(0).getValue()).isOne();
        assertThat(told.get(0).getTimestamp()).isEqualTo(BEGUN.plusSeconds(2).toEpochMilli() * 1_000);
    }

    @Test
    void impossibleClaim_isCountedAndHasNoEffect() {
        entries.pipeInput(new LedgerEntry(
                new Acknowledged("p.logs", 0, List.of(new BlockCount(0L, 1_000_000L, 1L, 0L, Map.of())))));

        assertThat(meters.counter("vigia.ledger.rejected").count()).isOne();
        assertThat(ledger.isEmpty()).isTrue();
    }

    @Test
    void describe_namesEveryNode() {
        assertThat(new LedgerTopology(TOPICS, registry, meters)
                        .build()
                        .describe()
                        .toString())
                .contains("from-ledger-entries", "balance (stores: [ledger-state])", "to-ledger", "to-metrics")
                .doesNotContain("0000");
    }

    private static FoldedCut cut(String topic, int partition, long to) {
        return new FoldedCut(topic, partition, 0L, to, BEGUN.toEpochMilli(), List.of(new OffsetRun(0L, to)));
    }

    private static LedgerEntry acknowledged(String topic, int partition, long to) {
        return new LedgerEntry(new Acknowledged(topic, partition, List.of(new BlockCount(0L, to, to, 0L, Map.of()))));
    }
}
