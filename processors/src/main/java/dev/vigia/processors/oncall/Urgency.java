package dev.vigia.processors.oncall;

import dev.vigia.schemas.avro.Severity;

/** How loudly a person is told; PagerDuty's word. */
public enum Urgency {
    /** Of critical and high alerts: it may wake somebody. */
    HIGH,
    /** Of all others. */
    LOW;

    public static Urgency of(Severity severity) {
        return severity == Severity.CRITICAL || severity == Severity.HIGH ? HIGH : LOW;
    }
}
