package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Transition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Logs that real servers wrote, from the file to Elasticsearch and to the alerts. */
@ExtendWith(OneRunningVigia.class)
class RealInputIT {

    private static final Map<Long, Long> STATUSES =
            Map.of(200L, 9126L, 206L, 45L, 301L, 164L, 304L, 445L, 403L, 2L, 404L, 213L, 416L, 2L, 500L, 3L);

    @TempDir
    Path dir;

    @Test
    void ship_accessLogRetimed_everyLineIsFoundWithAllItsFields(RunningVigia vigia) throws Exception {
        Path file = real("access/apache_combined.log");
        List<AccessLine> lines = AccessLine.read(file);

        RunningVigia.Run run = vigia.ship(file, "--format", "combined", "--service", "access", "--retime");

        assertThat(run.exitCode()).as(run.err()).isZero();
        awaitRequests(vigia, "access");
        Search search = vigia.elasticsearch();
        List<JsonNode> documents = search.documents(Search.LOGS, "service.name:access");
        assertThat(documents).hasSize(10_000);
        assertThat(search.counts(Search.LOGS, "service.name:access", "http.response.status_code"))
                .isEqualTo(STATUSES);
        Instant last = documents.stream()
                .map(RealInputIT::time)
                .max(Instant::compareTo)
                .orElseThrow();
        assertThat(last).isBetween(run.from(), run.to());
        long moved = last.getEpochSecond() - AccessLine.latest(lines);
        assertThat(difference(
                        lines,
                        documents.stream().map(it -> AccessLine.of(it, moved)).toList()))
                .isEmpty();
        assertThat(search.count(Search.LOGS, "service.name:access AND client.ip:\"83.149.0.0/16\""))
                .isEqualTo(lines.stream()
                        .filter(it -> it.client().startsWith("83.149."))
                        .count());
    }

    @Test
    void ship_accessLogAsItIs_keepsItsTimesAndFiresNothing(RunningVigia vigia) throws Exception {
        Path file = real("access/apache_combined.log");

        RunningVigia.Run run = vigia.ship(file, "--format", "combined", "--service", "access-2015");

        assertThat(run.exitCode()).as(run.err()).isZero();
        awaitRequests(vigia, "access-2015");
        Search search = vigia.elasticsearch();
        assertThat(search.counts(Search.LOGS, "service.name:access-2015", "http.response.status_code"))
                .isEqualTo(STATUSES);
        assertThat(difference(
                        AccessLine.read(file),
                        search.documents(Search.LOGS, "service.name:access-2015").stream()
                                .map(it -> AccessLine.of(it, 0))
                                .toList()))
                .isEmpty();
        assertThat(search.sum(
                        "vigia-rollups-2015.05",
                        "rollup.kind:requests AND service.name:access-2015 AND NOT _exists_:rollup.dimensions",
                        "rollup.count"))
                .isEqualTo(10_000);
        assertThat(alertsOf(vigia, "access-2015")).isEmpty();
    }

    @Test
    void ship_errorsOfLongAgo_fireOnlyWhenRetimed(RunningVigia vigia) throws Exception {
        String line = "192.0.2.1 - - [17/May/2015:10:05:%02d +0000] \"GET /pay HTTP/1.1\" 500 0 \"-\" \"-\"%n";
        Path file = Files.writeString(
                dir.resolve("errors.log"),
                IntStream.range(0, 60).mapToObj(line::formatted).collect(Collectors.joining()));

        vigia.ship(file, "--format", "combined", "--service", "errors-2015");
        vigia.ship(file, "--format", "combined", "--service", "errors", "--retime");

        await().atMost(RunningVigia.LONG)
                .untilAsserted(() -> assertThat(alertsOf(vigia, "errors"))
                        .extracting(Alert::getRuleId)
                        .contains("error-rate", "error-burst"));
        await().atMost(RunningVigia.LONG)
                .untilAsserted(() -> assertThat(requests(vigia, "errors-2015")).isEqualTo(60));
        assertThat(alertsOf(vigia, "errors-2015")).isEmpty();
    }

    @Test
    void ship_authLogRetimed_firesForTheAddressesThatTheFileNames(RunningVigia vigia) throws Exception {
        Path file = real("auth/auth.log");
        Set<String> guilty = FailedLogins.addresses(file);
        assertThat(guilty).hasSize(101);

        RunningVigia.Run run = vigia.ship(file, "--format", "syslog", "--service", "auth", "--retime");

        assertThat(run.exitCode()).as(run.err()).isZero();
        Search search = vigia.elasticsearch();
        await().atMost(RunningVigia.LONG)
                .untilAsserted(() -> assertThat(search.count(Search.LOGS, "service.name:auth"))
                        .isEqualTo(7_121));
        String failed = "service.name:auth AND event.action:login_failed";
        assertThat(search.sum(Search.LOGS, failed, "vigia.count")).isEqualTo(1_038);
        assertThat(search.documents(Search.LOGS, failed).stream()
                        .map(it -> it.at("/source/address").asText())
                        .distinct())
                .hasSize(105);
        awaitFolded(vigia);
        List<Alert> fired = vigia.kafka().read(vigia.topics().alerts(), Alert.class).stream()
                .filter(it -> it.getRuleId().equals("failed-logins"))
                .filter(it -> it.getTransition() == Transition.ACTIVE)
                .toList();
        assertThat(fired.stream().map(it -> it.getGroup().get("source.address")).collect(Collectors.toSet()))
                .isEqualTo(guilty);
        assertThat(fired).allMatch(it -> it.getValue() > 5);
    }

    private static void awaitRequests(RunningVigia vigia, String service) {
        await().atMost(RunningVigia.LONG).untilAsserted(() -> {
            assertThat(vigia.elasticsearch().count(Search.LOGS, "service.name:" + service))
                    .isEqualTo(10_000);
            assertThat(requests(vigia, service)).isEqualTo(10_000);
        });
    }

    /** The requests of a service according to its rollups. */
    private static long requests(RunningVigia vigia, String service) {
        return vigia.elasticsearch()
                .sum(
                        Search.ROLLUPS,
                        "rollup.kind:requests AND service.name:" + service + " AND NOT _exists_:rollup.dimensions",
                        "rollup.count");
    }

    private static List<Alert> alertsOf(RunningVigia vigia, String service) throws Exception {
        awaitFolded(vigia);
        return vigia.kafka().read(vigia.topics().alerts(), Alert.class).stream()
                .filter(it -> it.getGroup().containsValue(service))
                .toList();
    }

    /** Waits until everything that is in Kafka has become what it becomes. */
    private static void awaitFolded(RunningVigia vigia) throws Exception {
        vigia.kafka().awaitConsumed("vigia-normalize", vigia.topics().logsRaw());
        vigia.kafka().awaitConsumed("vigia-aggregate", vigia.topics().logs());
        vigia.kafka().awaitConsumed("vigia-evaluate", vigia.topics().signals());
    }

    private static Instant time(JsonNode document) {
        return Instant.parse(document.path("@timestamp").asText());
    }

    /** What there is more often (above 0) or less often (below 0) in the one than in the other. */
    private static <T> Map<T, Integer> difference(List<T> one, List<T> other) {
        Map<T, Integer> difference = new HashMap<>();
        one.forEach(it -> difference.merge(it, 1, Integer::sum));
        other.forEach(it -> difference.merge(it, -1, Integer::sum));
        difference.values().removeIf(count -> count == 0);
        return difference;
    }

    private static Path real(String name) {
        Path file = RunningVigia.ROOT.resolve("../shared/data").resolve(name);
        Assumptions.assumeTrue(Files.exists(file), () -> "there is no " + file);
        return file;
    }
}
