package dev.vigia.processors.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.vigia.schemas.avro.DecisionKind;
import dev.vigia.schemas.avro.DeliveryStatus;
import dev.vigia.schemas.avro.DispatchDecision;
import dev.vigia.schemas.avro.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

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

    private void opens() {
        story.answers("slack", DeliveryStatus.RETRYABLE);
        for (int i = 1; i <= 5; i++) story.at(i - 1).on("a-" + i, Severity.HIGH);
        story.until(20);
        story.answers("slack", DeliveryStatus.RETRYABLE).forgetTold().forgetDecisions();
    }
}
