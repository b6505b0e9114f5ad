package dev.vigia.processors.dispatch;

import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Transition;
import org.junit.jupiter.api.Test;

/** An alert that is on mutes those that it explains, whichever comes first. */
class InhibitionTest {

    private final Timeline story = new Timeline("""
            receivers: [{ name: slack, channel: slack }]
            inhibit_rules:
              - { source_matchers: ['alertname="down"'], target_matchers: ['alertname!="down"'], equal: [service] }
              - { source_matchers: ['severity="critical"'], target_matchers: ['severity=~"critical|low"'], equal: [zone] }
            route:
              repeat_interval: 1h
              routes:
                - { matchers: ['severity="high"'], receivers: [slack] }
                - { matchers: ['severity="low"'], receivers: [slack], group_wait: 30s }
            """);

    @Test
    void source_thatIsOnBefore_mutes_andItsEndReleases() {
        story.on("down", Severity.HIGH, "service=shop").expect("slack: BECAME_ACTIVE down");
        story.on("slow", Severity.HIGH, "service=shop")
                .on("other", Severity.HIGH, "service=till")
                .expect("slack: BECAME_ACTIVE other")
                .decided("held INHIBITED slow down");
        story.at(60).over("down").expect("slack: RESOLVED down", "slack: BECAME_ACTIVE slow");
        story.over("slow").expect("slack: RESOLVED slow");
    }

    @Test
    void source_thatComesAfter_mutesRepeats_andNotTheEnd() {
        story.on("slow", Severity.HIGH, "service=shop")
                .on("weak", Severity.HIGH, "service=shop")
                .expect("slack: BECAME_ACTIVE slow", "slack: BECAME_ACTIVE weak");
        story.at(60).on("down", Severity.HIGH, "service=shop").expect("slack: BECAME_ACTIVE down");
        story.at(3_600).expect().decided("left INHIBITED weak down", "left INHIBITED slow down");
        story.over("slow").expect("slack: RESOLVED slow");
        story.at(3_660).expect("slack: REPEATED down").over("down").expect("slack: RESOLVED down");
        story.at(7_200).expect("slack: REPEATED weak");
    }

    @Test
    void source_thatComesWhileTheTargetWaits_mutesIt() {
        story.on("down", Severity.HIGH, "service=nothing").expect("slack: BECAME_ACTIVE down");
        story.on("slow", Severity.LOW, "service=shop").at(10).over("down").expect("slack: RESOLVED down");
        story.on("down", Severity.HIGH, "service=shop").expect("slack: BECAME_ACTIVE down");
        story.at(30).expect().over("down").expect("slack: RESOLVED down", "slack: BECAME_ACTIVE slow");
    }

    @Test
    void source_thatNobodyIsToldOf_mutesAllTheSame() {
        story.on("first", Severity.CRITICAL, "zone=a").expect().decided("left NO_ROUTE first");
        story.on("minor", Severity.LOW, "zone=a").at(30).expect();
        story.next("first", Transition.RECOVERING, AlertState.RECOVERING, 1)
                .at(60)
                .expect();
        story.over("first").expect("slack: BECAME_ACTIVE minor");
    }

    @Test
    void target_thatIsOverMeanwhile_isForgotten() {
        int before = story.size();
        story.on("down", Severity.HIGH, "service=shop")
                .on("slow", Severity.HIGH, "service=shop")
                .over("slow");
        story.over("down")
                .expect("slack: BECAME_ACTIVE down", "slack: RESOLVED down")
                .at(300_000)
                .expect();
        org.assertj.core.api.Assertions.assertThat(story.size())
                .as("and two schemas")
                .isEqualTo(before + 2);
    }

    @Test
    void twoSources_muteUntilTheLastIsOver() {
        story.on("down-1", Severity.HIGH, "service=shop").on("down-2", Severity.HIGH, "service=shop");
        story.expect("slack: BECAME_ACTIVE down-1", "slack: BECAME_ACTIVE down-2");
        story.on("slow", Severity.HIGH, "service=shop");
        story.over("down-1")
                .over("down-2")
                .expect("slack: RESOLVED down-1", "slack: RESOLVED down-2", "slack: BECAME_ACTIVE slow");
    }

    @Test
    void source_whoseSeverityFalls_mutesNoMore() {
        story.on("first", Severity.CRITICAL, "zone=a")
                .on("minor", Severity.LOW, "zone=a")
                .at(30)
                .expect();
        story.becomes("first", Severity.HIGH).expect("slack: BECAME_ACTIVE minor");
    }

    @Test
    void two_thatMatchBothSides_doNotMuteEachOther() {
        story.on("first", Severity.CRITICAL, "zone=a").on("second", Severity.CRITICAL, "zone=a");
        story.decided("left NO_ROUTE first", "left NO_ROUTE second");
        story.on("minor", Severity.LOW, "zone=a").at(30).expect();
    }

    @Test
    void silence_andSource_muteUntilTheLastIsOver() {
        story.silence("s", 0, 100, "alertname=slow");
        story.on("down", Severity.HIGH, "service=shop").on("slow", Severity.HIGH, "service=shop");
        story.expect("slack: BECAME_ACTIVE down").decided("held SILENCED slow s until 100");
        story.at(100).expect().over("down").expect("slack: RESOLVED down", "slack: BECAME_ACTIVE slow");
    }
}
