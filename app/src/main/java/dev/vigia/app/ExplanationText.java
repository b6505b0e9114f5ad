package dev.vigia.app;

import static dev.vigia.app.Words.time;
import static dev.vigia.app.Words.word;

import dev.vigia.processors.evaluate.Recomputed.Computed;
import dev.vigia.processors.explain.Explanation;
import dev.vigia.processors.explain.Explanation.Counted;
import dev.vigia.processors.explain.Explanation.Part;
import dev.vigia.processors.explain.Verdict;
import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.Rule.Aggregate;
import dev.vigia.runtime.Durations;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertPart;
import dev.vigia.schemas.avro.ExceptionInfo;
import dev.vigia.schemas.avro.Http;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.avro.Span;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Explanations for who is on call. */
final class ExplanationText {

    private final Explanation explanation;
    private final PrintWriter out;

    private ExplanationText(Explanation explanation, PrintWriter out) {
        this.explanation = explanation;
        this.out = out;
    }

    static void print(Explanation explanation, PrintWriter out) {
        new ExplanationText(explanation, out).print();
    }

    private void print() {
        Alert alert = explanation.alert();
        out.println(headline());
        details();
        out.println();
        fact("alert", alert.getAlertId() + "  " + alert.getTitle());
        fact(
                "transition",
                "#" + alert.getSequence() + " " + word(alert.getTransition()) + " at " + time(alert.getAt()) + ": "
                        + alert.getSummary());
        fact("rule", alert.getRuleId() + " in " + alert.getRuleSet() + ", version " + alert.getRuleVersion());
        explanation.rule().ifPresent(this::rule);
        fact("condition", alert.getCondition() + " (" + word(alert.getSeverity()) + ")");
        fact(
                "window",
                time(alert.getWindowStart()) + " to " + time(alert.getWindowEnd()) + ", "
                        + Durations.format(Duration.ofMillis(alert.getWindowEnd() - alert.getWindowStart())));
        numbers(alert);
        explanation.parts().forEach(this::part);
        explanation
                .read()
                .forEach(read -> fact(
                        "read",
                        read.topic() + "-" + read.partition() + ", offsets " + read.from() + " to " + read.to() + ": "
                                + read.records() + " records, " + read.counted() + " counted"
                                + (read.parts().isEmpty() ? "" : " for " + String.join(", ", read.parts()))));
        for (Counted record : explanation.records()) out.println(line(record));
    }

    private String headline() {
        Verdict verdict = explanation.verdict();
        if (verdict instanceof Verdict.Match) return "MATCH: the records give what was told.";
        if (verdict instanceof Verdict.Differs) return "DIFFERS: the records do not give what was told.";
        if (verdict instanceof Verdict.Expired) return "EXPIRED: not all of the records are there any more.";
        return "UNKNOWN: " + ((Verdict.Unknown) verdict).reason();
    }

    private void details() {
        if (explanation.verdict() instanceof Verdict.Differs differs) {
            differs.differences()
                    .forEach(difference -> out.println("  " + difference.what() + ": told " + difference.recorded()
                            + ", computed " + difference.computed()));
        } else if (explanation.verdict() instanceof Verdict.Expired expired) {
            expired.gaps()
                    .forEach(gap -> out.println("  " + gap.topic() + "-" + gap.partition() + ": offsets " + gap.from()
                            + " to " + gap.to() + " are gone"));
        }
    }

    /** What differs in a part, and which of its records are gone, stands at the top. */
    private void part(Part part) {
        AlertPart told = part.recorded();
        String verdict = ExplanationJson.word(part.verdict()).toUpperCase(Locale.ROOT);
        fact("part", told.getName() + ": " + verdict + "; " + told.getCondition() + " of " + records(part.rule()));
        more(time(told.getWindowStart()) + " to " + time(told.getWindowEnd()) + ", "
                + Durations.format(Duration.ofMillis(told.getWindowEnd() - told.getWindowStart())));
        more("told " + words(told) + "; computed "
                + part.computed().map(ExplanationText::words).orElse("-"));
    }

    private static String words(AlertPart part) {
        return part.getValue() + " of " + part.getSamples() + (part.getHolds() ? ", holds" : ", does not hold");
    }

    private static String records(Rule rule) {
        String source = word(rule.source());
        return rule.filter().isEmpty() ? "all " + source : source + " with " + rule.filter();
    }

    private void rule(Rule rule) {
        if (!(rule.aggregate() instanceof Aggregate.Joint)) fact("filter", records(rule));
        Map<String, String> group = explanation.alert().getGroup();
        if (group.isEmpty()) return;
        fact(
                "group",
                group.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .sorted()
                        .collect(Collectors.joining(", ")));
    }

    private void numbers(Alert alert) {
        Optional<Computed> computed = explanation.computed();
        String value = computed.map(again -> again.value().isPresent()
                        ? Double.toString(again.value().getAsDouble())
                        : "none")
                .orElse("-");
        String samples = computed.map(again -> Long.toString(again.samples())).orElse("-");
        fact("value", "told " + alert.getValue() + ", computed " + value);
        fact("samples", "told " + alert.getSamples() + ", computed " + samples);
    }

    private void fact(String name, String value) {
        out.printf("  %-12s %s%n", name, value);
    }

    private void more(String value) {
        out.printf("  %-12s %s%n", "", value);
    }

    private static String line(Counted counted) {
        return "    " + counted.topic() + "-" + counted.partition() + " @ " + counted.offset() + "  "
                + words(counted.record());
    }

    /** One record in one line. */
    private static String words(SpecificRecord record) {
        if (record instanceof Log log) return log(log);
        if (record instanceof Metric metric) {
            return micros(metric.getTimestamp()) + "  " + metric.getName() + " = " + metric.getValue() + "  "
                    + metric.getAttributes();
        }
        Span span = (Span) record;
        return micros(span.getTimestamp()) + "  " + span.getService() + "  " + span.getName() + "  " + span.getStatus()
                + "  " + Duration.ofNanos(span.getDuration()).toMillis() + " ms";
    }

    private static String log(Log log) {
        List<String> words = new ArrayList<>(List.of(micros(log.getTimestamp()), log.getService()));
        Http http = log.getHttp();
        if (http != null) words.add(http.getStatus() + " " + text(http.getMethod()) + " " + text(http.getPath()));
        words.add(text(log.getEventName()));
        words.add(text(log.getMessage()));
        ExceptionInfo thrown = log.getException();
        if (thrown != null) words.add(thrown.getType() + ": " + text(thrown.getMessage()));
        words.removeIf(String::isBlank);
        return String.join("  ", words).replaceAll("\\s*\\R\\s*", " ⏎ ");
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static String micros(long micros) {
        return time(Math.floorDiv(micros, 1_000L));
    }
}
