package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.ServerSetup;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.sinks.Samples;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who reads and takes what an e-mail receiver says: nobody on the way, and nobody who is not the server. */
class EmailLoginIT {

    private static final Notification FIRING =
            Samples.notification("n1", "r", "email", Samples.alert(Transition.ACTIVE, AlertState.ACTIVE));

    private static SSLContext before;
    private static SSLContext trusting;

    @BeforeAll
    static void trustThePeer(@TempDir Path directory) throws Exception {
        Certificate certificate = Certificate.in(directory);
        System.setProperty("greenmail.tls.keystore.file", certificate.file().toString());
        System.setProperty("greenmail.tls.keystore.password", Certificate.PASSWORD);
        before = SSLContext.getDefault();
        trusting = certificate.context();
        SSLContext.setDefault(trusting);
        // It reads the file once.
        MailServer.start(ServerSetup.PROTOCOL_SMTPS).close();
    }

    @AfterAll
    static void trustAsBefore() {
        SSLContext.setDefault(before);
        System.clearProperty("greenmail.tls.keystore.file");
        System.clearProperty("greenmail.tls.keystore.password");
    }

    private static Channel channel(int port, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "smtp.host",
                "127.0.0.1",
                "smtp.port",
                Integer.toString(port),
                "smtp.username",
                MailServer.USERNAME,
                "smtp.password",
                MailServer.PASSWORD,
                "from",
                "vigia@example.org",
                "to",
                "ops@example.org, b@example.org"));
        settings.putAll(more);
        return ChannelContract.channel("email", settings, ChannelContract.LONG);
    }

    @Test
    void send_byTls_logsInAndIsDelivered() {
        try (MailServer server = MailServer.start(ServerSetup.PROTOCOL_SMTPS)) {
            assertThat(channel(server.port(), Map.of("smtp.encryption", "tls")).send(FIRING))
                    .isInstanceOf(Outcome.Delivered.class);
            assertThat(server.told()).isOne();
        }
    }

    @Test
    void send_wrongPassword_isFinalWithTheServersWords() {
        try (MailServer server = MailServer.start(ServerSetup.PROTOCOL_SMTPS)) {
            Outcome outcome = channel(server.port(), Map.of("smtp.encryption", "tls", "smtp.password", "not the word"))
                    .send(FIRING);

            assertThat(outcome).isInstanceOf(Outcome.Failed.class);
            assertThat(outcome.detail()).contains("535 5.7.8").doesNotContain("not the word");
            assertThat(server.told()).isZero();
        }
    }

    /** STARTTLS is how a receiver begins that names no encryption. */
    @Test
    void send_byStartTls_saysNothingInTheClear() throws Exception {
        try (SmtpPeer peer = new SmtpPeer("RCPT", "250 fine", Optional.of(trusting), "STARTTLS", "AUTH PLAIN LOGIN")) {
            assertThat(channel(peer.port(), Map.of()).send(FIRING)).isInstanceOf(Outcome.Delivered.class);

            assertThat(peer.inTheClear()).hasSize(2);
            assertThat(peer.inTheClear().get(0)).startsWith("EHLO ");
            assertThat(peer.inTheClear().get(1)).isEqualTo("STARTTLS");
            assertThat(peer.heard()).anyMatch(line -> line.startsWith("AUTH ")).contains("DATA");
        }
    }

    /** As somebody on the way takes the word out of the greeting. */
    @Test
    void send_startTlsIsNotOffered_isToldNothing() throws Exception {
        try (SmtpPeer peer = new SmtpPeer("250 fine", "AUTH PLAIN LOGIN")) {
            Outcome outcome = channel(peer.port(), Map.of()).send(FIRING);

            assertThat(outcome).isInstanceOf(Outcome.Retryable.class);
            assertThat(outcome.detail()).contains("STARTTLS");
            assertThat(peer.heard()).noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
        }
    }

    @Test
    void send_certificateIsNotTrusted_isToldNothing(@TempDir Path directory) throws Exception {
        assertToldNothing(Certificate.in(directory).context(), "127.0.0.1");
    }

    @Test
    void send_certificateIsOfAnotherName_isToldNothing() throws Exception {
        assertToldNothing(trusting, "localhost");
    }

    private static void assertToldNothing(SSLContext server, String host) throws Exception {
        try (SmtpPeer peer = new SmtpPeer("RCPT", "250 fine", Optional.of(server), "STARTTLS", "AUTH PLAIN LOGIN")) {
            assertThat(channel(peer.port(), Map.of("smtp.host", host)).send(FIRING))
                    .isInstanceOf(Outcome.Retryable.class);

            assertThat(peer.heard()).contains("STARTTLS");
            assertThat(peer.heard()).noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
        }
    }

    /** Each way to log in has its own form of the password. */
    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN"})
    void send_loginIsSaidBack_showsNoSecret(String mechanism) throws Exception {
        try (SmtpPeer peer =
                new SmtpPeer("AUTH", "535 5.7.8 no: " + SmtpPeer.ECHO, Optional.empty(), "AUTH " + mechanism)) {
            Outcome outcome =
                    channel(peer.port(), Map.of("smtp.encryption", "none")).send(FIRING);

            assertThat(outcome).isInstanceOf(Outcome.Failed.class);
            assertThat(outcome.detail())
                    .contains("535 5.7.8 no: ", "AUTH " + mechanism, "***")
                    .doesNotContain(EmailChannelIT.SECRETS);
        }
    }
}
