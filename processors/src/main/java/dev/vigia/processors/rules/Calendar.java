package dev.vigia.processors.rules;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/**
 * When a rule is in business: spans of open time, in a time zone. Daylight saving is that of the zone, so that 9 o'clock is
 * 9 o'clock all year; an hour that a clock change leaves out is not there, and one that it repeats is open twice. Immutable.
 *
 * @param id unique in its file
 * @param weekdays on which it opens
 * @param hours on each such day, in order; they do not overlap
 * @param holidays on which it does not open
 * @param yearly holidays of every year
 */
public record Calendar(
        String id,
        ZoneId zone,
        Set<DayOfWeek> weekdays,
        List<Hours> hours,
        Set<LocalDate> holidays,
        Set<MonthDay> yearly) {

    public Calendar {
        weekdays = Set.copyOf(weekdays);
        hours = List.copyOf(hours);
        holidays = Set.copyOf(holidays);
        yearly = Set.copyOf(yearly);
    }

    /**
     * Open time of a day, in minutes after midnight.
     *
     * @param from 0 to 1439
     * @param to above {@code from}; above 1440 where it goes on into the next day, whatever that is
     */
    public record Hours(int from, int to) {}

    /**
     * Whether a span of time lies wholly in open time. Days that are open around the clock are one span.
     *
     * @param from milliseconds since 1970-01-01 UTC, inclusive
     * @param to exclusive
     */
    public boolean isOpen(long from, long to) {
        long reached = from;
        LocalDate day = Instant.ofEpochMilli(from).atZone(zone).toLocalDate().minusDays(1);
        LocalDate last = Instant.ofEpochMilli(to).atZone(zone).toLocalDate();
        for (; !day.isAfter(last) && reached < to; day = day.plusDays(1)) {
            if (!opensOn(day)) continue;
            for (Hours span : hours) {
                if (at(day, span.from()) <= reached) reached = Math.max(reached, at(day, span.to()));
            }
        }
        return reached >= to;
    }

    /** The longest time for which it is open without a break in a week without holidays; at most two weeks. */
    Duration longest() {
        int longest = 0;
        int from = 0;
        int reached = 0;
        for (int day = 0; day < 14; day++) {
            if (!weekdays.contains(DayOfWeek.of(day % 7 + 1))) continue;
            for (Hours span : hours) {
                if (day * 1440 + span.from() > reached) from = day * 1440 + span.from();
                reached = Math.max(reached, day * 1440 + span.to());
                longest = Math.max(longest, reached - from);
            }
        }
        return Duration.ofMinutes(longest);
    }

    private boolean opensOn(LocalDate day) {
        return weekdays.contains(day.getDayOfWeek()) && !holidays.contains(day) && !yearly.contains(MonthDay.from(day));
    }

    private long at(LocalDate day, int minutes) {
        return day.plusDays(minutes / 1440)
                .atStartOfDay()
                .plusMinutes(minutes % 1440)
                .atZone(zone)
                .toInstant()
                .toEpochMilli();
    }
}
