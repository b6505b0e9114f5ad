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
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The events of PagerDuty's Events API v2 for a notification: the episode's id is the {@code dedup_key}.
 *
 * @param externalUrl where a person finds Vigia, without a slash at the end
 */
record PagerDutyEvents(String routingKey, String externalUrl) {

    /** https://developer.pagerduty.com/docs/events-api-v2-overview: the longest summary, and the largest event. */
    private static final int LONGEST_SUMMARY = 1_024;

    private static final int LARGEST_EVENT = 512 * 1024;
    private static final int LONGEST_KEY = 255;

    /** So much of each detail is enough to read. */
    private static final int LONGEST_DETAIL = 2_000;

    List<ObjectNode> of(Notification notification) {
        if (notification.getKind() == NotificationKind.SUMMARY) return List.of(summary(notification));
        List<ObjectNode> events = new ArrayList<>();
        notification.getAlerts().forEach(alert -> events.addAll(of(alert, notification)));
        return events;
    }

    private List<ObjectNode> of(Alert alert, Notification notification) {
        if (AlertText.resolved(alert)) return List.of(event("resolve", alert.getEpisodeId()));
        if (alert.getTransition() == Transition.ACKNOWLEDGED) {
            return List.of(event("acknowledge", alert.getEpisodeId()));
        }
        // Of one that has recovered there is nothing to wake somebody for; the incident is open until it is closed.
        if (AlertText.watched(alert)) return List.of();
        ObjectNode trigger = trigger(alert, notification);
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

    private ObjectNode trigger(Alert alert, Notification notification) {
        ObjectNode event = event("trigger", alert.getEpisodeId());
        String url = externalUrl + "/#alert=" + alert.getAlertId();
        ObjectNode payload = event.putObject("payload")
                .put("summary", AlertText.cut(alert.getTitle() + ": " + alert.getSummary(), LONGEST_SUMMARY))
                .put("source", source(alert))
                .put("severity", severity(alert.getSeverity()))
                .put("timestamp", AlertText.time(alert.getAt()))
                .put("group", cut(alert.getCategory()))
                .put("class", cut(alert.getRuleId()));
        service(alert).ifPresent(service -> payload.put("component", cut(service)));
        payload.set("custom_details", details(alert, notification));
        event.put("client", "Vigia").put("client_url", url);
        ArrayNode links = event.putArray("links");
        link(links, url, "The alert in Vigia");
        link(links, alert.getRunbookUrl(), "Runbook");
        link(links, alert.getGeneratorUrl(), "Where it comes from");
        if (event.toString().getBytes(StandardCharsets.UTF_8).length > LARGEST_EVENT) {
            payload.putObject("custom_details").put("left_out", "too large; see the alert in Vigia");
        }
        return event;
    }

    private static ObjectNode details(Alert alert, Notification notification) {
        ObjectNode details = JsonNodeFactory.instance
                .objectNode()
                .put("reason", cut(notification.getReason()))
                .put("message", cut(alert.getSummary()))
                .put("condition", cut(alert.getCondition()));
        details.set("value", AvroJson.number(alert.getValue()));
        details.set("threshold", AvroJson.number(alert.getThreshold()));
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

    private ObjectNode summary(Notification notification) {
        Collection<SummaryLine> lines = notification.getSummary();
        String group = notification.getGroupKey();
        boolean named = !group.isEmpty() && group.length() <= LONGEST_KEY;
        ObjectNode event = event("trigger", named ? group : "summary-" + notification.getId());
        ObjectNode payload = event.putObject("payload")
                .put(
                        "summary",
                        AlertText.cut(
                                String.join(
                                        "; ",
                                        lines.stream().map(AlertText::line).toList()),
                                LONGEST_SUMMARY))
                .put("source", "vigia")
                .put(
                        "severity",
                        severity(lines.stream()
                                .map(SummaryLine::getSeverity)
                                .min(Severity::compareTo)
                                .orElse(Severity.INFO)))
                .put("timestamp", AlertText.time(notification.getAt()));
        ArrayNode rules = payload.putObject("custom_details")
                .put("reason", cut(notification.getReason()))
                .putArray("rules");
        int size = event.toString().length();
        for (SummaryLine line : lines) {
            String text = cut(AlertText.line(line));
            // A character takes up to six bytes.
            size += 6 * text.length();
            if (size > LARGEST_EVENT) break;
            rules.add(text);
        }
        return event.put("client", "Vigia").put("client_url", externalUrl + "/");
    }

    private static String source(Alert alert) {
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

    private static void link(ArrayNode links, @org.jspecify.annotations.Nullable String href, String text) {
        if (href == null || href.length() > LONGEST_DETAIL) return;
        try {
            String scheme = URI.create(href).getScheme();
            if ("http".equals(scheme) || "https".equals(scheme))
                links.addObject().put("href", href).put("text", text);
        } catch (IllegalArgumentException e) {
            // What is no address is no link.
        }
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
