package dev.vigia.app;

import dev.vigia.app.Drill.Answer;
import dev.vigia.app.Drill.Half;
import dev.vigia.app.Drill.Step;
import dev.vigia.app.Drill.Telling;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A drill for who watches it: a line for each thing that happens, and what it has shown. Not thread-safe. */
final class DrillText {

    private final PrintWriter out;
    private int printed;

    DrillText(PrintWriter out) {
        this.out = out;
    }

    void begin(Drill drill, String severity, String service) {
        out.println("Drill " + drill.id() + ": a " + severity + " alert of " + service + ". Nothing is wrong.");
        out.flush();
    }

    /** Prints what has happened since it was called last. */
    void progress(Drill drill) {
        List<Step> steps = drill.steps();
        for (; printed < steps.size(); printed++) {
            Step step = steps.get(printed);
            if (printed > 0 && step.half() != steps.get(printed - 1).half()) {
                out.println(step.half() == Half.END ? "The end, and the time since it was sent:" : "Of the beginning:");
            }
            out.println(line(step).stripTrailing());
        }
        out.flush();
    }

    private static String line(Step step) {
        return String.format(
                Locale.ROOT, "%9d ms  %-12s  %-32s  %s", step.at(), step.who(), step.what(), step.detail());
    }

    void end(Drill drill, DrillVerdict verdict) {
        out.println();
        if (verdict.passed()) out.println("Everybody was told, and told of the end:");
        else out.println("Not everything worked:");
        verdict.problems().forEach(problem -> out.println("  " + problem));
        for (String receiver : drill.receivers()) {
            if (drill.isTold(Half.BEGIN, receiver)) {
                String end = drill.isTold(Half.END, receiver) ? ", of the end " + after(drill, Half.END, receiver) : "";
                out.println("  " + receiver + " was told " + after(drill, Half.BEGIN, receiver) + end);
            }
        }
        out.flush();
    }

    void stopped() {
        out.println("Stopped. The end is sent: the alert resolves by itself within half a minute.");
    }

    private static String after(Drill drill, Half half, String receiver) {
        Optional<Telling> telling = drill.telling(half, receiver);
        long millis = telling.flatMap(drill::answer).map(Answer::at).orElse(0L);
        return String.format(Locale.ROOT, "after %.3f s", millis / 1e3);
    }
}
