package dev.vigia.console.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** A JSON object that somebody sent, checked. Fields that are missing, null or blank are empty. */
final class Form {

    private static final int MAX_BODY = 16 * 1024;

    private final JsonNode json;

    /** @param body no text is an object without fields */
    Form(String body) {
        if (body.length() > MAX_BODY) throw ApiError.badRequest("The body is too long.");
        try {
            json = body.isBlank() ? Json.object() : Json.MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw ApiError.badRequest("The body is not JSON: " + e.getOriginalMessage());
        }
        if (!json.isObject()) throw ApiError.badRequest("The body is not a JSON object.");
    }

    /** Wants a field to be there, if only as null. */
    Form given(String name) {
        if (!json.has(name)) throw ApiError.badRequest(name + " is missing; null for none.");
        return this;
    }

    Optional<String> text(String name, int maxLength) {
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) return Optional.empty();
        if (!value.isTextual()) throw ApiError.badRequest(name + " is not a text.");
        String text = value.asText().strip();
        if (text.length() > maxLength)
            throw ApiError.badRequest(name + " is longer than " + maxLength + " characters.");
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    Optional<Long> number(String name) {
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) return Optional.empty();
        if (!value.isIntegralNumber() || !value.canConvertToLong())
            throw ApiError.badRequest(name + " is not a whole number.");
        return Optional.of(value.asLong());
    }
}
