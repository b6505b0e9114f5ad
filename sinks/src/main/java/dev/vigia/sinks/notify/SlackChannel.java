package dev.vigia.sinks.notify;

import dev.vigia.schemas.avro.Notification;
import java.util.Map;

/** A Slack incoming webhook. */
record SlackChannel(HttpPost post) implements Channel {

    @Override
    public Outcome send(Notification notification) {
        return post.send(SlackMessage.of(notification), Map.of());
    }

    @Override
    public boolean keyed() {
        return false;
    }
}
