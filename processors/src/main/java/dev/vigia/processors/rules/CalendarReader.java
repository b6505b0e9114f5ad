package dev.vigia.processors.rules;

import dev.vigia.processors.rules.Calendar.Hours;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one calendar of a rule file. */
final class CalendarReader {

    private static final Pattern HOURS = Pattern.compile("(\\d{1,2}):(\\d{2})-(\\d{1,2}):(\\d{2})");
    private static final Pattern YEARLY = Pattern.compile("\\d{2}-\\d{2}");
    private static final int DAY = 1440;

    private final YamlMap map;

    CalendarReader(YamlMap map) {
        this.map = map;
    }

    Calendar read() {
        Set<LocalDate> holidays = new HashSet<>();
        Set<MonthDay> yearly = new HashSet<>();
        for (String text : map.texts("holidays")) {
            try {
                if (YEARLY.matcher(text).matches()) yearly.add(MonthDay.parse("--" + text));
                else holidays.add(LocalDate.parse(text));
            } catch (DateTimeException e) {
                throw map.error("holidays", "'" + text + "' is no date; write 2027-04-21, or 12-25 for every year");
            }
        }
        Calendar calendar =
                new Calendar(map.requiredText("id"), map.zone("zone"), weekdays(), hours(), holidays, yearly);
        map.requireAllRead();
        return calendar;
    }

    /** Days, and spans of days such as {@code mon-fri}. */
    private Set<DayOfWeek> weekdays() {
        if (!map.has("weekdays")) return EnumSet.allOf(DayOfWeek.class);
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String text : map.texts("weekdays")) {
            String[] ends = text.split("-", 2);
            DayOfWeek day = weekday(ends[0]);
            DayOfWeek last = weekday(ends[ends.length - 1]);
            for (days.add(day); day != last; days.add(day)) day = day.plus(1);
        }
        if (days.isEmpty()) throw map.error("weekdays", "is empty; name a day or leave it out for every day");
        return days;
    }

    private DayOfWeek weekday(String text) {
        String word = text.strip().toUpperCase(Locale.ROOT);
        for (DayOfWeek day : DayOfWeek.values()) {
            if (word.equals(day.name()) || word.equals(day.name().substring(0, 3))) return day;
        }
        throw map.error("weekdays", "'" + text + "' is none of mon, tue, wed, thu, fri, sat, sun");
    }

    private List<Hours> hours() {
        List<Hours> spans = new ArrayList<>();
        for (String text : map.texts("hours")) spans.add(hours(text.replace(" ", "")));
        if (spans.isEmpty()) return List.of(new Hours(0, DAY));
        spans.sort(Comparator.comparingInt(Hours::from));
        for (int i = 1; i < spans.size(); i++) {
            if (spans.get(i).from() < spans.get(i - 1).to()) throw map.error("hours", "two of them overlap");
        }
        return spans;
    }

    private Hours hours(String text) {
        Matcher matcher = HOURS.matcher(text);
        if (matcher.matches()) {
            int from = minutes(matcher.group(1), matcher.group(2));
            int to = minutes(matcher.group(3), matcher.group(4));
            if (from < DAY && to <= DAY && from != to) return new Hours(from, to > from ? to : to + DAY);
        }
        throw map.error("hours", "'" + text + "' are no hours; write 09:00-18:00, or 22:00-06:00 into the next day");
    }

    private static int minutes(String hours, String minutes) {
        int minute = Integer.parseInt(minutes);
        return minute < 60 ? Integer.parseInt(hours) * 60 + minute : Integer.MAX_VALUE;
    }
}
