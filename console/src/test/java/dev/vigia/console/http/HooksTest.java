package dev.vigia.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import dev.vigia.console.ConsoleSettings;
import dev.vigia.console.HookSettings;
import dev.vigia.console.Samples;
import dev.vigia.console.views.AlertCommands;
import dev.vigia.console.views.AlertDesk;
import dev.vigia.console.views.AlertHistory;
import dev.vigia.console.views.ControlProducer;
import dev.vigia.console.views.CurrentAlerts;
import dev.vigia.console.views.Received;
import dev.vigia.console.views.ToldAlerts;
import dev.vigia.schemas.Language;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertCommand;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.CommandType;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DeliveryStatus;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.Transition;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What chats send, over HTTP; commands go to a log in memory, and come out of it as transitions at once. */
class HooksTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
    private static final HookSettings ALL = new HookSettings(
            new HookSettings.Slack(SECRET),
            new HookSettings.WhatsApp(SECRET, "my-verify-token"),
            new HookSettings.Telegram("my_secret_token"));
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final CurrentAlerts current = new CurrentAlerts(100);
    private final AlertHistory history = new AlertHistory(100);
    private final ToldAlerts told = new ToldAlerts(100);
    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final List<String> whispered = new ArrayList<>();
    private final List<Control> control = new ArrayList<>();
    private boolean kafkaIsAway;
    private final AlertCommands commands =
            new AlertCommands(new ControlProducer(Topics.of("", 1, 1).control(), new Log(), InstantSource.fixed(NOW)));
    private Server server = server(ALL);

    /** Appends, and does what {@code evaluate} does. */
    private final class Log extends MockProducer<String, Control> {

        Log() {
            super(
                    false,
                    null,
                    new StringSerializer(),
                    (topic, value) -> new ByteArraySerializer().serialize(topic, new byte[0]));
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<String, Control> record, Callback callback) {
            Future<RecordMetadata> sent = super.send(record, callback);
            if (kafkaIsAway) {
                errorNext(new TimeoutException("no broker"));
                return sent;
            }
            completeNext();
            control.add(record.value());
            AlertCommand command = (AlertCommand) record.value().getBody();
            Alert before = current.get(command.getAlertId()).orElseThrow();
            boolean over = command.getType() == CommandType.RESOLVE;
            Alert after = Alert.newBuilder(before)
                    .setSequence(before.getSequence() + 1)
                    .setTransition(over ? Transition.RESOLVED : Transition.ACKNOWLEDGED)
                    .setState(over ? AlertState.INACTIVE : AlertState.ACTIVE)
                    .setAcknowledgedBy(record.value().getActor())
                    .setCommandId(record.value().getId())
                    .build();
            take(after);
            return sent;
        }
    }

    private void take(Alert alert) {
        history.accept(alert);
        current.accept(new Received<>(alert.getAlertId(), 0, Optional.of(alert)));
        commands.accept(alert);
    }

    private Server server(HookSettings settings) {
        return server(settings, Language.EN);
    }

    private Server server(HookSettings settings, Language language) {
        ServerBuilder builder =
                Server.builder().http(new InetSocketAddress("127.0.0.1", 0)).errorHandler(new Errors());
        new Hooks(settings, () -> (url, words) -> whispered.add(url + " " + words), InstantSource.fixed(NOW), language)
                .addTo(builder, new AlertDesk(current, history, commands), current, told, metrics);
        builder.route().post("/api/other").build((context, request) -> Json.ok(Json.object()));
        builder.decorator(delegate -> new Guard(delegate, ConsoleSettings.of("127.0.0.1", 0)));
        Server started = builder.build();
        started.start().join();
        return started;
    }

    /** It listens no more at once; its threads take two seconds to end, which nobody waits for. */
    @AfterEach
    void stop() {
        server.stop();
    }

    private HttpResponse<String> post(String path, String type, String body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return send(request);
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.activeLocalPort() + path);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void on(String id) {
        take(Samples.alert(id, Transition.ACTIVE, AlertState.ACTIVE).build());
    }

    private List<String> said() {
        return control.stream()
                .map(record -> record.getActor() + " " + ((AlertCommand) record.getBody()).getType() + " "
                        + ((AlertCommand) record.getBody()).getAlertId())
                .toList();
    }

    // Slack

    private HttpResponse<String> slack(String body, long at, String secret) {
        byte[] head = ("v0:" + at + ":").getBytes(StandardCharsets.UTF_8);
        String signature = "v0=" + Signature.of(secret, head, body.getBytes(StandardCharsets.UTF_8));
        return post(
                "/hooks/slack",
                "application/x-www-form-urlencoded",
                body,
                Map.of("X-Slack-Request-Timestamp", Long.toString(at), "X-Slack-Signature", signature));
    }

    private HttpResponse<String> slack(String body) {
        return slack(body, NOW.getEpochSecond(), SECRET);
    }

    private static String pressed(String action, String value) {
        String payload = "{\"type\":\"block_actions\",\"user\":{\"id\":\"U1\",\"username\":\"josé\"},"
                + "\"response_url\":\"https://hooks.slack.com/actions/T1/2/3\",\"actions\":[{\"action_id\":\"" + action
                + "\",\"value\":\"" + value + "\",\"action_ts\":\"1767323045.1\"}]}";
        return "payload=" + URLEncoder.encode(payload, StandardCharsets.UTF_8);
    }

    /** The example of Slack's documentation. */
    @Test
    void signature_ofSlacksExample_isItsSignature() {
        String body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
                + "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
                + "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
                + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";

        assertThat(Signature.of(
                        "8f742231b10e8888abcd99yyyzzz85a5",
                        "v0:1531420618:".getBytes(StandardCharsets.UTF_8),
                        body.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503");
    }

    @ParameterizedTest
    @CsvSource({"vigia_acknowledge, ACKNOWLEDGE", "vigia_resolve, RESOLVE", "vigia_snooze, SNOOZE"})
    void slack_button_isACommandOfWhoPressedIt(String action, CommandType type) {
        on("a1");

        assertThat(slack(pressed(action, "a1:e-a1")).statusCode()).isEqualTo(200);

        assertThat(said()).containsExactly("slack:josé " + type + " a1");
        AlertCommand command = (AlertCommand) control.get(0).getBody();
        assertThat(command.getEpisodeId()).isEqualTo("e-a1");
        assertThat(command.getSnoozedUntil())
                .isEqualTo(type == CommandType.SNOOZE ? NOW.toEpochMilli() + 3_600_000 : null);
        assertThat(whispered).isEmpty();
    }

    @Test
    void slack_sameRequestAgain_isCarriedOutOnce() {
        on("a1");

        slack(pressed("vigia_acknowledge", "a1:e-a1"));
        slack(pressed("vigia_acknowledge", "a1:e-a1"));

        assertThat(control).hasSize(1);
    }

    @Test
    void slack_buttonOfAnEpisodeThatIsOver_isRefusedToWhoPressedItAlone() {
        on("a1");

        assertThat(slack(pressed("vigia_resolve", "a1:e-before")).statusCode()).isEqualTo(200);

        assertThat(control).isEmpty();
        assertThat(whispered)
                .singleElement()
                .asString()
                .startsWith("https://hooks.slack.com/actions/")
                .contains("Nothing was done");
    }

    @Test
    void slack_kafkaIsAway_failsSoThatItIsPressedAgain() {
        on("a1");
        kafkaIsAway = true;

        assertThat(slack(pressed("vigia_resolve", "a1:e-a1")).statusCode()).isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(longs = {-301, 301, -100_000_000})
    void slack_old_isRefused(long seconds) {
        on("a1");

        assertRefused(slack(pressed("vigia_acknowledge", "a1:e-a1"), NOW.getEpochSecond() + seconds, SECRET));
    }

    @Test
    void slack_otherSecretOrNoSignatureOrChangedBody_isRefusedWithoutDetail() {
        on("a1");
        String body = pressed("vigia_acknowledge", "a1:e-a1");
        long at = NOW.getEpochSecond();
        byte[] head = ("v0:" + at + ":").getBytes(StandardCharsets.UTF_8);
        String signature = "v0=" + Signature.of(SECRET, head, body.getBytes(StandardCharsets.UTF_8));
        String form = "application/x-www-form-urlencoded";
        Map<String, String> signed =
                Map.of("X-Slack-Request-Timestamp", Long.toString(at), "X-Slack-Signature", signature);

        assertRefused(slack(body, at, "another"));
        assertRefused(post("/hooks/slack", form, body, Map.of()));
        assertRefused(post("/hooks/slack", form, body, Map.of("X-Slack-Signature", signature)));
        assertRefused(post("/hooks/slack", form, body + "&a=b", signed));
        assertRefused(post(
                "/hooks/slack",
                form,
                body,
                Map.of("X-Slack-Request-Timestamp", Long.toString(at + 1), "X-Slack-Signature", signature)));
        assertThat(post("/hooks/slack", form, body, signed).statusCode()).isEqualTo(200);
    }

    private void assertRefused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo("{\"error\":{\"code\":\"unauthorized\",\"message\":\"Unauthorized.\"}}");
        assertThat(control).isEmpty();
    }

    @Test
    void slack_typed_listsAndActs() throws Exception {
        on("a1");

        assertThat(words(slack(typed("")))).contains("`a1`", "Error rate of checkout", "/vigia ack ID");
        assertThat(words(slack(typed("dance a1")))).contains("/vigia ack ID");
        assertThat(words(slack(typed("snooze a1 2h")))).isEqualTo("The alert is snoozed.");
        assertThat(words(slack(typed("ack nothing")))).isEqualTo("There is no alert nothing.");
        assertThat(words(slack(typed("resolve a1")))).isEqualTo("The alert is resolved.");
        assertThat(words(slack(typed("resolve a1")))).contains("the episode is over");

        assertThat(said()).containsExactly("slack:ana SNOOZE a1", "slack:ana RESOLVE a1");
        assertThat(((AlertCommand) control.get(0).getBody()).getSnoozedUntil())
                .isEqualTo(NOW.toEpochMilli() + 7_200_000);
    }

    @Test
    void slack_ofABrazilianInstallation_isAnsweredInPortuguese() throws Exception {
        server.stop().join();
        server = server(ALL, Language.PT_BR);
        assertThat(words(slack(typed("")))).startsWith("Nenhum alerta está ativo.\n`/vigia` lista");
        on("a1");

        assertThat(words(slack(typed(""))))
                .startsWith("`a1` CRÍTICA Error rate of checkout")
                .contains("/vigia ciente ID");
        assertThat(words(slack(typed("adiar a1 99d")))).isEqualTo("Um adiamento é de 1 minuto a 30 dias.");
        assertThat(words(slack(typed("ciente nada")))).isEqualTo("Não há alerta nada.");
        assertThat(words(slack(typed("ciente a1")))).isEqualTo("O alerta foi reconhecido.");
        assertThat(words(slack(typed("ciente a1")))).isEqualTo("O alerta já está assim.");
        assertThat(words(slack(typed("")))).contains(" (reconhecido por slack:ana)\n");
        assertThat(words(slack(typed("adiar a1 2h")))).isEqualTo("O alerta foi adiado.");
        assertThat(words(slack(typed("resolver a1")))).isEqualTo("O alerta foi resolvido.");
        assertThat(words(slack(typed("resolver a1")))).isEqualTo("Nada foi feito: o episódio já terminou.");
        slack(pressed("vigia_resolve", "a1:e-a1"));
        assertThat(whispered).singleElement().asString().endsWith(" Nada foi feito: o episódio já terminou.");
    }

    private static int typed;

    private static String typed(String text) {
        return "command=%2Fvigia&user_name=ana&trigger_id=1." + typed++ + "&text="
                + URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String words(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode json = Json.MAPPER.readTree(answer.body());
        assertThat(json.path("response_type").asText()).isEqualTo("ephemeral");
        return json.path("text").asText();
    }

    // Telegram

    private HttpResponse<String> telegram(String body, String token) {
        return post("/hooks/telegram", "application/json", body, Map.of("X-Telegram-Bot-Api-Secret-Token", token));
    }

    @Test
    void telegram_button_isACommandAndAnsweredInTheSameBreath() throws Exception {
        on("a1");
        String update = "{\"update_id\":7,\"callback_query\":{\"id\":\"4382\",\"from\":{\"id\":5,\"username\":\"rui\"},"
                + "\"data\":\"ack:a1:e-a1\"}}";

        assertRefused(telegram(update, "another"));
        assertRefused(telegram(update, ""));
        HttpResponse<String> answer = telegram(update, "my_secret_token");
        telegram(update, "my_secret_token");

        assertThat(said()).containsExactly("telegram:rui ACKNOWLEDGE a1");
        JsonNode method = Json.MAPPER.readTree(answer.body());
        assertThat(method.path("method").asText()).isEqualTo("answerCallbackQuery");
        assertThat(method.path("callback_query_id").asText()).isEqualTo("4382");
        assertThat(method.path("text").asText()).isEqualTo("The alert is acknowledged.");
    }

    /** Whose language has no words is answered in the installation's. */
    @ParameterizedTest
    @CsvSource({
        "EN, pt-br, O alerta foi reconhecido.",
        "EN, pt, O alerta foi reconhecido.",
        "EN, de, The alert is acknowledged.",
        "PT_BR, en, The alert is acknowledged.",
        "PT_BR, de, O alerta foi reconhecido.",
        "PT_BR, '', O alerta foi reconhecido."
    })
    void telegram_whoSaysTheirLanguage_isAnsweredInIt(Language installation, String theirs, String words)
            throws Exception {
        server.stop().join();
        server = server(ALL, installation);
        on("a1");
        String update = "{\"callback_query\":{\"id\":\"4382\",\"from\":{\"id\":5,\"username\":\"rui\","
                + "\"language_code\":\"" + theirs + "\"},\"data\":\"ack:a1:e-a1\"}}";

        HttpResponse<String> answer = telegram(update, "my_secret_token");

        assertThat(Json.MAPPER.readTree(answer.body()).path("text").asText()).isEqualTo(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"message\":{\"text\":\"ok\"}}", "{\"callback_query\":{\"data\":\"x\"}}", "[]"})
    void telegram_anythingElse_isTakenAndNothingIsDone(String update) {
        assertThat(telegram(update, "my_secret_token").statusCode()).isEqualTo(200);
        assertThat(control).isEmpty();
    }

    // WhatsApp

    private HttpResponse<String> whatsApp(String body, String secret) {
        String signature = "sha256=" + Signature.of(secret, body.getBytes(StandardCharsets.UTF_8));
        return post("/hooks/whatsapp", "application/json", body, Map.of("X-Hub-Signature-256", signature));
    }

    private static String whatsApp(String message) {
        return "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"1\",\"changes\":[{\"field\":\"messages\","
                + "\"value\":{\"messaging_product\":\"whatsapp\",\"messages\":[" + message + "]}}]}]}";
    }

    private static String reply(String text, String to) {
        return "{\"from\":\"5511999999999\",\"id\":\"wamid.IN\",\"type\":\"text\",\"text\":{\"body\":\"" + text
                + "\"},\"context\":{\"id\":\"" + to + "\"}}";
    }

    /** The alerts were told by a message that WhatsApp calls {@code wamid.OUT}. */
    private void toldByWhatsApp(String... ids) {
        List<Alert> alerts = new ArrayList<>();
        for (String id : ids) {
            on(id);
            alerts.add(current.get(id).orElseThrow());
        }
        told.accept(new Delivery(
                "n1", 1, "phone", "whatsapp", DeliveryStatus.DELIVERED, 0L, "wamid.OUT", null, "wamid.OUT", false));
        told.accept(Notification.newBuilder()
                .setId("n1")
                .setAttempt(1)
                .setReceiver("phone")
                .setChannel("whatsapp")
                .setReason("alert became active")
                .setAt(0)
                .setGroupLabels(Map.of())
                .setAlerts(alerts)
                .build());
    }

    @ParameterizedTest
    @CsvSource({
        "ok, ACKNOWLEDGE",
        "Ciente!, ACKNOWLEDGE",
        "ESTOU CIENTE, ACKNOWLEDGE",
        "👍🏽, ACKNOWLEDGE",
        "Tô vendo, ACKNOWLEDGE",
        "Resolvido ✅, RESOLVE",
        "resolvido., RESOLVE",
        "👍👍, ",
        "Resolved, RESOLVE",
        "adiar 30 min, SNOOZE",
        "snooze, SNOOZE",
        "não está ok, ",
        "ok?? nada disso, ",
        "'', "
    })
    void whatsapp_reply_isACommandIfItIsOneOfTheWords(String text, CommandType type) {
        toldByWhatsApp("a1");

        assertThat(whatsApp(whatsApp(reply(text, "wamid.OUT")), SECRET).statusCode())
                .isEqualTo(200);

        assertThat(said()).isEqualTo(type == null ? List.of() : List.of("whatsapp:5511999999999 " + type + " a1"));
    }

    @Test
    void whatsapp_buttonOrReaction_areACommandToo() {
        toldByWhatsApp("a1");

        whatsApp(
                whatsApp("{\"from\":\"1\",\"id\":\"b\",\"type\":\"button\",\"button\":{\"text\":\"Ciente\"},"
                        + "\"context\":{\"id\":\"wamid.OUT\"}}"),
                SECRET);
        assertThat(said()).containsExactly("whatsapp:1 ACKNOWLEDGE a1");
        toldByWhatsApp("a2");
        whatsApp(
                whatsApp("{\"from\":\"1\",\"id\":\"r\",\"type\":\"reaction\","
                        + "\"reaction\":{\"message_id\":\"wamid.OUT\",\"emoji\":\"👍\"}}"),
                SECRET);
        assertThat(said()).contains("whatsapp:1 ACKNOWLEDGE a2");
    }

    @Test
    void whatsapp_sentAgain_isCarriedOutOnceForEachAlertOfTheMessage() {
        toldByWhatsApp("a1", "a2");

        whatsApp(whatsApp(reply("ciente", "wamid.OUT")), SECRET);
        whatsApp(whatsApp(reply("ciente", "wamid.OUT")), SECRET);

        assertThat(said())
                .containsExactly("whatsapp:5511999999999 ACKNOWLEDGE a1", "whatsapp:5511999999999 ACKNOWLEDGE a2");
    }

    @Test
    void whatsapp_replyToNothingKnownOrAStatus_isTakenAndNothingIsDone() {
        toldByWhatsApp("a1");

        assertThat(whatsApp(whatsApp(reply("ok", "wamid.OTHER")), SECRET).statusCode())
                .isEqualTo(200);
        String loose = "{\"from\":\"1\",\"id\":\"m\",\"type\":\"text\",\"text\":{\"body\":\"ok\"}}";
        assertThat(whatsApp(whatsApp(loose), SECRET).statusCode()).isEqualTo(200);
        assertThat(whatsApp("{\"entry\":[{\"changes\":[{\"value\":{\"statuses\":[{}]}}]}]}", SECRET)
                        .statusCode())
                .isEqualTo(200);

        assertThat(control).isEmpty();
    }

    private double failed(String alerts) {
        return metrics.get("vigia.console.whatsapp.failed")
                .tag("code", "131026")
                .tag("alerts", alerts)
                .counter()
                .count();
    }

    private static String status(String status, String message) {
        return "{\"id\":\"" + message + "\",\"status\":\"" + status + "\",\"timestamp\":\"1767323045\","
                + "\"recipient_id\":\"5511999999999\",\"errors\":[{\"code\":131026,\"title\":\"Message undeliverable\","
                + "\"error_data\":{\"details\":\"Message Undeliverable.\"}}]}";
    }

    @Test
    void whatsapp_messageHasFailed_isCounted() {
        toldByWhatsApp("a1");

        String statuses = String.join(
                ",", status("delivered", "wamid.OUT"), status("failed", "wamid.OUT"), status("failed", "wamid.OTHER"));
        String body = "{\"entry\":[{\"changes\":[{\"value\":{\"statuses\":[" + statuses + "]}}]}]}";
        assertThat(whatsApp(body, SECRET).statusCode()).isEqualTo(200);

        assertThat(failed("known")).isOne();
        assertThat(failed("unknown")).isOne();
        assertThat(control).isEmpty();
    }

    @Test
    void whatsapp_kafkaIsAway_isToBeSentAgain() {
        toldByWhatsApp("a1");
        kafkaIsAway = true;

        assertThat(whatsApp(whatsApp(reply("ok", "wamid.OUT")), SECRET).statusCode())
                .isEqualTo(503);
    }

    @Test
    void whatsapp_otherSecretOrNoSignature_isRefused() {
        toldByWhatsApp("a1");
        String body = whatsApp(reply("ok", "wamid.OUT"));

        assertRefused(whatsApp(body, "another"));
        assertRefused(post("/hooks/whatsapp", "application/json", body, Map.of()));
    }

    @Test
    void whatsapp_challenge_isSaidBackToWhoKnowsTheToken() {
        String query = "/hooks/whatsapp?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=";

        HttpResponse<String> known = send(HttpRequest.newBuilder(uri(query + "my-verify-token")));
        assertThat(known.statusCode()).isEqualTo(200);
        assertThat(known.body()).isEqualTo("1158201444");
        assertRefused(send(HttpRequest.newBuilder(uri(query + "another"))));
        assertRefused(send(HttpRequest.newBuilder(uri("/hooks/whatsapp"))));
    }

    // All

    @Test
    void hooks_withoutASecret_areNotThere() {
        server.stop().join();
        server = server(HookSettings.none());

        for (String chat : List.of("slack", "telegram", "whatsapp")) {
            assertThat(post("/hooks/" + chat, "application/json", "{}", Map.of())
                            .statusCode())
                    .isEqualTo(404);
        }
        assertThat(send(HttpRequest.newBuilder(uri("/hooks/whatsapp"))).statusCode())
                .isEqualTo(404);
    }

    @Test
    void guard_elsewhere_isAsStrictAsBefore() {
        assertThat(post("/api/other", "application/x-www-form-urlencoded", "a=b", Map.of())
                        .statusCode())
                .isEqualTo(415);
        assertThat(post("/hooks/../api/other", "text/plain", "{}", Map.of()).statusCode())
                .isEqualTo(400);
    }

    @Test
    void settings_shown_haveNoSecrets() {
        assertThat(ConsoleSettings.of("127.0.0.1", 0).with(ALL).toString())
                .doesNotContain(SECRET, "my-verify-token", "my_secret_token");
    }
}
