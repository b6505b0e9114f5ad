package dev.vigia.app;

import dev.vigia.runtime.Durations;
import dev.vigia.runtime.UserException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that name a stretch of the past. */
final class TimeRange {

    @Option(
            names = "--from",
            required = true,
            paramLabel = "TIME",
            description = "Begin: 2027-01-15T08:00:00Z, 2027-01-15 (UTC), or how long ago: 24h.")
    @SuppressWarnings("NullAway.Init") // required
    private String from;

    @Option(names = "--to", paramLabel = "TIME", description = "End, exclusive. Default: now.")
    private Optional<String> to = Optional.empty();

    /**
     * When it begins: milliseconds since 1970-01-01 UTC.
     *
     * @throws UserException when it is no time
     */
    long from(Instant now) {
        return time("--from", from, now);
    }

    /** When it ends, exclusive; as {@link #from}. */
    long to(Instant now) {
        return to.map(text -> time("--to", text, now)).orElse(now.toEpochMilli());
    }

    private static long time(String option, String text, Instant now) {
        try {
            if (text.matches("\\d{4}-\\d{2}-\\d{2}")) {
                return LocalDate.parse(text)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant()
                        .toEpochMilli();
            }
            if (text.contains("T"))
                return OffsetDateTime.parse(text).toInstant().toEpochMilli();
            return now.minus(Durations.parse(text)).toEpochMilli();
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new UserException(
                    option + ": '" + text
                            + "' is no time; write for instance 2027-01-15T08:00:00Z, 2027-01-15, or 24h for a day ago",
                    e);
        }
    }
}
