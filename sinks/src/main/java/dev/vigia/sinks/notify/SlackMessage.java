package dev.vigia.sinks.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.sinks.notify.text.AlertSection;
import dev.vigia.sinks.notify.text.NotificationText;
import dev.vigia.sinks.notify.text.Texts;
import dev.vigia.sinks.notify.text.Words;
import java.util.List;

/** The body for a Slack incoming webhook, in the shape of R-161: one attachment an alert. */
final class SlackMessage {

    /** More than these and nobody sees the rest; Slack's documentation names 20 as the sensible limit. */
    private static final int MOST_ATTACHMENTS = 20;

    private static final int LONGEST = 3_000;

    private SlackMessage() {}

    /** @param texts in English and UTC they give R-161's body byte by byte, in another language its shape */
    static ObjectNode of(Notification notification, Texts texts) {
        NotificationText text = texts.of(notification);
        Words words = text.words();
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("text", AlertText.sign(notification) + " " + Escapes.SLACK.of(text.title(), LONGEST));
        ArrayNode attachments = message.putArray("attachments");
        for (String line :
                text.lines().subList(0, Math.min(MOST_ATTACHMENTS, text.lines().size()))) {
            ArrayNode fields = attachments.addObject().put("color", "warning").putArray("fields");
            field(fields, words.say("message"), Escapes.SLACK.of(line, LONGEST), false);
        }
        List<AlertSection> sections = text.alerts();
        for (AlertSection section : sections.subList(0, Math.min(MOST_ATTACHMENTS, sections.size()))) {
            Alert alert = section.alert();
            ObjectNode attachment = attachments.addObject().put("color", color(alert));
            ArrayNode fields = attachment.putArray("fields");
            field(fields, words.say("message"), Escapes.SLACK.of(section.summary(), LONGEST), false);
            field(fields, words.say("fact.SEVERITY"), words.severity(alert.getSeverity()), true);
            field(fields, words.say("fact.TIME"), words.isoTime(alert.getAt()), true);
            Long watchedUntil = alert.getWatchedUntil();
            if (watchedUntil != null) field(fields, words.say("fact.WATCHED_UNTIL"), words.isoTime(watchedUntil), true);
        }
        return message;
    }

    private static String color(Alert alert) {
        if (AlertText.resolved(alert)) return "good";
        return alert.getSeverity() == Severity.CRITICAL && !Texts.isWatched(alert) ? "danger" : "warning";
    }

    private static void field(ArrayNode fields, String title, String value, boolean isShort) {
        fields.addObject().put("title", title).put("value", value).put("short", isShort);
    }
}
