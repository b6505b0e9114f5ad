package dev.vigia.sinks.notify;

import static dev.vigia.sinks.notify.Strict.require;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigia.sinks.notify.HttpPeer.Answer;
import dev.vigia.sinks.notify.HttpPeer.Received;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A service that takes JSON and knows a message by its key. */
class HttpChannelIT extends HttpChannelContract {

    private static final String BODY = """
            {"text": "{{sign}} {{text}}",
             "alerts": [{{#alerts}}{"title": "{{title}}", "value": "{{value}}", "labels":
               [{{#labels}}"{{name}}={{value}}"{{^-last}}, {{/-last}}{{/labels}}]}{{^-last}}, {{/-last}}{{/alerts}}],
             "rules": [{{#summary}}"{{text}}"{{^-last}}, {{/-last}}{{/summary}}]}""";

    @Override
    String kind() {
        return "http";
    }

    @Override
    Map<String, String> settings(int port) {
        Map<String, String> settings = new HashMap<>(super.settings(port));
        settings.put("method", "put");
        settings.put("body", BODY);
        settings.put("bearer", "t0kenOfTheService");
        settings.put("keyed", "true");
        settings.put("max_length", "2000");
        return settings;
    }

    @Override
    Set<String> secrets(int port) {
        return Set.of("s3cretInThePath", "t0kenOfTheService");
    }

    @Override
    HttpPeer.Service service() {
        return new HttpPeer.Service() {
            @Override
            public Answer take(Received request) {
                require(request.method().equals("PUT"), "method");
                require(request.header("Authorization").equals(Optional.of("Bearer t0kenOfTheService")), "who?");
                JsonNode message = Strict.json(request.body(), "not JSON");
                Strict.onlyText(message);
                require(
                        message.path("alerts").isArray()
                                && message.path("rules").isArray(),
                        "lists");
                require(!Strict.text(message, "text", 2_010, "text").isBlank(), "text");
                return new Answer(201, "{}");
            }

            @Override
            public Optional<String> key(Received request) {
                return request.header("Idempotency-Key");
            }
        };
    }
}
