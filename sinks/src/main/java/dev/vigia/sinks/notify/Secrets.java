package dev.vigia.sinks.notify;

import java.net.URI;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What a receiver's settings hold that nobody may read in an outcome. A service may say it back when it refuses it. */
final class Secrets {

    /** Shorter ones are words as they occur in any text. */
    private static final int SHORTEST = 6;

    private final List<String> words;

    private Secrets(Stream<String> words) {
        this.words = words.filter(word -> word.length() >= SHORTEST)
                .distinct()
                // The longer ones first: one may be a part of another.
                .sorted(Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    static Secrets of(String... words) {
        return new Secrets(Arrays.stream(words));
    }

    /** Also what stands in the address behind the host: who knows it can use it. */
    Secrets and(URI url) {
        Stream<String> parts = Stream.of(url.getUserInfo(), url.getRawPath(), url.getRawQuery())
                .filter(part -> part != null)
                .flatMap(part -> Stream.concat(Stream.of(part), Arrays.stream(part.split("[/?&=:]"))));
        return new Secrets(Stream.concat(words.stream(), parts));
    }

    String hide(String text) {
        String hidden = text;
        for (String word : words) hidden = hidden.replace(word, "***");
        return hidden;
    }

    @Override
    public String toString() {
        return "***";
    }
}
