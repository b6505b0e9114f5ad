package dev.vigia.sinks.notify;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.SummaryLine;
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
import java.util.Map;
import java.util.TreeMap;

/** A notification as an e-mail: text, and the same as HTML. Messages about one episode make one thread. */
final class EmailMessage extends MimeMessage {

    /** Longer ones are cut by the programs that show them. */
    private static final int LONGEST_SUBJECT = 200;

    private final String id;

    /** @param settings who it is from and to */
    EmailMessage(Session session, EmailSettings settings, Notification notification) throws MessagingException {
        super(session);
        this.id = "<" + word(notification.getId()) + "@vigia>";
        setFrom(new InternetAddress(settings.from()));
        setRecipients(Message.RecipientType.TO, InternetAddress.parse(String.join(",", settings.to())));
        setSubject(AlertText.cut(oneLine(AlertText.sign(notification) + " " + AlertText.title(notification)), LONGEST_SUBJECT), "UTF-8");
        setSentDate(Date.from(Instant.ofEpochMilli(notification.getAt())));
        // Keeps vacation notices from answering (RFC 3834).
        setHeader("Auto-Submitted", "auto-generated");
        setHeader("X-Vigia-Notification", word(notification.getId()));
        thread(notification);
        MimeMultipart alternatives = new MimeMultipart("alternative");
        alternatives.addBodyPart(part(text(notification), "plain"));
        alternatives.addBodyPart(part(html(notification), "html"));
        setContent(alternatives);
        saveChanges();
    }

    /** The same in every attempt, so that a mail system can drop what it has already. */
    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", id);
    }

    private void thread(Notification notification) throws MessagingException {
        if (notification.getAlerts().isEmpty()) return;
        String root = "<episode-" + word(notification.getAlerts().get(0).getEpisodeId()) + "@vigia>";
        setHeader("In-Reply-To", root);
        setHeader("References", root);
    }

    private static MimeBodyPart part(String content, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(content, "UTF-8", subtype);
        return part;
    }

    private static String text(Notification notification) {
        StringBuilder out = new StringBuilder();
        for (SummaryLine line : notification.getSummary()) {
            out.append(AlertText.severity(line.getSeverity())).append(": ");
            out.append(AlertText.line(line)).append("\n\n");
        }
        for (Alert alert : notification.getAlerts()) {
            out.append(alert.getTitle())
                    .append("\n\n")
                    .append(alert.getSummary())
                    .append("\n\n");
            facts(alert)
                    .forEach((name, value) ->
                            out.append(name).append(": ").append(value).append('\n'));
            out.append('\n');
        }
        return out.append("Why you get this: ")
                .append(notification.getReason())
                .append('\n')
                .toString();
    }

    private static String html(Notification notification) {
        StringBuilder out = new StringBuilder("<!DOCTYPE html><html><body>");
        for (SummaryLine line : notification.getSummary()) {
            out.append("<p>").append(AlertText.severity(line.getSeverity())).append(": ");
            out.append(escaped(AlertText.line(line))).append("</p>");
        }
        for (Alert alert : notification.getAlerts()) {
            out.append("<h2>").append(escaped(alert.getTitle())).append("</h2><p>");
            out.append(escaped(alert.getSummary())).append("</p><table>");
            facts(alert)
                    .forEach((name, value) -> out.append("<tr><th align=\"left\">")
                            .append(escaped(name))
                            .append("</th><td>")
                            .append(escaped(value))
                            .append("</td></tr>"));
            out.append("</table>");
        }
        return out.append("<p><small>")
                .append(escaped(notification.getReason()))
                .append("</small></p></body></html>")
                .toString();
    }

    private static Map<String, String> facts(Alert alert) {
        Map<String, String> facts = new java.util.LinkedHashMap<>();
        facts.put("Severity", AlertText.severity(alert));
        facts.put(
                "State",
                AlertText.resolved(alert) ? "resolved" : alert.getState().name().toLowerCase(Locale.ROOT));
        facts.put("Time", AlertText.time(alert.getAt()));
        facts.put("Began", AlertText.time(alert.getStartedAt()));
        Long watchedUntil = alert.getWatchedUntil();
        if (watchedUntil != null) facts.put("Watched until", AlertText.time(watchedUntil));
        facts.put("Condition", alert.getCondition());
        new TreeMap<>(alert.getGroup()).forEach(facts::put);
        if (alert.getRunbookUrl() != null) facts.put("Runbook", alert.getRunbookUrl());
        return facts;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }

    /** What may stand in a header and an id. */
    private static String word(String text) {
        return text.replaceAll("[^A-Za-z0-9._-]", "_");
    }
}
