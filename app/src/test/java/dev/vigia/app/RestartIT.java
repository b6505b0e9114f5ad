package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Transition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Stopped and started again on the same data. */
@ExtendWith(OneRunningVigia.class)
class RestartIT {

    private static final int REQUESTS = 60;
    private static final String SERVICE = "restarted";
    private static final String DOCUMENTS = "service.name:" + SERVICE;

    @TempDir
    Path dir;

    @Test
    void restart_findsEverythingAgainAndDoublesNothing(RunningVigia vigia) throws Exception {
        ship(vigia);
        await().atMost(RunningVigia.LONG)
                .untilAsserted(() -> assertThat(active(vigia)).contains("error-rate", "error-burst"));
        awaitRequests(vigia, REQUESTS);
        Set<String> documents = ids(vigia);
        List<String> active = active(vigia);
        JsonNode before = alertsOfConsole(vigia);

        vigia.restart();
        vigia.kafka().awaitConsumed("vigia-evaluate", vigia.topics().signals());

        awaitRequests(vigia, REQUESTS);
        assertThat(ids(vigia)).isEqualTo(documents);
        assertThat(active(vigia)).isEqualTo(active);
        await().atMost(RunningVigia.LONG)
                .untilAsserted(() -> assertThat(alertsOfConsole(vigia).findValuesAsText("alert_id"))
                        .containsAll(before.findValuesAsText("alert_id")));

        ship(vigia);
        awaitRequests(vigia, 2 * REQUESTS);
        vigia.kafka().awaitConsumed("vigia-evaluate", vigia.topics().signals());
        assertThat(alerts(vigia).stream().map(it -> it.getEpisodeId() + it.getSequence()))
                .doesNotHaveDuplicates();
    }

    private void ship(RunningVigia vigia) throws Exception {
        String line = "192.0.2.1 - - [17/May/2015:10:05:%02d +0000] \"GET /pay HTTP/1.1\" 500 0 \"-\" \"-\"%n";
        Path file = Files.writeString(
                dir.resolve("access.log"),
                IntStream.range(0, REQUESTS).mapToObj(line::formatted).collect(Collectors.joining()));
        assertThat(vigia.ship(file, "--format", "combined", "--service", SERVICE, "--retime")
                        .exitCode())
                .isZero();
    }

    private static void awaitRequests(RunningVigia vigia, int requests) {
        String rollups = DOCUMENTS + " AND rollup.kind:requests AND NOT _exists_:rollup.dimensions";
        await().atMost(RunningVigia.LONG).untilAsserted(() -> {
            assertThat(ids(vigia)).hasSize(requests);
            assertThat(vigia.elasticsearch().sum(Search.ROLLUPS, rollups, "rollup.count"))
                    .isEqualTo(requests);
        });
    }

    /** Which records of Kafka are in Elasticsearch; each is asked for there once. */
    private static Set<String> ids(RunningVigia vigia) {
        List<String> ids = vigia.elasticsearch().documents(Search.LOGS, DOCUMENTS).stream()
                .map(it -> it.at("/vigia/kafka/partition").asText() + "@"
                        + it.at("/vigia/kafka/offset").asText())
                .toList();
        assertThat(ids).doesNotHaveDuplicates();
        return Set.copyOf(ids);
    }

    private static List<Alert> alerts(RunningVigia vigia) {
        return vigia.kafka().read(vigia.topics().alerts(), Alert.class).stream()
                .filter(it -> it.getGroup().containsValue(SERVICE))
                .toList();
    }

    /** Rules that became active, as often as they did. */
    private static List<String> active(RunningVigia vigia) {
        return alerts(vigia).stream()
                .filter(it -> it.getTransition() == Transition.ACTIVE)
                .map(Alert::getRuleId)
                .sorted()
                .toList();
    }

    private static JsonNode alertsOfConsole(RunningVigia vigia) throws Exception {
        return vigia.console("/api/alerts?status=all");
    }
}
