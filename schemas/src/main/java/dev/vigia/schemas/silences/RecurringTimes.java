package dev.vigia.schemas.silences;

import dev.vigia.schemas.avro.NumberRange;
import dev.vigia.schemas.avro.TimeInterval;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * Times that come back, ready to be asked. Each is that of the clock on the wall in its zone: one that a change of the clocks leaves
 * out does not come on that day, and one that it repeats comes twice. Immutable.
 */
public final class RecurringTimes {

    private static final int DAY = 24 * 60;
    /** How far ahead a change is looked for: days. */
    private static final int HORIZON = 400;

    private final List<One> all;

    private RecurringTimes(List<One> all) {
        this.all = all;
    }

    /**
     * Compiles intervals; without any, no time is in them.
     *
     * @throws IllegalArgumentException when there is no such zone
     */
    public static RecurringTimes of(List<TimeInterval> intervals) {
        return new RecurringTimes(intervals.stream().map(One::of).toList());
    }

    /** @param time milliseconds since 1970-01-01 UTC */
    public boolean hold(long time) {
        return all.stream().anyMatch(one -> one.holds(time));
    }

    /**
     * When they begin to hold, or do no more, after a time.
     *
     * @param time milliseconds since 1970-01-01 UTC, as is the answer; empty when that is more than a year away
     */
    public OptionalLong nextChange(long time) {
        boolean now = hold(time);
        return bounds(time).stream()
                .mapToLong(Long::longValue)
                .filter(bound -> hold(bound) != now)
                .findFirst();
    }

    /**
     * All times at which they may begin to hold, or do no more, in the 400 days after a time. New at each call.
     *
     * @param time milliseconds since 1970-01-01 UTC, as are the answers
     */
    public NavigableSet<Long> bounds(long time) {
        NavigableSet<Long> bounds = new TreeSet<>();
        all.forEach(one -> one.addBounds(time, bounds));
        return bounds.tailSet(time, false);
    }

    private record One(TimeInterval interval, ZoneId zone) {

        static One of(TimeInterval interval) {
            try {
                return new One(interval, ZoneId.of(interval.getLocation()));
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("'" + interval.getLocation() + "' is no time zone", e);
            }
        }

        boolean holds(long time) {
            LocalDateTime local = Instant.ofEpochMilli(time).atZone(zone).toLocalDateTime();
            int minute = local.getHour() * 60 + local.getMinute();
            return holdsOn(local.toLocalDate())
                    && (interval.getTimes().isEmpty()
                            || interval.getTimes().stream()
                                    .anyMatch(span -> span.getFrom() <= minute && minute < span.getTo()));
        }

        private boolean holdsOn(LocalDate date) {
            return isIn(interval.getWeekdays(), date.getDayOfWeek().getValue() % 7)
                    && isIn(interval.getMonths(), date.getMonthValue())
                    && isIn(interval.getYears(), date.getYear())
                    && (interval.getDaysOfMonth().isEmpty()
                            || interval.getDaysOfMonth().stream().anyMatch(span -> isDay(span, date)));
        }

        private static boolean isDay(NumberRange span, LocalDate date) {
            int day = date.getDayOfMonth();
            return day(span.getFrom(), date) <= day && day <= day(span.getTo(), date);
        }

        private static int day(int written, LocalDate date) {
            return written < 0 ? date.lengthOfMonth() + 1 + written : written;
        }

        private static boolean isIn(List<NumberRange> spans, int number) {
            return spans.isEmpty()
                    || spans.stream().anyMatch(span -> span.getFrom() <= number && number <= span.getTo());
        }

        /** The instants near and after a time at which it may begin or end. */
        void addBounds(long time, NavigableSet<Long> bounds) {
            LocalDate first =
                    Instant.ofEpochMilli(time).atZone(zone).toLocalDate().minusDays(1);
            List<NumberRange> times =
                    interval.getTimes().isEmpty() ? List.of(new NumberRange(0, DAY)) : interval.getTimes();
            first.datesUntil(first.plusDays(HORIZON)).filter(this::holdsOn).forEach(date -> {
                for (NumberRange span : times) {
                    addInstants(date.atStartOfDay().plusMinutes(span.getFrom()), bounds);
                    addInstants(date.atStartOfDay().plusMinutes(span.getTo()), bounds);
                }
            });
            ZoneOffsetTransition change = zone.getRules().nextTransition(Instant.ofEpochMilli(time));
            if (change != null) bounds.add(change.getInstant().toEpochMilli());
        }

        /** The clocks may show a time twice, or leave it out: then the change of the clocks stands for it. */
        private void addInstants(LocalDateTime local, NavigableSet<Long> bounds) {
            var offsets = zone.getRules().getValidOffsets(local);
            offsets.forEach(offset -> bounds.add(local.toInstant(offset).toEpochMilli()));
            if (offsets.isEmpty()) {
                bounds.add(zone.getRules().getTransition(local).getInstant().toEpochMilli());
            }
        }
    }
}
