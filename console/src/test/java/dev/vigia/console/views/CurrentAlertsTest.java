package dev.vigia.console.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.console.Samples;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Transition;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CurrentAlertsTest {

    private final CurrentAlerts current = new CurrentAlerts(3);

    private static Alert alert(String id, long sequence, AlertState state) {
        Transition transition = state == AlertState.INACTIVE ? Transition.RESOLVED : Transition.ACTIVE;
        return Samples.alert(id, transition, state)
                .setSequence(sequence)
                .setDataTime(sequence * 1_000)
                .build();
    }

    private void take(Alert alert) {
        current.accept(new Received<>(alert.getAlertId(), 0, Optional.of(alert)));
    }

    @Test
    void accept_olderRecordOfTheSameEpisode_isIgnored() {
        take(alert("a", 4, AlertState.INACTIVE));
        take(alert("a", 3, AlertState.ACTIVE));

        assertThat(current.get("a"))
                .hasValueSatisfying(alert -> assertThat(alert.getState()).isEqualTo(AlertState.INACTIVE));
    }

    @Test
    void accept_newEpisode_beginsAtOneAgain() {
        take(alert("a", 4, AlertState.INACTIVE));
        take(Alert.newBuilder(alert("a", 1, AlertState.ACTIVE))
                .setEpisodeId("next")
                .setDataTime(9_000)
                .build());

        assertThat(current.get("a").orElseThrow().getEpisodeId()).isEqualTo("next");
    }

    @Test
    void accept_takenAway_isGone() {
        take(alert("a", 1, AlertState.ACTIVE));
        current.accept(new Received<>("a", 0, Optional.empty()));

        assertThat(current.get("a")).isEmpty();
    }

    @Test
    void accept_moreThanFit_leavesOutTheOldestThatIsOver() {
        take(alert("open", 1, AlertState.ACTIVE));
        take(alert("b", 2, AlertState.INACTIVE));
        take(alert("c", 3, AlertState.INACTIVE));
        take(alert("d", 4, AlertState.INACTIVE));

        assertThat(current.all()).extracting(Alert::getAlertId).containsExactly("d", "c", "open");
    }
}
