package dev.vigia.sinks.notify;

import dev.vigia.schemas.avro.Notification;
import dev.vigia.sinks.notify.EmailSettings.Encryption;
import dev.vigia.sinks.notify.text.Texts;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Properties;
import java.util.stream.Collectors;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/** E-mail by SMTP. Whoever of several addresses is refused does not keep the others from getting it. */
final class EmailChannel implements Channel {

    private final EmailSettings settings;
    private final Texts texts;
    private final Session session;

    EmailChannel(EmailSettings settings, Texts texts, Duration timeout) {
        this.settings = settings;
        this.texts = texts;
        this.session = Session.getInstance(properties(settings, timeout));
    }

    private static Properties properties(EmailSettings settings, Duration timeout) {
        Properties properties = new Properties();
        String millis = Long.toString(timeout.toMillis());
        properties.put("mail.smtp.host", settings.host());
        properties.put("mail.smtp.port", Integer.toString(settings.port()));
        properties.put("mail.smtp.auth", Boolean.toString(!settings.username().isEmpty()));
        properties.put("mail.smtp.starttls.required", Boolean.toString(settings.encryption() == Encryption.STARTTLS));
        properties.put("mail.smtp.starttls.enable", Boolean.toString(settings.encryption() == Encryption.STARTTLS));
        properties.put("mail.smtp.ssl.enable", Boolean.toString(settings.encryption() == Encryption.TLS));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.sendpartial", "true");
        properties.put("mail.smtp.connectiontimeout", millis);
        properties.put("mail.smtp.timeout", millis);
        properties.put("mail.smtp.writetimeout", millis);
        return properties;
    }

    @Override
    public boolean keyed() {
        return false;
    }

    @Override
    public Outcome send(Notification notification) {
        try {
            EmailMessage message = new EmailMessage(session, settings, texts, notification);
            try (Transport transport = session.getTransport("smtp")) {
                // With a name, even an empty one, it logs in.
                if (settings.username().isEmpty()) {
                    transport.connect();
                } else {
                    transport.connect(settings.username(), settings.password());
                }
                transport.sendMessage(message, message.getAllRecipients());
            }
            return new Outcome.Delivered("accepted by " + settings.host());
        } catch (MessagingException e) {
            return outcome(e);
        }
    }

    private Outcome outcome(MessagingException e) {
        boolean passing = !(e instanceof AddressException) && !(e instanceof AuthenticationFailedException);
        String words = words(e);
        // The server's own words are further down.
        for (Exception cause = e.getNextException(); cause != null; cause = next(cause)) words = words(cause);
        words = settings.secrets().hide(words);
        for (Exception cause = e; cause != null; cause = next(cause)) {
            int code = code(cause);
            if (code > 0) passing = code < 500;
        }
        if (e instanceof SendFailedException partly && sent(partly)) {
            return new Outcome.Delivered("not to " + addresses(partly) + ": " + words);
        }
        return passing ? new Outcome.Retryable(words) : new Outcome.Failed(words);
    }

    private static boolean sent(SendFailedException e) {
        return e.getValidSentAddresses() != null && e.getValidSentAddresses().length > 0;
    }

    private static String addresses(SendFailedException e) {
        return Arrays.stream(new Address[][] {e.getInvalidAddresses(), e.getValidUnsentAddresses()})
                .filter(list -> list != null)
                .flatMap(Arrays::stream)
                .map(Address::toString)
                .collect(Collectors.joining(", "));
    }

    private static @Nullable Exception next(Exception cause) {
        return cause instanceof MessagingException messaging ? messaging.getNextException() : null;
    }

    /** The reply code of the server (RFC 5321, 4.2); 0 if it is not known. */
    private static int code(Exception e) {
        if (e instanceof SMTPSendFailedException failed) return failed.getReturnCode();
        if (e instanceof SMTPAddressFailedException failed) return failed.getReturnCode();
        if (e instanceof SMTPSenderFailedException failed) return failed.getReturnCode();
        return 0;
    }

    private static String words(Exception e) {
        String text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return text.strip().replaceAll("\\s+", " ");
    }
}
