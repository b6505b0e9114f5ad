package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.sinks.Samples;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PagerDutyChangeChannelIT extends HttpChannelContract {

    private static final Alert RELEASE = Alert.newBuilder(Samples.alert(Transition.ACTIVE, AlertState.ACTIVE))
            .setTitle("shop 1.4.2 is there")
            .setSummary("shop, 1.4.2: for the first time in 30 d")
            .build();

    @Override
    String kind() {
        return "pagerduty";
    }

    @Override
    Map<String, String> settings(int port) {
        return Map.of(
                "url",
                "http://127.0.0.1:" + port + "/v2/change/enqueue",
                "routing_key",
                PagerDutyService.ROUTING_KEY,
                "event",
                "change");
    }

    @Override
    Set<String> secrets(int port) {
        return Set.of(PagerDutyService.ROUTING_KEY);
    }

    @Override
    PagerDutyChangeService service() {
        return new PagerDutyChangeService();
    }

    /** A change has been: nothing more is said of it. */
    @Test
    @Override
    void send_resolved_saysSo() throws Exception {
        PagerDutyChangeService service = service();
        try (HttpPeer peer = new HttpPeer(service)) {
            send(peer, RELEASE, "alert became active");
            send(peer, with(Transition.ACKNOWLEDGED, AlertState.ACTIVE), "alert was acknowledged");
            send(peer, with(Transition.SEVERITY_CHANGED, AlertState.ACTIVE), "alert became more severe");
            send(peer, with(Transition.RESOLVED, AlertState.INACTIVE), "alert resolved");

            assertThat(service.changes).containsExactly("shop 1.4.2 is there: shop, 1.4.2: for the first time in 30 d");
        }
    }

    @Test
    void send_change_saysWhenItBeganAndWhereToLook() throws Exception {
        try (HttpPeer peer = new HttpPeer(service())) {
            send(peer, RELEASE, "alert became active");

            assertThat(Strict.json(peer.lastMessage(), "")
                            .path("payload")
                            .path("timestamp")
                            .asText())
                    .isEqualTo("2026-01-02T03:03:35.123Z");
            assertThat(Strict.json(peer.lastMessage(), "").path("links").findValuesAsText("href"))
                    .contains("http://vigia.example/#alert=0123456789abcdef");
        }
    }

    private void send(HttpPeer to, Alert alert, String reason) {
        Notification told = Notification.newBuilder(Samples.notification("n", "r", kind(), alert))
                .setReason(reason)
                .build();
        assertThat(channel(kind(), settings(to.port()), LONG).send(told)).isInstanceOf(Outcome.Delivered.class);
    }

    private static Alert with(Transition transition, AlertState state) {
        return Alert.newBuilder(RELEASE)
                .setTransition(transition)
                .setState(state)
                .build();
    }
}
