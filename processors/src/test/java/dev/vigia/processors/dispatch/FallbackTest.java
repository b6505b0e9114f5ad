package dev.vigia.processors.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.DecisionKind;
import dev.vigia.schemas.avro.DeliveryStatus;
import dev.vigia.schemas.avro.DispatchDecision;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Transition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is told in another's place, and how receivers that fail are left in peace. */
class FallbackTest {

    private static final String ROUTES = """
            receivers:
              - { name: slack, channel: slack, fallback: [email, sms] }
              - { name: email, channel: email }
              - { name: sms, channel: http }
            route: { receivers: [slack], repeat_interval: 0s }
            """;

    private final Timeline story = new Timeline(ROUTES);

    @Test
    void refused_isToldToTheFirstInItsPlace_whoHearsOfTheEndAsWell() {
        story.answers("slack", DeliveryStatus.FAILED)
                .on("a", Severity.HIGH)
                .expect("slack: BECAME_ACTIVE a", "email for slack: BECAME_ACTIVE a");
        story.decided("left slack REFUSED a");
        story.answers("slack", DeliveryStatus.DELIVERED).over("a").expect("email: RESOLVED a");
        story.decided("left slack NEVER_TOLD a");
    }

    @Test
    void end_thatIsRefused_isToldInItsPlace() {
        story.on("a", Severity.HIGH).answers("slack", DeliveryStatus.FAILED).over("a");
        story.expect("slack: BECAME_ACTIVE a", "slack: RESOLVED a", "email for slack: RESOLVED a");
    }

    @Test
    void begin_thatFailsAfterItsEnd_isToldToNobody() {
        story.answers("slack", DeliveryStatus.UNKNOWN).on("a", Severity.HIGH).over("a");
        story.expect("slack: BECAME_ACTIVE a", "slack: RESOLVED a");
    }

    @Test
    void begin_thatMayHaveArrived_isToldOfItsEnd() {
        story.givesNoAnswer("slack", DeliveryStatus.RETRYABLE).on("a", Severity.HIGH);
        story.expect("slack: BECAME_ACTIVE a").answers("slack", DeliveryStatus.DELIVERED);
        story.over("a").expect("slack: RESOLVED a").until(600).expect();
    }

    @Test
    void begin_thatIsGivenUpAndMayHaveArrived_isToldInItsPlace_andBothHearOfTheEnd() {
        story.givesNoAnswer("slack", DeliveryStatus.FAILED).on("a", Severity.HIGH);
        story.expect("slack: BECAME_ACTIVE a", "email for slack: BECAME_ACTIVE a");
        story.answers("slack", DeliveryStatus.DELIVERED).over("a").expect("slack: RESOLVED a", "email: RESOLVED a");
    }

    @Test
    void breaker_opensAfterFiveFailures_andWhoStandsInIsToldAtOnce() {
        opens();
        story.at(20).on("f", Severity.HIGH).expect("email for slack: BECAME_ACTIVE f");
        story.decided("left slack BREAKER_OPEN f");
    }

    @Test
    void fallback_thatRefuses_isFollowedByTheNext_whoHearsOfTheEndAsWell() {
        story.answers("slack", DeliveryStatus.FAILED).answers("email", DeliveryStatus.FAILED);
        story.on("a", Severity.HIGH)
                .expect("slack: BECAME_ACTIVE a", "email for slack: BECAME_ACTIVE a", "sms for slack: BECAME_ACTIVE a")
                .decided("left slack REFUSED a", "left email REFUSED a");
        story.over("a").expect("sms: RESOLVED a").decided("left email NEVER_TOLD a", "left slack NEVER_TOLD a");
    }

    @Test
    void fallback_thatHasOneOfItsOwn_isFollowedByThat_thenByTheNext() {
        Timeline chain = new Timeline("""
                receivers:
                  - { name: slack, channel: slack, fallback: [email, sms] }
                  - { name: email, channel: email, fallback: [pager] }
                  - { name: pager, channel: webhook }
                  - { name: sms, channel: http }
                route: { receivers: [slack], repeat_interval: 0s }
                """);
        for (String name : List.of("slack", "email", "pager", "sms")) chain.answers(name, DeliveryStatus.FAILED);
        chain.on("a", Severity.HIGH)
                .expect(
                        "slack: BECAME_ACTIVE a",
                        "email for slack: BECAME_ACTIVE a",
                        "pager for slack: BECAME_ACTIVE a",
                        "sms for slack: BECAME_ACTIVE a");
    }

    @Test
    void fallback_thatIsNotWell_isPassedOver() {
        story.answers("email", DeliveryStatus.FAILED);
        opens();
        story.at(20)
                .on("f", Severity.HIGH)
                .expect("sms for slack: BECAME_ACTIVE f")
                .decided("left slack BREAKER_OPEN f");
    }

    @Test
    void fallback_thatWasNotWell_hasOneTryAMinute_andIsToldAgainOnceItIs() {
        story.answers("email", DeliveryStatus.FAILED);
        opens();
        story.answers("slack", DeliveryStatus.FAILED).until(100).forgetTold().forgetDecisions();
        story.on("f", Severity.HIGH)
                .expect("slack: BECAME_ACTIVE f", "email for slack: BECAME_ACTIVE f", "sms for slack: BECAME_ACTIVE f");
        story.on("g", Severity.HIGH).expect("sms for slack: BECAME_ACTIVE g");
        story.answers("email", DeliveryStatus.DELIVERED)
                .until(161)
                .on("h", Severity.HIGH)
                .on("i", Severity.HIGH);
        story.expect("slack: BECAME_ACTIVE h", "email for slack: BECAME_ACTIVE h", "email for slack: BECAME_ACTIVE i");
    }

    @Test
    void summary_thatIsRefusedByWhoStandsIn_isToldToTheNext() {
        Timeline storm = new Timeline(
                ROUTES.replace("fallback: [email, sms]", "fallback: [email, sms], storm: { limit: 1, per: 1m }"));
        storm.on("a", Severity.HIGH).on("b", Severity.HIGH);
        storm.answers("slack", DeliveryStatus.FAILED)
                .answers("email", DeliveryStatus.FAILED)
                .at(60);
        storm.expect(
                "slack: BECAME_ACTIVE a",
                "slack: SUMMARY b +1 -0",
                "email for slack: SUMMARY b +1 -0",
                "sms for slack: SUMMARY b +1 -0");
        storm.over("b").expect("sms: RESOLVED b");
    }

    @Test
    void breaker_closesWithTheFirstSuccess() {
        opens();
        story.answers("slack", DeliveryStatus.DELIVERED).at(59).on("f", Severity.HIGH);
        story.expect("email for slack: BECAME_ACTIVE f");
        story.at(80).on("g", Severity.HIGH).on("h", Severity.HIGH);
        story.expect("slack: BECAME_ACTIVE g", "slack: BECAME_ACTIVE h");
    }

    @Test
    void breaker_withNobodyInItsPlace_waitsWithoutAttempts() {
        Timeline alone = new Timeline("""
                receivers: [{ name: slack, channel: slack }]
                route: { receivers: [slack], repeat_interval: 0s }
                """);
        alone.answers("slack", DeliveryStatus.RETRYABLE);
        for (int i = 1; i <= 5; i++) alone.on("a-" + i, Severity.HIGH);
        alone.expect(
                "slack: BECAME_ACTIVE a-1",
                "slack: BECAME_ACTIVE a-2",
                "slack: BECAME_ACTIVE a-3",
                "slack: BECAME_ACTIVE a-4",
                "slack: BECAME_ACTIVE a-5");
        alone.on("b", Severity.HIGH).until(59).expect();
        alone.until(60).until(119);
        assertThat(alone.notifications()).as("one try a minute").hasSize(6);
        alone.over("a-2").answers("slack", DeliveryStatus.DELIVERED).until(119);
        int before = alone.notifications().size();
        alone.until(121);
        assertThat(alone.notifications().subList(before, alone.notifications().size()))
                .as("all that still burns")
                .hasSize(5);
        alone.until(600);
        assertThat(alone.notifications()).hasSize(before + 5);
    }

    @Test
    void fallback_thatKnowsAlready_isNotToldAgain() {
        Timeline both = new Timeline(ROUTES.replace("receivers: [slack],", "receivers: [email, slack],"));
        both.answers("slack", DeliveryStatus.FAILED).on("a", Severity.HIGH);
        both.expect("email: BECAME_ACTIVE a", "slack: BECAME_ACTIVE a")
                .decided("left slack REFUSED a", "left email ALREADY_TOLD a");
        both.over("a").expect("email: RESOLVED a").decided("left slack NEVER_TOLD a");
    }

    @Test
    void receiver_thatAsksToWaitForLongerThanAMinute_isLeftToWhoStandsIn() {
        story.asksToWait("slack", 60).on("a", Severity.HIGH).decided("waits slack BECAME_ACTIVE a until 60");
        story.asksToWait("slack", 61).on("b", Severity.HIGH).decided("left slack PUT_OFF b");
        story.expect("slack: BECAME_ACTIVE a", "slack: BECAME_ACTIVE b", "email for slack: BECAME_ACTIVE b");
        story.answers("slack", DeliveryStatus.DELIVERED).over("b").expect("email: RESOLVED b");
    }

    @Test
    void receiver_thatAsksToWaitForAnHour_isTriedAfterFiveMinutes_whereNobodyStandsIn() {
        Timeline alone = alone("0s").asksToWait("slack", 3_600).on("a", Severity.HIGH);
        alone.expect("slack: BECAME_ACTIVE a").decided("waits slack BECAME_ACTIVE a until 300");
        alone.answers("slack", DeliveryStatus.DELIVERED).until(299).expect();
        alone.until(300).expect("slack #2: BECAME_ACTIVE a");
    }

    @Test
    void repeat_thatIsRefusedAfterSomebodyTookIt_isToldToNobody() {
        Timeline repeats = new Timeline(ROUTES.replace("repeat_interval: 0s", "group_by: [], repeat_interval: 1m"));
        repeats.on("a", Severity.HIGH).on("b", Severity.HIGH).at(60);
        repeats.answers("slack", DeliveryStatus.UNKNOWN).at(120).forgetTold().forgetDecisions();
        repeats.acknowledged("a").answersAtLast(DeliveryStatus.FAILED);
        repeats.expect("email for slack: REPEATED b").decided("left slack REFUSED a b", "left email ACKNOWLEDGED a");
        repeats.at(180).acknowledged("b").forgetTold().forgetDecisions();
        repeats.answersAtLast(DeliveryStatus.FAILED);
        repeats.expect().decided("left slack REFUSED b", "left email ACKNOWLEDGED b");
    }

    @Test
    void summary_thatIsRefused_isToldInItsPlace() {
        Timeline storm = new Timeline(
                ROUTES.replace("fallback: [email, sms]", "fallback: [email], storm: { limit: 1, per: 1m }"));
        storm.on("a", Severity.HIGH).on("b", Severity.HIGH).on("c", Severity.HIGH);
        storm.answers("slack", DeliveryStatus.FAILED).at(60);
        storm.expect(
                "slack: BECAME_ACTIVE a", "slack: SUMMARY b +1 -0 c +1 -0", "email for slack: SUMMARY b +1 -0 c +1 -0");
        assertThat(storm.records())
                .filteredOn(record -> !record.getReason().equals("BECAME_ACTIVE"))
                .extracting(record -> record.getKind() + " " + record.getReceiver(), DispatchDecision::getBy)
                .containsExactly(
                        tuple("HELD slack", ""),
                        tuple("HELD slack", ""),
                        tuple("TOLD slack", ""),
                        tuple("LEFT slack", ""),
                        tuple("TOLD email", summary(storm)));
        assertThat(storm.records())
                .filteredOn(record -> record.getReceiver().equals("slack")
                        && !record.getReason().equals("BECAME_ACTIVE"))
                .extracting(DispatchDecision::getNotificationId)
                .containsOnly(summary(storm));
        storm.over("b").expect("email: RESOLVED b");
    }

    /** The one with which the alerts come that the storm holds back. */
    private static String summary(Timeline storm) {
        return storm.records().stream()
                .filter(record -> record.getKind() == DecisionKind.HELD)
                .findFirst()
                .orElseThrow()
                .getNotificationId();
    }

    @Test
    void heartbeat_comesOncePerInterval_andIsNotTriedAgain() {
        Timeline beat = new Timeline("""
                receivers: [{ name: deadman, channel: http }]
                heartbeats: [{ receiver: deadman, interval: 1m }]
                route: {}
                """);
        beat.expect("deadman: HEARTBEAT").answers("deadman", DeliveryStatus.RETRYABLE);
        beat.until(59)
                .expect()
                .until(60)
                .expect("deadman: HEARTBEAT")
                .until(119)
                .expect();
        assertThat(beat.last().getId()).isNotEqualTo(beat.notifications().get(0).getId());
        beat.at(600).expect("deadman: HEARTBEAT");
    }

    @Test
    void heartbeat_whileSomePartitionIsNotJudged_doesNotCome() {
        Timeline beat = new Timeline("""
                receivers: [{ name: deadman, channel: http }]
                heartbeats: [{ receiver: deadman, interval: 1m }]
                route: {}
                """);
        beat.expect("deadman: HEARTBEAT").judged(0, 5).judged(1, 5);
        beat.at(240).expect("deadman: HEARTBEAT").judged(0, 5);
        beat.at(300).expect();
        assertThat(beat.records()).last().satisfies(record -> {
            assertThat(record.getReceiver()).isEqualTo("deadman");
            assertThat(record.getReason()).isEqualTo("STANDS_STILL");
        });
        beat.judged(1, 301).at(360).expect();
        beat.judged(1, 200).at(420).expect("deadman: HEARTBEAT");
    }

    private static Timeline alone(String repeat) {
        return new Timeline("""
                receivers: [{ name: slack, channel: slack }]
                route: { receivers: [slack], repeat_interval: %s }
                """.formatted(repeat));
    }

    @ParameterizedTest
    @ValueSource(ints = {600, 3_600})
    void receiver_withNobodyInItsPlace_isToldOnceItIsWell(int down) {
        Timeline alone = alone("10m").answers("slack", DeliveryStatus.RETRYABLE).on("a", Severity.HIGH);
        alone.until(down);
        assertThat(alone.notifications()).hasSizeBetween(10, 10 + down / 60);
        assertThat(alone.notifications())
                .extracting(Notification::getId)
                .containsOnly(alone.last().getId());
        alone.answers("slack", DeliveryStatus.DELIVERED).forgetTold().until(down + 300);
        int attempt = alone.last().getAttempt();
        alone.expect("slack #" + attempt + ": BECAME_ACTIVE a")
                .until(down + 599)
                .forgetTold();
        alone.until(down + 600).expect("slack: REPEATED a").over("a").expect("slack: RESOLVED a");
    }

    @Test
    void receiver_withNobodyInItsPlace_hearsNothingOfWhatIsOverByThen() {
        Timeline alone = alone("10m").answers("slack", DeliveryStatus.RETRYABLE).on("a", Severity.HIGH);
        alone.until(1_800).over("a").forgetTold().answers("slack", DeliveryStatus.DELIVERED);
        alone.until(3_600).expect();
        assertThat(alone.records())
                .last()
                .satisfies(record -> assertThat(record.getReason()).isEqualTo("NEVER_TOLD"));
    }

    @Test
    void repeats_whileTheReceiverIsNotWell_areOne() {
        Timeline alone = alone("10m").on("a", Severity.HIGH).answers("slack", DeliveryStatus.RETRYABLE);
        alone.until(4_000)
                .answers("slack", DeliveryStatus.DELIVERED)
                .forgetTold()
                .until(4_199);
        assertThat(alone.last().getAttempt()).isGreaterThan(10);
        alone.expect("slack #" + alone.last().getAttempt() + ": REPEATED a");
    }

    @Test
    void end_isToldOnceTheReceiverIsWell() {
        Timeline alone = alone("0s").on("a", Severity.HIGH).answers("slack", DeliveryStatus.RETRYABLE);
        alone.over("a").until(3_600).answers("slack", DeliveryStatus.DELIVERED).forgetTold();
        alone.until(3_900).expect("slack #" + alone.last().getAttempt() + ": RESOLVED a");
    }

    @Test
    void end_isGivenUpAfterADay() {
        Timeline alone = alone("0s").once().on("a", Severity.HIGH).answers("slack", DeliveryStatus.RETRYABLE);
        alone.over("a");
        for (int minute = 1; minute < 1_440; minute++) alone.at(minute * 60);
        alone.forgetTold().forgetDecisions();
        for (int minute = 1_440; minute < 1_446; minute++) alone.at(minute * 60);
        alone.decided("left slack GAVE_UP a").forgetTold().answers("slack", DeliveryStatus.DELIVERED);
        alone.at(100_000).expect();
    }

    @Test
    void end_thatWaits_isNotToldAfterItWasReopened() {
        Timeline alone = alone("0s").on("a", Severity.HIGH).answers("slack", DeliveryStatus.RETRYABLE);
        alone.over("a").until(600).next("a", Transition.REOPENED, AlertState.ACTIVE, 1);
        alone.forgetTold().answers("slack", DeliveryStatus.DELIVERED).until(1_000);
        alone.expect("slack: REOPENED a");
    }

    @Test
    void endOfOneOfAGroup_thatWaits_isLeftOutOnceThatWasReopened() {
        Timeline alone = new Timeline("""
                receivers: [{ name: slack, channel: slack }]
                route: { receivers: [slack], group_by: [], group_wait: 10s, repeat_interval: 0s }
                """);
        alone.on("a", Severity.HIGH).on("b", Severity.HIGH).at(10).forgetTold();
        alone.answers("slack", DeliveryStatus.RETRYABLE).over("a").over("b");
        alone.expect("slack: RESOLVED a RESOLVED b").forgetDecisions();
        alone.answers("slack", DeliveryStatus.DELIVERED).next("a", Transition.REOPENED, AlertState.ACTIVE, 1);
        alone.at(11).expect("slack #2: RESOLVED b").decided("waits GROUP_WAIT a until 20");
    }

    @Test
    void refused_isToldOnceTheReceiverTakesSomething_andHearsOfTheEnd() {
        Timeline alone = alone("0s").answers("slack", DeliveryStatus.FAILED).on("a", Severity.HIGH);
        alone.on("quiet", Severity.HIGH).over("quiet").forgetTold();
        alone.answers("slack", DeliveryStatus.DELIVERED).on("b", Severity.HIGH);
        alone.expect("slack: BECAME_ACTIVE b", "slack: BECAME_ACTIVE a");
        assertThat(alone.notifications()).extracting(Notification::getId).doesNotHaveDuplicates();
        alone.on("c", Severity.HIGH).over("a").expect("slack: BECAME_ACTIVE c", "slack: RESOLVED a");
    }

    @Test
    void alertThatIsRefusedAlways_isToldAnewOnceByASuccess_andOnceARepeat() {
        Timeline alone = alone("1h").answers("slack", DeliveryStatus.UNKNOWN).on("a", Severity.HIGH);
        alone.answersAtLast(DeliveryStatus.FAILED).at(1).on("b", Severity.HIGH).forgetTold();
        alone.answersAtLast(DeliveryStatus.DELIVERED).expect("slack: BECAME_ACTIVE a");
        alone.answersAtLast(DeliveryStatus.FAILED).on("c", Severity.HIGH).answersAtLast(DeliveryStatus.DELIVERED);
        alone.expect("slack: BECAME_ACTIVE c")
                .over("b")
                .over("c")
                .forgetTold()
                .until(3_599)
                .expect();
        alone.until(3_600).expect("slack: BECAME_ACTIVE a").answersAtLast(DeliveryStatus.FAILED);
        alone.on("d", Severity.HIGH).answersAtLast(DeliveryStatus.DELIVERED);
        alone.expect("slack: BECAME_ACTIVE d", "slack: BECAME_ACTIVE a")
                .over("d")
                .forgetTold();
        assertThat(alone.notifications()).extracting(Notification::getId).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"slack", "pagerduty"})
    void refused_isToldAsNewByTheRepeat(String channel) {
        Timeline alone = new Timeline("""
                receivers: [{ name: it, channel: %s }]
                route: { receivers: [it], repeat_interval: 1h }
                """.formatted(channel));
        alone.answers("it", DeliveryStatus.FAILED).on("a", Severity.HIGH).forgetTold();
        alone.answers("it", DeliveryStatus.DELIVERED)
                .at(3_599)
                .expect()
                .at(3_600)
                .expect("it: BECAME_ACTIVE a");
        alone.at(7_200);
        if (channel.equals("slack")) alone.expect("it: REPEATED a");
        alone.over("a").expect("it: RESOLVED a");
    }

    @Test
    void refused_thatComesAgainOrRises_isToldAsNew_andNotAsToldBefore() {
        Timeline alone = alone("0s").answers("slack", DeliveryStatus.FAILED).on("a", Severity.HIGH);
        alone.at(60).next("a", Transition.ACTIVE, AlertState.ACTIVE, 1);
        alone.expect("slack: BECAME_ACTIVE a", "slack: BECAME_ACTIVE a");
        alone.answers("slack", DeliveryStatus.DELIVERED).at(120).becomes("a", Severity.CRITICAL);
        alone.expect("slack: BECAME_ACTIVE a").decided("left slack REFUSED a", "left slack REFUSED a");
        alone.next("a", Transition.ACTIVE, AlertState.ACTIVE, 1).decided("left slack ALREADY_TOLD a");
    }

    @Test
    void alertThatComesAgain_whileItWaits_isToldByOneNotification() {
        Timeline alone = alone("0s").answers("slack", DeliveryStatus.RETRYABLE).on("a", Severity.HIGH);
        alone.until(30).forgetTold().forgetDecisions().next("a", Transition.ACTIVE, AlertState.ACTIVE, 1);
        alone.answers("slack", DeliveryStatus.DELIVERED).until(600).expect("slack: BECAME_ACTIVE a");
        assertThat(alone.records()).extracting(DispatchDecision::getReason).doesNotContain("ALREADY_TOLD");
    }

    @Test
    void alertThatNobodyHeardOf_isToldToWhomItIsMeantFor_onceItIsWell() {
        Timeline both = new Timeline(ROUTES.replace("fallback: [email, sms]", "fallback: [email]"));
        both.answers("slack", DeliveryStatus.FAILED).answers("email", DeliveryStatus.FAILED);
        both.on("a", Severity.HIGH).forgetTold();
        both.answers("slack", DeliveryStatus.DELIVERED).on("b", Severity.HIGH);
        both.expect("slack: BECAME_ACTIVE b", "slack: BECAME_ACTIVE a");
    }

    @Test
    void alertThatIsSilencedByThen_isToldWhenTheSilenceEnds() {
        Timeline alone = alone("0s").answers("slack", DeliveryStatus.FAILED).on("a", Severity.HIGH);
        alone.silence("s", 0, 100, "alertname=a").forgetTold().forgetDecisions();
        alone.answers("slack", DeliveryStatus.DELIVERED).on("b", Severity.HIGH);
        alone.expect("slack: BECAME_ACTIVE b").decided("held SILENCED a s until 100");
        alone.at(100).expect("slack: BECAME_ACTIVE a");
    }

    @Test
    void fallback_thatWaitsItself_isNotToldTwice() {
        Timeline both = new Timeline(ROUTES.replace("receivers: [slack],", "receivers: [email, slack],"));
        both.answers("email", DeliveryStatus.RETRYABLE).answers("slack", DeliveryStatus.FAILED);
        both.on("a", Severity.HIGH)
                .expect("email: BECAME_ACTIVE a", "slack: BECAME_ACTIVE a")
                .decided(
                        "waits email BECAME_ACTIVE a until 1",
                        "left slack REFUSED a",
                        "waits email BECAME_ACTIVE a until 1");
        both.answers("email", DeliveryStatus.DELIVERED).until(100).expect("email #2: BECAME_ACTIVE a");
    }

    private void opens() {
        story.answers("slack", DeliveryStatus.RETRYABLE);
        for (int i = 1; i <= 5; i++) story.at(i - 1).on("a-" + i, Severity.HIGH);
        story.until(20);
        story.answers("slack", DeliveryStatus.RETRYABLE).forgetTold().forgetDecisions();
    }
}
