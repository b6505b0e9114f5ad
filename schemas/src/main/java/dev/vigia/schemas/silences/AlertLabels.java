package dev.vigia.schemas.silences;

import dev.vigia.schemas.avro.Alert;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** An alert as Alertmanager sees it: a set of labels. */
public final class AlertLabels {

    private AlertLabels() {}

    /**
     * The rule's labels, the group, and {@code alertname} (the rule's id), {@code severity} in lower case and {@code category}.
     * Of the same name the latter win. Sorted by name; new at each call.
     */
    public static Map<String, String> of(Alert alert) {
        Map<String, String> labels = new TreeMap<>(alert.getLabels());
        labels.putAll(ofGroup(alert));
        labels.put("severity", alert.getSeverity().name().toLowerCase(Locale.ROOT));
        labels.put("category", alert.getCategory());
        return labels;
    }

    /** What notifications are grouped by: the group, and {@code alertname}. Sorted by name; new at each call. */
    public static Map<String, String> ofGroup(Alert alert) {
        Map<String, String> labels = new TreeMap<>(alert.getGroup());
        labels.put("alertname", alert.getRuleId());
        return labels;
    }
}
