package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.vigia.platform.Ports;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Post;
import dev.vigia.schemas.avro.PostedAlert;
import dev.vigia.schemas.avro.Transition;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Alerts from outside: of Prometheus itself, which scrapes something and takes Vigia for its Alertmanager; and of {@code amtool}. */
@ExtendWith(OneRunningVigia.class)
class PrometheusIT {

    private static final String CONFIGURATION = """
            global: {scrape_interval: 1s, evaluation_interval: 1s}
            rule_files: [rules.yml]
            scrape_configs:
              - {job_name: till, static_configs: [{targets: ["127.0.0.1:%d"]}]}
            alerting:
              alertmanagers:
                - static_configs: [{targets: ["127.0.0.1:%d"]}]
            """;
    private static final String RULES = """
            groups:
              - name: till
                rules:
                  - alert: SheetsLow
                    expr: till_paper_sheets < 1
                    labels: {severity: warning}
                    annotations: {summary: "{{ $labels.job }} has no paper", runbook_url: "https://wiki/paper"}
            """;

    /** Sheets of paper that are left, for whoever scrapes. */
    private final AtomicInteger sheets = new AtomicInteger(100);

    @TempDir
    Path dir;

    private void assume(String program, String name) {
        boolean there = List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        assumeTrue(System.getenv("CI") != null || there, "there is no " + program + "; on Debian: " + name);
    }

    @Test
    void alertOfPrometheus_comes_isWorkedOn_andGoes(RunningVigia vigia) throws Exception {
        assume("prometheus", "prometheus");
        HttpServer till = till();
        Process prometheus = prometheus(
                till.getAddress().getPort(), vigia.settings().console().port());
        try {
            sheets.set(0);
            Alert alert = await().atMost(RunningVigia.LONG)
                    .until(() -> transitions(vigia), all -> !all.isEmpty())
                    .get(0);
            assertThat(alert.getTransition()).isEqualTo(Transition.ACTIVE);
            assertThat(alert.getTitle()).isEqualTo("till has no paper");
            assertThat(alert.getLabels())
                    .containsEntry("severity_source", "warning")
                    .containsKey("instance");
            JsonNode shown = vigia.console("/api/alerts/" + alert.getAlertId()).path("alert");
            assertThat(shown.path("severity").asText()).isEqualTo("medium");
            assertThat(shown.at("/group/service").asText()).isEqualTo("till");
            assertThat(shown.path("generator_url").asText()).contains("/graph?g0.expr=till_paper_sheets");

            await().atMost(RunningVigia.LONG).until(() -> posts(vigia) >= 3);
            sheets.set(100);
            await().atMost(RunningVigia.LONG).until(() -> transitions(vigia).size() > 1);
            assertThat(transitions(vigia))
                    .as("sent %d times, told of once", posts(vigia))
                    .extracting(Alert::getTransition)
                    .containsExactly(Transition.ACTIVE, Transition.RESOLVED);
        } catch (Throwable failed) {
            throw new AssertionError(Files.readString(dir.resolve("prometheus.log")), failed);
        } finally {
            prometheus.destroy();
            assertThat(prometheus.waitFor(30, TimeUnit.SECONDS)).isTrue();
            till.stop(0);
        }
    }

    @Test
    void alertOfAmtool_comes_andGoes(RunningVigia vigia) throws Exception {
        assume("amtool", "prometheus-alertmanager");
        amtool(
                vigia,
                "alert",
                "add",
                "DoorOpen",
                "service=vault",
                "severity=critical",
                "--annotation=summary=Vault is open");
        String query = await().atMost(RunningVigia.LONG)
                .until(
                        () -> amtool(vigia, "alert", "query", "service=vault", "-o", "extended"),
                        out -> out.contains("DoorOpen"));
        assertThat(query).contains("Vault is open", "severity=\"critical\"");
        // It ends as it was sent with an end of before.
        amtool(vigia, "alert", "add", "DoorOpen", "service=vault", "severity=critical", "--end=2024-01-01T00:00:00Z");
        await().atMost(RunningVigia.LONG)
                .until(() -> !amtool(vigia, "alert", "query", "service=vault").contains("DoorOpen"));
    }

    private static List<Alert> transitions(RunningVigia vigia) {
        return vigia.kafka().read(vigia.topics().alerts(), Alert.class).stream()
                .filter(alert -> alert.getRuleId().equals("SheetsLow"))
                .toList();
    }

    private static long posts(RunningVigia vigia) {
        return vigia.kafka().read(vigia.topics().alertsPosted(), Post.class).stream()
                .filter(post -> post.getBody() instanceof PostedAlert alert
                        && "SheetsLow".equals(alert.getLabels().get("alertname")))
                .count();
    }

    private HttpServer till() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/metrics", exchange -> {
            byte[] text = ("till_paper_sheets " + sheets.get() + "\n").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        });
        server.start();
        return server;
    }

    /** A Prometheus that looks each second, and tells again each second of what is on. */
    private Process prometheus(int till, int console) throws IOException {
        Files.writeString(dir.resolve("rules.yml"), RULES);
        Path configuration = Files.writeString(dir.resolve("prometheus.yml"), CONFIGURATION.formatted(till, console));
        return new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + dir.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + Ports.free(),
                        "--rules.alert.resend-delay=1s")
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("prometheus.log").toFile())
                .start();
    }

    private static String amtool(RunningVigia vigia, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "amtool",
                "--no-version-check",
                "--alertmanager.url=http://127.0.0.1:"
                        + vigia.settings().console().port()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out;
    }
}
