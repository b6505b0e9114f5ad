package dev.vigia.processors.simulate;

import dev.vigia.schemas.avro.Severity;
import java.util.Map;
import java.util.Optional;

/**
 * One thing that has to happen.
 *
 * @param group values of the group's fields; empty for whichever
 * @param severity of the alert; empty for whichever
 * @param told whether somebody has to be told; else it is a transition
 * @param receiver who is told; empty for whoever
 * @param what the transition, or why it is told, in lower case
 * @param from earliest time: milliseconds since 1970-01-01 UTC
 * @param to latest time, inclusive
 */
record Expectation(
        String rule,
        Optional<Map<String, String>> group,
        Optional<Severity> severity,
        boolean told,
        Optional<String> receiver,
        String what,
        long from,
        long to) {

    boolean isMetBy(Happening happening) {
        return happening.rule().equals(rule)
                && happening.what().equals(what)
                && happening.receiver().isPresent() == told
                && happening.at() >= from
                && happening.at() <= to
                && (receiver.isEmpty() || receiver.equals(happening.receiver()))
                && group.map(happening.group()::equals).orElse(true)
                && severity.map(wanted -> wanted == happening.severity()).orElse(true);
    }
}
