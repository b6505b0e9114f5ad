package dev.vigia.app;

import static dev.vigia.app.Words.time;
import static dev.vigia.app.Words.word;

import dev.vigia.processors.backtest.AlertDiff;
import dev.vigia.processors.backtest.AlertDiff.Pair;
import dev.vigia.processors.backtest.AlertDiff.Verdict;
import dev.vigia.processors.backtest.Episode;
import dev.vigia.processors.backtest.Episode.Moment;
import dev.vigia.processors.backtest.Range;
import dev.vigia.processors.backtest.Result;
import dev.vigia.runtime.Durations;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Severity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a backtest has shown, as a picture: for each alert two bars along the time, how it really was above and how it would
 * have been below. SVG, or a page with it and the text. In colors that can be read on white and on black. The same result
 * gives the same bytes.
 */
final class BacktestPicture {

    private static final int LEFT = 300;
    private static final int WIDTH = 860;
    private static final int TOP = 64;
    private static final int ROW = 52;
    private static final int BAR = 13;

    private static final List<Duration> STEPS = Stream.of(
                    "1s", "10s", "30s", "1m", "5m", "10m", "30m", "1h", "3h", "6h", "12h", "1d", "7d", "28d", "364d")
            .map(Durations::parse)
            .toList();
    private static final int MOST_TICKS = 9;
    private static final DateTimeFormatter DAY = formatter("MM-dd HH:mm");
    private static final DateTimeFormatter MINUTE = formatter("HH:mm");
    private static final DateTimeFormatter SECOND = formatter("HH:mm:ss");

    private final Range range;
    private final StringBuilder svg = new StringBuilder();

    private BacktestPicture(Range range) {
        this.range = range;
    }

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    /** @throws UserException when it cannot be told from the file's name what to draw */
    static void requireForm(Path file) {
        if (!isSvg(file) && !file.toString().endsWith(".html")) {
            throw new UserException("--picture: '" + file + "' ends neither in .svg nor in .html");
        }
    }

    private static boolean isSvg(Path file) {
        return file.toString().endsWith(".svg");
    }

    /** What the file is to hold. */
    static String of(Result result, Path file) {
        String svg = new BacktestPicture(result.range()).draw(result);
        if (isSvg(file)) return svg;
        return """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <title>Backtest</title>
                <style>body { font: 14px sans-serif; margin: 24px; } svg { max-width: 100%%; height: auto; }</style>
                %s<pre>%s</pre>
                </html>
                """.formatted(svg, escape(String.join("\n", BacktestText.lines(result))));
    }

    private String draw(Result result) {
        int height = TOP + ROW * result.alerts().size() + 16;
        svg.append("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" \
                font-family="sans-serif" font-size="12" fill="#768390">
                """.formatted(LEFT + WIDTH + 20, height, LEFT + WIDTH + 20, height));
        text(12, 20, "font-size=\"14\" font-weight=\"bold\"", title(result));
        legend();
        axis(height - 16);
        int y = TOP;
        for (AlertDiff alert : result.alerts()) {
            row(alert, y);
            y += ROW;
        }
        if (result.alerts().isEmpty()) text(12, TOP, "", "There was no alert, and would have been none.");
        return svg.append("</svg>\n").toString();
    }

    private static String title(Result result) {
        String counts = result.fired() + " fired, " + result.wouldFire() + " would have";
        String trust = result.trusted() ? "" : ": NOT TO BE TRUSTED, what was recorded does not come out again";
        return time(result.range().from()) + " to " + time(result.range().to()) + ": " + counts + trust;
    }

    private void legend() {
        int x = 12;
        for (Severity severity : Severity.values()) {
            rectangle(x, 32, 10, 10, color(severity), 1, "");
            text(x + 14, 41, "", word(severity));
            x += 70;
        }
        text(x, 41, "", "pale: pending; half: recovering; above: really; below: would have been");
    }

    private void axis(int bottom) {
        Duration span = Duration.ofMillis(range.to() - range.from());
        Duration step = STEPS.stream()
                .filter(one -> span.dividedBy(one) < MOST_TICKS)
                .findFirst()
                .orElse(STEPS.get(STEPS.size() - 1));
        DateTimeFormatter format = span.compareTo(Duration.ofDays(1)) > 0
                ? DAY
                : step.compareTo(Duration.ofMinutes(1)) < 0 ? SECOND : MINUTE;
        long first = -Math.floorDiv(-range.from(), step.toMillis()) * step.toMillis();
        for (long tick = first; tick <= range.to(); tick += step.toMillis()) {
            double x = x(tick);
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#768390\" stroke-opacity=\"0.3\"/>\n",
                    x,
                    TOP - 4,
                    x,
                    bottom));
            text(x, TOP - 8, "text-anchor=\"middle\"", format.format(Instant.ofEpochMilli(tick)));
        }
    }

    private void row(AlertDiff alert, int y) {
        text(12, y + 16, "font-weight=\"bold\"", shortened(alert.rule()));
        if (!alert.group().isEmpty())
            text(12, y + 31, "", shortened(alert.group().toString()));
        for (Pair pair : alert.pairs()) {
            pair.really().ifPresent(episode -> bar(episode, y + 6, "really"));
            pair.would().ifPresent(episode -> bar(episode, y + 6 + BAR + 3, "would have been"));
            if (pair.verdict() != Verdict.SAME) mark(pair, y);
        }
    }

    private static String shortened(String text) {
        return text.length() <= 42 ? text : text.substring(0, 41) + "…";
    }

    private void mark(Pair pair, int y) {
        long at = Stream.of(pair.really(), pair.would())
                .flatMap(Optional::stream)
                .mapToLong(episode -> episode.firedAt().orElse(episode.startedAt()))
                .min()
                .orElse(range.from());
        text(x(at), y + 6 + 2 * BAR + 15, "font-size=\"10\"", BacktestText.sentence(pair));
    }

    /** A stretch of an episode in one state. */
    private record Stretch(long from, long to, AlertState state, Severity severity, String summary) {}

    private void bar(Episode episode, int y, String which) {
        for (Stretch stretch : stretches(episode)) {
            double x = x(stretch.from());
            double width = Math.max(1.5, x(stretch.to()) - x);
            double opacity =
                    stretch.state() == AlertState.ACTIVE ? 1 : stretch.state() == AlertState.RECOVERING ? 0.55 : 0.25;
            String title = which + ": " + word(stretch.state()) + ", " + word(stretch.severity()) + ", "
                    + time(stretch.from()) + " to " + time(stretch.to()) + ". " + stretch.summary();
            rectangle(x, y, width, BAR, color(stretch.severity()), opacity, title);
        }
    }

    private List<Stretch> stretches(Episode episode) {
        List<Moment> moments = new ArrayList<>(episode.before().stream().toList());
        moments.addAll(episode.moments());
        List<Stretch> stretches = new ArrayList<>();
        for (int i = 0; i < moments.size(); i++) {
            Moment moment = moments.get(i);
            if (moment.state() == AlertState.INACTIVE) continue;
            long to = i + 1 < moments.size() ? moments.get(i + 1).at() : range.to();
            stretches.add(new Stretch(
                    Math.max(moment.at(), range.from()), to, moment.state(), moment.severity(), moment.summary()));
        }
        return stretches;
    }

    private static String color(Severity severity) {
        return switch (severity) {
            case CRITICAL -> "#e5484d";
            case HIGH -> "#e8762c";
            case MEDIUM -> "#c99a1c";
            case LOW -> "#3d86e0";
            case INFO -> "#768390";
        };
    }

    private double x(long at) {
        double share = (double) (at - range.from()) / (range.to() - range.from());
        return LEFT + WIDTH * Math.max(0, Math.min(1, share));
    }

    private void rectangle(double x, int y, double width, int height, String color, double opacity, String title) {
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\" fill=\"%s\" fill-opacity=\"%.2f\">",
                x,
                y,
                width,
                height,
                color,
                opacity));
        if (!title.isEmpty()) svg.append("<title>").append(escape(title)).append("</title>");
        svg.append("</rect>\n");
    }

    private void text(double x, int y, String attributes, String text) {
        svg.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%d\" %s>", x, y, attributes))
                .append(escape(text))
                .append("</text>\n");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
