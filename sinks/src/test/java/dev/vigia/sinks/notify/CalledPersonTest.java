package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.Language;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.sinks.Samples;
import dev.vigia.sinks.notify.EmailSettings.Encryption;
import dev.vigia.sinks.notify.text.Links;
import dev.vigia.sinks.notify.text.Reader;
import dev.vigia.sinks.notify.text.Texts;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whom a notification calls, every channel tells in their words, whatever those of the receiver are. */
class CalledPersonTest {

    private static final Links LINKS = new Links("http://vigia.example", Optional.of("http://kibana.example"));
    private static final Texts ENGLISH = new Texts(Reader.DEFAULT, LINKS);
    private static final Texts PORTUGUESE =
            new Texts(new Reader(Language.PT_BR, ZoneId.of("America/Sao_Paulo")), LINKS);

    private static Arguments channel(String name, BiFunction<Notification, Texts, Object> message) {
        return Arguments.of(name, message);
    }

    static Stream<Arguments> channels() {
        return Stream.of(
                channel("slack, attachments", SlackMessage::of),
                channel("slack, blocks", (told, texts) -> new SlackBlocks(texts).of(told)),
                channel("slack_app", (told, texts) -> new SlackBlocks(texts).withButtons(told)),
                channel("slack_app, reply", (told, texts) -> new SlackBlocks(texts).reply(told)),
                channel("telegram", (told, texts) -> new TelegramMessage(told, texts).message()),
                channel("whatsapp", (told, texts) -> new WhatsAppTemplate("t", Optional.empty(), texts).of(told, "1")),
                channel("teams", (told, texts) -> TeamsMessage.of(texts.of(told))),
                channel("pagerduty", (told, texts) -> new PagerDutyEvents("key", texts).of(told)),
                channel("http", (told, texts) -> TemplateValues.of(told, texts, "")),
                channel("email", CalledPersonTest::email));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("channels")
    void message_isInTheWordsOfWhomItCalls(String name, BiFunction<Notification, Texts, Object> message) {
        Alert alert = Samples.alert(Transition.ACTIVE, AlertState.ACTIVE);
        Notification told = Samples.notification("n", "r", "c", alert);
        Notification call = Notification.newBuilder(told)
                .setPerson("ana")
                .setLanguage("pt-BR")
                .setZone("America/Sao_Paulo")
                .build();

        assertThat(message.apply(call, ENGLISH))
                .isEqualTo(message.apply(told, PORTUGUESE))
                .isNotEqualTo(message.apply(told, ENGLISH));
    }

    private static Object email(Notification told, Texts texts) {
        EmailSettings settings = new EmailSettings(
                "localhost", 25, Encryption.NONE, "", "", "vigia@example.org", List.of("a@example.org"));
        try {
            Session session = Session.getInstance(new Properties());
            EmailMessage message = new EmailMessage(session, settings, texts, told);
            MimeMultipart parts = (MimeMultipart) message.getContent();
            return List.of(
                    message.getSubject(),
                    message.getContentLanguage()[0],
                    parts.getBodyPart(0).getContent(),
                    parts.getBodyPart(1).getContent());
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
