package dev.vigia.sinks.notify;

import static dev.vigia.sinks.notify.Strict.require;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigia.sinks.notify.HttpPeer.Answer;
import dev.vigia.sinks.notify.HttpPeer.Received;
import java.util.Set;

/** Slack's incoming webhooks, as far as their documentation says what they refuse. */
final class SlackWebhookService implements HttpPeer.Service {

    @Override
    public Answer take(Received request) {
        JsonNode message = Strict.json(request, "invalid_payload");
        String text = Strict.text(message, "text", 40_000, "no_text");
        require(!text.isEmpty(), "no_text");
        Strict.onlyText(message);
        if (message.has("blocks")) {
            Strict.fields(message, Set.of("text", "blocks"), "invalid_payload");
            SlackRules.check(message);
        }
        require(message.path("attachments").size() <= 100, "too_many_attachments");
        for (JsonNode attachment : message.path("attachments")) {
            require(
                    Set.of("good", "warning", "danger")
                            .contains(attachment.path("color").asText()),
                    "invalid_attachments");
            for (JsonNode field : attachment.path("fields")) {
                Strict.text(field, "title", 300, "invalid_attachments");
                Strict.text(field, "value", 8_000, "invalid_attachments");
                require(field.path("short").isBoolean(), "invalid_attachments");
            }
        }
        return new Answer(200, "ok");
    }
}
