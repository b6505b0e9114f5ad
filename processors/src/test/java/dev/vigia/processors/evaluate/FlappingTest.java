package dev.vigia.processors.evaluate;

import static dev.vigia.processors.evaluate.Timeline.count;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Transition;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An alert that begins and ends often is kept open until it has settled, and says so. */
class FlappingTest {

    private static final String LIMITS = "flapping: {changes: 5, within: 10m, settle_for: 2m}";

    /** A breach in the ten seconds that begin at {@code second}; data time goes on for so long. */
    private static Timeline incident(Timeline timeline, int second, int lasts) {
        return timeline.push(second + 3, 6, 6).foldedTo(second + lasts);
    }

    private static Timeline flapping() {
        Timeline timeline = Timeline.of(count("above: 5", "window: 10s", "recover_for: 10s", LIMITS));
        incident(timeline, 0, 50).expect("3 ACTIVE shop", "20 RECOVERING shop", "30 RESOLVED shop");
        incident(timeline, 60, 50).expect("63 ACTIVE shop", "80 RECOVERING shop", "90 RESOLVED shop");
        return timeline.push(123, 6, 6).expect("123 ACTIVE shop");
    }

    private static Stream<Alert> told(Timeline timeline, Transition transition) {
        return timeline.alerts().stream().filter(alert -> alert.getTransition() == transition);
    }

    @Test
    void manyChanges_keepTheEpisodeOpenUntilItHasSettled() {
        Timeline timeline = flapping();
        assertThat(timeline.last().getFlapping()).isTrue();
        assertThat(timeline.last().getSummary())
                .isEqualTo("shop: 6 records over 10s (bound 5); flapping: 5 changes in 2m");
        timeline.foldedTo(170).expect("140 RECOVERING shop", "150 WATCHING shop");
        incident(timeline, 180, 50).expect("183 ACTIVE shop", "200 RECOVERING shop", "210 WATCHING shop");
        timeline.foldedTo(329).expect().foldedTo(330).expect("330 RESOLVED shop");
        assertThat(timeline.last().getReason()).isEqualTo("flapping has settled");
        assertThat(timeline.last().getSummary()).isEqualTo("shop: no records for 10s");
        assertThat(told(timeline, Transition.RESOLVED).map(Alert::getEpisodeId).distinct())
                .as("two by themselves, the rest in one")
                .hasSize(3);
    }

    @Test
    void fewerChanges_areToldEachByItself() {
        Timeline timeline = Timeline.of(count("above: 5", "window: 10s", "recover_for: 10s", LIMITS));
        for (int second = 0; second < 3600; second += 310) incident(timeline, second, 300);
        assertThat(timeline.alerts()).noneMatch(Alert::getFlapping);
        assertThat(told(timeline, Transition.RESOLVED)).hasSize(12);
    }

    @Test
    void usually_theFourthBeginningWithinAnHourFlaps() {
        Timeline timeline = Timeline.of(count("above: 5", "window: 10s", "recover_for: 10s"));
        for (int i = 0; i < 10; i++) incident(timeline, i * 1_210, 1_200);
        assertThat(timeline.alerts()).as("every twenty minutes").noneMatch(Alert::getFlapping);

        Timeline often = Timeline.of(count("above: 5", "window: 10s", "recover_for: 10s"));
        incident(often, 0, 590).expect("3 ACTIVE shop", "20 RECOVERING shop", "30 RESOLVED shop");
        incident(often, 600, 590).expect("603 ACTIVE shop", "620 RECOVERING shop", "630 RESOLVED shop");
        incident(often, 1200, 590).expect("1203 ACTIVE shop", "1220 RECOVERING shop", "1230 RESOLVED shop");
        incident(often, 1800, 590).expect("1803 ACTIVE shop", "1820 RECOVERING shop", "1830 WATCHING shop");
        assertThat(often.last().getSummary())
                .isEqualTo("shop: no records for 10s; flapping: 7 changes in 30m; watched for 30m");
        often.foldedTo(3_630).expect("3630 RESOLVED shop");
    }

    @Test
    void off_neverFlaps() {
        Timeline timeline = Timeline.of(count("above: 5", "window: 10s", "recover_for: 10s", "flapping: off"));
        for (int second = 0; second < 1200; second += 60) incident(timeline, second, 50);
        assertThat(timeline.alerts()).noneMatch(Alert::getFlapping);
        assertThat(told(timeline, Transition.RESOLVED)).hasSize(20);
    }

    @Test
    void breaches_withinAnEpisodeThatIsNotOver_areNoChanges() {
        Timeline timeline = Timeline.of(count("above: 5", "window: 10s", "recover_for: 1m", LIMITS));
        for (int second = 0; second < 1200; second += 40) incident(timeline, second, 30);
        assertThat(timeline.alerts()).noneMatch(Alert::getFlapping);
        assertThat(timeline.alerts().stream().map(Alert::getEpisodeId).distinct())
                .hasSize(1);
    }

    @Test
    void watchedAlert_thatComesBackOften_flaps() {
        Timeline timeline = Timeline.of(count("above: 5", "window: 10s", "recover_for: 10s", "watch: 1m", LIMITS));
        incident(timeline, 0, 50).expect("3 ACTIVE shop", "20 RECOVERING shop", "30 WATCHING shop");
        incident(timeline, 60, 50).expect("63 ACTIVE shop", "80 RECOVERING shop", "90 WATCHING shop");
        assertThat(timeline.last().getFlapping()).isFalse();
        incident(timeline, 120, 50).expect("123 ACTIVE shop", "140 RECOVERING shop", "150 WATCHING shop");
        assertThat(timeline.last().getFlapping()).isTrue();
        timeline.foldedTo(270).expect("270 RESOLVED shop");
    }

    @Test
    void somebodyWhoResolvesIt_endsIt_andTheNextSaysAgainThatItFlaps() {
        Timeline timeline = flapping().foldedTo(170).expect("140 RECOVERING shop", "150 WATCHING shop");
        timeline.resolve(171, "user:ana").expect("171 RESOLVED shop");
        incident(timeline, 240, 50).expect("243 ACTIVE shop", "260 RECOVERING shop", "270 WATCHING shop");
        assertThat(timeline.last().getFlapping()).isTrue();
    }

    @Test
    void rule_thatTurnsItOff_closesWithTheNextWindow() {
        flapping()
                .foldedTo(170)
                .expect("140 RECOVERING shop", "150 WATCHING shop")
                .rule(count("above: 5", "window: 10s", "recover_for: 10s", "flapping: off"))
                .foldedTo(180)
                .expect("180 RESOLVED shop");
    }
}
