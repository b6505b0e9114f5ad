package dev.vigia.sinks.elasticsearch.documents;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/** The plain indices of rollups: {@code vigia-rollups-2026.11} has the minutes that began in that month, in UTC. */
public final class RollupIndex {

    private static final String PREFIX = "vigia-rollups-";

    /** What all of them are called, and perhaps others. */
    public static final String ALL = PREFIX + "*";

    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("uuuu.MM", Locale.ROOT);

    private RollupIndex() {}

    /** @param windowStart milliseconds since 1970-01-01 UTC */
    static String of(long windowStart) {
        return PREFIX + MONTH.format(Instant.ofEpochMilli(windowStart).atOffset(ZoneOffset.UTC));
    }

    /** The end of an index's month; empty if it is not one of these. */
    public static Optional<Instant> end(String index) {
        if (!index.startsWith(PREFIX)) return Optional.empty();
        try {
            YearMonth month = YearMonth.parse(index.substring(PREFIX.length()), MONTH);
            return Optional.of(
                    month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
