package dev.vigia.sinks.notify;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.NotificationKind;
import dev.vigia.schemas.silences.AlertLabels;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Which messages are one conversation in a mail program (RFC 5322, 3.6.4): those of an episode, or of a group of alerts. */
final class EmailThread {

    private EmailThread() {}

    /**
     * The message that all of a thread refer to. It need not exist: mail programs draw messages with a common ancestor together.
     * Empty for a message that stands alone.
     */
    static Optional<String> root(Notification notification) {
        if (notification.getKind() == NotificationKind.DIGEST) return Optional.empty();
        String group = notification.getGroupKey();
        if (!notification.getAlerts().isEmpty()) {
            Alert first = notification.getAlerts().get(0);
            if (group.isEmpty() || isOneAlert(notification.getGroupLabels(), first)) {
                return Optional.of("<episode-" + EmailMessage.word(first.getEpisodeId()) + "@vigia>");
            }
        }
        return group.isEmpty() ? Optional.empty() : Optional.of("<group-" + digest(group) + "@vigia>");
    }

    /** Whether the group has room for one alert only, since it is by everything that tells the alert from others. */
    private static boolean isOneAlert(Map<String, String> group, Alert alert) {
        boolean ofRule = alert.getRuleVersion() >= 0;
        Map<String, String> own = ofRule ? AlertLabels.ofGroup(alert) : AlertLabels.of(alert);
        return group.keySet().containsAll(own.keySet());
    }

    private static String digest(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
