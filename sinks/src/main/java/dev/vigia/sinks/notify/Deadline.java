package dev.vigia.sinks.notify;

import java.time.Duration;

/**
 * When an attempt of several requests has to be over.
 *
 * @param nanos as {@link System#nanoTime} counts
 */
record Deadline(long nanos) {

    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** At least a millisecond. */
    Duration left() {
        return Duration.ofNanos(Math.max(1_000_000, nanos - System.nanoTime()));
    }
}
