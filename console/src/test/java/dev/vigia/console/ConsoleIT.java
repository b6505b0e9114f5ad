package dev.vigia.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vigia.console.views.Feed;
import dev.vigia.console.views.Start;
import dev.vigia.console.views.TopicReader;
import dev.vigia.runtime.Health;
import dev.vigia.schemas.Language;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertCommand;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Balance;
import dev.vigia.schemas.avro.CommandType;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.DecisionKind;
import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DeliveryStatus;
import dev.vigia.schemas.avro.DispatchDecision;
import dev.vigia.schemas.avro.DispatchSignal;
import dev.vigia.schemas.avro.Imbalance;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Tick;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.RegistryClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The console against a real broker and a real registry. */
class ConsoleIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    /** A browser on a busy machine takes its time. */
    private static final Duration PAGE = Duration.ofSeconds(60);

    private static final Map<String, Health> PARTS = new ConcurrentHashMap<>();

    @TempDir
    static Path directory;

    private static TestCluster cluster;
    private static Topics topics;
    private static Console console;

    @BeforeAll
    static void start() {
        cluster = new TestCluster(directory);
        topics = cluster.kafka.topics();
        console = new Console(
                ConsoleSettings.of("127.0.0.1", 0)
                        .with(new HookSettings(null, new HookSettings.WhatsApp("app-secret", "token"), null)),
                cluster.kafka,
                Samples.RECEIVERS,
                Samples.EXPLAINING,
                Samples.ROTA,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                () -> PARTS,
                Language.EN);
        console.start();
        PARTS.put("console", Health.healthy());
        await().atMost(Duration.ofSeconds(30)).until(() -> console.health().status() == Health.Status.HEALTHY);
    }

    @AfterAll
    static void stop() {
        console.close();
        cluster.close();
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + console.port() + path);
    }

    private static HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    private static HttpResponse<String> post(String path, String body) {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new IllegalStateException(response.body(), e);
        }
    }

    /** As {@code evaluate} does: the transition for subscribers, and the last state. */
    private static void append(Alert alert) throws Exception {
        cluster.append(topics.alerts(), alert.getAlertId(), alert);
        cluster.append(topics.alertsCurrent(), alert.getAlertId(), alert);
        await().until(() ->
                get("/api/alerts/" + alert.getAlertId()).body().contains("\"sequence\":" + alert.getSequence()));
    }

    private static Alert.Builder next(String id, long sequence, Transition transition, AlertState state) {
        return Samples.alert(id, transition, state).setSequence(sequence).setDataTime(sequence * 1_000);
    }

    @Test
    void alerts_transitions_areListedByStatusWithTheirHistory() throws Exception {
        append(next("listed", 1, Transition.PENDING, AlertState.PENDING).build());
        append(next("listed", 2, Transition.ACTIVE, AlertState.ACTIVE).build());

        assertThat(ids(get("/api/alerts"))).contains("listed");
        assertThat(ids(get("/api/alerts?status=active&severity=critical"))).contains("listed");
        assertThat(ids(get("/api/alerts?status=pending"))).doesNotContain("listed");
        assertThat(ids(get("/api/alerts?severity=low"))).doesNotContain("listed");

        append(next("listed", 3, Transition.RESOLVED, AlertState.INACTIVE).build());

        assertThat(ids(get("/api/alerts"))).doesNotContain("listed");
        assertThat(ids(get("/api/alerts?status=resolved"))).contains("listed");
        JsonNode one = json(get("/api/alerts/listed"));
        assertThat(one.path("alert").path("status").asText()).isEqualTo("resolved");
        assertThat(one.path("history").findValuesAsText("transition")).containsExactly("resolved", "active", "pending");
    }

    @Test
    void alerts_areListedByWhatTheyAreAbout_underTheOldPathToo() throws Exception {
        append(next("billing-slow", 1, Transition.ACTIVE, AlertState.ACTIVE)
                .setRuleId("slow")
                .setCategory("performance")
                .setGroup(Map.of("service", "billing"))
                .setSeverity(Severity.MEDIUM)
                .build());
        append(next("billing-intruder", 1, Transition.ACTIVE, AlertState.ACTIVE)
                .setCategory("security")
                .setGroup(Map.of("service.name", "billing"))
                .setLabels(Map.of("team", "sec"))
                .build());

        for (String path : List.of("/api/alerts", "/production/alerts/active")) {
            assertThat(ids(get(path + "?service=billing,none"))).containsExactly("billing-intruder", "billing-slow");
            assertThat(ids(get(path + "?service=billing&category=PERFORMANCE"))).containsExactly("billing-slow");
            assertThat(ids(get(path + "?service=billing&severity=WARNING"))).containsExactly("billing-slow");
            assertThat(ids(get(path + "?service=billing&status=resolved"))).isEmpty();
            assertThat(ids(get(path + "?service=billing&rule=slow"))).containsExactly("billing-slow");
            assertThat(ids(get(path + "?service=billing&label=team%3D~%22s.c%22&label=alertname!=slow")))
                    .containsExactly("billing-intruder");
        }
        assertThat(code(get("/api/alerts?label=team"))).isEqualTo("400 bad_request");
        assertThat(code(post("/production/alerts/nobody/resolve", "{}"))).isEqualTo("404 not_found");
    }

    @Test
    void stats_countWhatIsOpen_andSayHowLongPeopleTook() throws Exception {
        for (int took : List.of(100, 200, 900)) {
            episode("quota-" + took, 1, Transition.ACTIVE, AlertState.ACTIVE, 0);
            episode("quota-" + took, 2, Transition.ACKNOWLEDGED, AlertState.ACTIVE, took / 10);
            episode("quota-" + took, 3, Transition.RESOLVED, AlertState.INACTIVE, took);
        }
        episode("quota-open", 1, Transition.ACTIVE, AlertState.ACTIVE, 0);
        episode("quota-drill", 1, Transition.ACTIVE, AlertState.ACTIVE, 0);
        String quota = "/alerts/stats?service=quota&from=" + BEGAN;

        await().until(() -> json(get("/api" + quota)).at("/episodes/count").asInt() == 4);
        JsonNode stats = json(get("/production" + quota));

        assertThat(stats.path("open").toString())
                .isEqualTo("{\"count\":1,\"by_status\":{\"active\":1},\"by_severity\":{\"critical\":1},"
                        + "\"by_category\":{\"errors\":1},\"by_service\":{\"quota\":1}}");
        JsonNode past = stats.path("episodes");
        assertThat(past.path("by_status").toString()).isEqualTo("{\"active\":1,\"resolved\":3}");
        assertThat(past.path("by_service").toString()).isEqualTo("{\"quota\":4}");
        assertThat(past.path("time_to_acknowledge").toString())
                .isEqualTo("{\"count\":3,\"median\":20.0,\"mean\":40.0}");
        assertThat(past.path("time_to_resolve").toString()).isEqualTo("{\"count\":3,\"median\":200.0,\"mean\":400.0}");
        assertThat(past.at("/times_by_severity/critical/time_to_resolve/count").asInt())
                .isEqualTo(3);
        assertThat(past.path("complete").asBoolean()).isTrue();
        assertThat(past.path("known_from").isNull()).isTrue();
        assertThat(json(get("/api/alerts/stats?service=quota&from=5&to=" + BEGAN))
                        .at("/episodes/time_to_resolve")
                        .toString())
                .isEqualTo("{\"count\":0,\"median\":null,\"mean\":null}");
        assertThat(code(get("/api/alerts/stats?from=5&to=5"))).isEqualTo("400 bad_request");
    }

    private static final long BEGAN = 1_700_000_000_000L;

    /** A transition of an episode that began at {@link #BEGAN}, some seconds later. */
    private static void episode(String id, long sequence, Transition transition, AlertState state, int seconds)
            throws Exception {
        long at = BEGAN + seconds * 1_000L;
        append(next(id, sequence, transition, state)
                .setGroup(Map.of("service", "quota"))
                .setLabels(id.endsWith("drill") ? Map.of("drill", "d-1") : Map.of())
                .setStartedAt(BEGAN)
                .setAt(at)
                .setAcknowledgedAt(transition == Transition.ACKNOWLEDGED ? at : null)
                .build());
    }

    @Test
    void alertmanager_alertThatAnotherOneExplains_isSuppressed_whileThatIsOn() throws Exception {
        append(next("host-down", 1, Transition.ACTIVE, AlertState.ACTIVE)
                .setGroup(Map.of("rack", "r7"))
                .build());
        Alert explained = next("no-answer", 1, Transition.ACTIVE, AlertState.ACTIVE)
                .setGroup(Map.of("rack", "r7"))
                .build();
        append(explained);
        cluster.append(
                topics.decisions(),
                explained.getEpisodeId(),
                DispatchDecision.newBuilder()
                        .setAt(1_000)
                        .setKind(DecisionKind.HELD)
                        .setReason("INHIBITED")
                        .setWords("an alert that explains it is on")
                        .setAlertId(explained.getAlertId())
                        .setEpisodeId(explained.getEpisodeId())
                        .setReceiver("pager")
                        .setBy("host-down")
                        .build());
        String rack = "/api/v2/alerts?filter=rack%3Dr7";

        await().until(() -> fingerprints(rack + "&active=false"), List.of("no-answer")::equals);
        JsonNode status = json(get(rack + "&active=false")).at("/0/status");
        assertThat(status.path("state").asText()).isEqualTo("suppressed");
        assertThat(status.path("inhibitedBy").toString()).isEqualTo("[\"host-down\"]");
        assertThat(fingerprints(rack + "&inhibited=false")).containsExactly("host-down");
        assertThat(fingerprints(rack + "&silenced=false")).containsExactly("no-answer", "host-down");

        append(next("host-down", 2, Transition.RESOLVED, AlertState.INACTIVE)
                .setGroup(Map.of("rack", "r7"))
                .build());
        assertThat(fingerprints(rack + "&inhibited=false")).containsExactly("no-answer");
        assertThat(json(get(rack)).at("/0/status/state").asText()).isEqualTo("active");
    }

    private static List<String> fingerprints(String path) {
        return json(get(path)).findValuesAsText("fingerprint");
    }

    private static List<String> ids(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(200);
        return json(response).path("alerts").findValuesAsText("alert_id");
    }

    @Test
    void evidence_exemplars_areReadFromTheLog() throws Exception {
        RecordMetadata log = cluster.append(
                topics.logs(), null, Samples.log("checkout", 17, "não deu 🎈").build());
        Alert alert = next("proven", 1, Transition.ACTIVE, AlertState.ACTIVE)
                .setEvidence(Samples.evidence("logs", log.partition(), log.offset()))
                .build();
        append(alert);
        append(next("proven", 2, Transition.ACKNOWLEDGED, AlertState.ACTIVE).build());

        JsonNode exemplar =
                json(get("/api/alerts/proven/evidence")).path("exemplars").path(0);

        assertThat(exemplar.path("status").asText()).isEqualTo("found");
        assertThat(exemplar.path("record").path("message").asText()).isEqualTo("não deu 🎈");
    }

    @Test
    void explain_isOfTheLastRecordThatTellsOfABreach_orOfTheOneAskedFor() throws Exception {
        append(next("why", 1, Transition.PENDING, AlertState.PENDING).build());
        append(next("why", 2, Transition.ACTIVE, AlertState.ACTIVE).build());
        append(next("why", 3, Transition.RECOVERING, AlertState.RECOVERING).build());

        assertThat(json(get("/api/alerts/why/explain")).path("sequence").asLong())
                .isEqualTo(2);
        assertThat(json(get("/api/alerts/why/explain?sequence=3"))
                        .path("sequence")
                        .asLong())
                .isEqualTo(3);
        assertThat(get("/api/alerts/why/explain?sequence=9").statusCode()).isEqualTo(404);
    }

    @Test
    void override_isMade_changesWhoIsOnCall_andIsEnded() {
        String now = "/api/oncall?from=" + (System.currentTimeMillis() + 60_000) + "&to="
                + (System.currentTimeMillis() + 120_000);
        assertThat(json(get(now)).at("/schedules/0/shifts/0/person").asText()).isEqualTo("ana");

        JsonNode made = json(post("/api/oncall/overrides", """
                {"schedule": "primary", "person": "ben", "duration": 600, "comment": "dentist", "actor": "ana"}"""));
        String id = made.at("/override/override_id").asText();
        assertThat(made.at("/override/updated_by").asText()).isEqualTo("user:ana");
        JsonNode shown = json(get(now));
        assertThat(shown.at("/schedules/0/shifts/0/person").asText()).isEqualTo("ben");
        assertThat(shown.at("/overrides/0/comment").asText()).isEqualTo("dentist");

        String path = "/api/oncall/overrides/" + id;
        assertThat(send(HttpRequest.newBuilder(uri(path)).DELETE()).statusCode())
                .isEqualTo(200);
        assertThat(json(get(now)).at("/schedules/0/shifts/0/person").asText()).isEqualTo("ana");
        assertThat(send(HttpRequest.newBuilder(uri(path)).DELETE()).statusCode())
                .isEqualTo(409);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "{\"schedule\": \"second\", \"person\": \"ben\", \"duration\": 60} # schedule: there is no 'second'",
                "{\"schedule\": \"primary\", \"person\": \"eve\", \"duration\": 60} # person: there is no 'eve' in on-call.yaml; there are ana, ben.",
                "{\"schedule\": \"primary\", \"person\": \"ben\"} # ends_at: write either",
                "{\"schedule\": \"primary\", \"person\": \"ben\", \"ends_at\": 5} # ends_at: it is in the past",
                "{\"schedule\": \"primary\", \"person\": \"ben\", \"until\": 5} # until is not known",
            })
    void badOverride_isRefused_byTheNameOfItsField(String body, String words) {
        HttpResponse<String> response = post("/api/oncall/overrides", body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).at("/error/message").asText()).startsWith(words);
    }

    @Test
    void evidence_recordIsGone_isExpired() throws Exception {
        append(next("gone", 1, Transition.ACTIVE, AlertState.ACTIVE)
                .setEvidence(Samples.evidence("logs", 0, 1_000_000))
                .build());

        JsonNode exemplar =
                json(get("/api/alerts/gone/evidence")).path("exemplars").path(0);

        assertThat(exemplar.path("status").asText()).isEqualTo("expired");
        assertThat(exemplar.has("record")).isFalse();
    }

    @Test
    void acknowledge_active_isWrittenToControlAndAnswersWithTheOutcome() throws Exception {
        append(next("acked", 1, Transition.ACTIVE, AlertState.ACTIVE).build());

        CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(
                () -> post("/api/alerts/acked/ack", "{\"actor\":\"José\",\"reason\":\"on it\"}"));
        Control command = command("acked");
        append(next("acked", 2, Transition.ACKNOWLEDGED, AlertState.ACTIVE)
                .setActor(command.getActor())
                .setCommandId(command.getId())
                .setAcknowledgedBy(command.getActor())
                .build());

        assertThat(command.getActor()).isEqualTo("user:José");
        assertThat(command.getReason()).isEqualTo("on it");
        AlertCommand body = (AlertCommand) command.getBody();
        assertThat(body.getType()).isEqualTo(CommandType.ACKNOWLEDGE);
        assertThat(body.getEpisodeId()).isEqualTo("e-acked");
        assertThat(answer.get().statusCode()).isEqualTo(200);
        assertThat(json(answer.get()).path("alert").path("acknowledged_by").asText())
                .isEqualTo("user:José");
        assertThat(json(answer.get()).path("alert").path("command_id").asText()).isEqualTo(command.getId());
    }

    @Test
    void decisions_onAnAlert_sayWhoWasToldAndWhatCameOfIt() throws Exception {
        Alert alert = next("decided", 1, Transition.ACTIVE, AlertState.ACTIVE).build();
        append(alert);
        DispatchDecision decision = DispatchDecision.newBuilder()
                .setAt(1_000)
                .setKind(DecisionKind.TOLD)
                .setReason("BECAME_ACTIVE")
                .setWords("alert became active")
                .setAlertId(alert.getAlertId())
                .setEpisodeId(alert.getEpisodeId())
                .setReceiver("pager")
                .setNotificationId("n-decided")
                .setAttempt(1)
                .build();
        DispatchDecision held = DispatchDecision.newBuilder(decision)
                .setKind(DecisionKind.HELD)
                .setReason("STORM")
                .setReceiver("chat")
                .setNotificationId("n-summary")
                .setAttempt(0)
                .build();
        DispatchDecision summary = DispatchDecision.newBuilder(held)
                .setAt(2_000)
                .setKind(DecisionKind.TOLD)
                .setReason("SUMMARY")
                .setAlertId("")
                .setEpisodeId("")
                .setAttempt(1)
                .build();
        cluster.append(topics.decisions(), alert.getEpisodeId(), decision);
        cluster.append(topics.decisions(), alert.getEpisodeId(), held);
        cluster.append(topics.decisions(), "n-summary", summary);
        deliver("n-decided", "pager", DeliveryStatus.FAILED);
        deliver("n-summary", "chat", DeliveryStatus.DELIVERED);

        await().untilAsserted(() -> {
            JsonNode answer = json(get("/api/alerts/" + alert.getAlertId() + "/decisions"));
            assertThat(answer.path("complete").asBoolean()).isTrue();
            assertThat(answer.path("missing").isNull()).isTrue();
            assertThat(answer.path("decisions").findValuesAsText("reason"))
                    .containsExactly("summary", "storm", "became_active");
            JsonNode told = answer.path("decisions").path(2);
            assertThat(told.path("kind").asText()).isEqualTo("told");
            assertThat(told.path("words").asText()).isEqualTo("alert became active");
            assertThat(told.path("delivery").path("detail").asText()).isEqualTo("410 Gone");
            assertThat(answer.path("receivers").findValuesAsText("receiver")).startsWith("chat");
            assertThat(answer.at("/receivers/0/knows").asBoolean()).isTrue();
            assertThat(answer.at("/receivers/0/told/delivery/status").asText()).isEqualTo("delivered");
            assertThat(answer.at("/receivers/0/newest").isNull()).isTrue();
            assertThat(answer.at("/receivers/1/knows").asBoolean()).isFalse();
            assertThat(answer.at("/receivers/1/newest/delivery/status").asText())
                    .isEqualTo("failed");
        });
    }

    private static void deliver(String notification, String receiver, DeliveryStatus status) throws Exception {
        cluster.append(
                topics.deliveries(),
                notification,
                new Delivery(notification, 1, receiver, "webhook", status, 2_000L, "410 Gone", null, null, false));
    }

    @Test
    void reader_thatComesAfterAnother_waits_andSaysWhatItLeavesOut() throws Exception {
        deliver("n-read-1", "pager", DeliveryStatus.DELIVERED);
        deliver("n-read-2", "pager", DeliveryStatus.DELIVERED);
        try (RegistryClient registry =
                        new RegistryClient(Map.of("schema.registry.url", cluster.kafka.schemaRegistryUrl()));
                TopicReader<Delivery> all = deliveries(Start.whole(), registry);
                TopicReader<Delivery> last = deliveries(Start.last(1), registry).after(all)) {
            last.start();
            await().until(() -> last.health().detail().endsWith("1 records left to read"));
            assertThat(last.caughtUp()).isFalse();
            all.start();
            await().until(last::caughtUp);

            assertThat(all.readFrom()).isZero();
            assertThat(last.readFrom()).isPositive();
        }
    }

    private static TopicReader<Delivery> deliveries(Start start, RegistryClient registry) {
        AvroDeserializer<Delivery> avro = new AvroDeserializer<>(registry, Delivery.class);
        return new TopicReader<>(
                new Feed<>(topics.deliveries(), start, avro, 0, received -> {}),
                cluster.kafka,
                new SimpleMeterRegistry());
    }

    /** The alert is found by what {@code deliveries} and {@code notifications} say of the message. */
    @Test
    void whatsapp_replyToAnAlertsMessage_isWrittenToControl() throws Exception {
        Alert alert = next("replied", 1, Transition.ACTIVE, AlertState.ACTIVE).build();
        append(alert);
        Notification notification = Notification.newBuilder()
                .setId("n-replied")
                .setAttempt(1)
                .setReceiver("phone")
                .setChannel("whatsapp")
                .setReason("alert became active")
                .setAt(1_000)
                .setGroupLabels(Map.of())
                .setAlerts(List.of(alert))
                .build();
        cluster.append(topics.notifications(), "n-replied", notification);
        cluster.append(
                topics.deliveries(),
                "n-replied",
                new Delivery(
                        "n-replied",
                        1,
                        "phone",
                        "whatsapp",
                        DeliveryStatus.DELIVERED,
                        1_000L,
                        "",
                        null,
                        "wamid.1",
                        false));
        String body =
                "{\"entry\":[{\"changes\":[{\"value\":{\"messages\":[{\"from\":\"5511999999999\",\"id\":\"wamid.2\","
                        + "\"type\":\"text\",\"text\":{\"body\":\"Ciente\"},\"context\":{\"id\":\"wamid.1\"}}]}}]}]}";

        long written = controlRecords();
        // Until the console has read what was told.
        await().until(() -> {
            assertThat(signed("/hooks/whatsapp", body).statusCode()).isEqualTo(200);
            return controlRecords() > written;
        });

        Control command = command("replied");
        assertThat(command.getActor()).isEqualTo("whatsapp:5511999999999");
        assertThat(((AlertCommand) command.getBody()).getType()).isEqualTo(CommandType.ACKNOWLEDGE);
        assertThat(((AlertCommand) command.getBody()).getEpisodeId()).isEqualTo("e-replied");
        assertThat(post("/hooks/whatsapp", body).statusCode()).isEqualTo(401);
        assertThat(post("/hooks/slack", body).statusCode()).isEqualTo(404);
    }

    private static HttpResponse<String> signed(String path, String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("app-secret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signature = HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .header("X-Hub-Signature-256", "sha256=" + signature)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    void acknowledge_whileTheSamePersonDidSoElsewhere_answersWithItsOwnOutcome() throws Exception {
        append(next("twice", 1, Transition.ACTIVE, AlertState.ACTIVE).build());

        CompletableFuture<HttpResponse<String>> answer =
                CompletableFuture.supplyAsync(() -> post("/api/alerts/twice/ack", "{\"actor\":\"ana\"}"));
        Control command = command("twice");
        Alert.Builder acknowledged =
                next("twice", 2, Transition.ACKNOWLEDGED, AlertState.ACTIVE).setActor(command.getActor());
        append(acknowledged.setCommandId("another").build());
        append(acknowledged.setSequence(3).setCommandId(command.getId()).build());

        assertThat(json(answer.get()).path("alert").path("sequence").asLong()).isEqualTo(3);
    }

    @Test
    void resolve_nobodyCarriesItOut_isAccepted() throws Exception {
        append(next("waiting", 1, Transition.ACTIVE, AlertState.ACTIVE).build());

        HttpResponse<String> answer = post("/api/alerts/waiting/resolve", "");

        assertThat(answer.statusCode()).isEqualTo(202);
        Control command = command("waiting");
        assertThat(json(answer).path("command_id").asText()).isEqualTo(command.getId());
        assertThat(((AlertCommand) command.getBody()).getType()).isEqualTo(CommandType.RESOLVE);
        assertThat(command.getReason()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unack | {} | UNACKNOWLEDGE | |",
                "assign | {\"assignee\":\"rui\"} | ASSIGN | rui |",
                "assign | {\"assignee\":null} | ASSIGN | |",
                "comment | {\"comment\":\"looks like the database\"} | COMMENT | | looks like the database",
                "resolve | {\"reason\":\"mended\"} | RESOLVE | | mended",
                "snooze | {\"until\":null} | SNOOZE | |"
            })
    void action_onAnOpenAlert_isWrittenToControl(
            String action, String body, CommandType type, String assignee, String words) throws Exception {
        String id = action + (assignee == null ? "-nobody" : "-" + assignee);
        append(next(id, 1, Transition.ACTIVE, AlertState.ACTIVE)
                .setAcknowledgedBy("user:ana")
                .setAssignedTo("eva")
                .setSnoozedUntil(5L)
                .build());

        CompletableFuture<HttpResponse<String>> answer =
                CompletableFuture.supplyAsync(() -> post("/api/alerts/" + id + "/" + action, body));
        Control command = command(id);
        append(next(id, 2, Transition.UNKNOWN, AlertState.ACTIVE)
                .setCommandId(command.getId())
                .build());

        AlertCommand said = (AlertCommand) command.getBody();
        assertThat(said.getType()).isEqualTo(type);
        assertThat(said.getEpisodeId()).isEqualTo("e-" + id);
        assertThat(said.getAssignee()).isEqualTo(assignee);
        assertThat(said.getSnoozedUntil()).isNull();
        assertThat(command.getReason()).isEqualTo(words);
        assertThat(answer.get().statusCode()).isEqualTo(200);
        assertThat(json(answer.get()).path("alert").path("sequence").asLong()).isEqualTo(2);
    }

    @Test
    void snooze_untilATime_isWrittenToControl() throws Exception {
        append(next("sleepy", 1, Transition.ACTIVE, AlertState.ACTIVE).build());
        long until = System.currentTimeMillis() + 3_600_000;

        assertThat(post("/api/alerts/sleepy/snooze", "{\"until\":" + until + "}")
                        .statusCode())
                .isEqualTo(202);

        assertThat(((AlertCommand) command("sleepy").getBody()).getSnoozedUntil())
                .isEqualTo(until);
    }

    @Test
    void command_madeOnAnEarlierRecord_isRefusedWithThePresentState() throws Exception {
        append(next("moved", 1, Transition.ACTIVE, AlertState.ACTIVE).build());
        append(next("moved", 2, Transition.SEVERITY_CHANGED, AlertState.ACTIVE).build());

        HttpResponse<String> early = post("/api/alerts/moved/resolve", "{\"expected_sequence\":1}");
        HttpResponse<String> other = post("/api/alerts/moved/resolve", "{\"episode_id\":\"e-before\"}");

        assertThat(code(early)).isEqualTo("409 moved_on");
        assertThat(json(early).path("alert").path("sequence").asLong()).isEqualTo(2);
        assertThat(code(other)).isEqualTo("409 moved_on");
    }

    @Test
    void command_thatSomethingCameBefore_isRefusedWithThePresentState() throws Exception {
        append(next("raced", 1, Transition.ACTIVE, AlertState.ACTIVE).build());

        CompletableFuture<HttpResponse<String>> answer =
                CompletableFuture.supplyAsync(() -> post("/api/alerts/raced/resolve", "{\"expected_sequence\":1}"));
        assertThat(((AlertCommand) command("raced").getBody()).getExpectedSequence())
                .isOne();
        append(next("raced", 2, Transition.COMMENTED, AlertState.ACTIVE)
                .setCommandId("another")
                .build());

        assertThat(code(answer.get())).isEqualTo("409 moved_on");
        assertThat(json(answer.get()).path("alert").path("transition").asText()).isEqualTo("commented");
    }

    @Test
    void command_thatIsSentAgain_isAnsweredAlikeAndNotWrittenAgain() throws Exception {
        append(next("again", 1, Transition.ACTIVE, AlertState.ACTIVE).build());
        append(next("other", 1, Transition.ACTIVE, AlertState.ACTIVE).build());
        String body = "{\"comment\":\"once\",\"command_id\":\"c-again\",\"expected_sequence\":1}";

        CompletableFuture<HttpResponse<String>> first =
                CompletableFuture.supplyAsync(() -> post("/api/alerts/again/comment", body));
        assertThat(command("again").getId()).isEqualTo("c-again");
        append(next("again", 2, Transition.COMMENTED, AlertState.ACTIVE)
                .setCommandId("c-again")
                .build());
        assertThat(first.get().statusCode()).isEqualTo(200);
        long written = controlRecords();
        append(next("again", 3, Transition.RECOVERING, AlertState.RECOVERING).build());
        HttpResponse<String> second = post("/api/alerts/again/comment", body);

        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.get().body());
        assertThat(code(post("/api/alerts/other/comment", body))).isEqualTo("409 command_id_taken");
        assertThat(controlRecords()).isEqualTo(written);
    }

    private static long controlRecords() {
        TopicPartition control = new TopicPartition(topics.control().name(), 0);
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(cluster.kafka.consumer(), new StringDeserializer(), new StringDeserializer())) {
            return consumer.endOffsets(List.of(control)).get(control);
        }
    }

    @Test
    void command_forWhatIsSoAlready_isAnsweredWithThePresentState() throws Exception {
        append(next("calm", 1, Transition.ACTIVE, AlertState.ACTIVE)
                .setAcknowledgedBy("user:ana")
                .setAssignedTo("rui")
                .build());

        for (HttpResponse<String> answer : List.of(
                post("/api/alerts/calm/ack", "{}"),
                post("/api/alerts/calm/assign", "{\"assignee\":\"rui\"}"),
                post("/api/alerts/calm/snooze", "{\"until\":null}"))) {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(json(answer).path("alert").path("sequence").asLong()).isOne();
            assertThat(json(answer).has("command_id")).isFalse();
        }
    }

    @Test
    void reopen_isForEpisodesThatSomebodyResolved() throws Exception {
        append(next("undone", 2, Transition.RESOLVED, AlertState.INACTIVE)
                .setCommandId("c1")
                .build());
        append(next("by-rule", 2, Transition.RESOLVED, AlertState.INACTIVE).build());
        append(next("still-on", 1, Transition.ACTIVE, AlertState.ACTIVE).build());

        CompletableFuture<HttpResponse<String>> answer =
                CompletableFuture.supplyAsync(() -> post("/api/alerts/undone/reopen", "{}"));
        Control command = command("undone");
        append(next("undone", 3, Transition.REOPENED, AlertState.ACTIVE)
                .setCommandId(command.getId())
                .build());

        assertThat(((AlertCommand) command.getBody()).getType()).isEqualTo(CommandType.REOPEN);
        assertThat(json(answer.get()).path("alert").path("status").asText()).isEqualTo("active");
        assertThat(code(post("/api/alerts/by-rule/reopen", "{}"))).isEqualTo("409 not_reopenable");
        assertThat(code(post("/api/alerts/still-on/reopen", "{}"))).isEqualTo("409 not_over");
    }

    private static Control command(String alertId) {
        return command(alertId, command -> true);
    }

    private static Control command(String alertId, Predicate<AlertCommand> which) {
        try (RegistryClient registry =
                        new RegistryClient(Map.of("schema.registry.url", cluster.kafka.schemaRegistryUrl()));
                KafkaConsumer<String, Control> consumer = new KafkaConsumer<>(
                        cluster.kafka.consumer(),
                        new StringDeserializer(),
                        new AvroDeserializer<>(registry, Control.class))) {
            consumer.assign(List.of(new TopicPartition(topics.control().name(), 0)));
            consumer.seekToBeginning(consumer.assignment());
            for (int i = 0; i < 100; i++) {
                for (ConsumerRecord<String, Control> record : consumer.poll(Duration.ofMillis(100))) {
                    if (record.value().getBody() instanceof AlertCommand command
                            && command.getAlertId().equals(alertId)
                            && which.test(command)) return record.value();
                }
            }
            throw new AssertionError("no command for " + alertId);
        }
    }

    @Test
    void commands_thatCannotBe_sayWhy() throws Exception {
        append(next("over", 4, Transition.RESOLVED, AlertState.INACTIVE).build());

        assertThat(code(post("/api/alerts/over/ack", "{}"))).isEqualTo("409 not_active");
        assertThat(code(post("/api/alerts/nobody/ack", "{}"))).isEqualTo("404 not_found");
        assertThat(code(post("/api/alerts/over/ack", "{"))).isEqualTo("400 bad_request");
        assertThat(code(post("/api/alerts/over/ack", "[]"))).isEqualTo("400 bad_request");
        assertThat(code(post("/api/alerts/over/ack", "{\"actor\":7}"))).isEqualTo("400 bad_request");
        assertThat(code(post("/api/alerts/over/comment", "{}"))).isEqualTo("400 bad_request");
        assertThat(code(post("/api/alerts/over/assign", "{}"))).isEqualTo("400 bad_request");
        assertThat(code(post("/api/alerts/over/snooze", "{\"until\":1000}"))).isEqualTo("400 bad_request");
        assertThat(code(post("/api/alerts/over/ack", "{\"expected_sequence\":\"1\"}")))
                .isEqualTo("400 bad_request");
        assertThat(code(post("/api/alerts/over/ack", "{\"actor\":\"" + "x".repeat(100_000) + "\"}")))
                .startsWith("413 ");
    }

    private static String code(HttpResponse<String> response) {
        return response.statusCode() + " "
                + json(response).path("error").path("code").asText();
    }

    @Test
    void post_fromAnotherOriginOrAsAForm_isRefused() throws Exception {
        append(next("guarded", 1, Transition.ACTIVE, AlertState.ACTIVE).build());
        HttpRequest.Builder foreign = HttpRequest.newBuilder(uri("/api/alerts/guarded/resolve"))
                .header("Content-Type", "application/json")
                .header("Origin", "https://evil.example")
                .POST(HttpRequest.BodyPublishers.ofString("{}"));
        HttpRequest.Builder form = HttpRequest.newBuilder(uri("/api/alerts/guarded/resolve"))
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("{}"));

        assertThat(code(send(foreign))).isEqualTo("403 foreign_origin");
        assertThat(code(send(form))).isEqualTo("415 not_json");
    }

    @Test
    void get_underAForeignName_isRefused() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", console.port())) {
            socket.getOutputStream()
                    .write("GET /api/alerts HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 403")
                    .contains("host_not_allowed");
        }
    }

    @Test
    void services_rollups_haveRateErrorsAndLatency() throws Exception {
        long minute = Math.floorDiv(System.currentTimeMillis(), 60_000L) * 60_000L;
        for (int revision = 1; revision <= 3; revision++) {
            var rollup = Samples.requests("orders", minute, revision, revision * 20L)
                    .setErrors(revision * 5L)
                    .build();
            cluster.append(topics.rollups(), Samples.key(rollup), rollup);
        }
        var route = Samples.requests("orders", minute, 1, 60)
                .setDimensions(Map.of("route", "/orders/{id}"))
                .build();
        cluster.append(topics.rollups(), Samples.key(route), route);

        await().untilAsserted(() -> {
            JsonNode services = json(get("/api/services?minutes=5")).path("services");
            JsonNode orders = null;
            for (JsonNode one : services) if (one.path("service").asText().equals("orders")) orders = one;
            assertThat(orders).isNotNull();
            assertThat(orders.path("requests_per_second").asDouble()).isPositive();
            assertThat(orders.path("error_rate").asDouble()).isEqualTo(0.25);
        });
        await().untilAsserted(() ->
                assertThat(get("/api/series?service=orders&minutes=5").body()).contains("/orders/{id}"));
        assertThat(code(get("/api/series?service=nobody"))).isEqualTo("404 not_found");
        assertThat(code(get("/api/services?minutes=x"))).isEqualTo("400 bad_request");
    }

    @Test
    void logs_lines_areFoundByServiceLevelAndText() throws Exception {
        cluster.append(
                topics.logs(), null, Samples.log("mailer", 17, "Caixa cheia").build());
        cluster.append(topics.logs(), null, Samples.log("mailer", 9, "sent").build());

        await().until(() -> json(get("/api/logs?service=mailer")).path("logs").size() == 2);
        assertThat(json(get("/api/logs?level=error,fatal&q=caixa"))
                        .path("logs")
                        .path(0)
                        .path("message")
                        .asText())
                .isEqualTo("Caixa cheia");
        assertThat(code(get("/api/logs?level=loud"))).isEqualTo("400 bad_request");
    }

    @Test
    void events_areSentLiveAndAgainAfterAReconnect() throws Exception {
        String last;
        try (EventClient browser = new EventClient(uri("/api/events"), "")) {
            await().until(() -> !browser.named("services").isEmpty());
            append(next("live", 1, Transition.ACTIVE, AlertState.ACTIVE).build());
            cluster.append(
                    topics.logs(), null, Samples.log("live", 9, "live line").build());
            await().until(() ->
                    browser.named("alert").stream().anyMatch(e -> e.data().contains("\"live\"")));
            await().until(() ->
                    browser.named("logs").stream().anyMatch(e -> e.data().contains("live line")));
            await().until(() -> !browser.named("health").isEmpty());
            last = browser.named("alert").get(0).id();
        }
        append(next("live", 2, Transition.RESOLVED, AlertState.INACTIVE).build());
        try (EventClient again = new EventClient(uri("/api/events"), last)) {
            await().until(() ->
                    again.named("alert").stream().anyMatch(e -> e.data().contains("\"resolved\"")));
            assertThat(again.named("reset")).isEmpty();
        }
        try (EventClient stranger = new EventClient(uri("/api/events"), "another-run-7")) {
            await().until(() -> !stranger.named("reset").isEmpty());
        }
    }

    @Test
    void ledger_balances_areSummedListedAndFollowedLive() throws Exception {
        append(Samples.balance("logs", 10, 100, 10)
                .setFiltered(Map.of("empty", 3L))
                .setIndexed(80)
                .setDeadLettered(7)
                .build());
        append(Samples.balance("logs", 2, 50, 0)
                .setCompleteUpTo(1_600_000_000_000L)
                .build());
        JsonNode ledger = awaitPartitions(2);

        assertThat(ledger.path("balanced").asBoolean()).isTrue();
        assertThat(ledger.path("complete_up_to").asLong()).isEqualTo(1_600_000_000_000L);
        assertThat(numbers(ledger, "produced", "indexed", "dead_lettered", "lag", "missing", "surplus", "written_off"))
                .containsExactly(150L, 130L, 7L, 10L, 0L, 0L, 0L);
        assertThat(ledger.path("filtered").path("empty").asLong()).isEqualTo(3);
        assertThat(ledger.path("partitions").findValuesAsText("partition")).containsExactly("2", "10");

        try (EventClient browser = new EventClient(uri("/api/events"), "")) {
            append(Samples.balance("spans", 0, 5, 0)
                    .setMissing(2)
                    .setIndexed(3)
                    .setCompleteUpTo(0)
                    .setImbalances(List.of(new Imbalance(0L, 5L, 5L, 3L)))
                    .build());
            await().until(() -> browser.named("ledger").stream()
                    .anyMatch(event -> event.data().contains("\"balanced\":false")));
        }
        ledger = awaitPartitions(3);
        assertThat(ledger.path("balanced").asBoolean()).isFalse();
        assertThat(ledger.path("complete_up_to").isNull()).isTrue();
        JsonNode wrong = ledger.path("partitions").get(2);
        assertThat(numbers(wrong.path("imbalances").get(0), "from_offset", "to_offset", "produced", "acknowledged"))
                .containsExactly(0L, 5L, 5L, 3L);
        assertThat(wrong.path("complete_up_to").isNull()).isTrue();

        JsonNode counting = json(get("/health")).path("services").path("counting");
        assertThat(counting.path("status").asText()).isEqualTo("degraded");
        assertThat(counting.path("detail").asText())
                .startsWith("logs-2: nothing is counted after 2020-09-13T12:26:40Z,");
        // It stays so for as long as these tests take.
        append(Samples.balance("logs", 2, 50, 0)
                .setCompleteUpTo(System.currentTimeMillis() + 3_600_000)
                .build());
        await().untilAsserted(() -> assertThat(json(get("/health"))
                        .path("services")
                        .path("counting")
                        .path("status")
                        .asText())
                .isEqualTo("healthy"));
    }

    private static void append(Balance balance) throws Exception {
        cluster.append(topics.ledger(), balance.getTopic() + "|" + balance.getPartition(), balance);
    }

    private static JsonNode awaitPartitions(int count) {
        return await().until(
                        () -> json(get("/api/ledger")),
                        ledger -> ledger.path("partitions").size() == count);
    }

    private static List<Long> numbers(JsonNode json, String... fields) {
        return Stream.of(fields).map(field -> json.path(field).asLong()).toList();
    }

    @Test
    void events_browserThatDoesNotRead_isDropped() throws Exception {
        try (Socket slow = new Socket()) {
            slow.setReceiveBufferSize(1_024);
            slow.connect(new InetSocketAddress("127.0.0.1", console.port()));
            slow.getOutputStream()
                    .write("GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            Alert large = Samples.alert("flood", Transition.ACTIVE, AlertState.ACTIVE)
                    .setSummary("x".repeat(40_000))
                    .build();
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                for (int i = 0; i < 30; i++) cluster.send(topics.alerts(), "flood", large);
                return metric("vigia_console_streams_dropped_total") >= 1;
            });
        }
        assertThat(get("/api/alerts").statusCode()).isEqualTo(200);
    }

    private static double metric(String name) {
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    @Test
    void health_partUnhealthy_is503() throws Exception {
        PARTS.put("sink", Health.unhealthy("Elasticsearch is away"));
        try {
            HttpResponse<String> response = get("/health");
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(json(response)
                            .path("services")
                            .path("sink")
                            .path("detail")
                            .asText())
                    .isEqualTo("Elasticsearch is away");
        } finally {
            PARTS.remove("sink");
        }
        cluster.append(
                topics.dispatchSignals(), "", new DispatchSignal(new Tick(System.currentTimeMillis(), List.of())));
        await().untilAsserted(() ->
                assertThat(json(get("/health")).path("status").asText()).isEqualTo("healthy"));
        assertThat(metric("vigia_console_tick_age_seconds")).isLessThan(30);
    }

    /** CI has to have Chromium; elsewhere {@code bin/test} says that this was skipped. */
    @Test
    void page_buttons_doWhatTheySay() throws Exception {
        boolean there = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, Chromium.PROGRAM)));
        assumeTrue(System.getenv("CI") != null || there, "there is no chromium; on Debian: chromium");
        Alert alert = next("looked-at", 1, Transition.ACTIVE, AlertState.ACTIVE)
                .setGroup(Map.of("service", "till"))
                .build();
        append(alert);

        try (Chromium page = Chromium.open(directory.resolve("chromium"), uri("/#alert=looked-at"))) {
            await().atMost(PAGE).until(() -> page.click("#drawer", "Acknowledge"));
            page.fill("#ask [name=actor]", "Ana");
            page.fill("#ask [name=reason]", "on it");
            assertThat(page.click("#ask", "Acknowledge")).isTrue();
            Control ack = command("looked-at");
            assertThat(ack.getActor() + ": " + ack.getReason()).isEqualTo("user:Ana: on it");
            Alert acknowledged = Alert.newBuilder(alert)
                    .setSequence(2)
                    .setTransition(Transition.ACKNOWLEDGED)
                    .setActor(ack.getActor())
                    .setAcknowledgedBy(ack.getActor())
                    .setCommandId(ack.getId())
                    .build();
            append(acknowledged);
            await().atMost(PAGE).until(() -> page.text("#drawer .acknowledged"), text -> text.contains("Ana is on it"));
            await().atMost(PAGE).until(() -> !page.isOpen("#ask"));

            assertThat(page.click("#drawer", "Comment")).isTrue();
            assertThat(page.value("#ask [name=actor]")).isEqualTo("Ana");
            page.fill("#ask input[required]", "não é a rede");
            assertThat(page.click("#ask", "Comment")).isTrue();
            Control comment = command("looked-at", command -> command.getType() == CommandType.COMMENT);
            append(Alert.newBuilder(acknowledged)
                    .setSequence(3)
                    .setTransition(Transition.COMMENTED)
                    .setReason(comment.getReason())
                    .setCommandId(comment.getId())
                    .build());
            await().atMost(PAGE).until(() -> page.text("#drawer .timeline"), text -> text.contains("“não é a rede”"));
            await().atMost(PAGE).until(() -> !page.isOpen("#ask"));

            assertThat(page.click("#drawer", "Recompute")).isTrue();
            await().atMost(PAGE).until(() -> page.text("#drawer .explanation"), text -> text.contains("Match"));
            assertThat(page.text("#drawer .explanation")).contains("Record 1");

            silence(page);
            assertThat(page.errors()).isEmpty();
        }
    }

    private static void silence(Chromium page) {
        assertThat(page.click("#drawer", "Silence")).isTrue();
        String matchers = page.value("#ask [name=matchers]");
        assertThat(matchers).isEqualTo("alertname=\"error-rate\"\nservice=\"till\"");
        await().atMost(PAGE)
                .until(() -> page.text("#ask [role=status]"), text -> text.startsWith("Mutes 1 open alert;"));
        page.fill("#ask [name=matchers]", "service=nobody");
        await().atMost(PAGE).until(() -> page.text("#ask [role=status]"), text -> text.startsWith("Mutes 0 open"));
        page.fill("#ask [name=matchers]", matchers);
        page.fill("#ask [name=comment]", "new printer");
        assertThat(page.click("#ask", "Silence")).isTrue();

        await().atMost(PAGE).until(() -> page.text("#silence-list"), text -> text.contains("Ana: new printer"));
        JsonNode made = json(get("/api/silences")).at("/silences/0");
        assertThat(made.path("ends_at").asLong() - made.path("starts_at").asLong())
                .isEqualTo(3_600_000);
        assertThat(json(get("/api/alerts/looked-at")).at("/alert/silenced_by/0"))
                .isEqualTo(made.path("silence_id"));

        assertThat(page.click("#silence-list", "End now")).isTrue();
        await().atMost(PAGE).until(() -> page.text("#silences-text"), "None"::equals);
        assertThat(json(get("/api/silences")).path("silences")).isEmpty();
    }

    @Test
    void page_isServedWithoutAnythingFromElsewhere() {
        HttpResponse<String> page = get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-security-policy"))
                .hasValueSatisfying(policy ->
                        assertThat(policy).contains("default-src 'none'").doesNotContain("unsafe"));
        assertThat(page.body()).doesNotContain("style=").doesNotContain("//cdn");
        for (String file : List.of("/js/app.js", "/console.css", "/icon.svg", "/lib/d3/d3.min.js")) {
            HttpResponse<String> response = get(file);
            assertThat(response.statusCode()).as(file).isEqualTo(200);
            String etag = response.headers().firstValue("etag").orElseThrow();
            assertThat(send(HttpRequest.newBuilder(uri(file)).header("If-None-Match", etag))
                            .statusCode())
                    .as(file)
                    .isEqualTo(304);
        }
        assertThat(code(get("/api/nothing"))).isEqualTo("404 not_found");
        assertThat(code(get("/nothing.html"))).isEqualTo("404 not_found");
        assertThat(code(post("/api/alerts", "{}"))).isEqualTo("404 not_found");
    }
}
