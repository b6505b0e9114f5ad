package dev.vigia.app;

import java.time.Instant;
import java.util.Locale;

/** How constants, times and the user are written for people and programs. */
final class Words {

    private Words() {}

    static String word(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    /** Who runs this process. */
    static String user() {
        return System.getProperty("user.name", "unknown");
    }

    /** @param millis since 1970-01-01 UTC */
    static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
