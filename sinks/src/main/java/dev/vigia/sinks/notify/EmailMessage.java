package dev.vigia.sinks.notify;

import dev.vigia.schemas.avro.Notification;
import dev.vigia.sinks.notify.text.NotificationText;
import dev.vigia.sinks.notify.text.Texts;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;

/** A notification as an e-mail: text, and the same as HTML with charts. Messages about one episode, or one group, make one thread. */
final class EmailMessage extends MimeMessage {

    /** Longer ones are cut by the programs that show them. */
    private static final int LONGEST_SUBJECT = 200;

    private final String id;

    /** @param settings who it is from and to */
    EmailMessage(Session session, EmailSettings settings, Texts texts, Notification notification)
            throws MessagingException {
        super(session);
        this.id = "<" + word(notification.getId()) + "@vigia>";
        NotificationText text = texts.of(notification);
        InternetAddress from = new InternetAddress(settings.from());
        setFrom(from);
        setRecipients(Message.RecipientType.TO, InternetAddress.parse(String.join(",", settings.to())));
        setSubject(AlertText.cut(text.headline(), LONGEST_SUBJECT), "UTF-8");
        setSentDate(Date.from(Instant.ofEpochMilli(notification.getAt())));
        setContentLanguage(new String[] {text.words().reader().language().tag()});
        // Keeps vacation notices from answering (RFC 3834).
        setHeader("Auto-Submitted", "auto-generated");
        setHeader("List-Id", listId(notification.getReceiver(), from));
        setHeader("X-Vigia-Notification", word(notification.getId()));
        Optional<String> root = EmailThread.root(notification);
        if (root.isPresent()) {
            setHeader("In-Reply-To", root.get());
            setHeader("References", root.get());
        }
        MimeMultipart alternatives = new MimeMultipart("alternative");
        alternatives.addBodyPart(part(EmailPlain.of(text.words(), text), "plain"));
        EmailCharts charts = new EmailCharts(word(notification.getId()));
        MimeBodyPart html = part(EmailHtml.of(text.words(), text, charts), "html");
        alternatives.addBodyPart(charts.with(html));
        setContent(alternatives);
        saveChanges();
    }

    /** The same in every attempt, so that a mail system can drop what it has already. */
    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", id);
    }

    /** What people sort mail by (RFC 2919): a name of the sender's domain for each receiver. */
    private static String listId(String receiver, InternetAddress from) {
        String address = from.getAddress();
        String domain = address.substring(address.lastIndexOf('@') + 1);
        return "Vigia <" + word(receiver).toLowerCase(Locale.ROOT) + ".vigia." + word(domain) + ">";
    }

    private static MimeBodyPart part(String content, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(content, "UTF-8", subtype);
        return part;
    }

    /** What may stand in a header and an id. */
    static String word(String text) {
        return text.replaceAll("[^A-Za-z0-9._-]", "_");
    }
}
