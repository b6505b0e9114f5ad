package dev.vigia.processors.evaluate;

import static dev.vigia.processors.evaluate.Timeline.count;
import static dev.vigia.processors.evaluate.Timeline.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.avro.CommandType;
import dev.vigia.schemas.avro.Delta;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Earlier records that were counted for a rule that is new. */
class WarmingTest {

    /** Under a filter that nothing passes; 20 records have come when the rule is changed at second 600. */
    private static Timeline changedTo(String rule) {
        Timeline timeline = Timeline.of(count("above: 99", "window: 5m").replace("17", "99"));
        for (int second = 500; second < 600; second += 5) timeline.push("other", second, 1, 0);
        return timeline.foldedTo(600).rule(rule).foldedTo(600);
    }

    @Test
    void warmedRule_firesOnWhatCameBefore_andHasLearned() {
        Timeline timeline = changedTo(count("above: 3", "window: 5m"));
        timeline.push(605, 1, 1)
                .expect()
                .warmsUpNothing(1)
                .warmsUp(0, 12, 20, 0, 400, 410)
                .expect()
                .warmsUp(12, 20, 20, 0, 510)
                .expect("610 ACTIVE shop");
        assertThat(timeline.last().getLearning()).isFalse();
        assertThat(timeline.last().getValue()).isEqualTo(4);
        timeline.foldedTo(720).expect("710 RESOLVED shop");
    }

    @Test
    void warmedRule_onTooLittle_neednotWait() {
        Timeline timeline = changedTo(count("below: 3", "window: 5m"));
        timeline.push(605, 1, 1).foldedTo(700).expect();
        timeline.warmsUpNothing(1)
                .warmsUp(0, 20, 20, 0, 560)
                .expect()
                .foldedTo(710)
                .expect("710 ACTIVE shop");
        assertThat(timeline.last().getLearning()).isFalse();
        assertThat(timeline.last().getValue()).isEqualTo(2);
    }

    @Test
    void windowsThatWereOver_doNotFire() {
        Timeline timeline = changedTo(count("above: 3", "window: 1m"));
        timeline.warmsUpNothing(1)
                .warmsUp(0, 20, 20, 0, 400, 401, 402, 403, 404, 530, 531, 532, 533, 534)
                .push(605, 1, 1)
                .foldedTo(900)
                .expect();
    }

    @Test
    void slice_countsOnceAndInItsTurn() {
        Timeline timeline = changedTo(count("above: 3", "window: 5m"));
        timeline.push(605, 1, 1)
                .warmsUp(0, 12, 20, 0, 500)
                .warmsUp(0, 12, 20, 0, 500)
                .warmsUp(15, 20, 20, 0, 500)
                .warmsUp(0, 12, 19, 0, 500)
                .warmsUp(12, 20, 20, 0, 510)
                .warmsUp(12, 20, 20, 0, 510)
                .warmsUp(0, 20, 20, 0, 500)
                .push(606, 1, 1)
                .expect("606 ACTIVE shop");
        assertThat(timeline.last().getValue()).isEqualTo(4);
        assertThat(timeline.last().getLearning())
                .as("the other partition is not there yet")
                .isTrue();
    }

    @Test
    void slice_ofARuleThatWasChangedAgain_doesNotCount() {
        Timeline timeline = changedTo(count("above: 3", "window: 5m"));
        timeline.push(605, 1, 1).hearsRule(count("above: 3", "window: 5m").replace("17", "13"));
        timeline.warmsUpNothing(1)
                .warmsUp(0, 20, 20, 0, 500, 501, 502, 503)
                .foldedTo(610)
                .expect();
    }

    @Test
    void sliceInPieces_countsAsOne() {
        Timeline timeline = changedTo(count("above: 3", "window: 5m")).push(605, 1, 1);
        List<Delta> first = List.of(timeline.delta("shop", 0, 500, 2, 2));
        timeline.warmsUpNothing(1)
                .fold(timeline.earlier(0, 0, 20, 20, 0, first, true))
                .expect()
                .warmsUp(0, 20, 20, 0, 510)
                .expect("610 ACTIVE shop");
        assertThat(timeline.last().getValue()).isEqualTo(4);
    }

    /** What Kafka does not have any more, or is not to be read, is learned. */
    @Test
    void slicesThatBeginWithinTheWindow_learnForTheRest() {
        Timeline timeline = changedTo(count("below: 3", "window: 5m"));
        timeline.push(605, 1, 1).warmsUpNothing(1).warmsUp(0, 20, 20, 450, 460);
        timeline.foldedTo(750).expect().foldedTo(760).expect("760 ACTIVE shop");
    }

    @Test
    void groupsOfEarlierRecords_areNotNew() {
        String rule = yaml("aggregate: new_term", "learn_for: 1h", "window: 1m", "max_age: 5m");
        Timeline timeline = changedTo(rule);
        timeline.warmsUpNothing(1).warmsUp(0, 20, 20, -7200, -1000).foldedTo(610);
        timeline.push("shop", 611, 1, 0).expect();
        timeline.push("cart", 612, 1, 0).expect("612 ACTIVE cart");
        assertThat(timeline.last().getLearning()).isFalse();
    }

    /** Two minutes of buckets are kept, and those up to second 3000 are counted anew when the rule changes at second 3600. */
    private static Timeline widened(int... seconds) {
        Timeline timeline = Timeline.of(count("above: 3", "window: 1m", "max_age: 1m", "flapping: off"));
        for (int second : seconds) timeline.push(second, 1, 1).foldedTo(second);
        timeline.foldedTo(3600);
        return timeline.rule(3600, count("above: 3", "window: 1h", "flapping: off"))
                .warmsUpUntil(3000);
    }

    @Test
    void ruleThatLooksFurtherBack_countsWhatWasThrownAway_andKeepsTheRest() {
        Timeline timeline = widened(100, 200, 3100, 3590).foldedTo(3600).expect();
        timeline.warmsUpNothing(1).warmsUp(0, 2, 4, 0, 100).expect().warmsUp(2, 4, 4, 0, 200);
        timeline.foldedTo(3610).expect("3610 ACTIVE shop");
        assertThat(timeline.last().getLearning()).isFalse();
        assertThat(timeline.last().getValue()).isEqualTo(4);
    }

    @Test
    void ruleThatLooksFurtherBack_learnsUntilTheLastSlice() {
        Timeline timeline = widened(100, 3100, 3590).foldedTo(3600);
        timeline.push(3605, 2, 2).expect("3605 ACTIVE shop");
        assertThat(timeline.last().getLearning()).isTrue();
        timeline.warmsUpNothing(1).warmsUp(0, 3, 3, 0, 100).foldedTo(3610).expect();
        timeline.command(3615, "ann", CommandType.COMMENT);
        assertThat(timeline.last().getLearning()).isFalse();
    }

    /** The fold lags: what was counted before the change comes after it, and is in the slices as well. */
    @Test
    void framesOfBeforeTheChange_thatComeAfterIt_countOnce() {
        Timeline timeline = Timeline.of(count("above: 3", "window: 1m", "max_age: 1m", "flapping: off"));
        timeline.hearsRule(3600, count("above: 3", "window: 1h", "flapping: off"));
        for (int second : new int[] {100, 200, 3590})
            timeline.push(second, 1, 1).foldedTo(second);
        timeline.countsBy(count("above: 3", "window: 1h", "flapping: off"))
                .foldedTo(3600)
                .warmsUpUntil(3000)
                .warmsUpNothing(1)
                .warmsUp(0, 3, 3, 0, 100, 200);
        timeline.foldedTo(3620).expect();
        timeline.push(3625, 1, 1).expect("3625 ACTIVE shop");
        assertThat(timeline.last().getValue()).isEqualTo(4);
    }

    /** A record that late comes once to be counted by rules that are not known here yet. It cannot be told from others then. */
    @Test
    void bucketThatIsCountedByTheNewVersionAlready_hasTheRuleLearn() {
        String longer = count("above: 3", "window: 1h", "flapping: off");
        Timeline timeline = Timeline.of(count("above: 3", "window: 1m", "max_age: 1m", "flapping: off"));
        timeline.push(100, 1, 1).foldedTo(3600);
        timeline.countsAlreadyBy(longer).push(150, 1, 1).hearsRule(3600, longer);
        timeline.foldedTo(3600).warmsUpUntil(3000).warmsUpNothing(1).warmsUp(0, 1, 1, 0, 100);
        timeline.push(3605, 4, 4).expect("3605 ACTIVE shop");
        assertThat(timeline.last().getLearning()).isTrue();
    }

    @Test
    void windowThatIsOverWhenTheSlicesCome_doesNotFireForALateRecord() {
        Timeline timeline = changedTo(count("above: 3", "window: 1m"));
        timeline.warmsUpNothing(1)
                .warmsUp(0, 20, 20, 0, 400, 401, 402)
                .foldedTo(620)
                .push(403, 1, 1)
                .foldedTo(700)
                .expect();
    }
}
