package dev.vigia.chaos;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a person sees while it goes on: a line each, with the seconds since the load began. Thread-safe. */
final class Terminal {

    private final PrintStream out;
    private final List<String> lines = new ArrayList<>();
    private long began = System.nanoTime();

    Terminal(PrintStream out) {
        this.out = out;
    }

    /** Counts the seconds from here on. */
    synchronized void begin() {
        began = System.nanoTime();
    }

    synchronized void say(String text) {
        String line = String.format(Locale.ROOT, "%7.1f s  %s", (System.nanoTime() - began) / 1e9, text);
        lines.add(line);
        out.println(line);
        out.flush();
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }
}
