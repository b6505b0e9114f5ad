package dev.vigia.processors.evaluate;

import static dev.vigia.processors.evaluate.Timeline.count;

import org.junit.jupiter.api.Test;

/** Where a value has to come back to, and how long an alert is kept. */
class RecoveryTest {

    @Test
    void recoverAt_isWhereTheValueHasToComeBackTo() {
        Timeline.of(count("above: 10", "recover_at: 5", "window: 10s"))
                .push(3, 11, 11)
                .push(13, 8, 8)
                .push(23, 6, 6)
                .push(33, 5, 5)
                .foldedTo(39)
                .expect("3 ACTIVE shop")
                .foldedTo(40)
                .expect("40 RESOLVED shop");
    }

    @Test
    void valueBetweenRecoveryAndThreshold_beginsAndHoldsNothing() {
        Timeline.of(count("above: 10", "recover_at: 5", "window: 10s"))
                .push(3, 10, 10)
                .foldedTo(20)
                .expect();
        Timeline.of(count("above: 10", "recover_at: 5", "window: 10s", "for: 20s"))
                .push(3, 11, 11)
                .push(13, 8, 8)
                .foldedTo(20)
                .expect("3 PENDING shop", "20 CANCELLED shop");
    }

    @Test
    void valueBetween_whileRecovering_isNotGone() {
        Timeline.of(count("above: 10", "recover_at: 5", "window: 10s", "recover_for: 30s"))
                .push(3, 11, 11)
                .push(13, 1, 1)
                .foldedTo(20)
                .push(23, 8, 8)
                .expect("3 ACTIVE shop", "20 RECOVERING shop", "23 ACTIVE shop")
                .foldedTo(70)
                .expect("40 RECOVERING shop", "70 RESOLVED shop");
    }

    @Test
    void below_recoversAbove() {
        Timeline.of(count("below: 5", "recover_at: 10", "window: 10s"))
                .push(3, 4, 0)
                .push(13, 9, 0)
                .push(23, 10, 0)
                .foldedTo(30)
                .expect("10 ACTIVE shop", "30 RESOLVED shop");
    }

    @Test
    void lateRecord_thatLiftsAValueBetween_holdsTheAlert() {
        Timeline.of(count("above: 10", "recover_at: 5", "window: 10s", "recover_for: 1m"))
                .push(3, 11, 11)
                .push(13, 3, 3)
                .foldedTo(20)
                .expect("3 ACTIVE shop", "20 RECOVERING shop")
                .push(14, 3, 3)
                .expect("20 ACTIVE shop");
    }

    @Test
    void keepFiringFor_isCountedFromTheLastBreach() {
        Timeline.of(count("above: 5", "window: 10s", "keep_firing_for: 30s"))
                .push(3, 6, 6)
                .push(13, 6, 6)
                .foldedTo(49)
                .expect("3 ACTIVE shop")
                .foldedTo(50)
                .expect("50 RESOLVED shop");
    }

    @Test
    void keepFiringFor_withAnotherBreach_beginsAnewInTheSameEpisode() {
        Timeline.of(count("above: 5", "window: 10s", "keep_firing_for: 30s", "recover_for: 10s"))
                .push(3, 6, 6)
                .foldedTo(30)
                .push(33, 6, 6)
                .foldedTo(69)
                .expect("3 ACTIVE shop")
                .foldedTo(80)
                .expect("70 RECOVERING shop", "80 RESOLVED shop");
    }

    @Test
    void keepFiringFor_duringALag_waitsForDataTime() {
        Timeline timeline = Timeline.of(count("above: 5", "window: 10s", "keep_firing_for: 5m"))
                .push(3, 6, 6);
        for (int second = 10; second <= 600; second += 10) timeline.lagsAt(second);
        timeline.expect("3 ACTIVE shop").foldedTo(309).expect().foldedTo(310).expect("310 RESOLVED shop");
    }
}
