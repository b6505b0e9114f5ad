package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.sinks.Samples;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlackAppChannelIT extends HttpChannelContract {

    private final SlackAppService slack = new SlackAppService();
    private HttpPeer peer;
    private Channel channel;

    @BeforeEach
    void start() throws Exception {
        peer = new HttpPeer(slack);
        channel = restarted();
    }

    @AfterEach
    void stop() {
        peer.close();
    }

    @Override
    String kind() {
        return "slack_app";
    }

    @Override
    HttpPeer.Service service() {
        return new SlackAppService();
    }

    @Override
    Map<String, String> settings(int port) {
        return Map.of(
                "api.url",
                "http://127.0.0.1:" + port + "/api",
                "to",
                SlackAppService.CHANNEL,
                "token",
                SlackAppService.TOKEN,
                "message.interval.ms",
                "0");
    }

    @Override
    Set<String> secrets(int port) {
        return Set.of(SlackAppService.TOKEN);
    }

    /** Whether it was posted stands in the body. */
    @Override
    void assertTaken(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Retryable.class);
    }

    private Channel restarted() {
        return channel(kind(), settings(peer.port()), LONG);
    }

    private Notification news(String id, Alert alert) {
        return Samples.notification(id, "r", kind(), alert);
    }

    /** As dispatch words what is told only to who shows the episode. */
    private Notification quiet(String id, Alert alert) {
        String reason =
                alert.getTransition() == Transition.ACKNOWLEDGED ? "alert was acknowledged" : "alert has changed";
        return Notification.newBuilder(news(id, alert)).setReason(reason).build();
    }

    private Notification news(String id, Transition transition) {
        return news(id, alert(transition, transition == Transition.RESOLVED ? AlertState.INACTIVE : AlertState.ACTIVE));
    }

    private static Outcome.Delivered delivered(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
        return (Outcome.Delivered) outcome;
    }

    private List<ObjectNode> roots() {
        return slack.messages.stream()
                .filter(message -> !message.has("thread_ts"))
                .toList();
    }

    private List<ObjectNode> replies() {
        return slack.messages.stream()
                .filter(message -> message.has("thread_ts"))
                .toList();
    }

    private static List<String> buttons(JsonNode message) {
        return message.findValuesAsText("action_id");
    }

    @Test
    void send_episodeGoesOn_isOneMessageThatIsEditedWithRepliesToWhatIsToBeNoticed() {
        Outcome.Delivered first = delivered(channel.send(news("a", Transition.ACTIVE)));
        assertThat(first.receipt())
                .contains(SlackAppService.CHANNEL + "/"
                        + roots().get(0).path("ts").asText());
        assertThat(buttons(roots().get(0))).containsExactly("vigia_acknowledge", "vigia_resolve", "vigia_snooze");

        Alert acknowledged = Alert.newBuilder(alert(Transition.ACKNOWLEDGED, AlertState.ACTIVE))
                .setAcknowledgedBy("slack:ana")
                .build();
        assertThat(delivered(channel.send(quiet("b", acknowledged))).receipt()).isEqualTo(first.receipt());
        assertThat(replies()).isEmpty();
        assertThat(buttons(roots().get(0))).containsExactly("vigia_resolve", "vigia_snooze");
        assertThat(roots().get(0).toString()).contains("ana");

        Alert worse = Alert.newBuilder(alert(Transition.SEVERITY_CHANGED, AlertState.ACTIVE))
                .setPreviousSeverity(Severity.HIGH)
                .build();
        delivered(channel.send(news("c", worse)));
        assertThat(replies()).hasSize(1);
        Alert better = Alert.newBuilder(worse)
                .setSeverity(Severity.LOW)
                .setPreviousSeverity(Severity.CRITICAL)
                .build();
        delivered(channel.send(quiet("d", better)));
        assertThat(replies()).hasSize(1);

        // A repeat carries the alert's newest record, whatever that was.
        delivered(channel.send(Notification.newBuilder(news("r", better))
                .setReason("alert is still on")
                .build()));
        assertThat(replies()).hasSize(2);

        delivered(channel.send(news("e", Transition.RESOLVED)));
        assertThat(roots()).singleElement().satisfies(message -> {
            assertThat(buttons(message)).isEmpty();
            assertThat(message.path("text").asText()).startsWith("✅");
        });
        assertThat(replies())
                .hasSize(3)
                .allSatisfy(reply -> assertThat(reply.path("thread_ts"))
                        .isEqualTo(roots().get(0).path("ts")));
    }

    @Test
    void send_afterARestart_goesOnByTheReceipt() {
        String receipt =
                delivered(channel.send(news("a", Transition.ACTIVE))).receipt().orElseThrow();
        slack.historyAllowed = false;

        Notification next = Notification.newBuilder(news("b", Transition.RESOLVED))
                .setPreviousReceipt(receipt)
                .build();
        delivered(restarted().send(next));

        assertThat(roots()).hasSize(1);
        assertThat(replies()).hasSize(1);
    }

    @Test
    void send_afterARestartWithoutReceipt_findsTheMessage() {
        delivered(channel.send(news("a", Transition.ACTIVE)));
        other();

        delivered(restarted().send(news("b", Transition.RESOLVED)));

        assertThat(roots()).hasSize(2);
        assertThat(roots().get(0).path("text").asText()).startsWith("✅");
    }

    /** A message of another episode, so that more than a page is to be looked through. */
    private void other() {
        delivered(channel.send(news(
                "other",
                Alert.newBuilder(alert(Transition.ACTIVE, AlertState.ACTIVE))
                        .setEpisodeId("0000000000000001")
                        .build())));
    }

    @Test
    void sendAgain_postedAndNotRecorded_isNotPostedAgain() {
        Outcome first = channel.send(news("a", Transition.ACTIVE));
        other();

        Outcome again = restarted().sendAgain(news("a", Transition.ACTIVE));

        assertThat(delivered(again).receipt()).isEqualTo(delivered(first).receipt());
        assertThat(roots()).hasSize(2);
        assertThat(replies()).isEmpty();
    }

    @Test
    void sendAgain_repliedAndNotRecorded_isNotRepliedAgain() {
        delivered(channel.send(news("a", Transition.ACTIVE)));
        delivered(channel.send(news("b", Transition.RESOLVED)));

        delivered(restarted().sendAgain(news("b", Transition.RESOLVED)));

        assertThat(roots()).hasSize(1);
        assertThat(replies()).hasSize(1);
    }

    @Test
    void sendAgain_summaryPostedAndNotRecorded_isNotPostedAgain() {
        Notification summary =
                Notification.newBuilder(summary(2)).setChannel(kind()).build();
        delivered(channel.send(summary));

        delivered(restarted().sendAgain(summary));

        assertThat(slack.messages).hasSize(1);
    }

    @Test
    void sendAgain_nobodyMayLook_isPostedAndSaysThatItMayBeTwice() {
        slack.historyAllowed = false;

        Outcome outcome = channel.sendAgain(news("a", Transition.ACTIVE));

        assertThat(delivered(outcome).detail()).contains("may be there twice", "missing_scope");
        assertThat(roots()).hasSize(1);
    }

    @Test
    void send_messageWasDeleted_isPostedAnewOnlyForWhatIsToBeNoticed() {
        delivered(channel.send(news("a", Transition.ACTIVE)));
        slack.messages.clear();

        Outcome quiet = channel.send(Notification.newBuilder(quiet("b", alert(Transition.ASSIGNED, AlertState.ACTIVE)))
                .setPreviousReceipt(SlackAppService.CHANNEL + "/1.2")
                .build());
        assertThat(delivered(quiet).receipt()).isEmpty();
        assertThat(slack.messages).isEmpty();

        delivered(channel.send(news("c", Transition.RESOLVED)));
        assertThat(roots()).hasSize(1);
    }

    @Test
    void send_olderThanWhatIsShown_changesNothing() {
        delivered(channel.send(news("a", Transition.ACTIVE)));
        Alert over = Alert.newBuilder(alert(Transition.RESOLVED, AlertState.INACTIVE))
                .setSequence(4)
                .build();
        delivered(channel.send(news("c", over)));
        Alert acknowledged = Alert.newBuilder(alert(Transition.ACKNOWLEDGED, AlertState.ACTIVE))
                .setSequence(3)
                .build();

        delivered(channel.send(
                Notification.newBuilder(quiet("b", acknowledged)).setAttempt(2).build()));

        assertThat(roots().get(0).path("text").asText()).startsWith("✅");
        assertThat(replies()).hasSize(1);
    }

    @Test
    void send_receiptOfAnotherChannel_isNotFollowed() {
        Notification next = Notification.newBuilder(news("b", Transition.RESOLVED))
                .setPreviousReceipt("C9999999999/1.2")
                .build();

        delivered(channel.send(next));

        assertThat(roots()).hasSize(1);
    }

    @Test
    void send_severalAlerts_areAMessageOfTheirOwn() {
        Alert alert = alert(Transition.ACTIVE, AlertState.ACTIVE);

        Outcome outcome = channel.send(Samples.notification("a", "r", kind(), alert, alert));

        assertThat(delivered(outcome).receipt()).isEmpty();
        assertThat(roots())
                .singleElement()
                .satisfies(message -> assertThat(buttons(message)).isEmpty());
    }

    @Test
    void send_tooManyMessages_saysHowLongToWait() {
        var limited = new HttpPeer.Answer(200, Map.of("Retry-After", "30"), "{\"ok\":false,\"error\":\"ratelimited\"}");
        peer.answer(limited);

        assertThat(channel.send(news("a", Transition.ACTIVE)))
                .isEqualTo(new Outcome.Retryable("Slack: ratelimited", Optional.of(Duration.ofSeconds(30))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
    void send_slackCannotNow_mayBeTriedAgain(String error) {
        peer.answer(200, "{\"ok\":false,\"error\":\"" + error + "\"}");

        assertThat(channel.send(news("a", Transition.ACTIVE))).isEqualTo(new Outcome.Retryable("Slack: " + error));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"invalid_auth", "token_revoked", "channel_not_found", "not_in_channel", "is_archived", "new"})
    void send_slackRefuses_isFinal(String error) {
        peer.answer(200, "{\"ok\":false,\"error\":\"" + error + "\"}");

        assertThat(channel.send(news("a", Transition.ACTIVE))).isEqualTo(new Outcome.Failed("Slack: " + error));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ok", "{\"ok\":", "[]", "{}", "{\"ok\":\"true\"}"})
    void send_answerIsNotSlacks_nobodyKnowsAndItMayBeTriedAgain(String answer) {
        peer.answer(200, answer);

        assertThat(channel.send(news("a", Transition.ACTIVE))).isInstanceOf(Outcome.Retryable.class);
    }
}
