package dev.vigia.processors.evaluate;

import static dev.vigia.processors.evaluate.Timeline.count;
import static dev.vigia.processors.evaluate.Timeline.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Windows that follow each other and do not overlap, so many of which have to breach. */
class ConsecutiveTest {

    private static final String THREE_MINUTES = count("above: 5", "consecutive: 3");

    @Test
    void minutes_thatEachBreach_fireWhenTheLastIsOver() {
        Timeline timeline = Timeline.of(THREE_MINUTES)
                .push(3, 6, 6)
                .push(63, 6, 6)
                .push(179, 6, 6)
                .foldedTo(179)
                .expect("3 PENDING shop")
                .foldedTo(180)
                .expect("180 ACTIVE shop")
                .foldedTo(239)
                .expect()
                .foldedTo(240)
                .expect("240 RESOLVED shop");
        assertThat(timeline.alerts().get(1).getWindowStart()).isEqualTo(Timeline.BEGINNING + 120_000);
    }

    /** What tells it from {@code for}: windows that slide breach all the time. */
    @Test
    void breach_thatTwoMinutesShare_isNone() {
        Timeline.of(count("above: 5", "consecutive: 2"))
                .push(55, 3, 3)
                .push(65, 3, 3)
                .push(175, 3, 3)
                .push(185, 3, 3)
                .foldedTo(300)
                .expect();
        Timeline.of(count("above: 5")).push(55, 3, 3).push(65, 3, 3).expect("65 ACTIVE shop");
    }

    @Test
    void minuteWithoutABreach_beginsTheRowAnew() {
        Timeline.of(THREE_MINUTES)
                .push(3, 6, 6)
                .push(63, 6, 6)
                .push(123, 5, 5)
                .foldedTo(180)
                .expect("3 PENDING shop", "180 CANCELLED shop")
                .push(183, 6, 6)
                .push(243, 6, 6)
                .push(303, 6, 6)
                .foldedTo(420)
                .expect("183 PENDING shop", "360 ACTIVE shop", "420 RESOLVED shop");
    }

    @Test
    void lateRecord_thatCompletesAMinute_counts() {
        Timeline.of(THREE_MINUTES)
                .push(3, 5, 5)
                .foldedTo(70)
                .expect()
                .push(40, 1, 1)
                .push(63, 6, 6)
                .push(123, 6, 6)
                .foldedTo(180)
                .expect("60 PENDING shop", "180 ACTIVE shop");
    }

    @Test
    void below_isJudgedMinuteByMinute() {
        Timeline.of(count("below: 5", "consecutive: 2"))
                .push(3, 9, 0)
                .push(63, 1, 0)
                .push(123, 1, 0)
                .push(183, 1, 0)
                .foldedTo(179)
                .expect("120 PENDING shop")
                .foldedTo(180)
                .expect("180 ACTIVE shop");
    }

    /** P95 above 1 s in five consecutive minutes; equality does not fire. */
    @Test
    void percentile_inFiveMinutes_isThatOfEach() {
        String rule =
                yaml("aggregate: percentile", "field: http.duration", "above: 1", "percentile: 95", "consecutive: 5");
        Timeline slow = Timeline.of(rule);
        Timeline justNot = Timeline.of(rule);
        for (int minute = 0; minute < 5; minute++) {
            slow.pushValues(60 * minute + 3, 0.2, 1.2, 1.3);
            justNot.pushValues(60 * minute + 3, minute == 3 ? new double[] {1, 1, 1} : new double[] {1.2, 1.3});
        }
        slow.foldedTo(300).expect("3 PENDING shop", "300 ACTIVE shop");
        justNot.foldedTo(360).expect("3 PENDING shop", "360 CANCELLED shop");
    }

    @Test
    void lag_ofTenMinutes_changesNothing() {
        Timeline timeline = Timeline.of(THREE_MINUTES).push(3, 6, 6);
        for (int second = 10; second <= 600; second += 10) timeline.lagsAt(second);
        timeline.expect("3 PENDING shop")
                .push(63, 6, 6)
                .push(123, 6, 6)
                .foldedTo(590)
                .expect("180 ACTIVE shop", "240 RESOLVED shop");
    }
}
