package dev.vigia.sinks.notify;

import static dev.vigia.sinks.notify.Strict.require;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigia.sinks.notify.HttpPeer.Answer;
import dev.vigia.sinks.notify.HttpPeer.Received;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** PagerDuty's Events API v2, and the incidents that come of it. */
final class PagerDutyService implements HttpPeer.Service {

    static final String ROUTING_KEY = "0123456789abcdef0123456789abcdef";

    private static final Set<String> EVENT =
            Set.of("routing_key", "event_action", "dedup_key", "payload", "images", "links", "client", "client_url");
    private static final Set<String> PAYLOAD =
            Set.of("summary", "source", "severity", "timestamp", "component", "group", "class", "custom_details");

    /** Open incidents by their keys. */
    final Map<String, String> incidents = new HashMap<>();

    @Override
    public Answer take(Received request) {
        JsonNode event = event(request, "/v2/enqueue", EVENT);
        String key = Strict.text(event, "dedup_key", 255, "'dedup_key'");
        switch (Strict.text(event, "event_action", 20, "'event_action'")) {
            case "trigger" -> {
                trigger(event.path("payload"));
                links(event.path("links"));
                incidents.putIfAbsent(key, "triggered");
            }
            case "acknowledge" -> incidents.computeIfPresent(key, (k, state) -> "acknowledged");
            case "resolve" -> incidents.remove(key);
            default -> throw new IllegalArgumentException("'event_action' is invalid");
        }
        return new Answer(
                202, "{\"status\":\"success\",\"message\":\"Event processed\",\"dedup_key\":\"" + "k" + "\"}");
    }

    /** What holds of events of either kind. */
    static JsonNode event(Received request, String path, Set<String> fields) {
        require(request.path().equals(path), "no such path");
        require(Strict.bytes(request) <= 512 * 1024, "event is too large");
        JsonNode event = Strict.json(request, "Event object is invalid");
        Strict.onlyText(event);
        Strict.fields(event, fields, "unknown field");
        require(event.path("routing_key").asText().length() == 32, "Length of 'routing_key' is incorrect");
        require(event.path("routing_key").asText().equals(ROUTING_KEY), "Invalid routing key");
        return event;
    }

    /** What holds of their payloads. */
    static void payload(JsonNode payload, Set<String> fields) {
        require(payload.isObject(), "'payload' is missing or blank");
        Strict.fields(payload, fields, "unknown field of payload");
        require(!Strict.text(payload, "summary", 1_024, "'payload.summary'").isBlank(), "'payload.summary' is blank");
        require(!Strict.text(payload, "source", 100_000, "'payload.source'").isBlank(), "'payload.source' is blank");
        require(!payload.has("custom_details") || payload.path("custom_details").isObject(), "'custom_details'");
    }

    private static void trigger(JsonNode payload) {
        payload(payload, PAYLOAD);
        require(
                Set.of("critical", "error", "warning", "info")
                        .contains(payload.path("severity").asText()),
                "'payload.severity' is invalid");
        OffsetDateTime.parse(payload.path("timestamp").asText("2026-01-01T00:00:00Z"));
        for (String text : new String[] {"component", "group", "class"}) {
            require(!payload.has(text) || payload.path(text).isTextual(), "'payload." + text + "' is invalid");
        }
    }

    static void links(JsonNode links) {
        for (JsonNode link : links) {
            require(URI.create(link.path("href").asText()).getHost() != null, "'links.href' is invalid");
            require(link.path("text").isTextual(), "'links.text' is invalid");
        }
    }

    @Override
    public Optional<String> key(Received request) {
        JsonNode event = Strict.json(request.body(), "");
        return Optional.of(event.path("event_action").asText() + " "
                + event.path("dedup_key").asText());
    }

    @Override
    public Answer refusal(String words) {
        return invalid(words);
    }

    static Answer invalid(String words) {
        return new Answer(
                400,
                "{\"status\":\"invalid event\",\"message\":\"Event object is invalid\",\"errors\":[\"" + words
                        + "\"]}");
    }
}
