package dev.vigia.sinks.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.Severity;

/** The body for a Slack incoming webhook, in the shape of R-161: one attachment an alert. */
final class SlackMessage {

    private SlackMessage() {}

    static ObjectNode of(Notification notification) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("text", AlertText.sign(notification) + " " + escaped(AlertText.title(notification)));
        ArrayNode attachments = message.putArray("attachments");
        for (Alert alert : notification.getAlerts()) {
            ObjectNode attachment = attachments.addObject().put("color", color(alert));
            ArrayNode fields = attachment.putArray("fields");
            field(fields, "Message", escaped(alert.getSummary()), false);
            field(fields, "Severity", AlertText.severity(alert), true);
            field(fields, "Time", AlertText.time(alert.getAt()), true);
            Long watchedUntil = alert.getWatchedUntil();
            if (watchedUntil != null) field(fields, "Watched until", AlertText.time(watchedUntil), true);
        }
        return message;
    }

    private static String color(Alert alert) {
        if (AlertText.resolved(alert)) return "good";
        return alert.getSeverity() == Severity.CRITICAL && !AlertText.watched(alert) ? "danger" : "warning";
    }

    private static void field(ArrayNode fields, String title, String value, boolean isShort) {
        fields.addObject().put("title", title).put("value", value).put("short", isShort);
    }

    /** Slack's three control characters; left as they are, text from a log could mention a whole channel. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
