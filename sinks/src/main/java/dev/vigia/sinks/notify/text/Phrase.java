package dev.vigia.sinks.notify.text;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A piece of an alert's sentence.
 *
 * @param rule as rules say it
 * @param reader as the reader does
 */
record Phrase(String rule, String reader) {

    /** What is the same for both. */
    static Phrase same(String text) {
        return new Phrase(text, text);
    }

    static Phrase join(String separator, List<Phrase> phrases) {
        return new Phrase(join(separator, phrases, Phrase::rule), join(separator, phrases, Phrase::reader));
    }

    private static String join(String separator, List<Phrase> phrases, Function<Phrase, String> side) {
        return phrases.stream().map(side).collect(Collectors.joining(separator));
    }
}
