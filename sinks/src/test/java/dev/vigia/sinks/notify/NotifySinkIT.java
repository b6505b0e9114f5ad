package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DeliveryStatus;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.sinks.Samples;
import dev.vigia.sinks.Stack;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotifySinkIT {

    private static final String NAME = "notify";

    @TempDir
    static Path dir;

    private static Stack stack;

    private HttpPeer slack;
    private HttpPeer webhook;
    private GreenMail mail;

    @BeforeAll
    static void start() {
        stack = new Stack(dir);
    }

    @BeforeEach
    void install() throws Exception {
        stack.install();
        slack = new HttpPeer();
        webhook = new HttpPeer();
        mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
    }

    @AfterEach
    void stopConnector() {
        slack.close();
        webhook.close();
        stack.stop(NAME);
        mail.stop();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void put_oneForEachChannel_areToldAndReported() throws Exception {
        send(notification("a", "ops", "slack"));
        send(notification("b", "hook", "webhook"));
        send(notification("c", "mail", "email"));
        stack.start(NAME, config());
        stack.awaitCaughtUp(NAME);

        for (String id : List.of("a", "b", "c")) {
            assertThat(statuses(id)).containsExactly(DeliveryStatus.STARTED, DeliveryStatus.DELIVERED);
        }
        assertThat(slack.received())
                .singleElement()
                .satisfies(request -> assertThat(request.body()).contains("\"color\":\"danger\""));
        assertThat(webhook.received())
                .singleElement()
                .satisfies(request -> assertThat(request.body()).contains("\"receiver\":\"hook\""));
        assertThat(mail.getReceivedMessages()).hasSize(1);
    }

    /** What Connect has already goes on. */
    @Test
    void start_receiverThatCannotBeMade_isRefusedByConnect_withItsSetting() throws Exception {
        stack.start(NAME, config());
        Map<String, String> wrong = config();
        wrong.put("receivers.hook.secret", "secret-words");

        assertThatThrownBy(() -> stack.start(NAME, wrong))
                .hasMessageContaining("receivers.hook.secret: has to be whsec_ and base64")
                .hasMessageNotContaining("secret-words");
        send(notification("a", "hook", "webhook"));
        stack.awaitCaughtUp(NAME);
        assertThat(statuses("a")).containsExactly(DeliveryStatus.STARTED, DeliveryStatus.DELIVERED);
    }

    @Test
    void put_unknownReceiverOrOtherChannel_hasFailed() throws Exception {
        send(notification("a", "nobody", "slack"));
        send(notification("b", "ops", "email"));
        stack.start(NAME, config());
        stack.awaitCaughtUp(NAME);

        assertThat(deliveries("a")).singleElement().satisfies(delivery -> {
            assertThat(delivery.getStatus()).isEqualTo(DeliveryStatus.FAILED);
            assertThat(delivery.getDetail()).contains("'nobody'", "ops");
        });
        assertThat(statuses("b")).containsExactly(DeliveryStatus.FAILED);
        assertThat(slack.received()).isEmpty();
    }

    @Test
    void put_oneReceiverHangs_othersAreToldMeanwhile() throws Exception {
        slack.fallSilent();
        for (int i = 0; i < 5; i++) send(notification("s" + i, "ops", "slack"));
        send(notification("w", "hook", "webhook"));
        Map<String, String> config = config();
        config.put("request.timeout.ms", "5000");
        stack.start(NAME, config);

        await().atMost(Stack.LONG).until(() -> webhook.received().size() == 1);

        assertThat(statuses("s1")).isEmpty();
    }

    @Test
    void put_redelivered_isNotToldAgain() throws Exception {
        send(notification("a", "ops", "slack"));
        stack.start(NAME, config());
        stack.awaitCaughtUp(NAME);
        stack.stop(NAME);
        stack.rewind(NAME);
        send(notification("b", "ops", "slack"));
        stack.start(NAME, config());
        stack.awaitCaughtUp(NAME);

        assertThat(slack.received()).hasSize(2);
        assertThat(statuses("a")).containsExactly(DeliveryStatus.STARTED, DeliveryStatus.DELIVERED);
        assertThat(statuses("b")).containsExactly(DeliveryStatus.STARTED, DeliveryStatus.DELIVERED);
    }

    @Test
    void put_begunByAPredecessorWithoutResult_isToldAgainAndSaysSo() throws Exception {
        send(notification("a", "ops", "slack"));
        started("a");
        stack.start(NAME, config());
        stack.awaitCaughtUp(NAME);

        assertThat(slack.received()).hasSize(1);
        assertThat(deliveries("a").get(2).getStatus()).isEqualTo(DeliveryStatus.DELIVERED);
        assertThat(deliveries("a").get(2).getDetail()).contains("second try after a crash");
    }

    @Test
    void put_postedByAPredecessorWithoutResult_isFoundBySlacksAppAndNotPostedAgain() throws Exception {
        SlackAppService service = new SlackAppService();
        try (HttpPeer app = new HttpPeer(service)) {
            Map<String, String> settings = Map.of(
                    "api.url", "http://127.0.0.1:" + app.port() + "/api",
                    "to", SlackAppService.CHANNEL,
                    "token", SlackAppService.TOKEN);
            Notification notification = notification("a", "app", "slack_app");
            ChannelContract.channel("slack_app", settings, ChannelContract.LONG).send(notification);
            send(notification);
            started("a");
            Map<String, String> config = config();
            config.put("receivers.app.channel", "slack_app");
            settings.forEach((key, value) -> config.put("receivers.app." + key, value));
            stack.start(NAME, config);
            stack.awaitCaughtUp(NAME);

            assertThat(service.messages).hasSize(1);
            Delivery last = deliveries("a").get(2);
            assertThat(last.getStatus()).isEqualTo(DeliveryStatus.DELIVERED);
            String ts = service.messages.get(0).path("ts").asText();
            assertThat(last.getReceipt()).isEqualTo(SlackAppService.CHANNEL + "/" + ts);
        }
    }

    @Test
    void put_begunThreeTimesWithoutResult_isGivenUp() throws Exception {
        send(notification("a", "ops", "slack"));
        for (int i = 0; i < 3; i++) started("a");
        stack.start(NAME, config());
        stack.awaitCaughtUp(NAME);

        assertThat(slack.received()).isEmpty();
        assertThat(statuses("a").get(3)).isEqualTo(DeliveryStatus.FAILED);
        assertThat(deliveries("a").get(3).getMayHaveArrived()).isTrue();
    }

    @Test
    void put_busyReceiver_isReportedWithItsWaitAndNotTriedAgainHere() throws Exception {
        slack.answer(429, "slow down");
        send(notification("a", "ops", "slack"));
        stack.start(NAME, config());
        stack.awaitCaughtUp(NAME);

        assertThat(slack.received()).hasSize(1);
        Delivery last = deliveries("a").get(1);
        assertThat(last.getStatus()).isEqualTo(DeliveryStatus.RETRYABLE);
        assertThat(last.getRetryAfter()).isEqualTo(7_000);
    }

    @Test
    void put_notANotification_becomesADeadLetter() throws Exception {
        byte[] bytes = "hello".getBytes(StandardCharsets.UTF_8);
        stack.sendBytes("notifications", "x", bytes);
        send(notification("a", "ops", "slack"));
        stack.start(NAME, config());
        stack.awaitCaughtUp(NAME);

        assertThat(stack.read("dead-letters"))
                .singleElement()
                .satisfies(letter -> assertThat(letter.value()).isEqualTo(bytes));
        assertThat(slack.received()).hasSize(1);
    }

    private void send(Notification notification) throws Exception {
        stack.send("notifications", notification.getId(), notification);
    }

    private void started(String id) throws Exception {
        stack.send(
                "deliveries",
                id,
                Delivery.newBuilder()
                        .setNotificationId(id)
                        .setAttempt(1)
                        .setReceiver("ops")
                        .setChannel("slack")
                        .setStatus(DeliveryStatus.STARTED)
                        .setAt(1)
                        .build());
    }

    private static Notification notification(String id, String receiver, String channel) {
        return Samples.notification(id, receiver, channel, Samples.alert(Transition.ACTIVE, AlertState.ACTIVE));
    }

    private List<Delivery> deliveries(String id) {
        return stack.read("deliveries", Delivery.class).stream()
                .filter(delivery -> delivery.getNotificationId().equals(id))
                .toList();
    }

    private List<DeliveryStatus> statuses(String id) {
        return deliveries(id).stream().map(Delivery::getStatus).toList();
    }

    private Map<String, String> config() {
        Map<String, String> config = stack.connector(NotifySinkConnector.class.getName(), stack.topic("notifications"));
        config.put("receivers.ops.channel", "slack");
        config.put("receivers.ops.url", slack.url());
        config.put("receivers.hook.channel", "webhook");
        config.put("receivers.hook.url", webhook.url());
        config.put("receivers.mail.channel", "email");
        config.put("receivers.mail.smtp.host", "127.0.0.1");
        config.put("receivers.mail.smtp.port", Integer.toString(mail.getSmtp().getPort()));
        config.put("receivers.mail.smtp.encryption", "none");
        config.put("receivers.mail.from", "vigia@example.org");
        config.put("receivers.mail.to", "ops@example.org");
        return config;
    }
}
