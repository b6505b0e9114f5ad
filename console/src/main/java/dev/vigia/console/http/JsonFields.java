package dev.vigia.console.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/** The fields of a JSON object that somebody sent; whatever is wrong is refused by the field's name. */
final class JsonFields {

    private static final int MAX_BODY = 16 * 1024;

    private final JsonNode object;
    private final String prefix;

    private JsonFields(JsonNode object, String where) {
        if (!object.isObject()) {
            throw ApiError.badRequest((where.isEmpty() ? "The body" : where) + " is not a JSON object.");
        }
        this.object = object;
        this.prefix = where.isEmpty() ? "" : where + ".";
    }

    /**
     * An object with any fields.
     *
     * @throws ApiError when the body is no JSON object, or too long
     */
    static JsonFields ofAny(String body) {
        if (body.length() > MAX_BODY) throw ApiError.badRequest("The body is too long.");
        return new JsonFields(json(body), "");
    }

    /** @throws ApiError when the body is no JSON object, or has fields that are not known */
    static JsonFields of(String body, Set<String> known) {
        return of(json(body), "", known);
    }

    private static JsonNode json(String body) {
        try {
            return body.isBlank() ? Json.object() : Json.MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw ApiError.badRequest("The body is not JSON: " + e.getOriginalMessage());
        }
    }

    /** @param where what errors call the object */
    static JsonFields of(JsonNode object, String where, Set<String> known) {
        JsonFields fields = new JsonFields(object, where);
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (known.contains(name)) continue;
            throw ApiError.badRequest(fields.prefix + name + " is not known; there are "
                    + String.join(", ", known.stream().sorted().toList()) + ".");
        }
        return fields;
    }

    /** Wants a field to be there, if only as null. */
    JsonFields given(String name) {
        if (!object.has(name)) throw ApiError.badRequest(prefix + name + " is missing; null for none.");
        return this;
    }

    boolean has(String name) {
        return object.hasNonNull(name);
    }

    /** Empty when it is not there. */
    String text(String name) {
        if (!has(name)) return "";
        JsonNode value = object.path(name);
        if (!value.isTextual()) throw ApiError.badRequest(prefix + name + " is not a text.");
        return value.asText();
    }

    /** Without blanks around it; empty when it is not there or blank. */
    Optional<String> text(String name, int maxLength) {
        String text = text(name).strip();
        if (text.length() > maxLength) {
            throw ApiError.badRequest(prefix + name + " is longer than " + maxLength + " characters.");
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    boolean flag(String name, boolean otherwise) {
        if (!has(name)) return otherwise;
        JsonNode value = object.path(name);
        if (!value.isBoolean()) throw ApiError.badRequest(prefix + name + " is not true or false.");
        return value.asBoolean();
    }

    long number(String name, long otherwise) {
        return number(name).orElse(otherwise);
    }

    Optional<Long> number(String name) {
        if (!has(name)) return Optional.empty();
        JsonNode value = object.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw ApiError.badRequest(prefix + name + " is not a whole number.");
        }
        return Optional.of(value.asLong());
    }

    /** A time as in RFC 3339, in milliseconds since 1970-01-01 UTC. */
    long time(String name, long otherwise) {
        String text = text(name);
        if (text.isEmpty()) return otherwise;
        try {
            return OffsetDateTime.parse(text).toInstant().toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw ApiError.badRequest(prefix + name + ": '" + text + "' is not a time like 2026-01-31T10:00:00Z.");
        }
    }

    /**
     * When something ends that has {@code ends_at} or a {@code duration}: milliseconds since 1970-01-01 UTC.
     *
     * @param longest a longer duration is cut to it
     */
    long endsAt(long startsAt, Duration longest) {
        if (has("ends_at") == has("duration")) {
            throw ApiError.badRequest(
                    "ends_at: write either ends_at (milliseconds since 1970-01-01 UTC) or duration (seconds).");
        }
        if (has("ends_at")) return number("ends_at", 0);
        return startsAt + 1_000 * Math.min(number("duration", 0), longest.toSeconds());
    }

    JsonNode list(String name) {
        JsonNode value = object.path(name);
        if (!value.isArray())
            throw ApiError.badRequest(prefix + name + (has(name) ? " is not a list." : ": it is missing."));
        return value;
    }
}
