package dev.vigia.console.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.vigia.schemas.avro.PostedAlert;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Alerts as somebody outside sends them: Alertmanager's {@code postableAlerts}. What they leave out is filled in, and what is wrong
 * is refused, as Alertmanager does; sizes have bounds besides.
 *
 * @param sound those that can be taken
 * @param problems one sentence for each of the others
 */
record PostableAlerts(List<PostedAlert> sound, List<String> problems) {

    /** Alertmanager's {@code resolve_timeout}, as it comes. */
    static final Duration RESOLVE_TIMEOUT = Duration.ofMinutes(5);

    private static final Instant ZERO = Instant.parse("0001-01-01T00:00:00Z");
    private static final int MAX_ALERTS = 10_000;
    private static final int MAX_PAIRS = 200;
    private static final int MAX_NAME = 256;
    private static final int MAX_LABEL = 4 * 1024;
    private static final int MAX_ANNOTATION = 16 * 1024;

    /**
     * Reads a body.
     *
     * @param now milliseconds since 1970-01-01 UTC
     * @throws ApiError when it is no list of alerts at all
     */
    static PostableAlerts read(String body, long now) {
        JsonNode list = json(body);
        if (!list.isArray()) throw ApiError.badRequest("The body is not a list of alerts.");
        if (list.size() > MAX_ALERTS) throw ApiError.badRequest("There are more than " + MAX_ALERTS + " alerts.");
        List<PostedAlert> sound = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            try {
                sound.add(alert(list.get(i), now));
            } catch (ApiError e) {
                problems.add("[" + i + "]: " + e.text());
            }
        }
        return new PostableAlerts(sound, problems);
    }

    private static JsonNode json(String body) {
        try {
            return Json.MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw ApiError.badRequest("The body is not JSON: " + e.getOriginalMessage());
        }
    }

    private static PostedAlert alert(JsonNode json, long now) {
        if (!json.isObject()) throw ApiError.badRequest("it is no object");
        Map<String, String> labels = texts(json, "labels", MAX_LABEL);
        labels.values().removeIf(String::isEmpty);
        if (labels.isEmpty()) throw ApiError.badRequest("labels: at least one that is not empty is needed");
        Optional<Long> startsAt = time(json, "startsAt");
        Optional<Long> endsAt = time(json, "endsAt");
        long start = startsAt.or(() -> endsAt).orElse(now);
        long end = endsAt.orElse(now + RESOLVE_TIMEOUT.toMillis());
        if (end < start) throw ApiError.badRequest("startsAt: it is after endsAt");
        String url = text("generatorURL", json.path("generatorURL"), MAX_LABEL);
        return PostedAlert.newBuilder()
                .setLabels(labels)
                .setAnnotations(texts(json, "annotations", MAX_ANNOTATION))
                .setGeneratorUrl(url.isEmpty() ? null : url)
                .setStartsAt(start)
                .setEndsAt(end)
                .setTimeout(endsAt.isEmpty())
                .setReceivedAt(now)
                .build();
    }

    private static Map<String, String> texts(JsonNode json, String field, int longest) {
        Map<String, String> texts = new TreeMap<>();
        if (!json.hasNonNull(field)) return texts;
        JsonNode object = json.path(field);
        if (!object.isObject()) throw ApiError.badRequest(field + ": it is no object");
        if (object.size() > MAX_PAIRS) throw ApiError.badRequest(field + ": there are more than " + MAX_PAIRS);
        object.properties().forEach(pair -> {
            String name = pair.getKey();
            if (name.isEmpty()) throw ApiError.badRequest(field + ": a name is empty");
            if (name.length() > MAX_NAME) {
                throw ApiError.badRequest(field + ": a name is longer than " + MAX_NAME + " characters");
            }
            texts.put(name, text(field + "." + name, pair.getValue(), longest));
        });
        return texts;
    }

    private static String text(String field, JsonNode value, int longest) {
        if (value.isMissingNode() || value.isNull()) return "";
        if (!value.isTextual()) throw ApiError.badRequest(field + ": it is no text");
        if (value.asText().length() > longest) {
            throw ApiError.badRequest(field + ": it is longer than " + longest + " characters");
        }
        return value.asText();
    }

    /** Empty for what is not there, and for Go's zero time. */
    private static Optional<Long> time(JsonNode json, String field) {
        String text = text(field, json.path(field), MAX_NAME);
        if (text.isEmpty()) return Optional.empty();
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            return time.equals(ZERO) ? Optional.empty() : Optional.of(time.toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            throw ApiError.badRequest(field + ": '" + text + "' is not a time like 2026-01-31T10:00:00Z");
        }
    }
}
