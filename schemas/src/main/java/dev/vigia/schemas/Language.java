package dev.vigia.schemas;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A language that people are told in. */
public enum Language {
    EN("en"),
    PT_BR("pt-BR");

    private final String tag;

    Language(String tag) {
        this.tag = tag;
    }

    /** As the setting {@code language} has it, a BCP 47 tag; empty for a language that there are no words in. */
    public static Optional<Language> of(String tag) {
        return Arrays.stream(values())
                .filter(one -> one.tag.equalsIgnoreCase(tag))
                .findFirst();
    }

    /** All tags, for the error. */
    public static String tags() {
        return Arrays.stream(values()).map(Language::tag).collect(Collectors.joining(", "));
    }

    /** BCP 47. */
    public String tag() {
        return tag;
    }

    public Locale locale() {
        return Locale.forLanguageTag(tag);
    }
}
