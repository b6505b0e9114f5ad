package dev.vigia.sinks.notify;

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
        JsonNode event = PagerDutyService.event(request, "/v2/change/enqueue", EVENT);
        JsonNode payload = event.path("payload");
        PagerDutyService.payload(payload, PAYLOAD);
        OffsetDateTime.parse(Strict.text(payload, "timestamp", 40, "'payload.timestamp'"));
        PagerDutyService.links(event.path("links"));
        changes.add(payload.path("summary").asText());
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
