package dev.vigia.sinks.notify;

import static dev.vigia.sinks.notify.Strict.require;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigia.sinks.notify.HttpPeer.Answer;
import dev.vigia.sinks.notify.HttpPeer.Received;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** A workflow of Teams that posts an Adaptive Card: sizes, and of the card's schema what we use. */
final class TeamsService implements HttpPeer.Service {

    @Override
    public Answer take(Received request) {
        require(Strict.bytes(request) <= 28 * 1024, "RequestEntityTooLarge");
        require(request.body().getBytes(StandardCharsets.UTF_16LE).length <= 28 * 1024, "RequestEntityTooLarge");
        JsonNode message = Strict.json(request, "TriggerInputSchemaMismatch");
        Strict.onlyText(message);
        require(message.path("type").asText().equals("message"), "type");
        require(message.path("attachments").size() == 1, "attachments");
        JsonNode attachment = message.path("attachments").path(0);
        require(
                attachment.path("contentType").asText().equals("application/vnd.microsoft.card.adaptive"),
                "contentType");
        JsonNode card = attachment.path("content");
        require(card.path("type").asText().equals("AdaptiveCard"), "AdaptiveCard");
        require(Set.of("1.4", "1.5").contains(card.path("version").asText()), "version");
        card.path("body").forEach(TeamsService::element);
        require(!card.path("body").isEmpty(), "body");
        require(card.path("actions").size() <= 6, "actions");
        for (JsonNode action : card.path("actions")) {
            require(action.path("type").asText().equals("Action.OpenUrl"), "action");
            require(URI.create(action.path("url").asText()).isAbsolute(), "action.url");
            require(!Strict.text(action, "title", 100, "action.title").isEmpty(), "action.title");
        }
        return new Answer(202, "");
    }

    private static void element(JsonNode element) {
        switch (element.path("type").asText()) {
            case "Container" -> {
                require(
                        Set.of("default", "emphasis", "good", "attention", "warning", "accent")
                                .contains(element.path("style").asText()),
                        "style");
                require(!element.path("items").isEmpty(), "items");
                element.path("items").forEach(TeamsService::element);
            }
            case "RichTextBlock" -> {
                require(!element.path("inlines").isEmpty(), "inlines");
                for (JsonNode run : element.path("inlines")) {
                    require(run.path("type").asText().equals("TextRun"), "TextRun");
                    require(!Strict.text(run, "text", 10_000, "text").isEmpty(), "text");
                }
            }
            default -> throw new IllegalArgumentException("element " + element.path("type"));
        }
    }
}
