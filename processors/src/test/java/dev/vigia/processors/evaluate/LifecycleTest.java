package dev.vigia.processors.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.evaluate.Lifecycle.Active;
import dev.vigia.processors.evaluate.Lifecycle.Breach;
import dev.vigia.processors.evaluate.Lifecycle.Inactive;
import dev.vigia.processors.evaluate.Lifecycle.Open;
import dev.vigia.processors.evaluate.Lifecycle.Pending;
import dev.vigia.processors.evaluate.Lifecycle.Recovering;
import dev.vigia.processors.evaluate.Lifecycle.Says;
import dev.vigia.processors.evaluate.Lifecycle.Timing;
import dev.vigia.processors.evaluate.Lifecycle.Verdict;
import dev.vigia.processors.evaluate.Lifecycle.Watched;
import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.schemas.avro.Transition;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LifecycleTest {

    private static final Breach BREACH = new Breach(100_000, 95_000);
    private static final Inactive INACTIVE = new Inactive(50_000);
    private static final Pending PENDING = new Pending(BREACH, 80_000, 90_000);
    private static final Active ACTIVE = new Active(BREACH);
    private static final Recovering RECOVERING = new Recovering(BREACH, 110_000);
    private static final Watched WATCHED = new Watched(BREACH, 170_000);

    private static Verdict open(long end) {
        return new Verdict(end, Says.BREACHED, end - 5_000, false);
    }

    private static Verdict closed(long end, boolean breached) {
        return closed(end, breached ? Says.BREACHED : Says.CLEAR);
    }

    private static Verdict closed(long end, Says says) {
        return new Verdict(end, says, end, true);
    }

    private static Timing timing(long holdFor, long recoverFor) {
        return new Timing(Buckets.STEP, holdFor, 0, recoverFor, 0);
    }

    @Test
    void inactive_withoutABreach_stays() {
        assertThat(INACTIVE.next(closed(60_000, false), timing(0, 0))).isEqualTo(INACTIVE);
    }

    @Test
    void inactive_breachInAWindowThatIsSettled_stays() {
        assertThat(INACTIVE.next(closed(50_000, true), timing(0, 0))).isEqualTo(INACTIVE);
        assertThat(INACTIVE.next(open(60_000), timing(0, 0))).isEqualTo(new Active(new Breach(60_000, 55_000)));
    }

    @Test
    void inactive_breachThatHasToHold_isPendingFromItsWindow() {
        assertThat(INACTIVE.next(open(60_000), timing(10_000, 0)))
                .isEqualTo(new Pending(new Breach(60_000, 55_000), 60_000, 50_000));
        assertThat(INACTIVE.next(closed(60_000, true), timing(10_000, 0)))
                .isEqualTo(new Pending(new Breach(60_000, 60_000), 60_000, 60_000));
    }

    @Test
    void pending_withAnOpenBreach_waits() {
        assertThat(PENDING.next(open(200_000), timing(20_000, 0)))
                .isEqualTo(new Pending(new Breach(200_000, 195_000), 80_000, 90_000));
    }

    @Test
    void pending_heldOneStepShort_staysPending() {
        assertThat(PENDING.next(closed(100_000, true), timing(30_000, 0)))
                .isEqualTo(new Pending(new Breach(100_000, 100_000), 80_000, 100_000));
    }

    @Test
    void pending_heldLongEnough_isActive() {
        assertThat(PENDING.next(closed(100_000, true), timing(20_000, 0)))
                .isEqualTo(new Active(new Breach(100_000, 100_000)));
    }

    @Test
    void pending_afterAGap_holdsFromThere() {
        assertThat(PENDING.next(closed(120_000, true), timing(20_000, 0)))
                .isEqualTo(new Pending(new Breach(120_000, 120_000), 120_000, 120_000));
    }

    @Test
    void pending_gone_isInactiveAndSettledToItsBreach() {
        assertThat(PENDING.next(closed(100_000, false), timing(20_000, 0))).isEqualTo(new Inactive(100_000));
    }

    @Test
    void pending_withoutABreachBeforeTheNewestOne_waits() {
        assertThat(PENDING.next(closed(90_000, false), timing(20_000, 0))).isEqualTo(PENDING);
    }

    @Test
    void active_withABreach_remembersTheNewest() {
        assertThat(ACTIVE.next(open(90_000), timing(0, 0))).isEqualTo(ACTIVE);
        assertThat(ACTIVE.next(open(110_000), timing(0, 0))).isEqualTo(new Active(new Breach(110_000, 105_000)));
    }

    @Test
    void active_beforeDataTimePassedWhenTheBreachWasSeen_stays() {
        Active late = new Active(new Breach(100_000, 905_000));
        assertThat(late.next(closed(900_000, false), timing(0, 0))).isEqualTo(late);
        assertThat(late.next(closed(910_000, false), timing(0, 0))).isEqualTo(new Inactive(100_000));
    }

    @Test
    void active_gone_recoversForAsLongAsTheRuleSays() {
        assertThat(ACTIVE.next(closed(100_000, false), timing(0, 0))).isEqualTo(new Inactive(100_000));
        assertThat(ACTIVE.next(closed(100_000, false), timing(0, 10_000))).isEqualTo(new Recovering(BREACH, 100_000));
    }

    @Test
    void recovering_untilItStayedAwayLongEnough_stays() {
        assertThat(RECOVERING.next(closed(160_000, false), timing(0, 60_000))).isEqualTo(RECOVERING);
        assertThat(RECOVERING.next(closed(170_000, false), timing(0, 60_000))).isEqualTo(new Inactive(100_000));
    }

    @Test
    void recovering_withANewBreach_isActiveAgain() {
        assertThat(RECOVERING.next(open(120_000), timing(0, 60_000)))
                .isEqualTo(new Active(new Breach(120_000, 115_000)));
        assertThat(RECOVERING.next(closed(100_000, true), timing(0, 60_000))).isEqualTo(RECOVERING);
    }

    @Test
    void recovered_whereItIsWatched_isClosedAfterThat() {
        Timing watched = new Timing(Buckets.STEP, 0, 0, 60_000, 30_000);
        assertThat(RECOVERING.next(closed(170_000, false), watched)).isEqualTo(WATCHED);
        assertThat(ACTIVE.next(closed(170_000, false), new Timing(Buckets.STEP, 0, 0, 0, 30_000)))
                .isEqualTo(WATCHED);
        assertThat(WATCHED.next(closed(190_000, false), watched)).isEqualTo(WATCHED);
        assertThat(WATCHED.next(closed(200_000, false), watched)).isEqualTo(new Inactive(100_000));
        assertThat(WATCHED.next(closed(180_000, Says.KEPT), watched)).isEqualTo(WATCHED);
        assertThat(WATCHED.next(open(180_000), watched)).isEqualTo(new Active(new Breach(180_000, 175_000)));
        assertThat(WATCHED.next(closed(100_000, true), watched)).isEqualTo(WATCHED);
    }

    @Test
    void active_withAValueBetweenThresholdAndRecovery_stays() {
        assertThat(ACTIVE.next(closed(110_000, Says.KEPT), timing(0, 0)))
                .isEqualTo(new Active(new Breach(110_000, 110_000)));
        assertThat(RECOVERING.next(closed(120_000, Says.KEPT), timing(0, 60_000)))
                .isEqualTo(new Active(new Breach(120_000, 120_000)));
        assertThat(INACTIVE.next(closed(110_000, Says.KEPT), timing(0, 0))).isEqualTo(INACTIVE);
        assertThat(PENDING.next(closed(110_000, Says.KEPT), timing(20_000, 0))).isEqualTo(new Inactive(100_000));
    }

    @Test
    void active_thatIsKeptFiring_staysForSoLongAfterItsLastBreach() {
        Timing kept = new Timing(Buckets.STEP, 0, 30_000, 0, 0);
        assertThat(ACTIVE.next(closed(120_000, false), kept)).isEqualTo(ACTIVE);
        assertThat(ACTIVE.next(closed(130_000, false), kept)).isEqualTo(new Inactive(100_000));
    }

    @Test
    void same_isWhatTheWindowBeforeSaid() {
        Timing kept = new Timing(Buckets.STEP, 20_000, 60_000, 60_000, 0);
        assertThat(INACTIVE.next(closed(60_000, Says.SAME), kept)).isEqualTo(INACTIVE);
        assertThat(PENDING.next(closed(100_000, Says.SAME), kept)).isEqualTo(new Active(new Breach(100_000, 95_000)));
        assertThat(ACTIVE.next(closed(110_000, Says.SAME), kept))
                .as("which nobody has seen again")
                .isEqualTo(new Active(new Breach(110_000, 95_000)));
        assertThat(ACTIVE.next(closed(120_000, Says.SAME), kept))
                .as("kept firing: the window before did not breach")
                .isEqualTo(ACTIVE);
        assertThat(RECOVERING.next(closed(170_000, Says.SAME), kept)).isEqualTo(new Inactive(100_000));
    }

    @Test
    void next_withoutABreachInALookAtNews_changesNothing() {
        for (Lifecycle lifecycle : states().toList()) {
            Verdict news = new Verdict(900_000, Says.CLEAR, 900_000, false);
            assertThat(lifecycle.next(news, timing(10_000, 0))).isEqualTo(lifecycle);
        }
    }

    @Test
    void transition_ofEveryMove_isTold() {
        assertThat(Lifecycle.transition(INACTIVE, PENDING)).contains(Transition.PENDING);
        assertThat(Lifecycle.transition(INACTIVE, ACTIVE)).contains(Transition.ACTIVE);
        assertThat(Lifecycle.transition(PENDING, ACTIVE)).contains(Transition.ACTIVE);
        assertThat(Lifecycle.transition(PENDING, INACTIVE)).contains(Transition.CANCELLED);
        assertThat(Lifecycle.transition(ACTIVE, RECOVERING)).contains(Transition.RECOVERING);
        assertThat(Lifecycle.transition(ACTIVE, INACTIVE)).contains(Transition.RESOLVED);
        assertThat(Lifecycle.transition(RECOVERING, ACTIVE)).contains(Transition.ACTIVE);
        assertThat(Lifecycle.transition(RECOVERING, INACTIVE)).contains(Transition.RESOLVED);
        assertThat(Lifecycle.transition(RECOVERING, WATCHED)).contains(Transition.WATCHING);
        assertThat(Lifecycle.transition(WATCHED, ACTIVE)).contains(Transition.ACTIVE);
        assertThat(Lifecycle.transition(WATCHED, INACTIVE)).contains(Transition.RESOLVED);
        assertThat(states())
                .allSatisfy(same -> assertThat(Lifecycle.transition(same, same)).isEmpty());
    }

    @Test
    void numbers_ofAnySize_surviveTheirBytes() {
        long[] numbers = {0, 1, -1, 63, 64, -64, -65, 1_800_000_000_000L, Long.MAX_VALUE, Long.MIN_VALUE};
        Encoder out = new Encoder(1);
        for (long number : numbers) out.number(number);
        Decoder in = new Decoder(out.toBytes(), 1);
        for (long number : numbers) assertThat(in.number()).isEqualTo(number);
    }

    static Stream<Lifecycle> states() {
        return Stream.concat(Stream.of(INACTIVE, Inactive.NEW), openStates());
    }

    static Stream<Open> openStates() {
        return Stream.of(PENDING, ACTIVE, RECOVERING, WATCHED);
    }
}
