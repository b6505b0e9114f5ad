package dev.vigia.processors.simulate;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Transition;
import java.util.Map;
import java.util.Optional;

/**
 * One transition that has to happen.
 *
 * @param group values of the group's fields; empty for whichever
 * @param severity of the alert; empty for whichever
 * @param from earliest event time: milliseconds since 1970-01-01 UTC
 * @param to latest event time, inclusive
 */
record Expectation(
        String rule,
        Optional<Map<String, String>> group,
        Optional<Severity> severity,
        Transition transition,
        long from,
        long to) {

    boolean isMetBy(Alert alert) {
        return alert.getRuleId().equals(rule)
                && alert.getTransition() == transition
                && alert.getAt() >= from
                && alert.getAt() <= to
                && group.map(alert.getGroup()::equals).orElse(true)
                && severity.map(wanted -> wanted == alert.getSeverity()).orElse(true);
    }
}
