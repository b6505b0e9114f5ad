package dev.vigia.ingest.ship;

import dev.vigia.runtime.UserException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The formats that {@code --format} names. */
enum Format {
    /** Apache's combined and common log formats. */
    COMBINED,
    /** RFC 3164, RFC 5424, and the file format of rsyslog. */
    SYSLOG,
    /** Vigia's native JSON, one object a line. */
    JSON,
    /** {@code [LEVEL] TIMESTAMP FEATURE [USER] MESSAGE - CONTEXT}, or any text; stack traces are joined. */
    TEXT;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws UserException when there is no such format */
    static Format of(String word) {
        for (Format format : values()) {
            if (format.word().equals(word)) return format;
        }
        throw new UserException("there is no format '" + word + "'; there are "
                + Arrays.stream(values()).map(Format::word).collect(Collectors.joining(", ")));
    }
}
