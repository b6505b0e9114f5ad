package dev.vigia.sinks.notify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.schemas.Reasons;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.SummaryLine;
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

    private static final String FIRING = "firing";
    private static final String RESOLVED = "resolved";
    private static final String ALERTNAME = "alertname";

    private AlertmanagerMessage() {}

    /**
     * @param externalUrl where a person finds Vigia, without a slash at the end
     * @param maxAlerts how many alerts may be in it, the rest is counted; 0 for all
     */
    static ObjectNode of(Notification notification, String externalUrl, int maxAlerts) {
        List<ObjectNode> all = alerts(notification, externalUrl);
        int shown = maxAlerts == 0 ? all.size() : Math.min(maxAlerts, all.size());
        boolean resolved =
                all.stream().allMatch(alert -> alert.path("status").asText().equals("resolved"));
        ObjectNode message = JsonNodeFactory.instance
                .objectNode()
                .put("version", "4")
                .put("groupKey", groupKey(notification))
                .put("truncatedAlerts", all.size() - shown)
                .put("status", resolved ? "resolved" : "firing")
                .put("receiver", notification.getReceiver());
        put(message, "groupLabels", notification.getGroupLabels());
        message.set("commonLabels", common(all, "labels"));
        message.set("commonAnnotations", common(all, "annotations"));
        message.putObject("routeLabels");
        message.put("externalURL", externalUrl).put("notification_reason", reason(notification, resolved));
        message.putArray("alerts").addAll(all.subList(0, shown));
        return message;
    }

    private static List<ObjectNode> alerts(Notification notification, String externalUrl) {
        return switch (notification.getKind()) {
            case SUMMARY ->
                notification.getSummary().stream()
                        .map(line -> line(line, notification, externalUrl))
                        .toList();
            case HEARTBEAT -> List.of(heartbeat(notification, externalUrl));
            // A digest as well: what it does not name has been named, or will be.
            default ->
                notification.getAlerts().stream()
                        .map(alert -> alert(alert, externalUrl))
                        .toList();
        };
    }

    /** All alerts of a rule as one. */
    private static ObjectNode line(SummaryLine line, Notification notification, String externalUrl) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("status", line.getActive() > 0 ? FIRING : RESOLVED);
        put(json, "labels", Map.of(ALERTNAME, line.getRuleId(), "severity", AlertText.severity(line.getSeverity())));
        put(json, "annotations", Map.of("summary", line.getTitle(), "description", AlertText.line(line)));
        return times(json, notification.getAt(), line.getActive() > 0 ? NO_END : AlertText.time(notification.getAt()))
                .put("generatorURL", externalUrl + "/")
                .put("fingerprint", fingerprint(line.getRuleId()));
    }

    /** The alert that is always on, by the name that it has with Prometheus. */
    private static ObjectNode heartbeat(Notification notification, String externalUrl) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("status", FIRING);
        put(json, "labels", Map.of(ALERTNAME, "Watchdog", "severity", "none"));
        put(json, "annotations", Map.of("summary", notification.getReason()));
        return times(json, notification.getAt(), NO_END)
                .put("generatorURL", externalUrl + "/")
                .put("fingerprint", fingerprint("Watchdog"));
    }

    private static ObjectNode alert(Alert alert, String externalUrl) {
        boolean resolved = AlertText.resolved(alert);
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("status", resolved ? RESOLVED : FIRING);
        put(json, "labels", AlertLabels.of(alert));
        put(json, "annotations", annotations(alert));
        return times(json, alert.getStartedAt(), resolved ? AlertText.time(alert.getAt()) : NO_END)
                .put(
                        "generatorURL",
                        Objects.requireNonNullElseGet(
                                alert.getGeneratorUrl(), () -> externalUrl + "/#alert=" + alert.getAlertId()))
                .put("fingerprint", alert.getAlertId());
    }

    private static ObjectNode times(ObjectNode json, long start, String end) {
        return json.put("startsAt", AlertText.time(start)).put("endsAt", end);
    }

    /** 16 hexadecimal digits. */
    private static String fingerprint(String name) {
        return String.format("%016x", Integer.toUnsignedLong(name.hashCode()));
    }

    private static Map<String, String> annotations(Alert alert) {
        Map<String, String> annotations = new TreeMap<>();
        annotations.put("summary", alert.getTitle());
        annotations.put("description", alert.getSummary());
        if (alert.getRunbookUrl() != null) annotations.put("runbook_url", alert.getRunbookUrl());
        annotations.putAll(alert.getAnnotations());
        return annotations;
    }

    /** What is the same in all of them. */
    private static ObjectNode common(List<ObjectNode> alerts, String field) {
        ObjectNode common = JsonNodeFactory.instance.objectNode();
        if (alerts.isEmpty()) return common;
        alerts.get(0).path(field).properties().stream()
                .filter(entry -> alerts.stream()
                        .allMatch(alert ->
                                entry.getValue().equals(alert.path(field).get(entry.getKey()))))
                .forEach(entry -> common.set(entry.getKey(), entry.getValue()));
        return common;
    }

    private static String groupKey(Notification notification) {
        if (!notification.getGroupKey().isEmpty()) return notification.getGroupKey();
        return new TreeMap<>(notification.getGroupLabels())
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
        if (notification.getAlerts().stream().anyMatch(AlertText::resolved)) return "some alerts resolved";
        List<String> reasons =
                notification.getReasons().isEmpty() ? List.of(notification.getReason()) : notification.getReasons();
        if (reasons.stream().allMatch(Reasons.STILL_ON::equals)) return "repeat interval elapsed";
        if (reasons.stream().allMatch(Reasons.BECAME_ACTIVE::equals)) return "first notification";
        return reasons.contains(Reasons.BECAME_ACTIVE) ? "new alerts added" : "unknown";
    }

    private static void put(ObjectNode node, String name, Map<String, String> values) {
        ObjectNode object = node.putObject(name);
        new TreeMap<>(values).forEach(object::put);
    }
}
