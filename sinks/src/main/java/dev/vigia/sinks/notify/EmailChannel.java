package dev.vigia.sinks.notify;

import dev.vigia.schemas.avro.Notification;
import dev.vigia.sinks.notify.EmailSettings.Encryption;
import dev.vigia.sinks.notify.text.Texts;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * E-mail by SMTP. Whoever of several addresses is refused does not keep the others from getting it; who is put off gets it later, and the
 * others not once more.
 */
final class EmailChannel implements Channel {

    /** Who comes again after a minute is let in by most who put off strangers (greylisting, RFC 6647). */
    private static final Duration PUT_OFF = Duration.ofMinutes(1);

    /** In words that sinks/README.md promises. */
    private static final String DOUBT = " (who got it in earlier attempts is not known here; some may have it twice)";

    private final EmailSettings settings;
    private final Texts texts;
    private final Session session;

    /** Who has what is to be tried again, by Message-ID. */
    private final Map<String, Set<Address>> tried = new Last<>();

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
            return send(message, notification.getAttempt());
        } catch (MessagingException e) {
            return new Outcome.Failed(EmailFailure.words(e));
        }
    }

    private Outcome send(EmailMessage message, int attempt) throws MessagingException {
        String id = message.getMessageID();
        boolean doubt = attempt > 1 && !tried.containsKey(id);
        Set<Address> have = new LinkedHashSet<>(tried.getOrDefault(id, Set.of()));
        Set<Address> lack = new LinkedHashSet<>(List.of(message.getAllRecipients()));
        lack.removeAll(have);
        Outcome outcome = attempt(message, have, lack);
        if (outcome instanceof Outcome.Retryable) {
            tried.put(id, have);
        } else {
            tried.remove(id);
        }
        boolean arrived = outcome instanceof Outcome.Delivered || !have.isEmpty();
        return doubt && arrived ? outcome.afterAnother(outcome.detail() + DOUBT) : outcome;
    }

    /**
     * Sends it to who lacks it.
     *
     * @param have gets those who have it then
     * @param lack loses them
     */
    private Outcome attempt(EmailMessage message, Set<Address> have, Set<Address> lack) {
        EmailTransport transport = new EmailTransport(session);
        try (transport) {
            // With a name, even an empty one, it logs in.
            if (settings.username().isEmpty()) {
                transport.connect();
            } else {
                transport.connect(settings.username(), settings.password());
            }
            transport.sendMessage(message, lack.toArray(Address[]::new));
            return new Outcome.Delivered("accepted by " + settings.host());
        } catch (MessagingException e) {
            EmailFailure failure = new EmailFailure(e, transport.isWhole());
            have.addAll(failure.taken());
            lack.removeAll(have);
            return outcome(failure, have, lack);
        }
    }

    private Outcome outcome(EmailFailure failure, Set<Address> have, Set<Address> lack) {
        boolean unknown = failure.isUnanswered();
        String words =
                (unknown ? "sent, and no answer: " : "") + settings.secrets().hide(failure.words());
        if (!unknown && !failure.mayPass()) {
            return have.isEmpty()
                    ? new Outcome.Failed(words)
                    : new Outcome.Delivered("not to " + addresses(lack) + ": " + words);
        }
        return have.isEmpty()
                ? new Outcome.Retryable(words, Optional.empty(), unknown)
                : new Outcome.Retryable(
                        addresses(have) + " has it, not yet " + addresses(lack) + ": " + words,
                        Optional.of(PUT_OFF),
                        true);
    }

    private static String addresses(Set<Address> addresses) {
        return addresses.stream().map(Address::toString).collect(Collectors.joining(", "));
    }
}
