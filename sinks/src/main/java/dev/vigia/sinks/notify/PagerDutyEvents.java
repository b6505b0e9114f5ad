package dev.vigia.sinks.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.NotificationKind;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.SummaryLine;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.schemas.json.AvroJson;
import dev.vigia.sinks.notify.text.AlertSection;
import dev.vigia.sinks.notify.text.Link;
import dev.vigia.sinks.notify.text.NotificationText;
import dev.vigia.sinks.notify.text.Texts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The events of PagerDuty's Events API v2 for a notification: the episode's id is the {@code dedup_key}. */
record PagerDutyEvents(String routingKey, Texts texts) {

    /** https://developer.pagerduty.com/docs/events-api-v2-overview: the longest summary, and the largest event. */
    static final int LONGEST_SUMMARY = 1_024;

    private static final int LARGEST_EVENT = 512 * 1024;
    private static final int LONGEST_KEY = 255;

    /** So much of each detail is enough to read. */
    private static final int LONGEST_DETAIL = 2_000;

    List<ObjectNode> of(Notification notification) {
        if (notification.getKind() == NotificationKind.SUMMARY) return List.of(summary(notification));
        List<ObjectNode> events = new ArrayList<>();
        texts.of(notification).alerts().forEach(section -> events.addAll(of(section)));
        return events;
    }

    private List<ObjectNode> of(AlertSection section) {
        Alert alert = section.alert();
        if (AlertText.resolved(alert)) return List.of(event("resolve", alert.getEpisodeId()));
        if (alert.getTransition() == Transition.ACKNOWLEDGED) {
            return List.of(event("acknowledge", alert.getEpisodeId()));
        }
        // Of one that has recovered there is nothing to wake somebody for; the incident is open until it is closed.
        if (Texts.isWatched(alert)) return List.of();
        ObjectNode trigger = trigger(section);
        if (alert.getAcknowledgedBy() == null) return List.of(trigger);
        return List.of(trigger, event("acknowledge", alert.getEpisodeId()));
    }

    private ObjectNode event(String action, String key) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("routing_key", routingKey)
                .put("event_action", action)
                .put("dedup_key", key);
    }

    private ObjectNode trigger(AlertSection section) {
        Alert alert = section.alert();
        ObjectNode event = event("trigger", alert.getEpisodeId());
        ObjectNode payload = event.putObject("payload")
                .put("summary", AlertText.cut(section.title() + ": " + section.summary(), LONGEST_SUMMARY))
                .put("source", source(alert))
                .put("severity", severity(alert.getSeverity()))
                .put("timestamp", AlertText.time(alert.getAt()))
                .put("group", cut(alert.getCategory()))
                .put("class", cut(alert.getRuleId()));
        service(alert).ifPresent(service -> payload.put("component", cut(service)));
        payload.set("custom_details", details(section));
        event.put("client", "Vigia").put("client_url", texts.links().alert(alert));
        event.set("links", links(section.links()));
        return cutDetails(event);
    }

    static ArrayNode links(List<Link> all) {
        ArrayNode links = JsonNodeFactory.instance.arrayNode();
        all.stream()
                .filter(link -> link.url().length() <= LONGEST_DETAIL)
                .forEach(link -> links.addObject().put("href", link.url()).put("text", link.text()));
        return links;
    }

    /** The event, without its details if they make it too large. */
    static ObjectNode cutDetails(ObjectNode event) {
        if (event.toString().getBytes(StandardCharsets.UTF_8).length > LARGEST_EVENT) {
            ((ObjectNode) event.get("payload"))
                    .putObject("custom_details")
                    .put("left_out", "too large; see the alert in Vigia");
        }
        return event;
    }

    static ObjectNode details(AlertSection section) {
        Alert alert = section.alert();
        ObjectNode details = JsonNodeFactory.instance
                .objectNode()
                .put("reason", cut(section.reason()))
                .put("message", cut(section.summary()))
                .put("condition", cut(alert.getCondition()));
        details.set("value", AvroJson.number(alert.getValue()));
        details.set("threshold", AvroJson.number(alert.getThreshold()));
        section.course().ifPresent(course -> details.put("trend", course.line()));
        details.put("samples", alert.getSamples()).put("started_at", AlertText.time(alert.getStartedAt()));
        texts(details, "group", alert.getGroup());
        texts(details, "labels", alert.getLabels());
        texts(details, "annotations", alert.getAnnotations());
        return details;
    }

    private static void texts(ObjectNode details, String name, Map<String, String> values) {
        if (values.isEmpty()) return;
        ObjectNode texts = details.putObject(name);
        new TreeMap<>(values).forEach((key, value) -> texts.put(cut(key), cut(value)));
    }

    /** One incident, which a person has to close: it is of no single episode. */
    private ObjectNode summary(Notification notification) {
        NotificationText text = texts.of(notification);
        String group = notification.getGroupKey();
        boolean named = !group.isEmpty() && group.length() <= LONGEST_KEY;
        Severity worst = notification.getSummary().stream()
                .map(SummaryLine::getSeverity)
                .min(Severity::compareTo)
                .orElse(Severity.INFO);
        ObjectNode event = event("trigger", named ? group : "summary-" + notification.getId());
        ArrayNode rules = event.putObject("payload")
                .put("summary", AlertText.cut(text.title() + ": " + String.join("; ", text.lines()), LONGEST_SUMMARY))
                .put("source", "vigia")
                .put("severity", severity(worst))
                .put("timestamp", AlertText.time(notification.getAt()))
                .putObject("custom_details")
                .putArray("rules");
        // A character takes up to six bytes.
        int room = LARGEST_EVENT / 6 - LONGEST_DETAIL;
        for (String line : text.lines()) {
            room -= cut(line).length();
            if (room < 0) break;
            rules.add(cut(line));
        }
        return event.put("client", "Vigia").put("client_url", texts.links().console() + "/");
    }

    static String source(Alert alert) {
        Map<String, String> group = alert.getGroup();
        return cut(Stream.of("host.name", "service.name", "service")
                .map(group::get)
                .filter(value -> value != null && !value.isBlank())
                .findFirst()
                .orElseGet(() -> alert.getRuleId().isBlank() ? "vigia" : alert.getRuleId()));
    }

    private static Optional<String> service(Alert alert) {
        return Stream.of("service.name", "service")
                .map(name -> alert.getGroup().get(name))
                .filter(value -> value != null && !value.isBlank())
                .findFirst();
    }

    private static String severity(Severity severity) {
        return switch (severity) {
            case CRITICAL -> "critical";
            case HIGH -> "error";
            case MEDIUM -> "warning";
            case LOW, INFO -> "info";
        };
    }

    private static String cut(String text) {
        return AlertText.cut(text, LONGEST_DETAIL);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "PagerDutyEvents";
    }
}
