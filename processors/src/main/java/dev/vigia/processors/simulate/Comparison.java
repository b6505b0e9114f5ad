package dev.vigia.processors.simulate;

import dev.vigia.runtime.Durations;
import dev.vigia.schemas.avro.Alert;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What was expected against what happened. Each expectation stands for one transition. */
final class Comparison {

    /** As they stand, did not happen, was not expected: in the order of lines of the same time. */
    private static final String MARKS = " -+";

    private final long start;
    private final List<Line> lines = new ArrayList<>();
    private boolean same = true;

    private record Line(char mark, long at, String text) {}

    /** @param start what times are told from: milliseconds since 1970-01-01 UTC */
    Comparison(long start, List<Expectation> expectations, List<Alert> alerts) {
        this.start = start;
        List<Expectation> missing = new ArrayList<>(expectations);
        List<Alert> inTime = new ArrayList<>(alerts);
        inTime.sort(Comparator.comparingLong(Alert::getAt));
        for (Alert alert : inTime) {
            // The one that has to be met first, so that the others can still be met by what comes later.
            Optional<Expectation> met = missing.stream()
                    .filter(expectation -> expectation.isMetBy(alert))
                    .min(Comparator.comparingLong(Expectation::to));
            met.ifPresent(missing::remove);
            add(met.isPresent() ? ' ' : '+', alert);
        }
        missing.forEach(this::add);
        lines.sort(Comparator.comparingLong(Line::at).thenComparingInt(line -> MARKS.indexOf(line.mark())));
    }

    boolean same() {
        return same;
    }

    /** All that was expected or happened, by time: {@code -} did not happen, {@code +} was not expected. */
    List<String> lines() {
        return lines.stream().map(line -> line.mark() + " " + line.text()).toList();
    }

    private void add(char mark, Alert alert) {
        if (mark != ' ') same = false;
        String what = alert.getRuleId() + group(alert.getGroup()) + " " + lower(alert.getSeverity());
        lines.add(new Line(mark, alert.getAt(), text(time(alert.getAt()), lower(alert.getTransition()), what)));
    }

    private void add(Expectation missing) {
        same = false;
        String time = missing.from() == missing.to()
                ? time(missing.from())
                : time(missing.from()) + ".." + time(missing.to());
        String what = missing.rule()
                + missing.group().map(Comparison::group).orElse("")
                + missing.severity().map(severity -> " " + lower(severity)).orElse("");
        lines.add(new Line('-', missing.from(), text(time, lower(missing.transition()), what)));
    }

    private String time(long millis) {
        return (millis < start ? "-" : "") + Durations.format(Duration.ofMillis(Math.abs(millis - start)));
    }

    private static String text(String time, String transition, String what) {
        return String.format(Locale.ROOT, "%-14s %-12s %s", time, transition, what);
    }

    private static String group(Map<String, String> group) {
        return group.isEmpty() ? "" : " " + new TreeMap<>(group);
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
