package dev.vigia.processors.routing;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * When a receiver is told of everything at once: a time of day of the clock on the wall. Where a change of the clocks leaves it out it
 * comes as much later as they were put forward; where it shows it twice it comes once, the first time.
 *
 * @param at to the minute
 * @param weekdays at least one
 */
public record Digest(LocalTime at, Set<DayOfWeek> weekdays, ZoneId location) {

    public Digest {
        weekdays = Set.copyOf(weekdays);
    }

    /**
     * When the next one is due.
     *
     * @param time milliseconds since 1970-01-01 UTC, as is the answer, which is later
     */
    public long next(long time) {
        LocalDate day =
                Instant.ofEpochMilli(time).atZone(location).toLocalDate().minusDays(1);
        while (true) {
            day = day.plusDays(1);
            if (!weekdays.contains(day.getDayOfWeek())) continue;
            long due = day.atTime(at).atZone(location).toInstant().toEpochMilli();
            if (due > time) return due;
        }
    }

    /** For people: the time of day and where, for instance {@code 08:00 America/Sao_Paulo}. */
    public String name() {
        return at + " " + location.getId();
    }

    /** The same, with the days where it is not all of them, for instance {@code 08:00 America/Sao_Paulo, Mon Fri}. */
    public String nameWithDays() {
        if (weekdays.size() == DayOfWeek.values().length) return name();
        return new TreeSet<>(weekdays)
                .stream()
                        .map(day -> day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH))
                        .collect(Collectors.joining(" ", name() + ", ", ""));
    }
}
