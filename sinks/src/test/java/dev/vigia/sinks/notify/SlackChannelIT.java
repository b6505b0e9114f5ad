package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlackChannelIT extends HttpChannelContract {

    @Override
    String kind() {
        return "slack";
    }

    @Override
    Channel channel(HttpPost post) {
        return new SlackChannel(post);
    }

    @Test
    void send_tooManyMessages_saysHowLongToWait() throws Exception {
        try (Peer peer = busy()) {
            assertThat(channel(peer.port()).send(firing()))
                    .isEqualTo(new Outcome.Retryable("HTTP 429: slow down", Optional.of(Duration.ofSeconds(7))));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 502, 503})
    void send_serverFails_mayBeTriedAgain(int status) throws Exception {
        try (Peer peer = answering(status, "later")) {
            assertThat(channel(peer.port()).send(firing())).isInstanceOf(Outcome.Retryable.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 401, 404, 410})
    void send_refused_isFinal(int status) throws Exception {
        try (Peer peer = answering(status, "no")) {
            assertThat(channel(peer.port()).send(firing())).isInstanceOf(Outcome.Failed.class);
        }
    }

    @Test
    void send_endlessAnswer_isCutOff() throws Exception {
        try (Peer peer = answering(200, "x".repeat(5_000_000))) {
            Outcome outcome = channel(peer.port()).send(firing());

            assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
            assertThat(outcome.detail()).hasSizeLessThan(600);
        }
    }
}
