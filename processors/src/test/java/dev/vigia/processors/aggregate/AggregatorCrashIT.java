package dev.vigia.processors.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vigia.platform.ChildCommand;
import dev.vigia.platform.ChildProcess;
import dev.vigia.runtime.KafkaSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is lost or doubled, whatever becomes of the instances. */
class AggregatorCrashIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int KILLS = Integer.getInteger("vigia.test.kills", 3);
    private static final String RULES = """
            rules:
              - {id: errors, group_by: [service], aggregate: error_rate, above: 0.05, severity: high}
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
    void run_killedUnderLoad_losesAndDoublesNothing() {
        KafkaSettings kafka = cluster.install("killed.");
        try (Traffic traffic = new Traffic(kafka);
                Recording recording = new Recording(kafka)) {
            for (int kill = 0; kill < KILLS; kill++) {
                ChildProcess child = child(kafka, kill);
                long before = recording.requests();
                await().atMost(PATIENCE).until(() -> recording.readOn().requests() > before + 2_000);
                child.kill();
            }
            int sent = traffic.stop();
            try (ChildProcess last = child(kafka, KILLS)) {
                assertEverythingIsThere(recording, sent);
                awaitEntries(kafka, recording);
                assertThat(last.alive()).isTrue();
            }
        }
    }

    @Test
    void run_killedWhileItCountsEarlierRecords_countsEachOnce() throws ExecutionException, InterruptedException {
        KafkaSettings kafka = cluster.install("earlier.");
        int sent = 200_000;
        try (Load load = new Load(kafka);
                Recording recording = new Recording(kafka)) {
            load.requests(0, sent);
            try (ChildProcess first = child(kafka, 100)) {
                await().atMost(PATIENCE).until(() -> recording.readOn().requests() >= sent);
                load.rules("a.yaml", RULES);
                await().atMost(PATIENCE)
                        .until(() -> recording.readOn().signalFrames.get(0).stream()
                                .anyMatch(frame -> frame.getRulesOffset() == 0));
                assertThat(first.alive()).isTrue();
            }
            Cluster.passOn(kafka);
            for (int kill = 0; kill < KILLS; kill++) {
                long before = counted(recording);
                ChildProcess child = child(kafka, 101 + kill);
                await().atMost(PATIENCE).until(() -> counted(recording.readOn()) > before);
                child.kill();
            }
            assertThat(counted(recording)).as("what is left").isLessThan(sent);
            try (ChildProcess last = child(kafka, 101 + KILLS)) {
                await().atMost(PATIENCE).until(() -> counted(recording.readOn()) >= sent);
                load.requests(sent, sent + 1_000);
                await().atMost(PATIENCE).until(() -> recording.readOn().requests() >= sent + 1_000);
                assertThat(counted(recording)).isEqualTo(sent + 1_000);
                assertThat(last.alive()).isTrue();
            }
            recording.assertGapless();
        }
    }

    private static long counted(Recording recording) {
        return recording.sum(delta -> delta.getSeries().equals("errors"));
    }

    @Test
    void run_instancesComeAndGo_loseAndDoubleNothing() {
        KafkaSettings kafka = cluster.install("moved.");
        try (Traffic traffic = new Traffic(kafka);
                Recording recording = new Recording(kafka)) {
            Aggregator one = started(kafka, "one");
            awaitMore(recording);
            Aggregator two = started(kafka, "two");
            await().atMost(PATIENCE)
                    .until(() -> recording.readOn().signalFrames.get(0).stream()
                            .anyMatch(frame -> frame.getCuts().size() < 12));
            awaitMore(recording);
            one.close();
            int sent = traffic.stop();
            assertEverythingIsThere(recording, sent);
            awaitEntries(kafka, recording);
            two.close();
        }
    }

    private static void assertEverythingIsThere(Recording recording, int sent) {
        await().atMost(PATIENCE).until(() -> recording.readOn().requests() >= sent);
        recording.readOn();
        assertThat(recording.requests()).isEqualTo(sent);
        assertThat(recording.sum(delta -> delta.getSeries().equals("errors"))).isEqualTo(sent);
        assertThat(recording.sum(delta -> delta.getSeries().equals("logs"))).isEqualTo(sent);
        recording.assertGapless();
    }

    private static void awaitEntries(KafkaSettings kafka, Recording recording) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        recording.assertEntriesNameEveryRecord(kafka.topics().logs()));
    }

    private static void awaitMore(Recording recording) {
        long before = recording.readOn().requests();
        await().atMost(PATIENCE).until(() -> recording.readOn().requests() > before + 2_000);
    }

    private static ChildProcess child(KafkaSettings kafka, int number) {
        return ChildProcess.start(new ChildCommand(
                "aggregate",
                List.of(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))),
                List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                List.of(
                        AggregateMain.class.getName(),
                        kafka.bootstrapServers(),
                        kafka.schemaRegistryUrl(),
                        kafka.topicPrefix(),
                        "one"),
                Map.of(),
                dir.resolve("aggregate-" + number + ".log")));
    }

    private static Aggregator started(KafkaSettings kafka, String instance) {
        Aggregator aggregator =
                new Aggregator(kafka, AggregateSettings.of(instance), new SimpleMeterRegistry(), Clock.systemUTC());
        aggregator.start();
        return aggregator;
    }

    /** Requests without a pause, some of them in transactions that come to nothing. */
    private static final class Traffic implements AutoCloseable {

        private final AtomicBoolean stop = new AtomicBoolean();
        private final AtomicInteger sent = new AtomicInteger();
        private final CompletableFuture<Void> done;

        Traffic(KafkaSettings kafka) {
            try (Load load = new Load(kafka)) {
                load.rules("a.yaml", RULES);
            }
            done = CompletableFuture.runAsync(() -> {
                try (Load load = new Load(kafka);
                        Load aborting = Load.aborting(kafka)) {
                    while (!stop.get()) {
                        int from = sent.get();
                        load.requests(from, from + 200);
                        sent.set(from + 200);
                        aborting.aborted(20);
                    }
                }
            });
        }

        int stop() {
            stop.set(true);
            done.join();
            return sent.get();
        }

        @Override
        public void close() {
            stop();
        }
    }
}
