package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vigia.app.ScriptedLoad.Trouble;
import dev.vigia.platform.ChildProcess;
import dev.vigia.processors.verify.Report;
import dev.vigia.schemas.avro.Rollup;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processors that are killed again and again count everything once and tell each incident once. */
class ExactlyOnceIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int KILLS = Integer.getInteger("vigia.kills", 5);
    private static final long SEED = Long.getLong("vigia.seed", System.nanoTime());

    private static final String RULES = """
            rules:
              - {id: errors, filter: http.status > 0, group_by: [service], aggregate: error_rate, errors: http.status >= 500,
                 above: 0.2, window: 20s, recover_for: 10s, min_samples: 50, severity: high}
              - {id: slow, filter: http.status > 0, group_by: [service], aggregate: percentile, percentile: 95,
                 field: http.duration, above: 1, window: 20s, for: 10s, recover_for: 10s, min_samples: 50, severity: medium}
            """;

    private static final List<Trouble> SCRIPT = List.of(
            new Trouble("checkout", 12, 37, false),
            new Trouble("search", 20, 50, true),
            new Trouble("cart", 25, 50, false));

    private static final Map<String, List<String>> TOLD = Map.of(
            "errors/checkout", List.of("ACTIVE", "RECOVERING", "RESOLVED"),
            "slow/search", List.of("PENDING", "ACTIVE", "RECOVERING", "RESOLVED"),
            "errors/cart", List.of("ACTIVE", "RECOVERING", "RESOLVED"));

    @TempDir
    static Path dir;

    static Installation installation;

    @BeforeAll
    static void start() throws IOException {
        installation = Installation.start(dir, RULES);
    }

    @AfterAll
    static void stop() {
        installation.close();
    }

    @Test
    void processors_killedUnderLoad_countAllOnceAndTellEachIncidentOnce() throws Exception {
        try (Outcomes outcomes = new Outcomes(installation.kafka());
                ScriptedLoad load = new ScriptedLoad(installation.kafka(), SCRIPT, Duration.ofSeconds(65))) {
            killAgainAndAgain(outcomes);
            try (ChildProcess last = installation.processors()) {
                load.finish();
                await(said("all incidents are over"))
                        .atMost(PATIENCE)
                        .until(() -> outcomes.readOn().scripts().values().stream()
                                        .filter(script -> script.contains("RESOLVED"))
                                        .count()
                                >= TOLD.size());
                await(said("all requests are in the rollups"))
                        .atMost(PATIENCE)
                        .until(() ->
                                outcomes.readOn().requests(Rollup::getCount).equals(load.sent()));

                Report report = installation.verify();

                assertThat(report.passed()).as(said(report.toString())).isTrue();
                assertThat(report.checks()).allSatisfy(check -> {
                    assertThat(check.unchecked()).isEmpty();
                    assertThat(check.counts().get(check.name().equals("cuts") ? "frames" : check.name()))
                            .isPositive();
                });
                assertThat(last.alive()).isTrue();
                outcomes.readOn();
                assertThat(outcomes.scripts()).as(said("scripts")).isEqualTo(TOLD);
                assertThat(outcomes.requests(Rollup::getCount)).as(said("sent")).isEqualTo(load.sent());
                assertThat(outcomes.requests(Rollup::getErrors))
                        .as(said("failed"))
                        .isEqualTo(load.failed());
            }
        }
    }

    private static void killAgainAndAgain(Outcomes outcomes) throws Exception {
        Random random = new Random(SEED);
        for (int kill = 0; kill < KILLS; kill++) {
            Map<TopicPartition, Long> before =
                    outcomes.ends(installation.kafka().topics().signals());
            ChildProcess child = installation.processors();
            await(said("the processors work after kill " + kill))
                    .atMost(PATIENCE)
                    .until(() -> outcomes.ends(installation.kafka().topics().signals()).entrySet().stream()
                            .allMatch(end -> end.getValue() > before.get(end.getKey())));
            // A moment to be killed at, between the first commit and well under way.
            TimeUnit.MILLISECONDS.sleep(random.nextInt(6_000));
            child.kill();
            if (kill == KILLS / 2) installation.deleteState();
        }
    }

    private static String said(String what) {
        return what + " (-Dvigia.kills=" + KILLS + " -Dvigia.seed=" + SEED + ")";
    }
}
