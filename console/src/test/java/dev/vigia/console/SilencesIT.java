package dev.vigia.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vigia.runtime.Health;
import dev.vigia.schemas.Language;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Transition;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Silences by the console's API and by Alertmanager's, against a real broker; and by {@code amtool} itself. */
class SilencesIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    static Path directory;

    private static TestCluster cluster;
    private static Console console;

    @BeforeAll
    static void start() throws Exception {
        cluster = new TestCluster(directory);
        console = new Console(
                ConsoleSettings.of("127.0.0.1", 0),
                cluster.kafka,
                Samples.RECEIVERS,
                Samples.EXPLAINING,
                Samples.ROTA,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                Map::of,
                Language.EN);
        console.start();
        await().atMost(Duration.ofSeconds(30)).until(() -> console.health().status() == Health.Status.HEALTHY);
        append("checkout", Transition.ACTIVE, AlertState.ACTIVE, Severity.CRITICAL, Instant.now());
        append("till", Transition.ACTIVE, AlertState.ACTIVE, Severity.HIGH, Instant.now());
        append("cart", Transition.PENDING, AlertState.PENDING, Severity.HIGH, Instant.now());
        append(
                "yesterday",
                Transition.ACTIVE,
                AlertState.ACTIVE,
                Severity.HIGH,
                Instant.now().minusSeconds(3_600 * 25));
        append(
                "ended",
                Transition.ACTIVE,
                AlertState.ACTIVE,
                Severity.HIGH,
                Instant.now().minusSeconds(3_600 * 2));
        append(
                "ended",
                Transition.RESOLVED,
                AlertState.INACTIVE,
                Severity.HIGH,
                Instant.now().minusSeconds(3_600));
    }

    @AfterAll
    static void stop() {
        console.close();
        cluster.close();
    }

    /** An alert about a service, by which it is known here. */
    private static void append(String service, Transition transition, AlertState state, Severity severity, Instant at)
            throws Exception {
        Topics topics = cluster.kafka.topics();
        Alert alert = Samples.alert("a-" + service, transition, state)
                .setSequence(transition == Transition.RESOLVED ? 2 : 1)
                .setTitle("Errors of " + service)
                .setGroup(Map.of("service", service))
                .setSeverity(severity)
                .setAt(at.toEpochMilli())
                .build();
        cluster.append(topics.alerts(), alert.getAlertId(), alert);
        cluster.append(topics.alertsCurrent(), alert.getAlertId(), alert);
        await().until(() -> get("/api/alerts/a-" + service).body().contains("\"sequence\":" + alert.getSequence()));
    }

    @Test
    void silence_isMade_seen_editedAndExpired() {
        JsonNode made = ok(post("/api/silences", """
                {"matchers": ["service=checkout", {"name": "severity", "type": "regexp", "value": "critical|high"}],
                 "duration": 600, "created_by": "ana", "comment": "deploy"}""")).path("silence");
        String id = made.path("silence_id").asText();
        assertThat(made.path("state").asText()).isEqualTo("active");
        assertThat(made.path("ends_at").asLong() - made.path("starts_at").asLong())
                .isEqualTo(600_000);
        assertThat(made.path("updated_by").asText()).isEqualTo("user:ana");
        assertThat(silencedBy("checkout")).containsExactly(id);
        assertThat(silencedBy("till")).isEmpty();
        assertThat(json(get("/api/silences")).at("/silences").findValuesAsText("silence_id"))
                .contains(id);

        JsonNode edited = ok(post("/api/silences", """
                {"silence_id": "%s", "matchers": ["service=~checkout|till"], "duration": 60, "comment": "longer"}""".formatted(id))).path("silence");
        assertThat(edited.path("silence_id").asText()).isEqualTo(id);
        assertThat(edited.path("starts_at")).isEqualTo(made.path("starts_at"));
        assertThat(silencedBy("till")).containsExactly(id);

        assertThat(ok(delete("/api/silences/" + id + "?actor=ben"))
                        .at("/silence/state")
                        .asText())
                .isEqualTo("expired");
        assertThat(silencedBy("checkout")).isEmpty();
        assertThat(json(get("/api/silences")).at("/silences").findValuesAsText("silence_id"))
                .doesNotContain(id);
        assertThat(json(get("/api/silences?state=expired")).at("/silences").findValuesAsText("silence_id"))
                .contains(id);
        assertThat(delete("/api/silences/" + id).statusCode()).isEqualTo(409);

        JsonNode anew = ok(post("/api/silences", """
                {"silence_id": "%s", "matchers": ["service=nobody"], "duration": 60, "comment": "again"}""".formatted(id))).path("silence");
        assertThat(anew.path("silence_id").asText()).isNotEqualTo(id);
    }

    @Test
    void silence_ofTheFuture_isPending_andMutesNothing() {
        long start = System.currentTimeMillis() + 3_600_000;
        JsonNode made = ok(post("/api/silences", """
                {"matchers": ["service=till"], "starts_at": %d, "duration": 60, "comment": "window"}""".formatted(start))).path("silence");
        assertThat(made.path("state").asText()).isEqualTo("pending");
        assertThat(made.path("starts_at").asLong()).isEqualTo(start);
        assertThat(silencedBy("till")).doesNotContain(made.path("silence_id").asText());
        assertThat(ok(delete("/api/silences/" + made.path("silence_id").asText()))
                        .at("/silence/state")
                        .asText())
                .isEqualTo("expired");
    }

    @Test
    void preview_showsOpenAlerts_andWhatWasToldInTheLastDay() {
        JsonNode preview = ok(post("/api/silences/preview", "{\"matchers\": [\"severity=high\"]}"));
        assertThat(preview.path("alerts").findValuesAsText("alert_id"))
                .containsExactlyInAnyOrder("a-till", "a-cart", "a-yesterday");
        assertThat(preview.path("transitions").findValuesAsText("alert_id")).containsExactly("a-ended", "a-till");
        assertThat(json(get("/api/silences?state=all")).at("/silences").findValuesAsText("value"))
                .doesNotContain("high");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "{} # matchers: it is missing",
                "{\"matchers\": [], \"duration\": 60, \"comment\": \"c\"} # matchers: at least one",
                "{\"matchers\": [\"service=~(\"], \"duration\": 60, \"comment\": \"c\"} # matchers[0].value: '('",
                "{\"matchers\": [\"service\"], \"duration\": 60, \"comment\": \"c\"} # matchers[0]: 'service' is no matcher",
                "{\"matchers\": [\"a=~.*\"], \"duration\": 60, \"comment\": \"c\"} # every alert",
                "{\"matchers\": [{\"name\": \"a\", \"type\": \"like\"}], \"duration\": 6} # matchers[0].type: 'like'",
                "{\"matchers\": [\"a=b\"], \"comment\": \"c\"} # ends_at: write either",
                "{\"matchers\": [\"a=b\"], \"duration\": 60} # comment: it is missing",
                "{\"matchers\": [\"a=b\"], \"duration\": 0, \"comment\": \"c\"} # ends_at",
                "{\"matchers\": [\"a=b\"], \"ends_at\": 5, \"comment\": \"c\"} # ends_at: it is in the past",
                "{\"matchers\": [\"a=b\"], \"duration\": \"1h\", \"comment\": \"c\"} # duration is not a whole number",
                "{\"matchers\": [\"a=b\"], \"durations\": 6} # durations is not known; there are comment, created_by",
                "[] # not a JSON object",
                "{ # not JSON",
            })
    void badSilence_isRefused_byTheNameOfItsField(String body, String words) {
        HttpResponse<String> response = post("/api/silences", body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).at("/error/message").asText()).contains(words);
    }

    @Test
    void unknownSilence_isNotFound() {
        assertThat(delete("/api/silences/none").statusCode()).isEqualTo(404);
        assertThat(post("/api/silences", """
                {"silence_id": "none", "matchers": ["a=b"], "duration": 60, "comment": "c"}""").statusCode()).isEqualTo(404);
        assertThat(get("/api/v2/silence/none").statusCode()).isEqualTo(404);
        assertThat(json(get("/api/v2/silence/none")).isTextual()).isTrue();
    }

    @Test
    void foreignPages_mayNotExpire() {
        HttpResponse<String> response = send(HttpRequest.newBuilder(uri("/api/silences/x"))
                .header("Origin", "http://evil.example")
                .DELETE());
        assertThat(response.statusCode()).isEqualTo(403);
    }

    @Test
    void alertmanager_readsAlerts_andWritesSilences() {
        String end = Instant.now().plusSeconds(600).toString();
        String id = ok(post("/api/v2/silences", """
                {"matchers": [{"name": "service", "value": "till", "isRegex": false, "isEqual": true}],
                 "startsAt": "%s", "endsAt": "%s", "createdBy": "karma", "comment": "v2"}""".formatted(Instant.now(), end)))
                .path("silenceID")
                .asText();
        JsonNode silence = json(get("/api/v2/silence/" + id));
        assertThat(Instant.parse(silence.path("endsAt").asText()))
                .isEqualTo(Instant.parse(end).truncatedTo(ChronoUnit.MILLIS));
        assertThat(silence.at("/status/state").asText()).isEqualTo("active");
        assertThat(silence.at("/matchers/0/isEqual").asBoolean()).isTrue();
        assertThat(json(get("/api/v2/silences?filter=" + encoded("service=\"till\"")))
                        .findValuesAsText("id"))
                .contains(id);
        assertThat(json(get("/api/v2/silences?filter=" + encoded("service=\"other\"")))
                        .findValuesAsText("id"))
                .isEmpty();

        JsonNode till = json(get("/api/v2/alerts?filter=" + encoded("service=till")));
        assertThat(till).hasSize(1);
        assertThat(till.at("/0/status/state").asText()).isEqualTo("suppressed");
        assertThat(till.at("/0/status/silencedBy").get(0).asText()).isEqualTo(id);
        assertThat(till.at("/0/labels/alertname").asText()).isEqualTo("error-rate");
        assertThat(services("/api/v2/alerts?silenced=false"))
                .contains("yesterday")
                .doesNotContain("till");
        assertThat(services("/api/v2/alerts?active=false")).contains("till").doesNotContain("yesterday");
        assertThat(services("/api/v2/alerts")).as("firing ones only").doesNotContain("cart", "ended");
        JsonNode groups = json(get("/api/v2/alerts/groups?filter=" + encoded("service=checkout")));
        assertThat(groups.findValuesAsText("alertname")).containsOnly("error-rate");
        assertThat(groups)
                .extracting(group -> group.at("/receiver/name").asText())
                .containsExactly("pager", "mail");
        assertThat(groups.at("/0/labels").toString())
                .isEqualTo("{\"alertname\":\"error-rate\",\"service\":\"checkout\"}");
        assertThat(groups.at("/1/labels").toString()).isEqualTo("{\"service\":\"checkout\"}");
        assertThat(services("/api/v2/alerts?receiver=page.")).containsOnly("checkout");
        assertThat(json(get("/api/v2/receivers")).findValuesAsText("name")).containsExactly("pager", "mail");
        assertThat(post("/api/v2/alerts", "[{\"labels\": {}}]").body()).contains("[0]: labels: at least one");
        assertThat(get("/api/v2/alerts?active=maybe").statusCode()).isEqualTo(400);
        assertThat(get("/api/v2/alerts?receiver=" + encoded("(")).statusCode()).isEqualTo(400);
        assertThat(get("/api/v2/alerts?filter=" + encoded("a=~(")).statusCode()).isEqualTo(400);
        assertThat(json(get("/api/v2/status")).at("/versionInfo/version").asText())
                .isNotEmpty();

        assertThat(delete("/api/v2/silence/" + id).statusCode()).isEqualTo(200);
        assertThat(json(get("/api/v2/silence/" + id)).at("/status/state").asText())
                .isEqualTo("expired");
    }

    /** CI has to have amtool; elsewhere {@code bin/test} says that this was skipped. */
    @Test
    void amtool_works() throws Exception {
        assumeTrue(
                System.getenv("CI") != null || onPath("amtool"),
                "there is no amtool; on Debian: prometheus-alertmanager");
        assertThat(amtool("alert", "query", "-o", "simple", "service=checkout")).contains("error-rate");
        String id = amtool(
                        "silence",
                        "add",
                        "service=checkout",
                        "severity=~critical|high",
                        "--duration=2h",
                        "--author=amy",
                        "--comment=by amtool")
                .strip();
        assertThat(silencedBy("checkout")).contains(id);
        assertThat(amtool("silence", "query", "-o", "simple", "service=checkout"))
                .contains(id, "amy", "by amtool");
        assertThat(amtool("alert", "query", "-o", "simple")).doesNotContain("checkout");
        assertThat(amtool("alert", "query", "-o", "extended", "--silenced")).contains("checkout");
        assertThat(amtool("silence", "update", "--duration=3h", "--comment=longer", "-o", "simple", id))
                .contains("longer");
        String updated = amtool("silence", "query", "-q", "service=checkout").strip();
        amtool("silence", "expire", updated);
        assertThat(silencedBy("checkout")).isEmpty();
        assertThat(amtool("cluster", "show")).contains("disabled");
    }

    private static boolean onPath(String program) {
        return List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static String amtool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("amtool", "--no-version-check", "--alertmanager.url=http://127.0.0.1:" + console.port()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out;
    }

    private static List<String> silencedBy(String service) {
        JsonNode alert = json(get("/api/alerts/a-" + service)).path("alert");
        return JSON.convertValue(
                alert.path("silenced_by"), JSON.getTypeFactory().constructCollectionType(List.class, String.class));
    }

    private static List<String> services(String path) {
        return json(get(path)).findValuesAsText("service");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + console.port() + path);
    }

    private static HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    private static HttpResponse<String> delete(String path) {
        return send(HttpRequest.newBuilder(uri(path)).DELETE());
    }

    private static HttpResponse<String> post(String path, String body) {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode ok(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json(response);
    }

    private static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new IllegalStateException(response.body(), e);
        }
    }
}
