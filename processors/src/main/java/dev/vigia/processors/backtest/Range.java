package dev.vigia.processors.backtest;

import dev.vigia.schemas.avro.Alert;
import java.time.Duration;

/**
 * The time that is looked at, in event time: milliseconds since 1970-01-01 UTC.
 *
 * @param from inclusive
 * @param to exclusive
 */
public record Range(long from, long to) {

    /** What is decided later about the range does not count; a rule's {@code max_age} is as long by default. */
    private static final long AFTERMATH = Duration.ofHours(1).toMillis();

    boolean holds(long millis) {
        return millis >= from && millis < to;
    }

    /** Data time from which on nothing can come that counts. */
    long over() {
        return to + AFTERMATH;
    }

    /** Whether a transition lies in the range or before it. */
    boolean counts(Alert alert) {
        return alert.getAt() < to && alert.getDataTime() < over();
    }
}
