package dev.vigia.console.views;

import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.Notification;
import java.util.List;
import java.util.Map;

/**
 * Which alerts a message told of, by what the other side calls the message. Of the last ones. Fed by {@code notifications} and
 * {@code deliveries}, whichever comes first. Thread-safe.
 */
public final class ToldAlerts {

    /** One episode of an alert. */
    public record Episode(String alertId, String episodeId) {}

    private record Message(String channel, String receipt) {}

    private final Map<String, List<Episode>> byNotification;
    private final Map<Message, String> notifications;

    /** @param most how many messages are kept */
    public ToldAlerts(int most) {
        this.byNotification = new Last<>(most);
        this.notifications = new Last<>(most);
    }

    /** Takes a record of {@code notifications}. */
    public synchronized void accept(Notification notification) {
        List<Episode> episodes = notification.getAlerts().stream()
                .map(alert -> new Episode(alert.getAlertId(), alert.getEpisodeId()))
                .distinct()
                .toList();
        byNotification.put(notification.getId(), episodes);
    }

    /** Takes a record of {@code deliveries}. */
    public synchronized void accept(Delivery delivery) {
        String receipt = delivery.getReceipt();
        if (receipt == null) return;
        notifications.put(new Message(delivery.getChannel(), receipt), delivery.getNotificationId());
    }

    /** Empty for a message that is not known, or told of no alert. */
    public synchronized List<Episode> of(String channel, String receipt) {
        String notification = notifications.get(new Message(channel, receipt));
        return notification == null ? List.of() : byNotification.getOrDefault(notification, List.of());
    }
}
