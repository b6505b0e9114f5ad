package dev.vigia.processors.rules;

import dev.vigia.schemas.avro.Severity;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A severity as somebody writes it: by our words, {@code warning}, or {@code P0} to {@code P4} (R-139; requirements 1.14). Of
 * the two scales of incidents it is the one that begins with P0, as in a word the other cannot be told from it.
 *
 * @param severity what it is on our scale
 * @param text the word, as it was written; one of ours in lower case
 */
public record SeverityWord(Severity severity, String text) {

    /** The label that has the word, where it is none of ours. */
    public static final String SOURCE = "severity_source";

    private static final Map<String, Severity> OTHERS = Map.of(
            "warning", Severity.MEDIUM,
            "p0", Severity.CRITICAL,
            "p1", Severity.HIGH,
            "p2", Severity.MEDIUM,
            "p3", Severity.LOW,
            "p4", Severity.LOW);

    /** Our own word. */
    public static SeverityWord of(Severity severity) {
        return new SeverityWord(severity, severity.name().toLowerCase(Locale.ROOT));
    }

    /** What a word means, in whatever case; empty when it is none. */
    public static Optional<SeverityWord> read(String text) {
        String word = text.toLowerCase(Locale.ROOT);
        for (Severity severity : Severity.values()) {
            if (of(severity).text().equals(word)) return Optional.of(of(severity));
        }
        return Optional.ofNullable(OTHERS.get(word)).map(severity -> new SeverityWord(severity, text));
    }

    /** Adds the label that keeps the word, where that says more than the severity, and nobody has given the label. */
    public void keep(Map<String, String> labels) {
        if (!equals(of(severity))) labels.putIfAbsent(SOURCE, text);
    }

    /** A map whose mildest severity comes first, and which has one word of each. */
    static <V> Map<SeverityWord, V> fromTheMildest() {
        return new TreeMap<>(Comparator.comparing(SeverityWord::severity).reversed());
    }

    @Override
    public String toString() {
        return text;
    }
}
