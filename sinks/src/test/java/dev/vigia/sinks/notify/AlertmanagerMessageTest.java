package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.NotificationKind;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.sinks.Samples;
import org.junit.jupiter.api.Test;

class AlertmanagerMessageTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void of_activeAlert_isVersionFour() throws Exception {
        assertThat(message(Samples.alert(Transition.ACTIVE, AlertState.ACTIVE))).isEqualTo(JSON.readTree("""
                {"version": "4",
                 "groupKey": "{}:{alertname=\\"checkout-errors\\", service=\\"shop\\"}",
                 "truncatedAlerts": 0,
                 "status": "firing",
                 "receiver": "hook",
                 "groupLabels": {"alertname": "checkout-errors", "service": "shop"},
                 "commonLabels":
                   {"alertname": "checkout-errors", "category": "availability", "service": "shop",
                    "severity": "critical", "team": "payments"},
                 "commonAnnotations":
                   {"summary": "Muitos erros no pagamento", "description": "6.1 % of requests <failed> & more",
                    "runbook_url": "https://runbooks.example/checkout"},
                 "routeLabels": {},
                 "externalURL": "http://vigia.example",
                 "notification_reason": "first notification",
                 "alerts": [
                   {"status": "firing",
                    "labels":
                      {"alertname": "checkout-errors", "category": "availability", "service": "shop",
                    "severity": "critical", "team": "payments"},
                    "annotations":
                      {"summary": "Muitos erros no pagamento", "description": "6.1 % of requests <failed> & more",
                       "runbook_url": "https://runbooks.example/checkout"},
                    "startsAt": "2026-01-02T03:03:35.123Z",
                    "endsAt": "0001-01-01T00:00:00Z",
                    "generatorURL": "http://vigia.example/#alert=0123456789abcdef",
                    "fingerprint": "0123456789abcdef"}]}"""));
    }

    @Test
    void of_resolved_hasItsEnd() {
        var message = message(Samples.alert(Transition.RESOLVED, AlertState.INACTIVE));

        assertThat(message.path("status").asText()).isEqualTo("resolved");
        assertThat(message.path("notification_reason").asText()).isEqualTo("all alerts resolved");
        assertThat(message.at("/alerts/0/endsAt").asText()).isEqualTo("2026-01-02T03:04:05.123Z");
    }

    @Test
    void of_oneOfTwoResolved_isStillFiring() {
        var message = message(
                Samples.alert(Transition.RESOLVED, AlertState.INACTIVE),
                Alert.newBuilder(Samples.alert(Transition.ACTIVE, AlertState.ACTIVE))
                        .setTitle("other")
                        .build());

        assertThat(message.path("status").asText()).isEqualTo("firing");
        assertThat(message.path("notification_reason").asText()).isEqualTo("some alerts resolved");
        assertThat(message.path("commonAnnotations").has("summary")).isFalse();
    }

    @Test
    void of_groupThatIsNamed_keepsItsKey() {
        Notification notification = Notification.newBuilder(Samples.notification(
                        "n", "hook", "webhook", Samples.alert(Transition.ACTIVE, AlertState.ACTIVE)))
                .setGroupKey("{}/{severity=\"critical\"}:{service=\"shop\"}")
                .build();

        assertThat(AlertmanagerMessage.of(notification, "", 0).path("groupKey").asText())
                .isEqualTo("{}/{severity=\"critical\"}:{service=\"shop\"}");
    }

    @Test
    void of_moreAlertsThanAreWanted_countsTheRest() {
        Alert alert = Samples.alert(Transition.ACTIVE, AlertState.ACTIVE);
        var message = AlertmanagerMessage.of(Samples.notification("n", "h", "webhook", alert, alert, alert), "", 2);

        assertThat(message.path("alerts")).hasSize(2);
        assertThat(message.path("truncatedAlerts").asInt()).isOne();
    }

    @Test
    void of_otherReason_isNoneOfAlertmanagers() {
        var message = message(Samples.alert(Transition.SEVERITY_CHANGED, AlertState.ACTIVE));

        assertThat(message.path("notification_reason").asText()).isEqualTo("unknown");
    }

    @Test
    void of_heartbeat_isTheWatchdog() {
        Notification notification = Notification.newBuilder(Samples.notification("n", "hook", "webhook"))
                .setKind(NotificationKind.HEARTBEAT)
                .setReason("heartbeat")
                .build();
        var message = AlertmanagerMessage.of(notification, "", 0);

        assertThat(message.path("status").asText()).isEqualTo("firing");
        assertThat(message.at("/alerts/0/labels/alertname").asText()).isEqualTo("Watchdog");
        assertThat(message.at("/alerts/0/endsAt").asText()).isEqualTo("0001-01-01T00:00:00Z");
    }

    private static com.fasterxml.jackson.databind.node.ObjectNode message(Alert... alerts) {
        return AlertmanagerMessage.of(Samples.notification("n", "hook", "webhook", alerts), "http://vigia.example", 0);
    }
}
