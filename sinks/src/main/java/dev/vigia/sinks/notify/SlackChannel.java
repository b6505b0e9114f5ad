package dev.vigia.sinks.notify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.schemas.avro.Notification;
import java.util.Map;
import java.util.function.Function;

/**
 * A Slack incoming webhook.
 *
 * @param message the body, in one of its shapes
 */
record SlackChannel(HttpPost post, Function<Notification, ObjectNode> message) implements Channel {

    /** The shapes of a message. */
    enum Format {
        /** That of R-161. */
        ATTACHMENTS,
        /** Block Kit, in the reader's words. */
        BLOCKS
    }

    @Override
    public Outcome send(Notification notification) {
        return post.send(message.apply(notification), Map.of());
    }

    @Override
    public boolean keyed() {
        return false;
    }
}
