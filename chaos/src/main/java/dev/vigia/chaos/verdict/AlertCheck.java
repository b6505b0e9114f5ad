package dev.vigia.chaos.verdict;

import dev.vigia.chaos.load.Incident;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Each incident is told once, as its rule has it, and nothing else is. */
final class AlertCheck {

    private static final List<Transition> FAILING =
            List.of(Transition.ACTIVE, Transition.RECOVERING, Transition.RESOLVED);
    private static final List<Transition> SLOW =
            List.of(Transition.PENDING, Transition.ACTIVE, Transition.RECOVERING, Transition.RESOLVED);

    /** An episode begins with the window of the first breach. */
    private static final Duration WINDOW = Duration.ofSeconds(20);

    private AlertCheck() {}

    static Check check(List<Incident> incidents, Evidence evidence) {
        Findings findings = new Findings("alerts by the script");
        Map<String, List<Transition>> expected = new TreeMap<>();
        for (Incident incident : incidents) {
            expected.computeIfAbsent(name(incident), key -> new ArrayList<>()).addAll(incident.slow() ? SLOW : FAILING);
        }
        Map<String, List<Transition>> told = new TreeMap<>();
        for (Alert alert : evidence.alerts()) {
            if (CommandCheck.SAID.contains(alert.getTransition())) continue;
            // Records that come late change a value; that the incident was one they do not.
            if (alert.getTransition() == Transition.CORRECTED) continue;
            told.computeIfAbsent(name(alert), key -> new ArrayList<>()).add(alert.getTransition());
            if (alert.getSequence() == 1 && incidents.stream().noneMatch(incident -> explains(incident, alert))) {
                findings.differ(name(alert) + " begins at " + alert.getStartedAt() + " without an incident");
            }
        }
        expected.forEach((name, script) -> {
            List<Transition> was = told.getOrDefault(name, List.of());
            if (!was.equals(script)) findings.differ(name + ": " + was + " instead of " + script);
        });
        told.keySet().stream()
                .filter(name -> !expected.containsKey(name))
                .forEach(name -> findings.differ(name + ": " + told.get(name) + " without an incident"));
        findings.count("incidents", incidents.size());
        findings.count("transitions", evidence.alerts().size());
        return findings.check();
    }

    private static boolean explains(Incident incident, Alert alert) {
        return name(incident).equals(name(alert))
                && alert.getStartedAt() >= incident.from()
                && alert.getStartedAt() <= incident.to() + WINDOW.toMillis();
    }

    private static String name(Incident incident) {
        return (incident.slow() ? "slow/" : "errors/") + incident.service();
    }

    private static String name(Alert alert) {
        return alert.getRuleId() + "/" + alert.getGroup().get("service");
    }
}
