package dev.vigia.app;

import static dev.vigia.app.Words.time;
import static dev.vigia.app.Words.word;

import dev.vigia.processors.backtest.AlertDiff;
import dev.vigia.processors.backtest.AlertDiff.Pair;
import dev.vigia.processors.backtest.AlertDiff.Verdict;
import dev.vigia.processors.backtest.Episode;
import dev.vigia.processors.backtest.Episode.Moment;
import dev.vigia.processors.backtest.Result;
import dev.vigia.processors.backtest.Result.FileChange;
import dev.vigia.processors.verify.Report.Check;
import dev.vigia.runtime.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** What a backtest has shown, as lines of text: {@code -} is how it really was, {@code +} how it would have been. */
final class BacktestText {

    private static final String MARKS = " -+";

    private BacktestText() {}

    static List<String> lines(Result result) {
        List<String> lines = new ArrayList<>();
        lines.add(time(result.range().from()) + " to " + time(result.range().to()) + ", "
                + (result.files().isEmpty() ? "with the rules of then" : "with other rules"));
        result.files().forEach(file -> lines.addAll(changes(file)));
        lines.add("");
        result.selfCheck().checks().forEach(check -> lines.addAll(checked(check)));
        if (!result.trusted()) {
            lines.add(
                    "This result cannot be trusted: with the rules of then, the log does not give what was recorded.");
        }
        lines.add(String.format(Locale.ROOT, "%-11s  %s", "fired", counts(result)));
        result.notes().forEach(note -> lines.add("note: " + note));
        result.alerts().stream().filter(alert -> !alert.same()).forEach(alert -> {
            lines.add("");
            lines.addAll(alert(alert));
        });
        return lines;
    }

    private static List<String> changes(FileChange file) {
        List<String> lines = new ArrayList<>();
        lines.add(file.name() + (file.diff().isEmpty() ? ": no rule changes." : ":"));
        lines.addAll(DiffLines.of(file.diff()));
        return lines;
    }

    private static List<String> checked(Check check) {
        List<String> lines = new ArrayList<>();
        String counts = check.counts().entrySet().stream()
                .map(count -> String.format(Locale.ROOT, "%,d %s", count.getValue(), count.getKey()))
                .collect(Collectors.joining(", "));
        lines.add(String.format(
                Locale.ROOT, "%-11s  %-8s  %s", check.name(), check.passed() ? "the same" : "DIFFER", counts));
        check.first().ifPresent(difference -> {
            lines.add("             first: " + difference);
            if (check.differences() > 1) lines.add("             and " + (check.differences() - 1) + " more");
        });
        check.unchecked().forEach(what -> lines.add("             not judged: " + what));
        return lines;
    }

    private static String counts(Result result) {
        String both = result.fired() + " really, " + result.wouldFire() + " would have";
        List<String> different = new ArrayList<>();
        for (Verdict verdict : Verdict.values()) {
            long count = result.count(verdict);
            if (verdict != Verdict.SAME && count > 0) different.add(count + " " + word(verdict));
        }
        return both + (different.isEmpty() ? "; nothing is different" : ": " + String.join(", ", different));
    }

    private static List<String> alert(AlertDiff alert) {
        List<String> lines = new ArrayList<>();
        lines.add(name(alert));
        for (Pair pair : alert.pairs()) {
            if (pair.verdict() == Verdict.SAME) continue;
            lines.add("  " + sentence(pair));
            moments(pair).forEach(line -> lines.add("  " + line));
        }
        return lines;
    }

    /** An alert as people know it. */
    static String name(AlertDiff alert) {
        return alert.rule() + group(alert.group());
    }

    private static String group(SortedMap<String, String> group) {
        return group.isEmpty() ? "" : " " + group;
    }

    /** How an episode would have been other than it was. */
    static String sentence(Pair pair) {
        return switch (pair.verdict()) {
            case SAME -> "as it was";
            case NEW -> "would have fired";
            case GONE -> "would not have fired";
            case EARLIER -> "would have fired " + length(-pair.shift()) + " earlier";
            case LATER -> "would have fired " + length(pair.shift()) + " later";
            case OTHERWISE -> "would have gone otherwise";
        };
    }

    private static String length(long millis) {
        return Durations.format(Duration.ofMillis(millis));
    }

    private record Line(char mark, Moment moment) {}

    private static List<String> moments(Pair pair) {
        List<Moment> really = pair.really().map(Episode::moments).orElse(List.of());
        List<Moment> would = pair.would().map(Episode::moments).orElse(List.of());
        List<Line> lines = new ArrayList<>();
        for (Moment moment : really) lines.add(new Line(isIn(would, moment) ? ' ' : '-', moment));
        for (Moment moment : would) if (!isIn(really, moment)) lines.add(new Line('+', moment));
        lines.sort(Comparator.comparingLong((Line line) -> line.moment().at())
                .thenComparingInt(line -> MARKS.indexOf(line.mark())));
        List<String> texts = new ArrayList<>();
        open('-', pair.really()).ifPresent(texts::add);
        open('+', pair.would()).ifPresent(texts::add);
        lines.forEach(line -> texts.add(line.mark() + " " + text(line.moment())));
        return texts;
    }

    private static boolean isIn(List<Moment> moments, Moment one) {
        return moments.stream().anyMatch(one::isSame);
    }

    private static Optional<String> open(char mark, Optional<Episode> episode) {
        return episode.filter(one -> one.before().isPresent())
                .map(one -> mark + " open since " + time(one.startedAt()) + ", "
                        + word(one.before().orElseThrow().state()));
    }

    private static String text(Moment moment) {
        return String.format(
                Locale.ROOT,
                "%s  %-16s  %-8s  %s",
                time(moment.at()),
                word(moment.transition()),
                word(moment.severity()),
                moment.summary());
    }
}
