package dev.vigia.processors.evaluate;

import dev.vigia.processors.evaluate.Posted.Sent;
import dev.vigia.processors.evaluate.Telling.Cause;
import dev.vigia.processors.rules.SeverityWord;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Evidence;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Transition;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is told of one transition of an alert from outside.
 *
 * @param episode with the number of the record that tells of it
 */
record PostedTelling(long alert, Sent sent, Transition told, Episode episode, Cause cause) {

    /** The actor of what a sender has brought about. */
    static final String SENDER = "outside";

    private static final String NAME = "alertname";
    private static final String SEVERITY = "severity";
    private static final String CATEGORY = "category";
    /** The labels that may say which application it is about, the first that is there counts. */
    private static final List<String> SERVICES = List.of("service", "service_name", "job");

    /** @param heardAt when somebody listened last: milliseconds since 1970-01-01 UTC */
    Alert alert(long heardAt) {
        String name = sent.labels().getOrDefault(NAME, "unnamed");
        String title = annotation("summary", "title").orElse(name);
        Alert.Builder record = Alert.newBuilder();
        episode.tell(record);
        cause.tell(record);
        return record.setAlertId(Heads.id(alert))
                .setTransition(told)
                .setState(told == Transition.RESOLVED ? AlertState.INACTIVE : AlertState.ACTIVE)
                .setDataTime(heardAt)
                .setRuleId(name)
                .setRuleSet(SENDER)
                .setRuleVersion(-1)
                .setTitle(title)
                .setSummary(annotation("description", "message").orElse(title))
                .setSeverity(severity())
                .setCategory(sent.labels().getOrDefault(CATEGORY, "system"))
                .setGroup(group())
                .setLabels(labels())
                .setRunbookUrl(annotation("runbook_url", "runbook").orElse(null))
                .setCondition("posted")
                .setValue(0)
                .setThreshold(0)
                .setWindowStart(episode.startedAt())
                .setWindowEnd(episode.startedAt())
                .setSamples(0)
                .setLearning(false)
                .setEvidence(new Evidence(0L, List.of(), List.of()))
                .setAnnotations(sent.annotations())
                .setGeneratorUrl(sent.generatorUrl().orElse(null))
                .build();
    }

    private Optional<String> annotation(String name, String otherwise) {
        return Optional.ofNullable(sent.annotations().get(name))
                .or(() -> Optional.ofNullable(sent.annotations().get(otherwise)))
                .filter(text -> !text.isBlank());
    }

    private Map<String, String> group() {
        Map<String, String> group = new TreeMap<>();
        SERVICES.stream()
                .filter(label -> sent.labels().containsKey(label))
                .findFirst()
                .ifPresent(label -> group.put("service", sent.labels().getOrDefault(label, "")));
        return group;
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>(sent.labels());
        labels.remove(NAME);
        labels.remove(CATEGORY);
        String word = labels.remove(SEVERITY);
        boolean ours = word == null || SeverityWord.of(severity()).text().equals(word);
        if (!ours) labels.put(SeverityWord.SOURCE, word);
        return labels;
    }

    /** The scales that are common, on ours (requirement 1.14); what is none of their words is medium. */
    private Severity severity() {
        String word = sent.labels().getOrDefault(SEVERITY, "");
        return SeverityWord.read(word).map(SeverityWord::severity).orElseGet(() -> switch (word.toLowerCase(
                Locale.ROOT)) {
            case "page", "emergency", "fatal" -> Severity.CRITICAL;
            case "error", "major" -> Severity.HIGH;
            case "minor", "notice" -> Severity.LOW;
            case "information", "informational", "none", "debug" -> Severity.INFO;
            default -> Severity.MEDIUM;
        });
    }
}
