package dev.vigia.sinks.notify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.schemas.avro.Notification;
import java.util.List;

/** What a webhook's requests say. */
interface WebhookFormat {

    /** The names in the settings. */
    enum Name {
        ALERTMANAGER,
        CLOUDEVENTS,
        VIGIA
    }

    /**
     * One request.
     *
     * @param id the same for the same message in every attempt; letters, digits, - and _
     */
    record Message(String id, String contentType, String body) {}

    /** In the order in which they are sent. */
    List<Message> messages(Notification notification);

    /** One request of JSON, with the notification's id. */
    static List<Message> one(Notification notification, ObjectNode body) {
        return List.of(new Message(word(notification.getId()), HttpPost.JSON, body.toString()));
    }

    /** What has no dot, as the signature sets parts apart by it, and may stand in a header. */
    static String word(String text) {
        return text.replaceAll("[^A-Za-z0-9_-]", "_");
    }
}
