package dev.vigia.sinks.notify;

import static dev.vigia.sinks.notify.Strict.require;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.util.Set;

class VigiaWebhookIT extends SignedWebhookContract {

    @Override
    String format() {
        return "vigia";
    }

    @Override
    void read(HttpPeer.Received request) {
        JsonNode message = Strict.json(request, "not JSON");
        Strict.onlyText(message);
        require(message.path("version").asText().equals("1"), "version");
        OffsetDateTime.parse(message.path("timestamp").asText());
        for (JsonNode alert : message.path("alerts")) {
            OffsetDateTime.parse(alert.path("timestamp").asText());
            require(Set.of("firing", "resolved").contains(alert.path("status").asText()), "status");
            for (String text : new String[] {"severity", "title", "message", "service", "reason", "url"}) {
                require(alert.path(text).isTextual(), text);
            }
            require(alert.path("metadata").path("episode_id").isTextual(), "metadata");
        }
    }
}
