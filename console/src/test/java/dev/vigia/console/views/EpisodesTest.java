package dev.vigia.console.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.console.Samples;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Transition;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class EpisodesTest {

    private final Episodes episodes = new Episodes(3);

    private void accept(String id, Transition transition, AlertState state, long at) {
        episodes.accept(alert(id, transition, state, at).build());
    }

    private static Alert.Builder alert(String id, Transition transition, AlertState state, long at) {
        return Samples.alert(id, transition, state).setAt(at).setStartedAt(1_000);
    }

    private Episode only() {
        List<Episode> all = episodes.began(0, Long.MAX_VALUE);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    @Test
    void acknowledgedAt_isTheFirstTime_alsoAfterItWasTakenBack() {
        accept("a", Transition.ACTIVE, AlertState.ACTIVE, 1_000);
        assertThat(only().acknowledgedAt()).isEmpty();
        for (long at : new long[] {2_000, 5_000}) {
            episodes.accept(alert("a", Transition.ACKNOWLEDGED, AlertState.ACTIVE, at)
                    .setAcknowledgedAt(at)
                    .build());
            accept("a", Transition.UNACKNOWLEDGED, AlertState.ACTIVE, at + 1);
        }
        assertThat(only().acknowledgedAt()).isEqualTo(OptionalLong.of(2_000));
    }

    @Test
    void endedAt_isTheLastResolve_andNothingSaidOrCorrectedLater() {
        accept("a", Transition.ACTIVE, AlertState.ACTIVE, 1_000);
        accept("a", Transition.RESOLVED, AlertState.INACTIVE, 3_000);
        accept("a", Transition.REOPENED, AlertState.ACTIVE, 4_000);
        assertThat(only().endedAt()).isEmpty();
        accept("a", Transition.RESOLVED, AlertState.INACTIVE, 6_000);
        accept("a", Transition.CORRECTED, AlertState.INACTIVE, 9_000);
        assertThat(only().endedAt()).isEqualTo(OptionalLong.of(6_000));
        assertThat(only().retracted()).isFalse();
        accept("a", Transition.RETRACTED, AlertState.INACTIVE, 9_500);
        assertThat(only().retracted()).isTrue();
    }

    @Test
    void worst_isTheMostSevereItWas() {
        episodes.accept(alert("a", Transition.ACTIVE, AlertState.ACTIVE, 1_000)
                .setSeverity(Severity.MEDIUM)
                .build());
        episodes.accept(alert("a", Transition.SEVERITY_CHANGED, AlertState.ACTIVE, 2_000)
                .setSeverity(Severity.HIGH)
                .build());
        episodes.accept(alert("a", Transition.SEVERITY_CHANGED, AlertState.ACTIVE, 3_000)
                .setSeverity(Severity.LOW)
                .build());
        assertThat(only().worst()).isEqualTo(Severity.HIGH);
    }

    @Test
    void whatWasNeverActive_andDrills_areNotAmongThem() {
        accept("pending", Transition.PENDING, AlertState.PENDING, 1_000);
        accept("cancelled", Transition.PENDING, AlertState.PENDING, 1_000);
        accept("cancelled", Transition.CANCELLED, AlertState.INACTIVE, 2_000);
        episodes.accept(alert("drill", Transition.ACTIVE, AlertState.ACTIVE, 1_000)
                .setLabels(Map.of("drill", "d-1"))
                .build());
        assertThat(episodes.began(0, Long.MAX_VALUE)).isEmpty();

        accept("pending", Transition.ACTIVE, AlertState.ACTIVE, 3_000);
        assertThat(only().startedAt()).isEqualTo(1_000);
        assertThat(episodes.began(1_001, Long.MAX_VALUE)).isEmpty();
        assertThat(episodes.began(0, 1_000)).isEmpty();
    }

    @Test
    void moreThanFit_thoseGoThatChangedLongestAgo_andItIsKnownSinceWhen() {
        for (long start : new long[] {4_000, 1_000, 2_000}) {
            episodes.accept(alert("a" + start, Transition.ACTIVE, AlertState.ACTIVE, start)
                    .setStartedAt(start)
                    .build());
        }
        accept("a4000", Transition.COMMENTED, AlertState.ACTIVE, 5_000);
        assertThat(episodes.forgotten()).isZero();
        accept("late", Transition.ACTIVE, AlertState.ACTIVE, 9_000);

        assertThat(episodes.forgotten()).isEqualTo(1_000);
        assertThat(episodes.began(0, Long.MAX_VALUE)).hasSize(3);
    }
}
