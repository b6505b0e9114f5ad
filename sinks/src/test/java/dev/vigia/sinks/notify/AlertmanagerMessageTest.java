package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.NotificationKind;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.sinks.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                   {"summary": "Muitos erros no pagamento", "description": "shop: errors: error rate 6.1 % over 1m (bound 5 %), 4211 records",
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
                      {"summary": "Muitos erros no pagamento", "description": "shop: errors: error rate 6.1 % over 1m (bound 5 %), 4211 records",
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

    /** {@code dispatch} says why for each alert; Alertmanager's words are of the group. */
    @ParameterizedTest
    @CsvSource({
        "alert became active, alert became active, first notification",
        "alert became active, alert is still on, new alerts added",
        "alert is still on, alert is still on, repeat interval elapsed",
        "alert became more severe, alert is still on, unknown",
    })
    void of_reasons_isOneOfAlertmanagers(String one, String other, String words) {
        Alert alert = Samples.alert(Transition.ACTIVE, AlertState.ACTIVE);
        Notification notification = Notification.newBuilder(Samples.notification("n", "h", "webhook", alert, alert))
                .setReason(one)
                .setReasons(List.of(one, other))
                .build();

        assertThat(AlertmanagerMessage.of(notification, "", 0)
                        .path("notification_reason")
                        .asText())
                .isEqualTo(words);
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
