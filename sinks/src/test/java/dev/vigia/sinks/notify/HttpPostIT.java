package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpPostIT {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void send_statusCameAndTheRestDoesNot_countsByTheStatus() throws Exception {
        // Long enough for the headers to come on a busy machine: the time has to run out after them.
        Duration timeout = Duration.ofSeconds(2);

        assertThat(send(new HttpPeer().stall(200), timeout))
                .isEqualTo(new Outcome.Delivered("HTTP 200: hal (the answer broke off)"));
    }

    @ParameterizedTest
    @CsvSource({
        "'Fri, 02 Jan 2026 03:05:05 GMT', 60",
        "'Fri, 02 Jan 2026 03:04:05 GMT', 0",
        "'Thu, 01 Jan 2026 00:00:00 GMT', 0",
        "120, 120",
    })
    void send_askedToWait_saysHowLong(String retryAfter, long seconds) throws Exception {
        HttpPeer peer = new HttpPeer().answer(new HttpPeer.Answer(503, Map.of("Retry-After", retryAfter), ""));

        assertThat(send(peer, ChannelContract.LONG))
                .isEqualTo(new Outcome.Retryable("HTTP 503", Optional.of(Duration.ofSeconds(seconds))));
    }

    @Test
    void send_noAnswer_mayHaveArrived() throws Exception {
        assertThat(send(new HttpPeer().hangUp(), ChannelContract.LONG))
                .isInstanceOfSatisfying(
                        Outcome.Retryable.class,
                        outcome -> assertThat(outcome.mayHaveArrived()).isTrue());
        assertThat(send(new HttpPeer().answer(503, ""), ChannelContract.LONG))
                .isEqualTo(new Outcome.Retryable("HTTP 503"));
    }

    @Test
    void send_nobodyListens_hasNotArrived() throws Exception {
        HttpPeer gone = new HttpPeer();
        gone.close();

        assertThat(send(gone, ChannelContract.LONG))
                .isInstanceOfSatisfying(
                        Outcome.Retryable.class,
                        outcome -> assertThat(outcome.mayHaveArrived()).isFalse());
    }

    @Test
    void send_controlCharactersInTheAnswer_areLeftOut() throws Exception {
        assertThat(send(new HttpPeer().answer(400, "a\u001b[31mb\tc\nd"), ChannelContract.LONG)
                        .detail())
                .isEqualTo("HTTP 400: a [31mb c");
    }

    private static Outcome send(HttpPeer peer, Duration timeout) {
        try (peer) {
            HttpPost post =
                    new HttpPost(URI.create(peer.url()), timeout, Clock.fixed(NOW, ZoneOffset.UTC), Secrets.of());
            return post.send(JsonNodeFactory.instance.objectNode(), Map.of());
        }
    }
}
