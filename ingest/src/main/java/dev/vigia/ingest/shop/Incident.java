package dev.vigia.ingest.shop;

import java.time.Duration;
import java.time.Instant;

/**
 * A time during which check-out is broken.
 *
 * @param start of the first request that may fail
 * @param end exclusive
 * @param failureShare of check-out's requests that fail, 0.35 to 0.6
 */
public record Incident(Instant start, Instant end, double failureShare) {

    /** How much longer everything takes that waits for the payment gateway. */
    static final double SLOWNESS = 8;

    public boolean contains(Instant time) {
        return !time.isBefore(start) && time.isBefore(end);
    }

    /** How far it has come at a time within, 0 to 1. */
    double progress(Instant time) {
        return (double) Duration.between(start, time).toMillis()
                / Math.max(1, Duration.between(start, end).toMillis());
    }
}
