package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vigia.processors.rules.AlertId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/vigia alerts} against a running Vigia. */
@ExtendWith(OneRunningVigia.class)
class AlertsCommandIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ALERT = AlertId.of("people", List.of("people-shop"));
    private static final String RULE = """
            rules:
              - {id: people, title: "{service} needs people", aggregate: count, filter: "event_name == 'people'", above: 0,
                 group_by: [service], severity: medium, window: 1h, runbook: docs/runbooks.md}
            """;

    @TempDir
    Path dir;

    private int runs;

    @Test
    void alert_thatPeopleWorkOn_goesThroughTheirHands(RunningVigia vigia) throws Exception {
        Path rules = Files.writeString(dir.resolve("people.yaml"), RULE);
        assertThat(run(vigia, "rules", "apply", rules.toString()).exitCode()).isZero();
        // The console reads of it a moment later.
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            vigia.post("/ingest/logs", "{\"service\": \"people-shop\", \"event_name\": \"people\"}");
            return vigia.console("/api/alerts").toString().contains(ALERT);
        });

        assertThat(done(vigia, "list", "alertname=people", "service=~people-.*"))
                .containsPattern(ALERT + " +medium +active .*people-shop needs");
        assertThat(done(vigia, "list", "alertname=people", "severity=critical")).doesNotContain(ALERT);
        assertThat(run(vigia, "alerts", "list", "people").err())
                .singleElement()
                .asString()
                .contains("'people'");
        assertExplained(vigia);
        assertThat(done(vigia, "ack", ALERT, "--as", "ana", "--reason", "on it"))
                .startsWith("acknowledged: " + ALERT);
        assertThat(done(vigia, "assign", ALERT, "payments")).startsWith("assigned: ");
        assertThat(done(vigia, "snooze", ALERT, "2h")).startsWith("snoozed: ");
        JsonNode comment =
                JSON.readTree(done(vigia, "comment", ALERT, "the till is stuck", "--id", "c-people", "--json"));
        JsonNode again =
                JSON.readTree(done(vigia, "comment", ALERT, "the till is stuck", "--id", "c-people", "--json"));
        assertThat(again).isEqualTo(comment);
        assertThat(comment.at("/alert/assigned_to").asText()).isEqualTo("payments");
        long sequence = comment.at("/alert/sequence").asLong();
        assertThat(sequence).isEqualTo(5);
        Launcher.Run late = run(vigia, "alerts", "resolve", ALERT, "--expect", Long.toString(sequence - 1));
        assertThat(late.exitCode()).isEqualTo(1);
        assertThat(late.err())
                .singleElement()
                .asString()
                .startsWith("vigia: Nothing was done")
                .contains("sequence 5");
        assertThat(done(vigia, "resolve", ALERT, "--expect", Long.toString(sequence)))
                .startsWith("resolved: ");
        assertThat(done(vigia, "reopen", ALERT, "--as", "eva")).startsWith("reopened: ");
        assertThat(run(vigia, "alerts", "show", ALERT).out())
                .contains("assigned to  payments", "user:ana: on it", "the till is stuck", "reopened", "user:eva");
        assertSaysWhoWasTold(vigia);
        assertToldByRoutes(vigia);
        assertThat(run(vigia, "alerts", "ack", "0000000000000000").err())
                .singleElement()
                .asString()
                .contains("There is no alert 0000000000000000");
    }

    /** What was told follows from the raw records, for the command and for the page. */
    private void assertExplained(RunningVigia vigia) throws Exception {
        Launcher.Run explained = run(vigia, "explain", ALERT);
        assertThat(explained.exitCode()).as(explained.out()).isZero();
        assertThat(explained.out())
                .startsWith("MATCH")
                .contains("event_name == 'people'", "service=people-shop", "people-shop  people")
                .containsPattern("value +told (\\d+\\.0), computed \\1\n");
        JsonNode page = vigia.console("/api/alerts/" + ALERT + "/explain");
        assertThat(page.path("verdict").asText()).as("%s", page).isEqualTo("match");
        assertThat(page.path("records")
                        .path(0)
                        .path("record")
                        .path("event_name")
                        .asText())
                .isEqualTo("people");
    }

    /** Nobody listens there, or has an address; and the command says the same as the page. */
    private void assertSaysWhoWasTold(RunningVigia vigia) throws Exception {
        await().untilAsserted(() -> {
            JsonNode told = JSON.readTree(done(vigia, "show", ALERT, "--json")).path("told");
            assertThat(told.path("complete").asBoolean()).as("%s", told).isTrue();
            assertThat(told.path("receivers").findValuesAsText("receiver")).contains("webhook");
            JsonNode page = vigia.console("/api/alerts/" + ALERT + "/decisions");
            assertThat(told.path("receivers").findValuesAsText("receiver"))
                    .isEqualTo(page.path("receivers").findValuesAsText("receiver"));
        });
        assertThat(done(vigia, "show", ALERT)).containsPattern("(?s)  told\n.*webhook .*  decisions\n.* webhook .*");
    }

    /** Its severity, medium, goes to Slack and the webhook; other routes would have told somebody else. */
    private void assertToldByRoutes(RunningVigia vigia) throws Exception {
        Path other = Files.writeString(dir.resolve("other.yaml"), """
                receivers: [{ name: email, channel: email }]
                route: { receivers: [email] }
                """);
        Launcher.Run run = run(vigia, "routes", "simulate", "--from", "1h", "--routes", other.toString(), "--json");
        assertThat(run.exitCode()).as("%s", run.err()).isZero();
        JsonNode simulated = JSON.readTree(run.out());
        assertThat(told(simulated.path("only_present"))).contains("slack", "webhook");
        assertThat(told(simulated.path("only_changed"))).contains("email");
    }

    private static List<String> told(JsonNode tellings) {
        List<String> receivers = new ArrayList<>();
        for (JsonNode telling : tellings) {
            if (telling.path("rule_id").asText().equals("people")) {
                receivers.add(telling.path("receiver").asText());
            }
        }
        return receivers;
    }

    private String done(RunningVigia vigia, String... arguments) throws Exception {
        String[] all = new String[arguments.length + 1];
        all[0] = "alerts";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        Launcher.Run run = run(vigia, all);
        assertThat(run.exitCode()).as("%s", run.err()).isZero();
        return run.out();
    }

    private Launcher.Run run(RunningVigia vigia, String... arguments) throws Exception {
        Map<String, String> environment = new HashMap<>();
        environment.put("VIGIA_BOOTSTRAP_SERVERS", vigia.settings().kafka().bootstrapServers());
        environment.put("VIGIA_SCHEMA_REGISTRY_URL", vigia.settings().kafka().schemaRegistryUrl());
        return new Launcher(dir.resolve("home" + runs++), environment).run(arguments);
    }
}
