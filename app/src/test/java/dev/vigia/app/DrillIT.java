package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vigia.schemas.Drills;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/vigia drill} against a running Vigia that tells a webhook. */
@ExtendWith(OneRunningVigia.class)
class DrillIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path dir;

    @Test
    void drill_webhookIsRouted_isToldOfItAndOfItsEnd_andNoStatisticsHaveIt(RunningVigia vigia) throws Exception {
        Launcher.Run run = run(vigia, "first", Map.of(), "drill", "--service", "till", "--json");

        assertThat(run.exitCode()).as("%s%n%s", run.out(), run.err()).isZero();
        JsonNode report = JSON.readTree(run.out());
        assertThat(report.path("problems")).isEmpty();
        assertThat(report.path("receivers")).hasSize(1);
        JsonNode webhook = report.path("receivers").get(0);
        assertThat(webhook.path("receiver").asText()).isEqualTo("webhook");
        assertThat(webhook.at("/begin/answered_ms").asLong())
                .isGreaterThanOrEqualTo(report.path("active_ms").asLong());
        assertThat(webhook.at("/end/status").asText()).isEqualTo("delivered");

        String id = report.path("drill").asText();
        List<JsonNode> told = vigia.pager().bodies().stream()
                .flatMap(body -> stream(body.path("alerts")))
                .filter(alert -> alert.at("/labels/drill").asText().equals(id))
                .toList();
        assertThat(told).extracting(alert -> alert.path("status").asText()).containsExactly("firing", "resolved");
        assertThat(told.get(0).at("/labels/service").asText()).isEqualTo("till");
        assertThat(told.get(0).at("/labels/severity").asText()).isEqualTo("critical");

        JsonNode alerts = vigia.console("/api/alerts?status=all");
        long drills = stream(alerts.path("alerts"))
                .filter(alert -> alert.path("group").has(Drills.LABEL))
                .count();
        long counted = stream(alerts.path("counts")).mapToLong(JsonNode::asLong).sum();
        assertThat(drills).isEqualTo(1);
        assertThat(counted).isEqualTo(alerts.path("alerts").size() - drills);
        assertThat(vigia.console("/api/services?minutes=15").toString()).doesNotContain(Drills.SERVICE);
    }

    @Test
    void drill_gatewayIsAway_saysWhatToDo(RunningVigia vigia) throws Exception {
        Launcher.Run run = run(vigia, "second", Map.of("VIGIA_INGEST_PORT", "1"), "drill");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .singleElement()
                .asString()
                .contains("The gateway at http://127.0.0.1:1", "vigia up", "--gateway");
    }

    /** On a channel of its own, with nothing set but its address. */
    @Test
    void heartbeat_hasItsAddress_comes(RunningVigia vigia) {
        await().atMost(RunningVigia.LONG).until(() -> !vigia.deadman().bodies().isEmpty());

        assertThat(vigia.deadman().bodies())
                .allSatisfy(body -> assertThat(body.path("kind").asText()).isEqualTo("heartbeat"));
        assertThat(vigia.pager().bodies().toString()).doesNotContain("Watchdog");
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private Launcher.Run run(RunningVigia vigia, String home, Map<String, String> more, String... arguments)
            throws Exception {
        Settings settings = vigia.settings();
        Map<String, String> environment = new HashMap<>();
        environment.put("VIGIA_BOOTSTRAP_SERVERS", settings.kafka().bootstrapServers());
        environment.put("VIGIA_SCHEMA_REGISTRY_URL", settings.kafka().schemaRegistryUrl());
        environment.put("VIGIA_INGEST_PORT", Integer.toString(settings.gateway().port()));
        environment.put(
                "VIGIA_CONSOLE_PORT", Integer.toString(settings.console().port()));
        environment.putAll(more);
        return new Launcher(dir.resolve(home), environment).run(arguments);
    }
}
