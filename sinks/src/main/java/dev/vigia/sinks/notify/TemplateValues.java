package dev.vigia.sinks.notify;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.SummaryLine;
import dev.vigia.sinks.notify.text.AlertSection;
import dev.vigia.sinks.notify.text.CourseText;
import dev.vigia.sinks.notify.text.Fact;
import dev.vigia.sinks.notify.text.Link;
import dev.vigia.sinks.notify.text.NotificationText;
import dev.vigia.sinks.notify.text.Texts;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a template can say of a notification. The names are listed in the module's README. */
final class TemplateValues {

    private TemplateValues() {}

    /** @param to whom the settings name */
    static Map<String, Object> of(Notification notification, Texts texts, String to) {
        Map<String, Object> values = new TreeMap<>();
        NotificationText text = texts.of(notification);
        values.put("id", notification.getId());
        values.put("kind", notification.getKind().name().toLowerCase(Locale.ROOT));
        values.put("to", to);
        values.put("receiver", notification.getReceiver());
        values.put("reason", notification.getReason());
        values.put("at", AlertText.time(notification.getAt()));
        values.put("sign", text.sign());
        values.put("title", text.title());
        values.put("lead", text.lead());
        values.put("status", AlertText.resolved(notification) ? "resolved" : "firing");
        values.put("external_url", texts.links().console());
        values.put("url", url(text).orElse(texts.links().console()));
        values.put("alerts", text.alerts().stream().map(TemplateValues::alert).toList());
        values.put(
                "summary",
                notification.getSummary().stream().map(TemplateValues::line).toList());
        values.put("text", text(text));
        return values;
    }

    /** Where there is more about the only alert. */
    private static Optional<String> url(NotificationText text) {
        if (text.alerts().size() != 1) return Optional.empty();
        return text.alerts().get(0).link(Link.Kind.ALERT).map(Link::url);
    }

    /** All in a few words: a line for each alert or rule. */
    private static String text(NotificationText text) {
        String lines = Stream.concat(
                        text.lines().stream(), text.alerts().stream().map(TemplateValues::text))
                .collect(Collectors.joining("\n"));
        return lines.isEmpty() ? text.title() + ": " + text.lead() : lines;
    }

    private static String text(AlertSection alert) {
        Fact.Kind stands = alert.isOver() || alert.isWatched() ? Fact.Kind.STATE : Fact.Kind.SEVERITY;
        return "[" + alert.fact(stands).map(Fact::value).orElse("") + "] " + alert.title() + ": " + alert.summary();
    }

    private static Map<String, Object> alert(AlertSection section) {
        Alert alert = section.alert();
        Map<String, Object> values = new TreeMap<>();
        values.put("alert_id", alert.getAlertId());
        values.put("episode_id", alert.getEpisodeId());
        values.put("title", section.title());
        values.put("lead", section.lead());
        values.put("message", section.summary());
        values.put("reason", section.reason());
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
        values.put("trend", section.course().map(CourseText::line).orElse(""));
        values.put("runbook_url", Objects.requireNonNullElse(alert.getRunbookUrl(), ""));
        values.put("url", section.link(Link.Kind.ALERT).map(Link::url).orElse(""));
        values.put("records_url", section.link(Link.Kind.RECORDS).map(Link::url).orElse(""));
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
