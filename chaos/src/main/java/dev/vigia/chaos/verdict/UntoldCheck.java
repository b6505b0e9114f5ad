package dev.vigia.chaos.verdict;

import dev.vigia.chaos.load.Script;
import dev.vigia.chaos.verdict.Tellings.Part;
import dev.vigia.chaos.verdict.Tellings.Telling;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Transition;
import java.util.HashSet;
import java.util.Set;

/** Everybody is told that an alert is on and that it is over; of each notification it is known what became of it. */
final class UntoldCheck {

    private static final Set<Transition> TOLD = Set.of(Transition.ACTIVE, Transition.RESOLVED);

    private record Heard(String receiver, Part part) {}

    private UntoldCheck() {}

    static Check check(Evidence evidence) {
        Findings findings = new Findings("nothing is left untold");
        Tellings tellings = evidence.tellings();
        Set<Heard> heard = new HashSet<>();
        for (Telling telling : tellings.all()) {
            if (telling.doubled() > 0) findings.differ(telling + " is there more than once");
            if (telling.refused()) findings.differ(telling + " was refused");
            if (!tellings.settled(telling)) findings.differ(telling + " has no end");
            if (telling.ended()) {
                telling.parts().forEach(part -> heard.add(new Heard(telling.receiver(), part)));
            }
        }
        for (Alert alert : evidence.alerts()) {
            if (!TOLD.contains(alert.getTransition()) || isSilenced(alert)) continue;
            for (String receiver : Script.RECEIVERS) {
                if (heard.contains(new Heard(receiver, Part.of(alert)))) continue;
                findings.differ(receiver + " was not told that " + alert.getRuleId() + " of " + alert.getGroup()
                        + " is " + alert.getTransition() + " at " + alert.getAt());
            }
        }
        findings.count("notifications", tellings.all().size());
        findings.count(
                "given up",
                tellings.all().stream()
                        .filter(telling -> telling.ended() && !telling.delivered())
                        .count());
        return findings.check();
    }

    private static boolean isSilenced(Alert alert) {
        return Script.SILENCED.equals(alert.getGroup().get("service"));
    }
}
