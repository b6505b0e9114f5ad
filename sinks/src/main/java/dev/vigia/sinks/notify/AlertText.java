package dev.vigia.sinks.notify;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Notification;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Alerts in words, as all channels have them. */
final class AlertText {

    private AlertText() {}

    static boolean resolved(Alert alert) {
        return alert.getState() == AlertState.INACTIVE;
    }

    /** Whether it has recovered, and is watched for a time before it is closed. */
    static boolean watched(Alert alert) {
        return alert.getWatchedUntil() != null;
    }

    /** Whether nothing in the notification is an alert any more. */
    static boolean resolved(Notification notification) {
        return notification.getAlerts().stream().allMatch(AlertText::resolved);
    }

    /** The first alert's title, and how many more there are. */
    static String title(Notification notification) {
        List<Alert> alerts = notification.getAlerts();
        if (alerts.isEmpty()) return notification.getReason();
        String first = alerts.get(0).getTitle();
        return alerts.size() == 1 ? first : first + " (+" + (alerts.size() - 1) + ")";
    }

    /** A sign before the title: what is wrong, that it is watched, or that it is well again. */
    static String sign(Notification notification) {
        if (resolved(notification)) return "✅";
        boolean on = notification.getAlerts().stream().anyMatch(alert -> !resolved(alert) && !watched(alert));
        return on ? "🚨" : "👀";
    }

    static String severity(Alert alert) {
        return alert.getSeverity().name().toLowerCase(Locale.ROOT);
    }

    /** ISO 8601 in UTC. */
    static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
