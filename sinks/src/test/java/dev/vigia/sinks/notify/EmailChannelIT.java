package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.ServerSetup;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.sinks.Samples;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailChannelIT extends ChannelContract {

    /** The password, and as a login has it: alone, and with the name. */
    static final String[] SECRETS = {
        MailServer.PASSWORD, "czNjcmV0V29yZA==", "AHZpZ2lhAHMzY3JldFdvcmQ=",
    };

    @Override
    String kind() {
        return "email";
    }

    @Override
    Map<String, String> settings(int port) {
        return Map.of(
                "smtp.host", "127.0.0.1",
                "smtp.port", Integer.toString(port),
                "smtp.encryption", "none",
                "smtp.username", MailServer.USERNAME,
                "smtp.password", MailServer.PASSWORD,
                "from", "vigia@example.org",
                "to", "ops@example.org, b@example.org");
    }

    @Override
    Set<String> secrets(int port) {
        return Set.of(SECRETS);
    }

    @Override
    MailServer accepting() {
        return MailServer.start(ServerSetup.PROTOCOL_SMTP);
    }

    @Override
    Peer busy() throws IOException {
        return new SmtpPeer("451 4.3.2 come back later");
    }

    @Override
    Peer refusing() throws IOException {
        return new SmtpPeer("550 5.1.1 not for you");
    }

    @Override
    Peer echoing() throws IOException {
        return new SmtpPeer("550 5.1.1 not for you: " + SmtpPeer.ECHO, "AUTH PLAIN");
    }

    @Override
    Peer hangingUp() throws IOException {
        return new SmtpPeer(SmtpPeer.HANG_UP);
    }

    @Override
    Peer silent() throws IOException {
        return new SmtpPeer("");
    }

    @Test
    void send_toAReceiverWithALanguageAndAZone_isInThem() throws Exception {
        try (MailServer side = accepting()) {
            Map<String, String> settings = new HashMap<>(settings(side.port()));
            settings.put("language", "pt-BR");
            settings.put("zone", "America/Sao_Paulo");

            channel("email", settings, LONG).send(firing());

            assertThat(side.lastMessage())
                    .contains(
                            "🔥 " + TITLE,
                            "Gravidade crítica desde 02/01/2026 00:03:35 America/Sao_Paulo, há 32 s.",
                            "6,1 %");
            assertThat(side.mail().getReceivedMessages()[0].getHeader("List-Id"))
                    .containsExactly("Vigia <r.vigia.example.org>");
        }
    }

    @Test
    void send_episodeBeginsAndEnds_isOneThreadOfTwoMessages() throws Exception {
        try (MailServer side = accepting()) {
            Channel channel = channel("email", settings(side.port()), LONG);
            channel.send(firing());
            channel.send(
                    Samples.notification("n2", "r", "email", Samples.alert(Transition.RESOLVED, AlertState.INACTIVE)));

            // Each of the two recipients has both.
            assertThat(side.mail().getReceivedMessages()).hasSize(4);
            Map<String, MimeMessage> byId = new TreeMap<>();
            for (MimeMessage message : side.mail().getReceivedMessages()) byId.put(message.getMessageID(), message);
            MimeMessage[] messages = byId.values().toArray(MimeMessage[]::new);
            assertThat(messages).hasSize(2);
            assertThat(messages[0].getSubject()).isEqualTo("🔥 " + TITLE);
            assertThat(messages[1].getSubject()).isEqualTo("✅ Muitos erros no pagamento");
            assertThat(messages[0].getMessageID()).isEqualTo("<n1@vigia>");
            assertThat(messages[1].getMessageID()).isEqualTo("<n2@vigia>");
            assertThat(messages[0].getHeader("References"))
                    .isEqualTo(messages[1].getHeader("References"))
                    .containsExactly("<episode-fedcba9876543210@vigia>");
            assertThat(messages[0].getContentType()).startsWith("multipart/alternative");
            MimeMultipart parts = (MimeMultipart) messages[0].getContent();
            assertThat(parts.getBodyPart(0).getContentType()).isEqualToIgnoringCase("text/plain; charset=UTF-8");
            assertThat(parts.getBodyPart(1).getContentType()).isEqualToIgnoringCase("text/html; charset=UTF-8");
            assertThat((String) parts.getBodyPart(1).getContent())
                    .contains(
                            "shop: errors: error rate 6.1 % over 1m (bound 5 %), 4211 records", "error_rate &gt; 0.05");
        }
    }

    private static SmtpPeer answering(Map<String, String> byRecipient) throws IOException {
        SmtpPeer peer = new SmtpPeer("250 fine");
        byRecipient.forEach((to, answer) -> peer.answer("RCPT TO:<" + to + "@example.org>", answer));
        return peer;
    }

    private Channel to(SmtpPeer peer, String... names) {
        Map<String, String> settings = new HashMap<>(settings(peer.port()));
        settings.put("to", String.join("@example.org, ", names) + "@example.org");
        return channel("email", settings, LONG);
    }

    private Notification attempt(int number) {
        return Notification.newBuilder(firing()).setAttempt(number).build();
    }

    @Test
    void send_oneIsPutOff_isTriedAgainForThatOneAlone() throws Exception {
        try (SmtpPeer side = answering(Map.of("b", "450 4.2.0 greylisted"))) {
            Channel channel = to(side, "ops", "b");

            assertThat(channel.send(attempt(1)))
                    .isEqualTo(new Outcome.Retryable(
                            "ops@example.org has it, not yet b@example.org: 450 4.2.0 greylisted",
                            Optional.of(Duration.ofMinutes(1)),
                            true));
            side.answer("MAIL", "421 4.3.2 closing");
            assertThat(channel.send(attempt(2)).detail())
                    .isEqualTo("ops@example.org has it, not yet b@example.org: 421 4.3.2 closing");
            side.answer("MAIL", "250 fine").answer("RCPT TO:<b@example.org>", "250 fine");
            assertThat(channel.send(attempt(3))).isEqualTo(new Outcome.Delivered("accepted by 127.0.0.1"));

            assertThat(side.heard("RCPT TO:"))
                    .containsExactly("<ops@example.org>", "<b@example.org>", "<b@example.org>");
            assertThat(side.heard("Message-ID: ")).containsExactly("<n1@vigia>", "<n1@vigia>");
        }
    }

    @Test
    void send_oneWasPutOffBeforeARestart_goesToAllWithTheSameIdAndSaysSo() throws Exception {
        try (SmtpPeer side = answering(Map.of("b", "450 4.2.0 greylisted"))) {
            to(side, "ops", "b").send(attempt(1));
            Channel restarted = to(side, "ops", "b");

            Outcome still = restarted.send(attempt(2));
            side.answer("RCPT TO:<b@example.org>", "250 fine");
            Outcome last = restarted.send(attempt(3));

            assertThat(still.detail()).contains("not yet b@example.org").endsWith("some may have it twice)");
            assertThat(last.detail()).isEqualTo("accepted by 127.0.0.1");
            assertThat(side.heard("RCPT TO:<ops")).hasSize(2);
            assertThat(side.heard("Message-ID: ")).containsOnly("<n1@vigia>");
        }
    }

    @Test
    void send_someAreRefused_isDeliveredOnceNobodyIsPutOffAnyMore() throws Exception {
        try (SmtpPeer side = answering(Map.of("b", "550 5.1.1 no such user", "c", "452 4.2.2 full"))) {
            Channel channel = to(side, "ops", "b", "c");

            assertThat(channel.send(attempt(1)).detail())
                    .isEqualTo("ops@example.org has it, not yet b@example.org, c@example.org:"
                            + " 550 5.1.1 no such user; 452 4.2.2 full");
            side.answer("RCPT TO:<c@example.org>", "250 fine");
            assertThat(channel.send(attempt(2)))
                    .isEqualTo(new Outcome.Delivered("not to b@example.org: 550 5.1.1 no such user"));

            assertThat(side.heard("RCPT TO:<ops")).hasSize(1);
        }
    }

    @Test
    void send_whoWasPutOffIsRefusedInTheEnd_isDeliveredToTheOthers() throws Exception {
        try (SmtpPeer side = answering(Map.of("b", "450 4.2.0 greylisted"))) {
            Channel channel = to(side, "ops", "b");
            channel.send(attempt(1));
            side.answer("RCPT TO:<b@example.org>", "550 5.1.1 no such user");

            assertThat(channel.send(attempt(2)))
                    .isEqualTo(new Outcome.Delivered("not to b@example.org: 550 5.1.1 no such user"));
        }
    }

    /** Whoever is named last. */
    @ParameterizedTest
    @CsvSource({"450 4.2.0 later, 550 5.1.1 never", "550 5.1.1 never, 450 4.2.0 later"})
    void send_nobodyHasItAndOneIsPutOff_mayBeTriedAgain(String first, String second) throws Exception {
        try (SmtpPeer side = answering(Map.of("ops", first, "b", second))) {
            assertThat(to(side, "ops", "b").send(attempt(1))).isEqualTo(new Outcome.Retryable(first + "; " + second));
        }
    }

    @ParameterizedTest
    @CsvSource({"hang up, 250 fine, true", "hang up, 550 5.1.1 never, true", "451 4.3.0 later, 550 5.1.1 never, false"})
    void send_brokenOffAtTheEnd_mayHaveArrived(String end, String second, boolean perhaps) throws Exception {
        try (SmtpPeer side = answering(Map.of("b", second)).answer(SmtpPeer.END, end)) {
            Outcome outcome = to(side, "ops", "b").send(attempt(1));

            assertThat(outcome).isInstanceOf(Outcome.Retryable.class);
            assertThat(((Outcome.Retryable) outcome).mayHaveArrived()).isEqualTo(perhaps);
            assertThat(outcome.detail().startsWith("sent, and no answer: ")).isEqualTo(perhaps);
        }
    }

    @Test
    void send_noAnswerAtTheEnd_mayHaveArrivedAndGoesToAllAgain() throws Exception {
        try (SmtpPeer side = answering(Map.of()).answer(SmtpPeer.END, "")) {
            Channel channel = channel("email", settings(side.port()), Duration.ofSeconds(3));

            assertThat(channel.send(attempt(1)))
                    .isEqualTo(new Outcome.Retryable("sent, and no answer: Read timed out", Optional.empty(), true));
            side.answer(SmtpPeer.END, "250 taken");
            assertThat(channel.send(attempt(2))).isEqualTo(new Outcome.Delivered("accepted by 127.0.0.1"));

            assertThat(side.heard("RCPT TO:<ops")).hasSize(2);
            assertThat(side.heard("Message-ID: ")).containsExactly("<n1@vigia>", "<n1@vigia>");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EHLO", "MAIL", "RCPT", "DATA"})
    void send_brokenOffBeforeTheMessage_hasNotArrived(String command) throws Exception {
        try (SmtpPeer side = answering(Map.of()).answer(command, SmtpPeer.HANG_UP)) {
            Outcome outcome = channel("email", settings(side.port()), LONG).send(attempt(1));

            assertThat(outcome).isInstanceOf(Outcome.Retryable.class);
            assertThat(((Outcome.Retryable) outcome).mayHaveArrived()).isFalse();
        }
    }

    @Test
    void send_messageIsRefusedAtTheEnd_hasFailed() throws Exception {
        try (SmtpPeer side = answering(Map.of()).answer(SmtpPeer.END, "554 5.6.0 spam")) {
            assertThat(channel("email", settings(side.port()), LONG).send(attempt(1)))
                    .isEqualTo(new Outcome.Failed("554 5.6.0 spam"));
        }
    }

    @Test
    void send_noFarewell_isDelivered() throws Exception {
        try (SmtpPeer side = answering(Map.of()).answer("QUIT", "")) {
            assertThat(channel("email", settings(side.port()), Duration.ofSeconds(3))
                            .send(attempt(1)))
                    .isEqualTo(new Outcome.Delivered("accepted by 127.0.0.1"));
        }
    }
}
