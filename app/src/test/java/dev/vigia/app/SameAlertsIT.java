package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vigia.platform.ChildProcess;
import dev.vigia.processors.backtest.AlertDiff.Pair;
import dev.vigia.processors.backtest.AlertDiff.Verdict;
import dev.vigia.processors.backtest.Backtest.Request;
import dev.vigia.processors.backtest.Range;
import dev.vigia.processors.backtest.Result;
import dev.vigia.processors.verify.Report;
import dev.vigia.schemas.Topic;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Frame;
import dev.vigia.schemas.avro.RuleFile;
import dev.vigia.schemas.avro.Signal;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.RegistryClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A recording of the demo with a dozen incidents, made by processors that lose their state on the way and get other rules,
 * gives the same alerts again; and with rules of one's own, those that these would have given.
 */
class SameAlertsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** How exactly the beginning of an alert is known. */
    private static final Duration BUCKET = Duration.ofSeconds(10);
    /** A frame in {@code deltas} of this size is of a transaction that has deltas for others, too. */
    private static final int PART_BYTES = 5_000;

    @TempDir
    static Path dir;

    static Installation installation;

    private static final String RULES = read();

    private static String read() {
        try {
            return Files.readString(Installation.original("rules/default.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeAll
    static void start() throws IOException {
        installation = Installation.start(dir, RULES);
    }

    @AfterAll
    static void stop() {
        installation.close();
    }

    @Test
    void verify_recordingOfTheDemo_isTheSameUntilSomethingIsForged() throws Exception {
        SimulatedClock clock = new SimulatedClock(Instant.now());
        try (Outcomes outcomes = new Outcomes(installation.kafka())) {
            ChildProcess first = processors(clock);
            awaitSignals(outcomes, 20);
            try (SimulatedShop shop = new SimulatedShop(installation.kafka(), clock)) {
                await("the first alert")
                        .atMost(PATIENCE)
                        .until(() -> !outcomes.readOn().alerts().isEmpty());
                first.kill();
                installation.deleteState();
                try (ChildProcess second = processors(clock)) {
                    awaitResolved(outcomes, 1);
                    installation.apply(RULES.replace("above: 0.05", "above: 0.06"));
                    awaitResolved(outcomes, SimulatedShop.INCIDENTS);
                    for (String service : SimulatedShop.CHECKOUTS) {
                        assertThat(broken(service, outcomes, Transition.ACTIVE))
                                .zipSatisfy(
                                        shop.incidents(),
                                        (alert, incident) -> assertThat(Instant.ofEpochMilli(alert.getStartedAt()))
                                                .isBetween(incident.start().minus(BUCKET), incident.end()));
                    }
                    assertSame(outcomes);
                    assertBacktestsAreRight(clock.origin(), outcomes);
                    assertForgeriesAreFound(outcomes);
                    assertSaysWhatHasExpired(outcomes);
                    assertThat(second.alive()).isTrue();
                }
            }
        }
    }

    private static ChildProcess processors(SimulatedClock clock) {
        return installation.processors(
                Map.of("VIGIA_WATERMARK_MARGIN", "3m"),
                SimulatedMain.class.getName(),
                clock.origin().toString());
    }

    private static void assertSame(Outcomes outcomes) {
        Report report = installation.verify();
        assertThat(report.passed()).as(report.toString()).isTrue();
        assertThat(report.checks())
                .allSatisfy(check -> assertThat(check.unchecked()).isEmpty());
        assertThat(counts(report, "deltas").get("records")).isGreaterThan(10_000);
        assertThat(counts(report, "alerts").get("alerts"))
                .isEqualTo(outcomes.readOn().alerts().size());
    }

    private static void awaitResolved(Outcomes outcomes, int incidents) {
        await("the end of incident " + incidents).atMost(PATIENCE).until(() -> {
            outcomes.readOn();
            return SimulatedShop.CHECKOUTS.stream()
                    .allMatch(service ->
                            broken(service, outcomes, Transition.RESOLVED).size() >= incidents);
        });
    }

    private static void assertBacktestsAreRight(Instant from, Outcomes outcomes) throws Exception {
        long to = outcomes.alerts().stream().mapToLong(Alert::getAt).max().orElseThrow() + 1;
        Range range = new Range(from.toEpochMilli(), to);
        int incidents = SimulatedShop.INCIDENTS * SimulatedShop.CHECKOUTS.size();

        Result again = installation.backtest(new Request(range, Optional.empty(), List.of()));

        assertThat(again.trusted()).as(again.selfCheck().toString()).isTrue();
        assertThat(again.same()).isTrue();
        assertThat(again.notes()).isEmpty();
        assertThat(again.selfCheck().checks().get(0).counts().get("records")).isGreaterThan(10_000);
        assertThat(again.selfCheck().checks().get(1).counts().get("transitions"))
                .isEqualTo(outcomes.alerts().size());
        assertThat(again.fired()).isGreaterThanOrEqualTo(incidents);

        // Only rules that count anew have their original records folded for the result, too.
        String candidate = RULES.replace("above: 0.05", "above: 0.99") + """

                  - id: broken
                    filter: http.status >= 500 && service.startsWith("checkout")
                    group_by: [service]
                    aggregate: count
                    above: 10
                    window: 1m
                    severity: low
                """;
        Request request = new Request(range, Optional.empty(), List.of(new RuleFile(Installation.RULES, candidate)));
        Result other = installation.backtest(request);

        assertThat(other.trusted()).isTrue();
        assertThat(verdicts(other, "error-rate")).containsOnly(Verdict.GONE).hasSize(incidents);
        assertThat(verdicts(other, "broken")).containsOnly(Verdict.NEW).hasSize(incidents);
        assertThat(verdicts(other, "error-burst")).containsOnly(Verdict.SAME);
        assertThat(BacktestJson.of(installation.backtest(request))).isEqualTo(BacktestJson.of(other));
    }

    private static List<Verdict> verdicts(Result result, String rule) {
        return result.alerts().stream()
                .filter(alert -> alert.rule().equals(rule))
                .flatMap(alert -> alert.pairs().stream())
                .map(Pair::verdict)
                .toList();
    }

    private static void assertForgeriesAreFound(Outcomes outcomes) {
        copy(installation.kafka().topics().alerts(), record -> true);
        copy(installation.kafka().topics().deltas(), record -> record.value().length > PART_BYTES);
        try (RegistryClient registry = new RegistryClient(
                Map.of("schema.registry.url", installation.kafka().schemaRegistryUrl()))) {
            AvroDeserializer<Signal> signals = new AvroDeserializer<>(registry, Signal.class);
            copy(
                    installation.kafka().topics().signals(),
                    record ->
                            signals.deserialize(record.topic(), record.value()).getBody() instanceof Frame frame
                                    && !frame.getDeltas().isEmpty());
        }
        awaitSignals(outcomes, 20);
        assertThat(installation.verify().checks())
                .allSatisfy(
                        check -> assertThat(check.passed()).as(check.toString()).isFalse());
    }

    private static void assertSaysWhatHasExpired(Outcomes outcomes) {
        outcomes.expire(installation.kafka().topics().signals());
        awaitSignals(outcomes, 20);
        Report report = installation.verify();
        assertThat(report.passed()).as(report.toString()).isTrue();
        assertThat(report.checks().get(0).counts().get("expired transactions")).isPositive();
        assertThat(report.checks().get(2).unchecked())
                .hasSize(installation.kafka().topics().signals().partitions());
    }

    /** Writes the first of some records of a topic once more. */
    private static void copy(Topic topic, Predicate<ConsumerRecord<byte[], byte[]>> which) {
        List<TopicPartition> partitions = Outcomes.partitions(topic);
        try (Telemetry telemetry = new Telemetry(installation.kafka());
                KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        installation.kafka().consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            await("a record to copy").atMost(PATIENCE).until(() -> {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                    if (!which.test(record)) continue;
                    telemetry.send(
                            new ProducerRecord<>(topic.name(), record.partition(), record.key(), record.value()));
                    telemetry.flush();
                    return true;
                }
                return false;
            });
        }
    }

    /** Waits for that many more records in each partition of {@code signals}. */
    private static void awaitSignals(Outcomes outcomes, long more) {
        Topic signals = installation.kafka().topics().signals();
        Map<TopicPartition, Long> before = outcomes.ends(signals);
        await("more signals")
                .atMost(PATIENCE)
                .until(() -> outcomes.ends(signals).entrySet().stream()
                        .allMatch(end -> end.getValue() >= before.get(end.getKey()) + more));
    }

    private static Map<String, Long> counts(Report report, String check) {
        return report.checks().stream()
                .filter(it -> it.name().equals(check))
                .findFirst()
                .orElseThrow()
                .counts();
    }

    private static List<Alert> broken(String service, Outcomes outcomes, Transition transition) {
        return outcomes.alerts().stream()
                .filter(alert -> alert.getRuleId().equals("error-rate"))
                .filter(alert -> service.equals(alert.getGroup().get("service")))
                .filter(alert -> alert.getTransition() == transition)
                .toList();
    }
}
