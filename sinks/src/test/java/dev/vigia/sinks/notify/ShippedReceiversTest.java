package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.NotificationKind;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.sinks.Samples;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code config/vigia.yaml} says of receivers, once they have their addresses. */
class ShippedReceiversTest {

    private static final Map<String, String> ENVIRONMENT = Map.ofEntries(
            Map.entry("SLACK_WEBHOOK_URL", "https://hooks.slack.com/services/T/B/x"),
            Map.entry("SLACK_CHANNEL", "C0123456789"),
            Map.entry("SLACK_BOT_TOKEN", "xoxb-1"),
            Map.entry("TELEGRAM_CHAT", "-100123"),
            Map.entry("TELEGRAM_BOT_TOKEN", "1:a"),
            Map.entry("WHATSAPP_TO", "5511999999999"),
            Map.entry("WHATSAPP_PHONE_NUMBER_ID", "1"),
            Map.entry("WHATSAPP_TOKEN", "a"),
            Map.entry("VIGIA_WEBHOOK_URL", "http://hook.example/"),
            Map.entry("PAGERDUTY_ROUTING_KEY", "0123456789abcdef0123456789abcdef"),
            Map.entry("PAGERDUTY_CHANGES_ROUTING_KEY", "0123456789abcdef0123456789abcdef"),
            Map.entry("TEAMS_WEBHOOK_URL", "https://teams.example/"),
            Map.entry("SMS_URL", "https://sms.example/"),
            Map.entry("SMS_USERNAME", "a"),
            Map.entry("SMS_PASSWORD", "a"),
            Map.entry("SMS_TO", "+5511999999999"),
            Map.entry("SMS_FROM", "+15005550006"),
            Map.entry("ALERT_EMAIL", "ops@example.org"),
            Map.entry("DEVELOPERS_EMAIL", "dev@example.org"),
            Map.entry("DEVOPS_EMAIL", "devops@example.org"),
            Map.entry("MANAGEMENT_EMAIL", "boss@example.org"),
            Map.entry("REVIEW_EMAIL", "ops@example.org"),
            Map.entry("CHEGOU_HUB_SLACK_WEBHOOK_URL", "https://hooks.slack.com/services/T/B/y"),
            Map.entry("DEADMAN_URL", "https://hc-ping.com/u"));

    @Test
    void receivers_allHaveTheirAddress_areAllMade() {
        ShippedReceivers shipped = ShippedReceivers.with(ENVIRONMENT);

        assertThat(shipped.names()).hasSizeGreaterThanOrEqualTo(12);
        for (String receiver : shipped.names()) {
            assertThat(channel(shipped.of(receiver))).as(receiver).isNotNull();
        }
    }

    /** categories by emoji. */
    @ParameterizedTest
    @CsvSource({"CRITICAL, 🔥", "HIGH, ⚠️", "MEDIUM, ⚠️", "LOW, 📊", "INFO, 📊"})
    void chegouHub_alert_beginsWithTheEmojiOfItsCategory(Severity severity, String emoji) throws Exception {
        try (HttpPeer peer = new HttpPeer(new SlackWebhookService())) {
            Alert alert = Alert.newBuilder(Samples.alert(Transition.ACTIVE, AlertState.ACTIVE))
                    .setSeverity(severity)
                    .build();

            Outcome outcome = channel(ShippedReceivers.with(Map.of("CHEGOU_HUB_SLACK_WEBHOOK_URL", peer.url()))
                            .of("chegou-hub"))
                    .send(Samples.notification("n", "chegou-hub", "slack", alert));

            assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
            assertThat(new ObjectMapper()
                            .readTree(peer.lastMessage())
                            .path("text")
                            .asText())
                    .startsWith(emoji);
        }
    }

    /** no incident. */
    @Test
    void changes_alert_isAChange() throws Exception {
        PagerDutyChangeService service = new PagerDutyChangeService();
        try (HttpPeer peer = new HttpPeer(service)) {
            Alert release = Samples.alert(Transition.ACTIVE, AlertState.ACTIVE);

            Outcome outcome = channel(ShippedReceivers.with(Map.of(
                                    "PAGERDUTY_CHANGES_ROUTING_KEY",
                                    PagerDutyService.ROUTING_KEY,
                                    "PAGERDUTY_CHANGES_URL",
                                    "http://127.0.0.1:" + peer.port() + "/v2/change/enqueue"))
                            .of("changes"))
                    .send(Samples.notification("n", "changes", "pagerduty", release));

            assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
            assertThat(service.changes).hasSize(1);
        }
    }

    @Test
    void deadman_heartbeat_isARequestOfItsOwn() throws Exception {
        try (HttpPeer peer = new HttpPeer()) {
            Notification heartbeat = Notification.newBuilder(Samples.notification("n", "deadman", "http"))
                    .setKind(NotificationKind.HEARTBEAT)
                    .setReason("heartbeat")
                    .setAlerts(List.of())
                    .build();

            Outcome outcome = channel(ShippedReceivers.with(Map.of("DEADMAN_URL", peer.url()))
                            .of("deadman"))
                    .send(heartbeat);

            assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
            assertThat(peer.lastMessage()).isEqualTo("{\"kind\": \"heartbeat\", \"at\": \"2026-01-02T03:04:07.123Z\"}");
        }
    }

    private static Channel channel(Map<String, String> settings) {
        return ChannelContract.channel(settings.remove("channel"), settings, ChannelContract.LONG);
    }
}
