package dev.vigia.processors.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.DeliveryStatus;
import dev.vigia.schemas.avro.NotificationKind;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Transition;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When a group is told of: wait, interval, repeats. */
class GroupingTest {

    private static final String BY_SERVICE = """
            receivers: [{ name: slack, channel: slack }, { name: pager, channel: pagerduty }]
            route:
              receivers: [slack]
              group_by: [service]
              group_wait: 30s
              group_interval: 5m
              repeat_interval: 1h
              routes: [{ matchers: ['severity="critical"'], receivers: [slack, pager] }]
            """;

    private static final String EACH = """
            receivers: [{ name: slack, channel: slack }]
            route: { receivers: [slack], group_wait: 10s, group_interval: 5m, repeat_interval: 1h }
            """;

    private final Timeline story = new Timeline(BY_SERVICE);

    @Test
    void group_isToldAfterItsWait_withAllThatCameMeanwhile() {
        story.on("a", Severity.HIGH, "service=shop")
                .at(20)
                .on("b", Severity.HIGH, "service=shop")
                .on("x", Severity.HIGH, "service=till")
                .until(29)
                .expect()
                .decided("waits GROUP_WAIT a until 30", "waits GROUP_WAIT b until 30", "waits GROUP_WAIT x until 50");
        story.until(50).expect("slack: BECAME_ACTIVE a BECAME_ACTIVE b", "slack: BECAME_ACTIVE x");
        assertThat(story.last().getGroupLabels()).isEqualTo(Map.of("service", "till"));
        assertThat(story.last().getRoute()).isEqualTo("0");
        assertThat(story.last().getGroupKey()).isEqualTo("{}:{service=\"till\"}");
    }

    @Test
    void alert_thatIsOverWithinTheWait_isToldToNobody() {
        story.on("a", Severity.HIGH, "service=shop")
                .at(10)
                .over("a")
                .until(4_000)
                .expect();
        story.decided("waits GROUP_WAIT a until 30", "left NEVER_TOLD a");
    }

    @Test
    void news_comeAtTheInterval_withWhatBurns() {
        told("a");
        story.at(60)
                .on("b", Severity.HIGH, "service=shop")
                .at(100)
                .on("c", Severity.HIGH, "service=shop")
                .over("b")
                .decided("waits GROUP_INTERVAL b until 330", "waits GROUP_INTERVAL c until 330", "left NEVER_TOLD b");
        story.until(329).expect().until(330).expect("slack: BECAME_ACTIVE c (a)");
        assertThat(story.last().getReasons()).containsExactly("alert became active", "alert is still on");
        assertThat(story.last().getReason()).isEqualTo("alert became active");
    }

    @Test
    void end_ofOne_waitsForOthersAsLongAsABeginningDoes_andOfTheLast_notAtAll() {
        told("a", "b");
        story.at(60).over("a").until(89).expect().until(90).expect("slack: RESOLVED a (b)");
        story.at(340).over("b").expect("slack: RESOLVED b");
        story.at(350).on("a", Severity.HIGH, "service=shop").until(379).expect();
        story.until(380).expect("slack: BECAME_ACTIVE a");
    }

    @Test
    void end_ofBoth_takesTheFirstAlong() {
        told("a", "b");
        story.at(60).over("a").expect().at(61).over("b").expect("slack: RESOLVED a RESOLVED b");
        assertThat(story.last().getReasons()).as("the same for all").isEmpty();
        story.until(4_000).expect();
    }

    @Test
    void ends_thatComeTogether_areToldTogether_andNotHeldBackByTheInterval() {
        story.on("a", Severity.HIGH, "service=shop").on("b", Severity.HIGH, "service=shop");
        story.on("c", Severity.LOW, "service=shop").until(30).forgetTold();
        story.at(60).over("a").at(80).over("b").until(89).expect().until(90).expect("slack: RESOLVED a RESOLVED b (c)");
        story.at(100).on("d", Severity.HIGH, "service=shop").until(389).expect();
        story.until(390).expect("slack: BECAME_ACTIVE d (c)");
    }

    @Test
    void end_nearTheInterval_comesWithIt() {
        told("a", "b");
        story.at(320).over("a").until(330).expect("slack: RESOLVED a (b)");
    }

    @Test
    void rise_isToldAtOnce() {
        told("a", "b");
        story.at(60)
                .becomes("a", Severity.CRITICAL)
                .expect()
                .until(90)
                .expect("slack: SEVERITY_ROSE a", "pager: BECAME_ACTIVE a");
        story.at(100).becomes("b", Severity.CRITICAL).expect("slack: SEVERITY_ROSE b (a)", "pager: BECAME_ACTIVE b");
    }

    @Test
    void reopened_beforeItsEndWasTold_isNoNews() {
        told("a", "b");
        story.at(60).over("a").at(70).next("a", Transition.REOPENED, AlertState.ACTIVE, 1);
        story.until(1_000).expect();
        story.over("b").until(1_301).over("a").expect("slack: RESOLVED b (a)", "slack: RESOLVED a");
    }

    @Test
    void watched_comesAtTheInterval_unlessItComesBackBefore() {
        told("a", "b");
        story.at(60).next("a", Transition.WATCHING, AlertState.RECOVERING, 1);
        story.at(70)
                .next("a", Transition.ACTIVE, AlertState.ACTIVE, 1)
                .until(400)
                .expect();
        story.next("a", Transition.WATCHING, AlertState.RECOVERING, 1).expect("slack: WATCHED a (b)");
    }

    @Test
    void unchanged_isRepeated_untilSomebodyIsOnIt() {
        told("a", "b");
        story.until(3_629).expect().until(3_630).expect("slack: REPEATED a REPEATED b");
        story.acknowledged("a").until(7_230).expect("slack: REPEATED b");
        story.acknowledged("b").at(10_830).expect().at(40_000).expect();
        story.next("b", Transition.UNACKNOWLEDGED, AlertState.ACTIVE, 1);
    }

    @Test
    void repeat_isNoBusinessOfThoseThatShowEpisodes() {
        story.on("a", Severity.CRITICAL, "service=shop")
                .on("b", Severity.CRITICAL, "service=shop")
                .until(30)
                .expect("slack: BECAME_ACTIVE a BECAME_ACTIVE b", "pager: BECAME_ACTIVE a", "pager: BECAME_ACTIVE b");
        story.acknowledged("a").expect("pager: ACKNOWLEDGED a");
        story.until(3_630).expect("slack: REPEATED b");
        story.over("a")
                .until(3_931)
                .over("b")
                .expect("slack: RESOLVED a (b)", "pager: RESOLVED a", "slack: RESOLVED b", "pager: RESOLVED b");
    }

    @Test
    void slackApp_isToldWhatPeopleDo_andRepeats() {
        Timeline app = new Timeline("""
                receivers: [{ name: app, channel: slack_app, storm: { limit: 1, per: 1h } }]
                route: { receivers: [app], group_by: [service], repeat_interval: 2h }
                """);
        app.on("a", Severity.CRITICAL, "service=shop").expect("app: BECAME_ACTIVE a");
        app.becomes("a", Severity.HIGH).expect("app: CHANGED a");
        app.next("a", Transition.ASSIGNED, AlertState.ACTIVE, 1).expect("app: CHANGED a");
        app.corrected("a", Severity.MEDIUM).expect("app: CHANGED a");
        app.at(7_200).expect("app: REPEATED a");
        app.acknowledged("a").expect("app: ACKNOWLEDGED a");
        app.next("a", Transition.COMMENTED, AlertState.ACTIVE, 1).at(14_400).expect();
        app.over("a").expect("app: RESOLVED a");
    }

    @Test
    void silence_madeWhileTheGroupWaits_holdsItBack() {
        story.on("a", Severity.HIGH, "service=shop")
                .on("b", Severity.HIGH, "service=shop")
                .at(10)
                .silence("s", 10, 600, "alertname=a")
                .forgetDecisions()
                .until(30)
                .expect("slack: BECAME_ACTIVE b")
                .decided("held SILENCED a s until 600");
        story.until(600).expect("slack: BECAME_ACTIVE a (b)");
    }

    @Test
    void repeat_inASilence_isLeft() {
        told("a");
        story.at(3_000).silence("s", 3_000, 4_000, "alertname=a").until(7_229).expect();
        story.until(7_230).expect("slack: REPEATED a");
    }

    @Test
    void retry_ofAGroup_comesWithWhatIsNewer() {
        story.answers("slack", DeliveryStatus.RETRYABLE)
                .on("a", Severity.HIGH, "service=shop")
                .on("b", Severity.HIGH, "service=shop")
                .until(30)
                .expect("slack: BECAME_ACTIVE a BECAME_ACTIVE b");
        story.answers("slack", DeliveryStatus.DELIVERED).over("a");
        story.until(400).expect("slack: BECAME_ACTIVE b");
        story.over("b").expect("slack: RESOLVED b");
    }

    @Test
    void group_thatIsTooLarge_isSummedUp() {
        for (int i = 0; i < 60; i++) story.on("rule-" + i, Severity.HIGH, "service=shop");
        story.until(30).expect("slack: SUMMARY rule +60 -0");
        assertThat(story.last().getKind()).isEqualTo(NotificationKind.SUMMARY);
        assertThat(story.last().getSummary().get(0).getGroups()).containsExactly("service=shop");
        for (int i = 0; i < 60; i++) story.over("rule-" + i);
        story.until(400).expect("slack: SUMMARY rule +0 -60");
        story.until(200_000 / 100).expect();
    }

    @Test
    void each_hasItsWait_andNoInterval() {
        Timeline each = new Timeline(EACH);
        each.on("a", Severity.HIGH, "service=shop").at(9).expect().at(10).expect("slack: BECAME_ACTIVE a");
        each.becomes("a", Severity.CRITICAL).expect("slack: SEVERITY_ROSE a");
        each.next("a", Transition.WATCHING, AlertState.RECOVERING, 1).expect("slack: WATCHED a");
        each.next("a", Transition.ACTIVE, AlertState.ACTIVE, 1).expect("slack: CAME_BACK a");
        each.at(3_609).expect().at(3_610).expect("slack: REPEATED a").over("a").expect("slack: RESOLVED a");
        each.at(8_000).expect();
        each.at(900_000);
        assertThat(each.size()).as("version, time and schemas").isEqualTo(4);
    }

    @Test
    void hours_holdBackUntilTheyOpen() {
        Timeline hours = new Timeline("""
                time_intervals:
                  - name: from_nine
                    time_intervals: [{ times: [{ start_time: '09:00', end_time: '17:00' }], weekdays: ['monday:friday'] }]
                receivers: [{ name: slack, channel: slack }]
                route:
                  routes: [{ matchers: ['severity="high"'], receivers: [slack], active_time_intervals: [from_nine] }]
                """);
        hours.on("a", Severity.HIGH).on("b", Severity.HIGH).over("b").expect();
        hours.decided("held OUTSIDE_HOURS a from_nine until 3600", "held OUTSIDE_HOURS b from_nine until 3600");
        hours.at(3_599).expect().at(3_600).expect("slack: BECAME_ACTIVE a");
        hours.at(10 * 3_600).over("a").expect("slack: RESOLVED a");
        hours.on("c", Severity.HIGH)
                .expect()
                .at(73 * 3_600 - 1)
                .expect()
                .at(73 * 3_600)
                .expect("slack: BECAME_ACTIVE c");
    }

    @Test
    void twoRoutes_tellAReceiverOnce() {
        Timeline two = new Timeline("""
                receivers: [{ name: slack, channel: slack }, { name: email, channel: email }]
                route:
                  routes:
                    - { matchers: ['severity="high"'], receivers: [slack], continue: true }
                    - { matchers: ['severity="high"'], receivers: [email, slack], group_by: [service] }
                """);
        two.on("a", Severity.HIGH, "service=shop")
                .expect("slack: BECAME_ACTIVE a", "email: BECAME_ACTIVE a")
                .decided("left slack ALREADY_TOLD a");
        two.over("a").expect("slack: RESOLVED a", "email: RESOLVED a");
    }

    private void told(String... names) {
        for (String name : names) story.on(name, Severity.HIGH, "service=shop");
        story.until(30).forgetDecisions();
        story.expect("slack: BECAME_ACTIVE " + String.join(" BECAME_ACTIVE ", names));
    }
}
