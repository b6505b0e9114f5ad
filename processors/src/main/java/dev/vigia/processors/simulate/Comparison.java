package dev.vigia.processors.simulate;

import dev.vigia.runtime.Durations;
import dev.vigia.schemas.avro.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What was expected against what happened. Each expectation stands for one thing that happens. */
final class Comparison {

    /** As they stand, did not happen, was not expected: in the order of lines of the same time. */
    private static final String MARKS = " -+";

    private final long start;
    private final List<Line> lines = new ArrayList<>();
    private boolean same = true;

    private record Line(char mark, long at, String text) {}

    /** @param start what times are told from: milliseconds since 1970-01-01 UTC */
    Comparison(long start, List<Expectation> expectations, List<Happening> happenings) {
        this.start = start;
        List<Expectation> missing = new ArrayList<>(expectations);
        List<Happening> inTime = new ArrayList<>(happenings);
        inTime.sort(Comparator.comparingLong(Happening::at));
        for (Happening happening : inTime) {
            // The one that has to be met first, so that the others can still be met by what comes later.
            Optional<Expectation> met = missing.stream()
                    .filter(expectation -> expectation.isMetBy(happening))
                    .min(Comparator.comparingLong(Expectation::to));
            met.ifPresent(missing::remove);
            add(met.isPresent() ? ' ' : '+', happening);
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

    private void add(char mark, Happening happening) {
        if (mark != ' ') same = false;
        String whose = happening.rule() + group(happening.group()) + " " + lower(happening.severity())
                + happening.receiver().map(name -> " told " + name).orElse("");
        lines.add(new Line(mark, happening.at(), text(time(happening.at()), happening.what(), whose)));
    }

    private void add(Expectation missing) {
        same = false;
        String time = missing.from() == missing.to()
                ? time(missing.from())
                : time(missing.from()) + ".." + time(missing.to());
        String whose = missing.rule()
                + missing.group().map(Comparison::group).orElse("")
                + missing.severity().map(severity -> " " + lower(severity)).orElse("")
                + (missing.told() ? " told " + missing.receiver().orElse("somebody") : "");
        lines.add(new Line('-', missing.from(), text(time, missing.what(), whose)));
    }

    private String time(long millis) {
        return (millis < start ? "-" : "") + Durations.format(Duration.ofMillis(Math.abs(millis - start)));
    }

    private static String text(String time, String what, String whose) {
        return String.format(Locale.ROOT, "%-14s %-12s %s", time, what, whose);
    }

    private static String group(Map<String, String> group) {
        return group.isEmpty() ? "" : " " + new TreeMap<>(group);
    }

    private static String lower(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }
}
