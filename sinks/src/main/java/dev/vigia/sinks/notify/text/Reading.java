package dev.vigia.sinks.notify.text;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertPart;
import java.time.Duration;

/**
 * What a condition has read in one window.
 *
 * @param condition in words, for instance {@code error_rate > 0.05}
 * @param samples how many happenings the value stands on
 */
record Reading(String condition, double value, double threshold, Duration window, long samples) {

    /** Of an alert whose rule has no parts. */
    static Reading of(Alert alert) {
        return new Reading(
                alert.getCondition(),
                alert.getValue(),
                alert.getThreshold(),
                Duration.ofMillis(alert.getWindowEnd() - alert.getWindowStart()),
                alert.getSamples());
    }

    static Reading of(AlertPart part) {
        return new Reading(
                part.getCondition(),
                part.getValue(),
                part.getThreshold(),
                Duration.ofMillis(part.getWindowEnd() - part.getWindowStart()),
                part.getSamples());
    }
}
