package dev.vigia.sinks.notify;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.NotificationKind;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.SummaryLine;
import dev.vigia.sinks.notify.text.Texts;
import java.time.Instant;
import java.util.Locale;

/** Alerts in words for programs, in English and UTC. What people read is the business of {@code notify.text}. */
final class AlertText {

    private AlertText() {}

    static boolean resolved(Alert alert) {
        return Texts.isOver(alert);
    }

    /** Whether nothing in the notification is an alert any more. */
    static boolean resolved(Notification notification) {
        if (notification.getKind() == NotificationKind.SUMMARY) {
            return notification.getSummary().stream().allMatch(line -> line.getActive() == 0);
        }
        return notification.getAlerts().stream().allMatch(AlertText::resolved);
    }

    /** R-161's sign before the title: that something is wrong, that it is watched, or that it is well again. */
    static String sign(Notification notification) {
        if (resolved(notification)) return "✅";
        if (notification.getKind() == NotificationKind.SUMMARY) return "🚨";
        boolean on = notification.getAlerts().stream().anyMatch(alert -> !resolved(alert) && !Texts.isWatched(alert));
        return on ? "🚨" : "👀";
    }

    static String severity(Alert alert) {
        return severity(alert.getSeverity());
    }

    static String severity(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }

    /** How many of a rule's alerts began and are over, and their groups. */
    static String line(SummaryLine line) {
        String groups = line.getGroups().isEmpty() ? "" : ": " + String.join("; ", line.getGroups());
        return line.getTitle() + " (" + line.getActive() + " began, " + line.getResolved() + " over)" + groups;
    }

    /** The beginning of a text of at most {@code longest} UTF-16 units; what is cut short ends in …. No character is halved. */
    static String cut(String text, int longest) {
        if (text.length() <= longest) return text;
        int end = longest - 1;
        if (Character.isHighSurrogate(text.charAt(end - 1))) end--;
        return text.substring(0, end) + "…";
    }

    /** ISO 8601 in UTC. */
    static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
