package dev.vigia.processors.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.RuleSetParser;
import dev.vigia.runtime.DeadLetters;
import dev.vigia.runtime.Health;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Delta;
import dev.vigia.schemas.avro.Frame;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.serde.RegistryClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AggregatorIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ERRORS = """
            rules:
              - {id: errors, group_by: [service], aggregate: error_rate, above: 0.05, severity: high}
              - {id: slow, filter: service == 'cart', aggregate: percentile, percentile: 95, field: http.duration, above: 1, severity: low}
            """;
    private static final String USERS = """
            rules:
              - {id: users, group_by: [attributes.user], aggregate: count, above: 5, severity: low}
            """;

    @TempDir
    static Path dir;

    static Cluster cluster;

    @BeforeAll
    static void start() {
        cluster = Cluster.start(dir);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void run_restarted_sumsEqualInputAndCutsAreGapless() {
        KafkaSettings kafka = cluster.install("sums.");
        try (Load load = new Load(kafka);
                Recording recording = new Recording(kafka)) {
            for (int round = 1; round <= 3; round++) {
                int sent = round * 5_000;
                load.requests(sent - 5_000, sent);
                try (Aggregator aggregator = started(kafka)) {
                    awaitRequests(recording, sent);
                    assertThat(aggregator.health()).isEqualTo(Health.healthy());
                }
            }
            assertThat(recording.count("requests", "checkout", "")).isEqualTo(5_000);
            assertThat(recording.sum(delta -> delta.getSeries().equals("requests")))
                    .isEqualTo(30_000);
            assertThat(recording.count("logs", "cart", "error")).isEqualTo(500);
            assertThat(recording.deltas().stream().mapToLong(Delta::getErrors).sum())
                    .isEqualTo(1_500 * 3);
            recording.assertGapless();
        }
    }

    @Test
    void run_poisonInTheMiddle_isBuriedAndTheRestIsFolded() throws IOException {
        KafkaSettings kafka = cluster.install("poison.");
        String logs = kafka.topics().logs().name();
        try (Load load = new Load(kafka);
                Recording recording = new Recording(kafka);
                Aggregator aggregator = started(kafka)) {
            load.requests(0, 100);
            load.raw(logs, "no Avro".getBytes(StandardCharsets.UTF_8));
            load.raw(logs, new byte[] {0, 127, 0, 0, 1, 5});
            load.log(Load.request(1));
            var future = dev.vigia.schemas.avro.Log.newBuilder(Load.request(2))
                    .setTimestamp((System.currentTimeMillis() + 3_600_000) * 1_000)
                    .build();
            load.log(future);
            load.requests(101, 200);
            awaitRequests(recording, 200);
            assertThat(aggregator.health()).isEqualTo(Health.healthy());
        }
        List<ConsumerRecord<byte[], byte[]>> dead =
                Recording.all(kafka, kafka.topics().deadLetters()).get(0);
        assertThat(dead).hasSize(3);
        assertThat(dead)
                .extracting(AggregatorIT::reason)
                .anySatisfy(r -> assertThat(r).startsWith("not Avro"));
        assertThat(dead)
                .extracting(AggregatorIT::reason)
                .anySatisfy(r -> assertThat(r).startsWith("unknown schema id"));
        assertThat(dead)
                .extracting(AggregatorIT::reason)
                .anySatisfy(r -> assertThat(r).startsWith("the time stamp is"));
        assertThat(dead)
                .anySatisfy(record -> assertThat(record.value()).asString().isEqualTo("no Avro"));
    }

    @Test
    void run_rulesChangeLive_takeEffectAtACut() {
        KafkaSettings kafka = cluster.install("rules.");
        try (Load load = new Load(kafka);
                Recording recording = new Recording(kafka);
                Aggregator aggregator = started(kafka)) {
            load.requests(0, 1_000);
            awaitRequests(recording, 1_000);
            load.rules("a.yaml", ERRORS);
            awaitRules(recording, 0);
            load.rules("b.yaml", "rules: [{id: broken}]");
            awaitRules(recording, 1);
            load.requests(1_000, 2_000);
            awaitRequests(recording, 2_000);
            load.rules("b.yaml", USERS);
            awaitRules(recording, 2);
            load.requests(2_000, 3_000);
            awaitRequests(recording, 3_000);
            assertThat(recording.sum(delta -> delta.getSeries().equals("errors")))
                    .isEqualTo(2_000);
            assertThat(recording.sum(delta -> delta.getSeries().equals("slow"))).isEqualTo(667);
            assertThat(recording.sum(delta -> delta.getSeries().equals("users")))
                    .isEqualTo(1_000);
            assertThat(recording.count("users", "u7")).isEqualTo(20);
            recording.assertGapless();
            assertRefoldsToTheSame(
                    kafka,
                    recording,
                    Map.of(-1L, List.of(), 0L, List.of(ERRORS), 1L, List.of(ERRORS), 2L, List.of(ERRORS, USERS)));
            assertThat(aggregator.health()).isEqualTo(Health.healthy());
        }
    }

    @Test
    void run_ruleThatIsNew_countsOnceWhatWasThere() throws ExecutionException, InterruptedException {
        KafkaSettings kafka = cluster.install("new.");
        try (Load load = new Load(kafka);
                Recording recording = new Recording(kafka)) {
            try (Aggregator aggregator = started(kafka)) {
                load.requests(0, 50_000);
                awaitRequests(recording, 50_000);
                load.rules("a.yaml", ERRORS);
                awaitRules(recording, 0);
                load.requests(50_000, 51_000);
                awaitRequests(recording, 51_000);
                assertThat(recording.sum(delta -> delta.getSeries().equals("errors")))
                        .as("before evaluate has heard of it")
                        .isEqualTo(1_000);
                assertThat(aggregator.health()).isEqualTo(Health.healthy());
            }
            Cluster.passOn(kafka);
            for (int round = 0; round < 3; round++) {
                try (Aggregator aggregator = started(kafka)) {
                    load.requests(51_000, 52_000);
                    awaitRequests(recording, 52_000 + round * 1_000);
                    assertThat(aggregator.health()).isEqualTo(Health.healthy());
                }
            }
            try (Aggregator last = started(kafka)) {
                await().atMost(PATIENCE)
                        .until(() -> recording
                                        .readOn()
                                        .sum(delta -> delta.getSeries().equals("errors"))
                                >= 54_000);
                load.requests(0, 1_000);
                awaitRequests(recording, 55_000);
                assertThat(last.health()).isEqualTo(Health.healthy());
            }
            assertThat(recording.sum(delta -> delta.getSeries().equals("errors")))
                    .isEqualTo(55_000);
            recording.assertGapless();
            assertRefoldsToTheSame(kafka, recording, Map.of(-1L, List.of(), 0L, List.of(ERRORS)));
        }
    }

    @Test
    void run_idle_watermarkFollowsTheClock() {
        KafkaSettings kafka = cluster.install("idle.");
        try (Recording recording = new Recording(kafka);
                Aggregator aggregator = started(kafka)) {
            long begun = System.currentTimeMillis();
            await().atMost(PATIENCE)
                    .until(() -> recording.readOn().signalFrames.size() == 2
                            && last(recording).getCuts().stream().allMatch(cut -> cut.getWatermark() > begun - 9_000));
            assertThat(last(recording).getCuts()).hasSize(12);
            recording.assertGapless();
            assertThat(aggregator.health()).isEqualTo(Health.healthy());
        }
    }

    @Test
    void run_manySeries_framesStaySmall() {
        KafkaSettings kafka = cluster.install("many.");
        String metrics = kafka.topics().metrics().name();
        try (Load load = new Load(kafka);
                Recording recording = new Recording(kafka)) {
            for (int i = 0; i < 20_000; i++) {
                load.send(
                        metrics,
                        Metric.newBuilder()
                                .setTimestamp(System.currentTimeMillis() * 1_000)
                                .setName("m")
                                .setService("s" + i % 100)
                                .setValue(i)
                                .setAttributes(Map.of("host", "a-host-with-a-long-name-" + i))
                                .build());
            }
            load.flush();
            try (Aggregator aggregator = started(kafka)) {
                await().atMost(PATIENCE)
                        .until(() -> recording
                                        .readOn()
                                        .sum(delta -> delta.getSeries().equals("metric"))
                                == 20_000);
                assertThat(aggregator.health()).isEqualTo(Health.healthy());
            }
            assertThat(recording.largestFrameBytes()).isLessThan(600_000);
            recording.assertGapless();
        }
    }

    private static void assertRefoldsToTheSame(
            KafkaSettings kafka, Recording recording, Map<Long, List<String>> rulesByOffset) {
        Map<Integer, List<ConsumerRecord<byte[], byte[]>>> raw =
                Recording.all(kafka, kafka.topics().logs());
        try (RegistryClient registry = Cluster.registry(kafka)) {
            Refold refold = new Refold(kafka, AggregateSettings.of("other"), registry);
            for (List<Frame> transaction : recording.transactions()) {
                Frame any = transaction.get(0);
                List<Rule> rules = rulesByOffset.get(any.getRulesOffset()).stream()
                        .flatMap(yaml -> RuleSetParser.parse("x.yaml", yaml).rules().stream())
                        .toList();
                List<Delta> again = new ArrayList<>();
                for (int i = 0; i < any.getCuts().size(); i++) {
                    Cut cut = any.getCuts().get(i);
                    if (!cut.getTopic().equals(kafka.topics().logs().name())) continue;
                    again.addAll(refold.refold(
                            cut,
                            raw.get(cut.getPartition()),
                            new Refold.Circumstances(
                                    i, rules, any.getWrittenAt(), Optional.ofNullable(any.getWarmUp()))));
                }
                List<Delta> recorded = transaction.stream()
                        .flatMap(frame -> frame.getDeltas().stream())
                        .toList();
                assertThat(bytes(again)).isEqualTo(bytes(recorded));
            }
        }
    }

    private static Map<String, String> bytes(List<Delta> deltas) {
        Map<String, String> bytes = new TreeMap<>();
        for (Delta delta : deltas) {
            String key = delta.getCut() + delta.getSeries() + delta.getGroup() + delta.getBucket();
            try {
                String value = new String(delta.toByteBuffer().array(), StandardCharsets.ISO_8859_1);
                assertThat(bytes.put(key, value)).as(key).isNull();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        return bytes;
    }

    private static Frame last(Recording recording) {
        List<Frame> frames = recording.signalFrames.get(0);
        return frames.get(frames.size() - 1);
    }

    private static void awaitRequests(Recording recording, long expected) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(recording.readOn().requests()).isEqualTo(expected));
    }

    private static void awaitRules(Recording recording, long offset) {
        await().atMost(PATIENCE)
                .until(() -> !recording.readOn().signalFrames.isEmpty()
                        && last(recording).getRulesOffset() >= offset);
    }

    private static String reason(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.headers().lastHeader(DeadLetters.REASON).value(), StandardCharsets.UTF_8);
    }

    private static Aggregator started(KafkaSettings kafka) {
        Aggregator aggregator =
                new Aggregator(kafka, AggregateSettings.of("one"), new SimpleMeterRegistry(), Clock.systemUTC());
        aggregator.start();
        return aggregator;
    }
}
