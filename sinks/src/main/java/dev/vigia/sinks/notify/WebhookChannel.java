package dev.vigia.sinks.notify;

import dev.vigia.schemas.avro.Notification;
import java.util.Map;

/**
 * Anything that takes Alertmanager's webhook. The same alert told twice is one alert there; {@code Idempotency-Key} is the
 * same in every attempt, for those who look at it.
 */
record WebhookChannel(HttpPost post, String externalUrl) implements Channel {

    @Override
    public Outcome send(Notification notification) {
        return post.send(
                AlertmanagerMessage.of(notification, externalUrl, 0), Map.of("Idempotency-Key", notification.getId()));
    }

    @Override
    public boolean keyed() {
        return true;
    }
}
