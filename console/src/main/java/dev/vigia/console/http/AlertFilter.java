package dev.vigia.console.http;

import dev.vigia.console.views.Episode;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.silences.AlertLabels;
import dev.vigia.schemas.silences.Matchers;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which alerts an address asks for: {@code severity}, {@code category}, {@code service} and {@code rule}, each one word or several
 * with commas, and {@code label}, a matcher, as often as needed. All of them have to hold.
 */
final class AlertFilter {

    /** Others' {@code warning} is {@code medium}, as in rules. */
    private static final String WARNING = "warning";

    private static final List<String> SEVERITIES = List.of("critical", "high", "medium", WARNING, "low", "info");

    private final List<String> severities;
    private final List<String> categories;
    private final List<String> services;
    private final List<String> rules;
    private final Matchers labels;

    AlertFilter(Query query) {
        this.severities = query.words("severity", SEVERITIES).stream()
                .map(word -> word.equals(WARNING) ? "medium" : word)
                .toList();
        this.categories = query.list("category").stream()
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
        this.services = query.list("service");
        this.rules = query.list("rule");
        this.labels = query.matchers("label");
    }

    boolean matches(Alert alert) {
        return matches(alert.getSeverity(), AlertLabels.of(alert));
    }

    /** By how bad it was at its worst. */
    boolean matches(Episode episode) {
        return matches(episode.worst(), episode.labels());
    }

    private boolean matches(Severity severity, Map<String, String> all) {
        return allows(severities, severity.name().toLowerCase(Locale.ROOT))
                && allows(categories, all.getOrDefault("category", "").toLowerCase(Locale.ROOT))
                && allows(services, service(all))
                && allows(rules, all.getOrDefault("alertname", ""))
                && labels.match(all);
    }

    private static boolean allows(List<String> wanted, String word) {
        return wanted.isEmpty() || wanted.contains(word);
    }

    /** By the label of our records, or OpenTelemetry's, which alerts from outside may have; empty for none. */
    static String service(Map<String, String> labels) {
        String ours = labels.getOrDefault("service", "");
        return ours.isEmpty() ? labels.getOrDefault("service.name", "") : ours;
    }
}
