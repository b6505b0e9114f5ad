package dev.vigia.ingest.ship;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** What a person sees of the work: a bar on a terminal, a few lines otherwise. Thread-safe. */
abstract class ShipProgress implements AutoCloseable {

    /**
     * A part of the work begins.
     *
     * @param bytes how much there is to read; -1 when nobody knows
     */
    abstract void begin(String task, long bytes);

    /** @param bytes since the part began */
    abstract void read(long bytes);

    abstract void accepted(int records);

    /** The gateway does not take anything for the moment. */
    abstract void waiting(String why);

    @Override
    public void close() {}

    /** Lines for files and pipes: what begins, and the first time it has to wait. */
    static ShipProgress lines(PrintWriter out) {
        AtomicBoolean waits = new AtomicBoolean();
        return new ShipProgress() {
            @Override
            void begin(String task, long bytes) {
                out.println(task);
                out.flush();
            }

            @Override
            void read(long bytes) {}

            @Override
            void accepted(int records) {
                waits.set(false);
            }

            @Override
            void waiting(String why) {
                if (waits.getAndSet(true)) return;
                out.println(why);
                out.flush();
            }
        };
    }

    /** A bar on standard error. */
    static ShipProgress bar() {
        return new Bar();
    }

    private static final class Bar extends ShipProgress {
        private ProgressBar bar = bar("", 0);
        private long records;

        private static ProgressBar bar(String task, long bytes) {
            return new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(bytes)
                    .setUnit(" MB", 1_000_000)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis((int) Duration.ofMillis(200).toMillis())
                    .setConsumer(new ConsoleProgressBarConsumer(System.err))
                    .build();
        }

        @Override
        synchronized void begin(String task, long bytes) {
            bar.close();
            bar = bar(task, bytes);
        }

        @Override
        synchronized void read(long bytes) {
            bar.stepTo(bytes);
        }

        @Override
        synchronized void accepted(int count) {
            records += count;
            bar.setExtraMessage(String.format(Locale.ROOT, "%,d records", records));
        }

        @Override
        synchronized void waiting(String why) {
            bar.setExtraMessage("waiting: " + why);
        }

        @Override
        public synchronized void close() {
            bar.close();
        }
    }
}
