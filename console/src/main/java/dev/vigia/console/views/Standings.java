package dev.vigia.console.views;

import dev.vigia.console.views.DecidedEpisode.Decided;
import dev.vigia.console.views.Told.Outcome;
import dev.vigia.console.views.Told.Standing;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.DecisionKind;
import dev.vigia.schemas.avro.Delivery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where receivers stand, by what was decided on an episode and what came of it. */
final class Standings {

    private static final Comparator<Standing> ORDER = Comparator.comparing(Standing::knows, Comparator.reverseOrder())
            .thenComparing(one -> one.receiver().isEmpty())
            .thenComparing(Standing::receiver)
            .thenComparing(Standing::route);

    private final Alert alert;
    private final Tellings tellings;
    private final long now;

    /** @param now milliseconds since 1970-01-01 UTC */
    Standings(Alert alert, Tellings tellings, long now) {
        this.alert = alert;
        this.tellings = tellings;
        this.now = now;
    }

    /** @param decisions in their order */
    Told of(List<Decided> decisions) {
        Collection<Decided> last = LastWords.of(decisions);
        List<Outcome> outcomes = new ArrayList<>();
        Map<String, Outcome> arrived = new HashMap<>();
        for (Decided decided : decisions) {
            Outcome outcome = outcome(decided, last);
            outcomes.add(outcome);
            if (tellings.arrived(decided)) arrived.put(decided.place().receiver(), outcome);
        }
        List<Standing> standings = last.stream()
                .map(decided -> new Standing(
                        decided.place().receiver(),
                        decided.place().route(),
                        Optional.ofNullable(arrived.get(decided.place().receiver())),
                        outcome(decided, last)))
                .sorted(ORDER)
                .toList();
        Collections.reverse(outcomes);
        return new Told(standings, outcomes, Optional.empty());
    }

    private Outcome outcome(Decided decided, Collection<Decided> last) {
        return new Outcome(decided.decision(), delivery(decided), isPast(decided, !last.contains(decided)));
    }

    private Optional<Delivery> delivery(Decided decided) {
        return decided.telling().flatMap(id -> tellings.delivery(decided));
    }

    private boolean isPast(Decided decided, boolean outdone) {
        DecisionKind kind = decided.decision().getKind();
        if (kind != DecisionKind.HELD && kind != DecisionKind.WAITS) return false;
        Long until = decided.decision().getUntil();
        // What a storm holds back comes with its summary all the same.
        boolean tooLate = alert.getState() == AlertState.INACTIVE && kind == DecisionKind.HELD && !decided.isSummedUp();
        return outdone || tooLate || (until != null && until <= now);
    }
}
