package dev.vigia.sinks.notify;

import static dev.vigia.sinks.notify.Strict.require;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigia.sinks.notify.HttpPeer.Answer;
import dev.vigia.sinks.notify.HttpPeer.Received;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The change events of PagerDuty's Events API v2: each that comes is one. */
final class PagerDutyChangeService implements HttpPeer.Service {

    private static final Set<String> EVENT = Set.of("routing_key", "payload", "images", "links");
    private static final Set<String> PAYLOAD = Set.of("summary", "source", "timestamp", "custom_details");

    /** What was taken, by its summary. */
    final List<String> changes = new ArrayList<>();

    @Override
    public Answer take(Received request) {
        require(request.path().equals("/v2/change/enqueue"), "no such path");
        require(Strict.bytes(request) <= 512 * 1024, "event is too large");
        JsonNode event = Strict.json(request, "Event object is invalid");
        Strict.onlyText(event);
        Strict.fields(event, EVENT, "unknown field");
        require(event.path("routing_key").asText().equals(PagerDutyService.ROUTING_KEY), "Invalid routing key");
        JsonNode payload = event.path("payload");
        require(payload.isObject(), "'payload' is missing or blank");
        Strict.fields(payload, PAYLOAD, "unknown field of payload");
        String summary = Strict.text(payload, "summary", 1_024, "'payload.summary'");
        require(!summary.isBlank(), "'payload.summary' is blank");
        require(!Strict.text(payload, "source", 100_000, "'payload.source'").isBlank(), "'payload.source' is blank");
        OffsetDateTime.parse(Strict.text(payload, "timestamp", 40, "'payload.timestamp'"));
        require(!payload.has("custom_details") || payload.path("custom_details").isObject(), "'custom_details'");
        PagerDutyService.links(event.path("links"));
        changes.add(summary);
        return new Answer(202, "{\"status\":\"success\",\"message\":\"Change event processed\"}");
    }

    /** There is none. */
    @Override
    public Optional<String> key(Received request) {
        return Optional.empty();
    }

    @Override
    public Answer refusal(String words) {
        return PagerDutyService.invalid(words);
    }
}
