package dev.vigia.processors.evaluate;

import static dev.vigia.processors.evaluate.Timeline.BEGINNING;
import static dev.vigia.processors.evaluate.Timeline.count;
import static dev.vigia.processors.evaluate.Timeline.errorRate;
import static dev.vigia.processors.evaluate.Timeline.yaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.CommandType;
import dev.vigia.schemas.avro.Transition;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentTest {

    @Test
    void recent_ofAnActiveAlert_isTheWindowsBeforeIt() {
        Timeline timeline = Timeline.of(count("above: 5"))
                .push(3, 1, 1)
                .push(13, 2, 2)
                .push(75, 3, 3)
                .push(85, 4, 4)
                .expect("85 ACTIVE shop");

        Alert active = timeline.last();
        assertThat(active.getWindowEnd()).isEqualTo(BEGINNING + 90_000);
        assertThat(active.getRecentStep()).isEqualTo(10_000);
        assertThat(active.getRecent())
                .hasSize(31)
                .endsWith(0.0, 1.0, 3.0, 3.0, 3.0, 3.0, 3.0, 2.0, 3.0, 7.0)
                .startsWith(0.0, 0.0);
        assertThat(active.getRecent().get(30)).isEqualTo(active.getValue());
    }

    @Test
    void recent_withTooFewSamples_hasNoValueThere() {
        Timeline timeline = Timeline.of(errorRate("min_samples: 4", "window: 10s"))
                .push(3, 10, 1)
                .push(13, 3, 3)
                .push(23, 4, 1)
                .push(33, 4, 4)
                .expect("33 ACTIVE shop");

        assertThat(timeline.last().getRecent()).hasSize(31).endsWith(null, 0.1, null, 0.25, 1.0);
    }

    @Test
    void recent_ofWindowsThatNobodyCounted_hasNoValueThere() {
        String rule = count("above: 5", "window: 10s");
        Timeline timeline = Timeline.blank(rule)
                .inputs()
                .foldedTo(100)
                .rule(rule)
                .foldedTo(101)
                .push(153, 6, 6)
                .expect("153 ACTIVE shop");

        List<Double> recent = timeline.last().getRecent();
        // The window from 110 s on is the first that was counted throughout, and known to be.
        assertThat(recent).hasSize(31).endsWith(null, 0.0, 0.0, 0.0, 0.0, 6.0);
        assertThat(recent.stream().filter(Objects::isNull)).hasSize(26);
    }

    @Test
    void recent_outsideOfTheCalendar_hasNoValueThere() {
        // The story begins at 08:00:00.
        String hours = """
                calendars:
                  - {id: shift, zone: UTC, hours: ["08:01-18:00"]}
                """;
        Timeline timeline = Timeline.of(hours + count("above: 5", "window: 10s", "active: shift"))
                .push(55, 6, 6)
                .push(65, 3, 3)
                .push(75, 6, 6)
                .expect("75 ACTIVE shop");

        assertThat(timeline.last().getRecent()).endsWith(null, null, 3.0, 6.0);
    }

    @Test
    void recent_ofTheEnd_showsHowItFell() {
        Timeline timeline = Timeline.of(count("above: 5", "window: 10s"))
                .push(3, 6, 6)
                .push(13, 9, 9)
                .push(23, 1, 1)
                .foldedTo(30)
                .expect("3 ACTIVE shop", "30 RESOLVED shop");

        assertThat(timeline.last().getRecent()).endsWith(0.0, 6.0, 9.0, 1.0);
    }

    @Test
    void recent_ofWhatConcernsNobodyYet_isLeftOut() {
        Timeline timeline = Timeline.of(count("above: 5", "for: 30s", "window: 10s"))
                .push(3, 6, 6)
                .foldedTo(30);

        assertThat(timeline.alerts())
                .extracting(Alert::getTransition)
                .containsExactly(Transition.PENDING, Transition.CANCELLED);
        assertThat(timeline.alerts()).allMatch(alert -> alert.getRecent().isEmpty());
    }

    @Test
    void recent_ofADeed_isThatOfTheWindowItStandsOn() {
        Timeline timeline =
                Timeline.of(count("above: 5", "window: 10s")).push(3, 6, 6).acknowledge(300, "user:ana");

        assertThat(timeline.last().getTransition()).isEqualTo(Transition.ACKNOWLEDGED);
        assertThat(timeline.last().getRecent())
                .isEqualTo(timeline.alerts().get(0).getRecent())
                .endsWith(0.0, 6.0);
    }

    @Test
    void recent_ofWindowsThatDoNotOverlap_goesFromOneToTheNext() {
        Timeline timeline = Timeline.of(count("above: 5", "consecutive: 2", "window: 1m"))
                .push(3, 2, 2)
                .push(63, 6, 6)
                .push(123, 7, 7)
                .foldedTo(180);

        assertThat(timeline.last().getState()).isEqualTo(AlertState.ACTIVE);
        assertThat(timeline.last().getRecentStep()).isEqualTo(60_000);
        assertThat(timeline.last().getRecent()).hasSize(31).endsWith(0.0, 2.0, 6.0, 7.0);
    }

    @Test
    void recent_ofALongWindow_goesBackAsFarInLongerSteps() {
        Timeline timeline = Timeline.of(yaml(
                "aggregate: percentile", "field: http.duration\n    percentile: 50", "above: 29.9", "window: 30m"));
        // One a minute, each higher by one than the one before.
        for (int minute = 0; minute < 60; minute++) timeline.pushValues(minute * 60 + 5, minute);

        Alert active = timeline.last();
        assertThat(active.getState()).isEqualTo(AlertState.ACTIVE);
        assertThat(active.getRecentStep()).isEqualTo(60_000);
        assertThat(active.getRecent()).hasSize(31).doesNotContainNull();
        for (int i = 16; i < 31; i++) {
            // The middle of thirty values; a sketch is right within 1 %.
            double before = active.getRecent().get(i - 1);
            assertThat(active.getRecent().get(i)).isCloseTo(before + 1, within(0.7));
        }
    }

    @Test
    void recent_ofALongWindow_addsUpWhatEachWindowHas() {
        Timeline timeline = Timeline.of(count("above: 400", "window: 20m"));
        for (int bucket = 0; bucket < 150; bucket++) timeline.push(bucket * 10 + 5, 1 + bucket % 7, 0);

        assertThat(timeline.alerts()).hasSize(1);
        Alert active = timeline.last();
        int last = (int) (active.getWindowEnd() - BEGINNING) / 10_000;
        assertThat(active.getRecentStep()).isEqualTo(40_000);
        for (int i = 0; i < active.getRecent().size(); i++) {
            int end = last - 4 * (active.getRecent().size() - 1 - i);
            double sum = IntStream.range(Math.max(0, end - 120), Math.max(0, end))
                    .map(bucket -> 1 + bucket % 7)
                    .sum();
            assertThat(active.getRecent().get(i)).as("window %d", i).isEqualTo(sum);
        }
    }

    @Test
    void recent_whereBucketsAreGone_doesNotGoBackThere() {
        Timeline timeline = Timeline.of(count("above: 5", "window: 10s", "max_age: 1m", "flapping: off"))
                .push(595, 1, 1)
                .push(605, 2, 2)
                .foldedTo(669)
                .push(675, 6, 6)
                .expect("675 ACTIVE shop");
        // The chunk of ten minutes that ends at 600 s goes when data time is at 670 s: a window of 10 s, and 1 minute.
        assertThat(timeline.last().getRecent()).hasSize(31).contains(1.0, 2.0);

        timeline.foldedTo(690).push(695, 6, 6).expect("690 RESOLVED shop", "695 ACTIVE shop");
        assertThat(timeline.last().getRecent()).containsExactly(2.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 6.0, 0.0, 6.0);
    }

    @Test
    void recent_inAStorm_isThatOfTheFirst() {
        String rule = count("above: 5", "window: 10s", "for: 10s");
        Timeline timeline = Timeline.of(rule);
        for (int service = 0; service < 30; service++) timeline.push("service-" + service, 3, 6, 6);
        for (int service = 0; service < 30; service++) timeline.push("service-" + service, 13, 6, 6);
        timeline.foldedTo(20);

        List<Alert> active = timeline.alerts().stream()
                .filter(alert -> alert.getTransition() == Transition.ACTIVE)
                .toList();
        assertThat(active).hasSize(30);
        assertThat(active.subList(0, 20)).allMatch(alert -> alert.getRecent().size() == 31);
        assertThat(active.subList(20, 30)).allMatch(alert -> alert.getRecent().isEmpty());
    }

    @Test
    void recent_ofTrendsAndWholeDays_isLeftOut() {
        Timeline day =
                Timeline.of(count("above: 5", "window: day", "zone: UTC")).push(3, 6, 6);
        Timeline slope = Timeline.of(yaml("aggregate: slope", "field: http.duration", "above: 0.01"));
        for (int second = 5; second < 60; second += 10) slope.pushValues(second, second);
        Timeline hours = Timeline.of(count("above: 5", "window: 2h")).push(3, 6, 6);

        for (Timeline story : List.of(day, slope, hours)) {
            assertThat(story.last().getState()).isEqualTo(AlertState.ACTIVE);
            assertThat(story.last().getRecent()).isEmpty();
            assertThat(story.last().getRecentStep()).isZero();
        }
    }

    @Test
    void recent_ofAWindowLongGone_isLeftOut() {
        Timeline timeline = Timeline.of(count("above: 5", "window: 10s", "recover_for: 3h"))
                .push(3, 6, 6)
                .foldedTo(7_200)
                .command(7_300, "user:ana", CommandType.COMMENT);

        assertThat(timeline.last().getTransition()).isEqualTo(Transition.COMMENTED);
        assertThat(timeline.last().getRecent()).isEmpty();
    }
}
