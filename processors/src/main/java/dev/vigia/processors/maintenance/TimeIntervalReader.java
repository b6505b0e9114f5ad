package dev.vigia.processors.maintenance;

import dev.vigia.processors.rules.YamlMap;
import dev.vigia.schemas.avro.NumberRange;
import dev.vigia.schemas.avro.TimeInterval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one interval, as Alertmanager writes it. Spans have both ends in them, but for times of day. */
public final class TimeIntervalReader {

    private static final List<String> WEEKDAYS =
            List.of("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday");
    private static final List<String> MONTHS = List.of(
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december");
    private static final Pattern TIME = Pattern.compile("(\\d{2}):(\\d{2})");
    private static final int DAY = 24 * 60;

    private final YamlMap map;
    private final String zone;

    /** As in Alertmanager, in UTC where no location is named. */
    public TimeIntervalReader(YamlMap map) {
        this(map, "UTC");
    }

    /** @param zone where no location is named */
    public TimeIntervalReader(YamlMap map, String zone) {
        this.map = map;
        this.zone = zone;
    }

    /** @throws dev.vigia.runtime.UserException naming file, line and field of the first thing that is wrong */
    public TimeInterval read() {
        TimeInterval interval = new TimeInterval(
                times(),
                spans("weekdays", text -> named("weekdays", WEEKDAYS, text)),
                daysOfMonth(),
                spans("months", this::month),
                spans("years", text -> number("years", text, 1, 9999)),
                location());
        map.requireAllRead();
        return interval;
    }

    private List<NumberRange> times() {
        List<NumberRange> spans = new ArrayList<>();
        if (!map.has("times")) return spans;
        for (YamlMap one : map.maps("times")) {
            NumberRange span = new NumberRange(time(one, "start_time"), time(one, "end_time"));
            one.requireAllRead();
            if (span.getFrom() >= span.getTo()) {
                throw one.error(
                        "end_time",
                        "is not after start_time; write a night as two intervals, until 24:00 and from 00:00");
            }
            spans.add(span);
        }
        return spans;
    }

    private static int time(YamlMap one, String field) {
        String text = one.requiredText(field);
        Matcher matcher = TIME.matcher(text);
        if (matcher.matches() && Integer.parseInt(matcher.group(2)) < 60) {
            int minute = Integer.parseInt(matcher.group(1)) * 60 + Integer.parseInt(matcher.group(2));
            if (minute <= DAY) return minute;
        }
        throw one.error(field, "'" + text + "' is no time of day; write \"09:00\", in quotes, up to \"24:00\"");
    }

    private List<NumberRange> daysOfMonth() {
        List<NumberRange> spans = new ArrayList<>();
        for (String text : map.texts("days_of_month")) {
            NumberRange span = span(text, day -> number("days_of_month", day, -31, 31));
            boolean sameSide = span.getFrom() > 0 == span.getTo() > 0;
            if (span.getFrom() == 0 || span.getTo() == 0 || sameSide && span.getFrom() > span.getTo()) {
                throw map.error(
                        "days_of_month", "'" + text + "' are no days; write '1:5', or '-3:-1' for the last three");
            }
            spans.add(span);
        }
        return spans;
    }

    private List<NumberRange> spans(String field, ToIntFunction<String> number) {
        List<NumberRange> spans = new ArrayList<>();
        for (String text : map.texts(field)) {
            NumberRange span = span(text, number);
            if (span.getFrom() > span.getTo()) {
                throw map.error(field, "'" + text + "' ends before it begins; write it as two");
            }
            spans.add(span);
        }
        return spans;
    }

    private static NumberRange span(String text, ToIntFunction<String> number) {
        String[] ends = text.split(":", 2);
        return new NumberRange(number.applyAsInt(ends[0]), number.applyAsInt(ends[ends.length - 1]));
    }

    private int month(String text) {
        return text.strip().matches("\\d+") ? number("months", text, 1, 12) : named("months", MONTHS, text) + 1;
    }

    private int named(String field, List<String> names, String text) {
        int place = names.indexOf(text.strip().toLowerCase(Locale.ROOT));
        if (place < 0) throw map.error(field, "'" + text + "' is none of " + String.join(", ", names));
        return place;
    }

    private int number(String field, String text, int least, int most) {
        try {
            int number = Integer.parseInt(text.strip());
            if (number >= least && number <= most) return number;
        } catch (NumberFormatException e) {
            // said below
        }
        throw map.error(field, "'" + text + "' is not a number from " + least + " to " + most);
    }

    private String location() {
        return map.has("location") ? map.zone("location").getId() : zone;
    }
}
