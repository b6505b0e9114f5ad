package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.sinks.Samples;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PagerDutyChannelIT extends HttpChannelContract {

    @Override
    String kind() {
        return "pagerduty";
    }

    @Override
    Map<String, String> settings(int port) {
        return Map.of("url", "http://127.0.0.1:" + port + "/v2/enqueue", "routing_key", PagerDutyService.ROUTING_KEY);
    }

    @Override
    Set<String> secrets(int port) {
        return Set.of(PagerDutyService.ROUTING_KEY);
    }

    @Override
    PagerDutyService service() {
        return new PagerDutyService();
    }

    @Test
    void send_episode_isOneIncidentFromBeginningToEnd() throws Exception {
        PagerDutyService service = service();
        try (HttpPeer peer = new HttpPeer(service)) {
            send(peer, alert(Transition.ACTIVE, AlertState.ACTIVE));
            assertThat(service.incidents).isEqualTo(Map.of("fedcba9876543210", "triggered"));

            send(peer, alert(Transition.SEVERITY_CHANGED, AlertState.ACTIVE));
            assertThat(service.incidents).isEqualTo(Map.of("fedcba9876543210", "triggered"));

            send(peer, acknowledged(Transition.ACKNOWLEDGED));
            assertThat(service.incidents).isEqualTo(Map.of("fedcba9876543210", "acknowledged"));

            send(peer, alert(Transition.RESOLVED, AlertState.INACTIVE));
            assertThat(service.incidents).isEmpty();
        }
    }

    @Test
    void send_toldOnlyAfterItsAcknowledgement_isTriggeredAndAcknowledged() throws Exception {
        PagerDutyService service = service();
        try (HttpPeer peer = new HttpPeer(service)) {
            send(peer, acknowledged(Transition.SEVERITY_CHANGED));

            assertThat(service.incidents).isEqualTo(Map.of("fedcba9876543210", "acknowledged"));
        }
    }

    @Test
    void send_recoveredAndWatched_leavesTheIncidentOpen() throws Exception {
        PagerDutyService service = service();
        try (HttpPeer peer = new HttpPeer(service)) {
            send(peer, alert(Transition.ACTIVE, AlertState.ACTIVE));
            Outcome outcome = send(
                    peer,
                    Alert.newBuilder(alert(Transition.WATCHING, AlertState.RECOVERING))
                            .setWatchedUntil(Samples.MILLIS)
                            .build());

            assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
            assertThat(service.incidents).hasSize(1);
            assertThat(peer.received()).hasSize(1);
        }
    }

    /** PagerDuty means minutes by it, and may say no number. */
    @Test
    void send_tooMany_waitsAMinute() throws Exception {
        assertThat(sent(new HttpPeer().answer(new HttpPeer.Answer(429, "")), LONG))
                .isEqualTo(new Outcome.Retryable("HTTP 429", Optional.of(Duration.ofMinutes(1))));
    }

    private Outcome send(HttpPeer to, Alert alert) {
        Outcome outcome =
                channel(kind(), settings(to.port()), LONG).send(Samples.notification("n", "r", kind(), alert));
        assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
        return outcome;
    }

    private static Alert acknowledged(Transition transition) {
        return Alert.newBuilder(alert(transition, AlertState.ACTIVE))
                .setAcknowledgedBy("ana")
                .setAcknowledgedAt(Samples.MILLIS)
                .build();
    }
}
