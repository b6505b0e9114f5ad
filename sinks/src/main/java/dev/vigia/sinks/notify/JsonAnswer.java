package dev.vigia.sinks.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Optional;

/** Answers that are JSON. */
final class JsonAnswer {

    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonAnswer() {}

    /** The body; a missing node where it is none, or a part of one. */
    static JsonNode of(HttpAnswer answer) {
        try {
            JsonNode json = JSON.readTree(answer.body());
            return json == null ? MissingNode.getInstance() : json;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** What a field says; empty when it says nothing, or is not there. */
    static Optional<String> text(JsonNode field) {
        return Optional.of(field.asText()).filter(text -> !text.isEmpty());
    }
}
