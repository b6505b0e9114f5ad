package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.vigia.platform.Ports;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.runtime.RunningKafka;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Frame;
import dev.vigia.schemas.avro.Signal;
import dev.vigia.schemas.avro.Span;
import dev.vigia.schemas.avro.Transition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/vigia rules} against an installation: changes, their history, and back again. */
@ExtendWith(OneRunningVigia.class)
class RulesIT {

    private static final String NAME = "live.yaml";
    private static final String RULES = """
            rules:
              - id: live-errors
                filter: service == "live" && severity_number >= 17
                group_by: [service]
                aggregate: count
                above: 2
                severity: low
                runbook: docs/runbooks.md
            """;
    private static final Pattern VERSION = Pattern.compile("live.yaml is in force, as version (\\d+)\\.");

    @TempDir
    Path dir;

    private int runs;

    private Launcher.Run run(KafkaSettings kafka, String... arguments) throws Exception {
        Map<String, String> environment = Map.of(
                "VIGIA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                "VIGIA_SCHEMA_REGISTRY_URL", kafka.schemaRegistryUrl());
        return new Launcher(dir.resolve("home-" + runs++), environment).run(arguments);
    }

    private List<String> ok(RunningVigia vigia, String... arguments) throws Exception {
        Launcher.Run run = run(vigia.settings().kafka(), arguments);
        assertThat(run.exitCode()).as("%s%n%s", run.out(), run.err()).isZero();
        return run.out().lines().toList();
    }

    private String file(String text) throws IOException {
        return Files.writeString(dir.resolve(NAME), text).toString();
    }

    private static long version(List<String> out) {
        Matcher matcher = VERSION.matcher(out.get(out.size() - 1));
        assertThat(matcher.matches()).as("%s", out).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    @Test
    void rules_changeLive_andBackAgain(RunningVigia vigia) throws Exception {
        String file = file(RULES);

        List<String> applied = ok(vigia, "rules", "apply", file, "--reason", "to try it");
        long first = version(applied);
        assertThat(applied).startsWith("live.yaml:", "  + live-errors");
        assertThat(countedBy(vigia, first))
                .as("counted by it when the command comes back")
                .hasSize(12);
        vigia.post("/ingest/logs", "{\"service\":\"live\",\"level\":\"ERROR\"}\n".repeat(3));
        await().atMost(RunningVigia.LONG)
                .untilAsserted(() -> assertThat(
                                vigia.kafka().read(vigia.topics().alerts(), Alert.class))
                        .anyMatch(alert -> alert.getRuleId().equals("live-errors") && alert.getRuleVersion() == first));

        String changed = file(RULES.replace("above: 2", "above: 5"));
        List<String> expected =
                List.of("live.yaml:", "  ~ live-errors: keeps what it has counted", "      above: 2 -> 5");
        assertThat(ok(vigia, "rules", "diff", changed)).isEqualTo(expected);
        assertThat(ok(vigia, "rules", "apply", changed, "--dry-run")).isEqualTo(expected);
        String without = file(RULES.replace("    runbook: docs/runbooks.md\n", ""));
        assertThat(run(vigia.settings().kafka(), "rules", "apply", without).err())
                .singleElement()
                .asString()
                .contains("rule live-errors, runbook: is missing");
        assertThat(ok(vigia, "rules", "apply", without, "--without-runbooks", "--dry-run"))
                .contains("      runbook: docs/runbooks.md -> (default)");
        changed = file(RULES.replace("above: 2", "above: 5"));
        long second = version(ok(vigia, "rules", "apply", changed, "--reason", "too loud", "--as", "ana"));
        assertThat(second).isGreaterThan(first);
        assertThat(version(ok(vigia, "rules", "apply", changed)))
                .as("nothing is written")
                .isEqualTo(second);

        long third = version(ok(vigia, "rules", "undo", NAME));
        assertThat(String.join("\n", ok(vigia, "rules", "show", NAME)).strip()).isEqualTo(RULES.strip());

        List<String> history = ok(vigia, "rules", "history", NAME);
        assertThat(history).hasSize(6);
        String user = "by user:" + System.getProperty("user.name");
        assertThat(history.get(0)).startsWith(" ").contains(" " + first + "  live.yaml ", user + " (to try it)");
        assertThat(history.get(1)).isEqualTo("          + live-errors");
        assertThat(history.get(2)).startsWith(" ").contains(" " + second + "  live.yaml ", "by user:ana (too loud)");
        assertThat(history.get(3)).isEqualTo("          ~ live-errors (above)");
        assertThat(history.get(4)).startsWith("*").contains(third + "  ", "(back to version " + first + ")");

        Launcher.Run wrong = run(vigia.settings().kafka(), "rules", "undo", NAME, "--to", "0");
        assertThat(wrong.exitCode()).isEqualTo(1);
        // What others have written to control, and nobody can read, is warned of before.
        assertThat(wrong.err()).last().asString().contains("no version 0 of live.yaml", "rules history");

        assertThat(ok(vigia, "rules", "remove", NAME, "--reason", "tried"))
                .startsWith("live.yaml:", "  - live-errors: its open alerts resolve")
                .last()
                .asString()
                .startsWith("live.yaml is taken away, as version ");
        assertThat(version(ok(vigia, "rules", "undo", NAME, "--to", "" + second)))
                .isGreaterThan(third);
    }

    /** The input partitions that a frame says are counted by a version. */
    private static Set<String> countedBy(RunningVigia vigia, long version) {
        Set<String> counted = new TreeSet<>();
        for (Signal signal : vigia.kafka().read(vigia.topics().signals(), Signal.class)) {
            if (!(signal.getBody() instanceof Frame frame) || frame.getRulesOffset() < version) continue;
            for (Cut cut : frame.getCuts()) counted.add(cut.getTopic() + "-" + cut.getPartition());
        }
        return counted;
    }

    /** A condition or two of each pack: logs and a metric that come through the gateway, and a span. */
    @Test
    void packs_tripOnWhatApplicationsSend(RunningVigia vigia) throws Exception {
        try (Packs packs = new Packs(vigia)) {
            vigia.post("/ingest/logs", event("fisioflow", "backup.failed", "\"backup.kind\":\"files\""));
            vigia.post("/ingest/logs", event("careflex", "database.unavailable", ""));
            vigia.post(
                    "/ingest/logs",
                    event("chegou-hub", "login_failed", "\"source.address\":\"203.0.113.7\"")
                            .repeat(6));
            vigia.post("/ingest/logs", """
                    {"service":"packs","level":"ERROR","exception":{"type":"ValueError"},"resource":{"service.namespace":"conductor"}}
                    """.repeat(11));
            vigia.post("/ingest/metrics", """
                    {"service":"packs","name":"system.cpu.utilization","value":0.96,
                     "resource":{"service.namespace":"whatsapp-agent","host.name":"web-1"}}""".replace("\n", ""));
            slowQuery(vigia, "chegou-hub");

            await().atMost(RunningVigia.LONG)
                    .untilAsserted(() -> assertThat(vigia
                                    .kafka()
                                    .read(vigia.topics().alerts(), Alert.class)
                                    .stream()
                                    .filter(alert -> alert.getTransition() == Transition.ACTIVE)
                                    .map(alert -> String.join(
                                            " ",
                                            alert.getLabels().getOrDefault("requirement", ""),
                                            alert.getRuleId(),
                                            alert.getSeverity().toString())))
                            .contains(
                                    "R-095 whatsapp-agent-cpu CRITICAL",
                                    "R-109 conductor-error-spike HIGH",
                                    "R-112 chegou-hub-slow-query HIGH",
                                    "R-117 chegou-hub-failed-logins HIGH",
                                    "R-125 careflex-database CRITICAL",
                                    "R-129 fisioflow-files-backup MEDIUM"));
        }
    }

    /** A query to a database that took 11 s. */
    private static void slowQuery(RunningVigia vigia, String pack) {
        try (Telemetry telemetry = new Telemetry(vigia.settings().kafka())) {
            Span span = Span.newBuilder()
                    .setTimestamp(Instant.now().toEpochMilli() * 1_000)
                    .setDuration(11_000_000_000L)
                    .setTraceId("5b8efff798038103d269b633813fc60c")
                    .setSpanId("eee19b7ec3c1b174")
                    .setName("SELECT")
                    .setService("packs")
                    .setResource(Map.of("service.namespace", pack))
                    .setAttributes(Map.of("db.system.name", "postgresql"))
                    .build();
            telemetry.send(vigia.topics().spans(), span);
            telemetry.flush();
        }
    }

    private static String event(String pack, String name, String attributes) {
        return """
                {"service":"packs","event_name":"%s","attributes":{%s},"resource":{"service.namespace":"%s"}}
                """.formatted(name, attributes, pack);
    }

    @Test
    void apply_nothingProcesses_saysThatItIsNotInForce() throws Exception {
        try (Installation installation = Installation.start(dir.resolve("idle"), "rules: []")) {
            String file = file(RULES);

            Launcher.Run waited = run(installation.kafka(), "rules", "apply", file, "--wait", "1s");
            assertThat(waited.exitCode()).isEqualTo(1);
            assertThat(waited.out()).contains("+ live-errors").doesNotContain("is in force");
            assertThat(waited.err())
                    .singleElement()
                    .asString()
                    .startsWith("vigia: live.yaml is written as version 0, but after 1s it is not in force everywhere")
                    .contains("9 of 9 partitions", "vigia process");

            Launcher.Run written = run(installation.kafka(), "rules", "apply", file, "--wait", "0");
            assertThat(written.exitCode()).isZero();
            assertThat(written.out()).contains("live.yaml is written as version 0.");

            KafkaSettings own = installation.kafka();
            KafkaSettings other = new KafkaSettings(
                    own.bootstrapServers(), own.schemaRegistryUrl(), "other.", 1, 1, (short) 1, Map.of());
            assertThatThrownBy(() -> RunningKafka.require(other))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("has no topic other.control")
                    .hasMessageContaining("vigia setup");
        }
    }

    @Test
    void rules_kafkaIsNotThere_saySoAndWhatToDo() throws Exception {
        KafkaSettings nowhere = KafkaSettings.of("127.0.0.1:" + Ports.free(), "http://127.0.0.1:" + Ports.free());
        Launcher.Run run = run(nowhere, "rules", "history", NAME);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .singleElement()
                .asString()
                .startsWith("vigia: Kafka at " + nowhere.bootstrapServers() + " does not answer. Start it (`vigia up`");
    }
}
