package dev.vigia.chaos.verdict;

import dev.vigia.chaos.load.Operators.Outcome;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Transition;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What people said of alerts is told once, whoever was killed meanwhile; what they were not told about may be there or not. */
final class CommandCheck {

    /** What people say leaves the state as it is. */
    static final Set<Transition> SAID = Set.of(Transition.ACKNOWLEDGED, Transition.ASSIGNED, Transition.COMMENTED);

    private CommandCheck() {}

    /** @param commands what became of each, by its id */
    static Check check(Map<String, Outcome> commands, Evidence evidence) {
        Findings findings = new Findings("what people said, once");
        Map<String, Integer> told = new TreeMap<>();
        for (Alert alert : evidence.alerts()) {
            if (SAID.contains(alert.getTransition())) told.merge(String.valueOf(alert.getCommandId()), 1, Integer::sum);
        }
        commands.forEach((id, outcome) -> {
            int times = told.getOrDefault(id, 0);
            if (outcome == Outcome.DONE && times == 0) findings.differ(id + " was done and is not told");
            if (times > 1) findings.differ(id + " is told " + times + " times");
        });
        told.keySet().stream()
                .filter(id -> !commands.containsKey(id))
                .forEach(id -> findings.differ(id + " is told and was not said"));
        for (Outcome outcome : Outcome.values()) {
            long number = commands.values().stream().filter(outcome::equals).count();
            findings.count(outcome.name().toLowerCase(Locale.ROOT), number);
        }
        return findings.check();
    }
}
