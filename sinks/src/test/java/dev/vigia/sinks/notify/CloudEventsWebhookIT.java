package dev.vigia.sinks.notify;

import static dev.vigia.sinks.notify.Strict.require;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.Set;

class CloudEventsWebhookIT extends SignedWebhookContract {

    private static final Set<String> ATTRIBUTES =
            Set.of("specversion", "type", "source", "id", "time", "subject", "datacontenttype", "partitionkey", "data");

    @Override
    String format() {
        return "cloudevents";
    }

    /** CloudEvents 1.0.2: the attributes that have to be there, their types, and no control characters in them. */
    @Override
    void read(HttpPeer.Received request) {
        JsonNode event = Strict.json(request, "application/cloudevents+json", "not an event");
        Strict.onlyText(event);
        Strict.fields(event, ATTRIBUTES, "attributes");
        require(event.path("specversion").asText().equals("1.0"), "specversion");
        for (String attribute : new String[] {"id", "source", "type"}) {
            require(!Strict.text(event, attribute, 10_000, attribute).isEmpty(), attribute);
        }
        URI.create(event.path("source").asText());
        OffsetDateTime.parse(event.path("time").asText());
        event.properties().forEach(attribute -> {
            if (attribute.getKey().equals("data")) return;
            require(attribute.getValue().isTextual(), attribute.getKey());
            require(!attribute.getValue().asText().isEmpty(), attribute.getKey());
            require(
                    attribute.getValue().asText().codePoints().noneMatch(Character::isISOControl),
                    attribute.getKey() + " has a control character");
        });
        require(event.path("datacontenttype").asText().equals("application/json"), "datacontenttype");
        require(event.path("data").isObject(), "data");
    }
}
