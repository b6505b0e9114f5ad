package dev.vigia.sinks.notify;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.SummaryLine;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a template can say of a notification. The names are listed in the module's README. */
final class TemplateValues {

    private TemplateValues() {}

    /**
     * @param externalUrl where a person finds Vigia, without a slash at the end
     * @param to whom the settings name
     */
    static Map<String, Object> of(Notification notification, String externalUrl, String to) {
        Map<String, Object> values = new TreeMap<>();
        List<Map<String, Object>> alerts = notification.getAlerts().stream()
                .map(alert -> alert(alert, externalUrl))
                .toList();
        values.put("id", notification.getId());
        values.put("kind", notification.getKind().name().toLowerCase(Locale.ROOT));
        values.put("to", to);
        values.put("receiver", notification.getReceiver());
        values.put("reason", notification.getReason());
        values.put("at", AlertText.time(notification.getAt()));
        values.put("sign", AlertText.sign(notification));
        values.put("title", AlertText.title(notification));
        values.put("status", AlertText.resolved(notification) ? "resolved" : "firing");
        values.put("external_url", externalUrl);
        values.put("alerts", alerts);
        values.put(
                "summary",
                notification.getSummary().stream().map(TemplateValues::line).toList());
        values.put("text", text(notification));
        return values;
    }

    /** All in a few words: a line for each alert or rule. */
    private static String text(Notification notification) {
        String text = Stream.concat(
                        notification.getSummary().stream()
                                .map(line ->
                                        "[" + AlertText.severity(line.getSeverity()) + "] " + AlertText.line(line)),
                        notification.getAlerts().stream()
                                .map(alert -> "[" + (AlertText.resolved(alert) ? "resolved" : AlertText.severity(alert))
                                        + "] " + alert.getTitle() + ": " + alert.getSummary()))
                .collect(Collectors.joining("\n"));
        return text.isEmpty() ? notification.getReason() : text;
    }

    private static Map<String, Object> alert(Alert alert, String externalUrl) {
        Map<String, Object> values = new TreeMap<>();
        values.put("alert_id", alert.getAlertId());
        values.put("episode_id", alert.getEpisodeId());
        values.put("title", alert.getTitle());
        values.put("message", alert.getSummary());
        values.put("severity", AlertText.severity(alert));
        values.put("category", alert.getCategory());
        values.put("status", AlertText.resolved(alert) ? "resolved" : "firing");
        values.put("state", alert.getState().name().toLowerCase(Locale.ROOT));
        values.put("at", AlertText.time(alert.getAt()));
        values.put("started_at", AlertText.time(alert.getStartedAt()));
        values.put("rule", alert.getRuleId());
        values.put("condition", alert.getCondition());
        values.put("value", alert.getValue());
        values.put("threshold", alert.getThreshold());
        values.put("runbook_url", Objects.requireNonNullElse(alert.getRunbookUrl(), ""));
        values.put("url", externalUrl + "/#alert=" + alert.getAlertId());
        values.put("group", pairs(alert.getGroup()));
        values.put("labels", pairs(alert.getLabels()));
        return values;
    }

    private static Map<String, Object> line(SummaryLine line) {
        return Map.of(
                "rule", line.getRuleId(),
                "title", line.getTitle(),
                "severity", AlertText.severity(line.getSeverity()),
                "active", line.getActive(),
                "resolved", line.getResolved(),
                "groups", String.join("; ", line.getGroups()),
                "text", AlertText.line(line));
    }

    private static List<Map<String, String>> pairs(Map<String, String> map) {
        return new TreeMap<>(map)
                .entrySet().stream()
                        .map(entry -> Map.of("name", entry.getKey(), "value", entry.getValue()))
                        .toList();
    }
}
