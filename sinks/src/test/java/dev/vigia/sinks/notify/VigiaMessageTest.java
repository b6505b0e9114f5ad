package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.sinks.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

class VigiaMessageTest {

    private static final VigiaMessage FORMAT = new VigiaMessage("http://vigia.example");

    /** timestamp, severity, title, message, metadata, service. */
    @Test
    void alert_active_hasTheFieldsOfR155AndTheWholeRecord() throws Exception {
        Alert alert = Samples.alert(Transition.ACTIVE, AlertState.ACTIVE);
        var json = FORMAT.alert(Samples.notification("n", "hook", "webhook", alert), 0);
        var metadata = json.remove("metadata");

        assertThat(json).isEqualTo(new ObjectMapper().readTree("""
                {"timestamp": "2026-01-02T03:04:05.123Z", "status": "firing", "severity": "critical",
                 "title": "Muitos erros no pagamento", "message": "shop: errors: error rate 6.1 % over 1m (bound 5 %), 4211 records", "service": "shop",
                 "reason": "alert became active", "url": "http://vigia.example/#alert=0123456789abcdef"}"""));
        assertThat(metadata.path("episode_id").asText()).isEqualTo("fedcba9876543210");
        assertThat(metadata.at("/evidence/ranges/0/from_offset").asLong()).isEqualTo(10);
        assertThat(metadata.path("transition").asText()).isEqualTo("active");
    }

    @Test
    void of_severalAlerts_givesEachItsReason() {
        Alert one = Samples.alert(Transition.ACTIVE, AlertState.ACTIVE);
        Alert two = Alert.newBuilder(Samples.alert(Transition.RESOLVED, AlertState.INACTIVE))
                .setAlertId("2")
                .build();
        Notification notification = Notification.newBuilder(Samples.notification("n", "hook", "webhook", one, two))
                .setReasons(List.of("alert became active", "alert resolved"))
                .setRoute("0.2")
                .setGroupKey("{}:{}")
                .setFallbackFor("slack")
                .build();
        var message = FORMAT.of(notification);

        assertThat(message.at("/alerts/0/reason").asText()).isEqualTo("alert became active");
        assertThat(message.at("/alerts/1/reason").asText()).isEqualTo("alert resolved");
        assertThat(message.at("/alerts/1/status").asText()).isEqualTo("resolved");
        assertThat(message.path("fallback_for").asText()).isEqualTo("slack");
        assertThat(message.path("group_key").asText()).isEqualTo("{}:{}");
    }

    @Test
    void cloudEvents_severalAlerts_areAnEventEach() throws Exception {
        Alert one = Samples.alert(Transition.ACTIVE, AlertState.ACTIVE);
        Alert two = Alert.newBuilder(one)
                .setTransition(Transition.RETRACTED)
                .setSequence(3)
                .setRuleId("a b/c")
                .build();
        var messages = new CloudEvents(FORMAT).messages(Samples.notification("n.1", "hook", "webhook", one, two));

        assertThat(messages).hasSize(2);
        var first = new ObjectMapper().readTree(messages.get(0).body());
        var second = new ObjectMapper().readTree(messages.get(1).body());
        assertThat(first.path("type").asText()).isEqualTo("dev.vigia.alert.active");
        assertThat(first.path("source").asText()).isEqualTo("/rules/demo.yaml/checkout-errors");
        assertThat(first.path("id").asText()).isEqualTo("fedcba9876543210:2");
        assertThat(first.path("subject").asText()).isEqualTo("service=shop");
        assertThat(first.path("time").asText()).isEqualTo("2026-01-02T03:04:05.123Z");
        assertThat(second.path("type").asText()).isEqualTo("dev.vigia.alert.retracted");
        assertThat(second.path("source").asText()).isEqualTo("/rules/demo.yaml/a%20b%2Fc");
        assertThat(messages.get(0).id()).isEqualTo("n_1_fedcba9876543210_2");
        assertThat(messages.get(1).id()).isEqualTo("n_1_fedcba9876543210_3");
    }
}
