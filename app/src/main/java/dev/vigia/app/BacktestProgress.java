package dev.vigia.app;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** Says how far a backtest has got, now and then; nothing where it is soon done. Not thread-safe. */
final class BacktestProgress implements LongConsumer {

    private final PrintWriter out;
    private final long pause;
    private final long end;
    private final LongSupplier nanos;

    private long saidAt;
    private long first = Long.MAX_VALUE;

    /**
     * Begins to count.
     *
     * @param pause how long to say nothing, at first and after each line
     * @param end until when it folds: milliseconds since 1970-01-01 UTC
     * @param nanos a clock
     */
    BacktestProgress(PrintWriter out, Duration pause, long end, LongSupplier nanos) {
        this.out = out;
        this.pause = pause.toNanos();
        this.end = end;
        this.nanos = nanos;
        this.saidAt = nanos.getAsLong();
    }

    @Override
    public void accept(long at) {
        first = Math.min(first, at);
        long now = nanos.getAsLong();
        if (now - saidAt < pause) return;
        saidAt = now;
        long percent = Math.min(99, 100 * (at - first) / Math.max(1, end - first));
        out.println("Folded up to " + Instant.ofEpochMilli(at).truncatedTo(ChronoUnit.SECONDS) + ", " + percent + " %");
        out.flush();
    }
}
