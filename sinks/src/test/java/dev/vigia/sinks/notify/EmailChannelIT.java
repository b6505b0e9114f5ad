package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.ServerSetup;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.sinks.Samples;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

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
                    .contains("6.1 % of requests &lt;failed&gt; &amp; more");
        }
    }
}
