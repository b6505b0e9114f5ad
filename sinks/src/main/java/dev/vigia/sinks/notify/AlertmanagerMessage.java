package dev.vigia.sinks.notify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.silences.AlertLabels;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The body of Alertmanager's webhook, version 4. */
final class AlertmanagerMessage {

    /** What Alertmanager writes for an alert that has not ended. */
    private static final String NO_END = "0001-01-01T00:00:00Z";

    /** Alertmanager's own words for why it notifies. */
    private static final Set<String> REASONS = Set.of(
            "first notification",
            "new alerts added",
            "some alerts resolved",
            "all alerts resolved",
            "repeat interval elapsed",
            "none",
            "unknown");

    private AlertmanagerMessage() {}

    /** @param externalUrl where a person finds Vigia, without a slash at the end */
    static ObjectNode of(Notification notification, String externalUrl) {
        boolean resolved = AlertText.resolved(notification);
        List<Alert> alerts = notification.getAlerts();
        ObjectNode message = JsonNodeFactory.instance
                .objectNode()
                .put("version", "4")
                .put("groupKey", groupKey(notification.getGroupLabels()))
                .put("truncatedAlerts", 0)
                .put("status", resolved ? "resolved" : "firing")
                .put("receiver", notification.getReceiver());
        put(message, "groupLabels", notification.getGroupLabels());
        put(message, "commonLabels", common(alerts.stream().map(AlertLabels::of).toList()));
        put(
                message,
                "commonAnnotations",
                common(alerts.stream().map(AlertmanagerMessage::annotations).toList()));
        message.putObject("routeLabels");
        message.put("externalURL", externalUrl).put("notification_reason", reason(notification, resolved));
        var list = message.putArray("alerts");
        alerts.forEach(alert -> list.add(alert(alert, externalUrl)));
        return message;
    }

    private static ObjectNode alert(Alert alert, String externalUrl) {
        boolean resolved = AlertText.resolved(alert);
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("status", resolved ? "resolved" : "firing");
        put(json, "labels", AlertLabels.of(alert));
        put(json, "annotations", annotations(alert));
        return json.put("startsAt", AlertText.time(alert.getStartedAt()))
                .put("endsAt", resolved ? AlertText.time(alert.getAt()) : NO_END)
                .put(
                        "generatorURL",
                        Objects.requireNonNullElseGet(
                                alert.getGeneratorUrl(), () -> externalUrl + "/#alert=" + alert.getAlertId()))
                .put("fingerprint", alert.getAlertId());
    }

    private static Map<String, String> annotations(Alert alert) {
        Map<String, String> annotations = new TreeMap<>();
        annotations.put("summary", alert.getTitle());
        annotations.put("description", alert.getSummary());
        if (alert.getRunbookUrl() != null) annotations.put("runbook_url", alert.getRunbookUrl());
        annotations.putAll(alert.getAnnotations());
        return annotations;
    }

    private static Map<String, String> common(List<Map<String, String>> maps) {
        if (maps.isEmpty()) return Map.of();
        Map<String, String> common = new TreeMap<>(maps.get(0));
        maps.forEach(map -> common.entrySet().retainAll(map.entrySet()));
        return common;
    }

    private static String groupKey(Map<String, String> labels) {
        return new TreeMap<>(labels)
                .entrySet().stream()
                        .map(label -> label.getKey() + "=\"" + quoted(label.getValue()) + "\"")
                        .collect(Collectors.joining(", ", "{}:{", "}"));
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static String reason(Notification notification, boolean resolved) {
        if (REASONS.contains(notification.getReason())) return notification.getReason();
        if (resolved) return "all alerts resolved";
        boolean some = notification.getAlerts().stream().anyMatch(AlertText::resolved);
        return some ? "some alerts resolved" : "first notification";
    }

    private static void put(ObjectNode node, String name, Map<String, String> values) {
        ObjectNode object = node.putObject(name);
        new TreeMap<>(values).forEach(object::put);
    }
}
