package dev.vigia.ingest.ship;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.schemas.json.LogJson;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Logs that real servers wrote, shipped to a fake gateway. */
class RealFilesTest {

    private static final Instant NOW = Instant.parse("2026-11-21T03:48:18Z");

    @Test
    void accessLog_retimed_isParsedToTheLastField() throws Exception {
        List<ObjectNode> records = ship("access/apache_combined.log", Format.COMBINED, true);

        assertThat(records).hasSize(10_000);
        assertThat(records).noneMatch(it -> it.path("attributes").has("vigia.parse_error"));
        assertThat(records)
                .allMatch(it -> it.path("http").has("method") && it.path("http").has("path"));
        Map<Integer, Long> statuses = records.stream()
                .collect(Collectors.groupingBy(
                        it -> it.path("http").path("status").asInt(), TreeMap::new, Collectors.counting()));
        assertThat(statuses)
                .isEqualTo(Map.of(200, 9126L, 206, 45L, 301, 164L, 304, 445L, 403, 2L, 404, 213L, 416, 2L, 500, 3L));
        assertThat(records.stream().filter(it -> !it.path("http").has("response_bytes")))
                .hasSize(669);
        assertThat(times(records).get(9_999)).isEqualTo(NOW);
        assertThat(Duration.between(times(records).get(0), NOW))
                .isEqualTo(
                        Duration.between(Instant.parse("2015-05-17T10:05:00Z"), Instant.parse("2015-05-20T21:05:59Z")));
    }

    @Test
    void accessLog_asItIs_keepsItsTimes() throws Exception {
        List<ObjectNode> records = ship("access/apache_combined.log", Format.COMBINED, false);

        assertThat(records.get(0).path("timestamp").asText()).isEqualTo("2015-05-17T10:05:03Z");
    }

    @Test
    void authLog_countsItsFailedPasswords() throws Exception {
        List<ObjectNode> records = ship("auth/auth.log", Format.SYSLOG, false);

        assertThat(records).hasSize(7_121);
        assertThat(records).noneMatch(it -> it.path("attributes").has("vigia.parse_error"));
        assertThat(times(records).get(0)).isEqualTo(Instant.parse("2026-03-27T13:06:56Z"));
        List<ObjectNode> failed = records.stream()
                .filter(it -> it.path("event_name").asText().equals("login_failed"))
                .toList();
        assertThat(failed.stream().mapToLong(it -> it.path("count").asLong(1)).sum())
                .isEqualTo(1_038);
        assertThat(failed.stream()
                        .map(it -> it.path("attributes").path("source.address").asText())
                        .distinct())
                .hasSize(105);
    }

    private static List<Instant> times(List<ObjectNode> records) {
        return records.stream()
                .map(it -> Instant.parse(it.path("timestamp").asText()))
                .sorted()
                .toList();
    }

    private static List<ObjectNode> ship(String name, Format format, boolean retime) throws Exception {
        Path file = Path.of(System.getProperty("vigia.root"), "..", "shared", "data", name);
        Assumptions.assumeTrue(Files.exists(file), () -> "there is no " + file);
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        ShipProgress progress = ShipProgress.lines(new PrintWriter(Writer.nullWriter()));
        var options = new ShipOptions(
                List.of(file.toString()), format, Optional.empty(), false, retime, 1000, ZoneOffset.UTC);
        try (FakeGateway gateway = new FakeGateway(request -> FakeGateway.Reply.OK);
                Sender sender = new Sender(
                        new GatewayClient(gateway.url(), Duration.ofSeconds(10), clock),
                        RetryPolicy.givingUpAfter(Duration.ofSeconds(10)),
                        progress)) {
            var environment = new Shipment.Environment("run", clock, java.io.InputStream.nullInputStream());
            ShipSummary summary = new Shipment(options, progress, environment, () -> false).run(sender);
            assertThat(summary.unparsed()).isZero();
            for (ObjectNode json : gateway.logs()) LogJson.parse(json);
            return gateway.logs();
        }
    }
}
