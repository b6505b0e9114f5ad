package dev.vigia.processors.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.DeliveryStatus;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Transition;
import org.junit.jupiter.api.Test;

/** What is told of a group when it is tried again after something of it must not be told any more. */
class RetriesTest {

    private static final String ROUTES = """
            receivers: [{ name: slack, channel: slack }]
            inhibit_rules:
              - source_matchers: ['alertname="down"']
                target_matchers: ['alertname=~"slow|late"']
            route: { receivers: [slack], group_by: [team], group_wait: 10s, group_interval: 10s, repeat_interval: 0s }
            """;

    private final Timeline story = new Timeline(ROUTES);

    /** Two alerts of a group, of which the first attempt to tell has failed. */
    private Timeline failed() {
        story.on("slow", Severity.HIGH).on("late", Severity.MEDIUM).answers("slack", DeliveryStatus.RETRYABLE);
        return story.at(10)
                .expect("slack: BECAME_ACTIVE slow BECAME_ACTIVE late")
                .answers("slack", DeliveryStatus.DELIVERED)
                .forgetDecisions();
    }

    @Test
    void alertThatIsSilencedSince_isLeftOut_andToldAtTheSilencesEnd() {
        failed().silence("s", 10, 100, "alertname=slow").until(20);
        story.expect("slack #2: BECAME_ACTIVE late").decided("held slack SILENCED slow s until 100");
        story.until(99).expect();
        story.at(100).expect("slack #2: BECAME_ACTIVE slow");
        story.over("slow").over("late").until(120);
        story.expect("slack: RESOLVED slow (late)", "slack: RESOLVED late");
    }

    @Test
    void whatIsLeftOut_isOverInTheSilence_andNeverTold() {
        failed().silence("s", 10, 100, "alertname=slow").until(20);
        story.expect("slack #2: BECAME_ACTIVE late").forgetDecisions();
        story.over("slow").decided("left slack NEVER_TOLD slow");
        story.until(200).expect();
    }

    @Test
    void alerts_thatAreQuietForDifferentReasons_areToldWhenEachIsOver() {
        failed().silence("s", 10, 100, "alertname=slow").on("down", Severity.CRITICAL, "team=none");
        story.until(60).forgetTold().forgetDecisions();
        story.over("down").until(99).expect("slack: RESOLVED down", "slack #2: BECAME_ACTIVE late");
        story.at(100).expect("slack #2: BECAME_ACTIVE slow");
    }

    @Test
    void whatIsInTwoSilences_waitsForTheLastOne() {
        failed().silence("a", 10, 50, "alertname=~.+").silence("b", 10, 100, "alertname=~.+");
        story.until(50)
                .expect()
                .decided("held slack SILENCED slow late a until 50", "held slack SILENCED slow late b until 100");
        story.until(99).expect();
        story.at(100).expect("slack #2: BECAME_ACTIVE slow BECAME_ACTIVE late");
    }

    @Test
    void allThatIsSilencedSince_waitsAsOne() {
        failed().silence("s", 10, 100, "alertname=~.+").until(99);
        story.expect().decided("held slack SILENCED slow late s until 100");
        story.at(100).expect("slack #2: BECAME_ACTIVE slow BECAME_ACTIVE late");
    }

    @Test
    void alertThatRoseAndIsSilencedSince_isToldOfItsRiseAtTheEnd() {
        story.on("slow", Severity.HIGH).on("late", Severity.MEDIUM).until(10).forgetTold();
        story.answers("slack", DeliveryStatus.RETRYABLE)
                .at(20)
                .becomes("slow", Severity.CRITICAL)
                .expect("slack: SEVERITY_ROSE slow (late)")
                .answers("slack", DeliveryStatus.DELIVERED);
        story.silence("s", 20, 100, "alertname=slow").until(99).expect();
        story.at(100).expect("slack #2: SEVERITY_ROSE slow (late)");
    }

    @Test
    void partlyQuiet_isReasonedByWhatItStillTells() {
        story.on("slow", Severity.HIGH).on("late", Severity.MEDIUM).until(10);
        story.next("slow", Transition.WATCHING, AlertState.RECOVERING, 1)
                .until(20)
                .forgetTold();
        story.answers("slack", DeliveryStatus.RETRYABLE)
                .next("slow", Transition.REOPENED, AlertState.ACTIVE, 1)
                .on("new", Severity.LOW)
                .until(30)
                .answers("slack", DeliveryStatus.DELIVERED);
        Notification both = story.last();
        story.silence("s", 30, 100, "alertname=slow").until(40);
        assertThat(both.getReasons()).startsWith(Reason.REOPENED.words(), Reason.BECAME_ACTIVE.words());
        assertThat(story.last().getReason()).isEqualTo(Reason.BECAME_ACTIVE.words());
        assertThat(story.last().getAlerts()).extracting(Alert::getRuleId).containsExactly("new", "late");
    }
}
