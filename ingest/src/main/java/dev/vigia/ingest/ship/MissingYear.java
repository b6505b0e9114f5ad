package dev.vigia.ingest.ship;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.Optional;

/**
 * Years for the time stamps of RFC 3164, which have none. A file goes forward: a step back by more than half a year is a New
 * Year, a smaller one is disorder. The year of the first line is such that the last line is not in the future. Not thread-safe.
 */
final class MissingYear {

    /** A clock that is read in the wrong zone is ahead by at most this; an error about the future beats last year. */
    private static final Duration WRONG_ZONE = Duration.ofHours(14);

    private static final int HALF_A_YEAR = 183;
    private static final int ANY_LEAP_YEAR = 2000;

    private final LocalDateTime limit;
    private final boolean firstYearKnown;
    private final BitSet leapYears = new BitSet();
    private int year;
    private int newYears;
    private Optional<LocalDateTime> latest = Optional.empty();

    private MissingYear(int year, boolean firstYearKnown, LocalDateTime limit) {
        this.year = year;
        this.firstYearKnown = firstYearKnown;
        this.limit = limit;
    }

    /** For a stream that cannot be read twice: the first line is at most now, and so is every later one. */
    static MissingYear guessed(Clock clock, ZoneId zone) {
        LocalDateTime limit = limit(clock, zone);
        return new MissingYear(limit.getYear(), false, limit);
    }

    /** Counts the New Years of a file; feed it all of the file's stamps, then ask {@link #forReading}. */
    static MissingYear counting(Clock clock, ZoneId zone) {
        return new MissingYear(ANY_LEAP_YEAR, true, limit(clock, zone));
    }

    /** A fresh one for the same file, with the right year to begin with. */
    MissingYear forReading() {
        if (latest.isEmpty()) return new MissingYear(limit.getYear(), false, limit);
        int last = limit.getYear();
        if (latest.get().withYear(last).isAfter(limit)) last--;
        int first = last - newYears;
        for (int tries = 0; tries < 8; tries++) {
            if (leapDaysExist(first - tries)) return new MissingYear(first - tries, true, limit);
        }
        return new MissingYear(first, true, limit);
    }

    private boolean leapDaysExist(int first) {
        return leapYears.stream().allMatch(it -> java.time.Year.isLeap(first + it));
    }

    /** The date and time of the next stamp of the file. A 29 February that does not exist is the 28th. */
    LocalDateTime resolve(MonthDay day, LocalTime time) {
        LocalDateTime resolved = day.atYear(year).atTime(time);
        if (latest.isPresent()) {
            if (ChronoUnit.DAYS.between(resolved, latest.get()) > HALF_A_YEAR) {
                year++;
                newYears++;
                resolved = day.atYear(year).atTime(time);
            } else if (!resolved.minusYears(1).isBefore(latest.get().minusDays(1))) {
                return day.atYear(year - 1).atTime(time); // disorder around New Year
            }
        }
        if (!firstYearKnown && resolved.isAfter(limit)) {
            year--;
            resolved = day.atYear(year).atTime(time);
            latest = Optional.empty();
        }
        if (day.getMonthValue() == 2 && day.getDayOfMonth() == 29) leapYears.set(newYears);
        if (latest.isEmpty() || resolved.isAfter(latest.get())) latest = Optional.of(resolved);
        return resolved;
    }

    private static LocalDateTime limit(Clock clock, ZoneId zone) {
        return LocalDateTime.ofInstant(clock.instant().plus(WRONG_ZONE), zone);
    }
}
