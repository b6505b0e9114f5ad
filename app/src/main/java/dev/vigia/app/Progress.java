package dev.vigia.app;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;

/** What a person sees while things start: one line each, with how long it took. Thread-safe. */
final class Progress {

    private final PrintStream out;
    private final long started = System.nanoTime();

    Progress(PrintStream out) {
        this.out = out;
    }

    /** Runs a step and says that it is done, where to find it, and how many seconds it took. */
    <T> T step(String what, Supplier<T> work, Function<T, String> where) {
        long begun = System.nanoTime();
        T result = work.get();
        line(String.format(Locale.ROOT, "  %-18s %-52s %5.1f s", what, where.apply(result), seconds(begun)));
        return result;
    }

    void step(String what, Runnable work) {
        step(
                what,
                () -> {
                    work.run();
                    return "ready";
                },
                ready -> ready);
    }

    synchronized void line(String text) {
        out.println(text);
        out.flush();
    }

    /** Seconds since this object was made. */
    double elapsed() {
        return seconds(started);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
