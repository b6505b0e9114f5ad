package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract for channels that speak HTTP, against a {@link HttpPeer.Service} that is as strict as the real one. */
abstract class HttpChannelContract extends ChannelContract {

    /** In the path, as a webhook of Slack has it. */
    static final String SECRET_PATH = "/services/T0AAAA/B0BBBB/s3cretInThePath";

    abstract HttpPeer.Service service();

    @Override
    Map<String, String> settings(int port) {
        return Map.of("url", "http://127.0.0.1:" + port + SECRET_PATH);
    }

    @Override
    Set<String> secrets(int port) {
        return Set.of(SECRET_PATH, "s3cretInThePath");
    }

    @Override
    Peer accepting() throws IOException {
        return new HttpPeer(service());
    }

    @Override
    Peer busy() throws IOException {
        return new HttpPeer().answer(429, "slow down");
    }

    @Override
    Peer refusing() throws IOException {
        return new HttpPeer().answer(403, "not for you\nat all");
    }

    @Override
    Peer echoing() throws IOException {
        return new HttpPeer().echo();
    }

    @Override
    Peer silent() throws IOException {
        return new HttpPeer().fallSilent();
    }

    @Override
    Peer hangingUp() throws IOException {
        return new HttpPeer().hangUp();
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void send_serverCannotNow_mayBeTriedAgain(int status) throws Exception {
        assertThat(sent(new HttpPeer().answer(status, "later"), LONG)).isInstanceOf(Outcome.Retryable.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 410, 413, 422})
    void send_refused_isFinal(int status) throws Exception {
        assertThat(sent(new HttpPeer().answer(status, "no"), LONG)).isInstanceOf(Outcome.Failed.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void send_redirected_isNotFollowed(int status) throws Exception {
        try (HttpPeer elsewhere = new HttpPeer()) {
            String location = "http://127.0.0.1:" + elsewhere.port() + "/s3cretInTheNewPath";
            Outcome outcome =
                    sent(new HttpPeer().answer(new HttpPeer.Answer(status, Map.of("Location", location), "")), LONG);

            assertThat(outcome).isInstanceOf(Outcome.Failed.class);
            assertThat(outcome.detail())
                    .contains("HTTP " + status, "127.0.0.1:" + elsewhere.port())
                    .doesNotContain("s3cret");
            assertThat(elsewhere.received()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void send_askedToWaitSoManySeconds_saysSo(int status) throws Exception {
        Outcome outcome =
                sent(new HttpPeer().answer(new HttpPeer.Answer(status, Map.of("Retry-After", "7"), "slow down")), LONG);

        assertThat(outcome)
                .isEqualTo(new Outcome.Retryable("HTTP " + status + ": slow down", Optional.of(Duration.ofSeconds(7))));
    }

    @Test
    void send_askedToWaitUntil_saysHowLong() throws Exception {
        String inAnHour = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.now().plusSeconds(3_600).atOffset(ZoneOffset.UTC));

        Outcome outcome =
                sent(new HttpPeer().answer(new HttpPeer.Answer(503, Map.of("Retry-After", inAnHour), "")), LONG);

        assertThat(((Outcome.Retryable) outcome).retryAfter().orElseThrow())
                .isBetween(Duration.ofMinutes(55), Duration.ofMinutes(60));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1", "1.5", "Thu, 32 Jan 2026 00:00:00 GMT", "99999999999999999999"})
    void send_askedToWaitInOtherWords_isTriedAgainAsUsual(String words) throws Exception {
        Outcome outcome = sent(new HttpPeer().answer(new HttpPeer.Answer(503, Map.of("Retry-After", words), "")), LONG);

        assertThat(outcome).isEqualTo(new Outcome.Retryable("HTTP 503"));
    }

    @Test
    void send_answerBreaksOff_countsByItsStatus() throws Exception {
        assertThat(sent(new HttpPeer().tear(503), LONG)).isInstanceOf(Outcome.Retryable.class);
        assertThat(sent(new HttpPeer().tear(403), LONG)).isInstanceOf(Outcome.Failed.class);
        assertTaken(sent(new HttpPeer().tear(200), LONG));
    }

    /** Of a 2xx whose body did not come. A service that says in the body whether it was taken is to be asked again. */
    void assertTaken(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
        assertThat(outcome.detail()).contains("broke off");
    }

    @Test
    void send_endlessAnswer_isCutOff() throws Exception {
        Outcome outcome = sent(new HttpPeer().answer(403, "x".repeat(5_000_000)), LONG);

        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        assertThat(outcome.detail()).hasSizeLessThan(600);
    }

    Outcome sent(HttpPeer to, Duration timeout) {
        try (to) {
            return channel(kind(), settings(to.port()), timeout).send(firing());
        }
    }
}
