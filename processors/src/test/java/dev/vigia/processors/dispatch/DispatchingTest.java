package dev.vigia.processors.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.routing.Routing;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.HeapStore;
import dev.vigia.processors.state.Ids;
import dev.vigia.processors.state.Key;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.ControlSignal;
import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DeliveryStatus;
import dev.vigia.schemas.avro.DispatchSignal;
import dev.vigia.schemas.avro.Evidence;
import dev.vigia.schemas.avro.MatchType;
import dev.vigia.schemas.avro.Matcher;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Silence;
import dev.vigia.schemas.avro.Tick;
import dev.vigia.schemas.avro.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DispatchingTest {

    static final String ROUTES = """
            receivers:
              - { name: slack, channel: slack }
              - { name: email, channel: email }
            route:
              repeat_interval: 0s
              routes:
                - { matchers: ['severity="critical"'], receivers: [slack, email] }
                - { matchers: ['severity="high"', 'category="performance"'], receivers: [slack] }
            """;

    private static final long START = 1_800_000_000_000L;

    private final HeapStore store = new HeapStore();
    private final List<String> said = new ArrayList<>();
    private Dispatching dispatching = new Dispatching(Routing.parse("routes.yaml", ROUTES, Map.of()), store);
    private Notification last = new Notification();

    @Test
    void active_goesToTheReceiversOfItsSeverity() {
        on(Severity.CRITICAL, Transition.ACTIVE).expect("tell slack 1 active", "tell email 1 active");
        assertThat(last.getReason()).isEqualTo("alert became active");
        assertThat(last.getAt()).isEqualTo(START);
        assertThat(last.getGroupLabels()).isEqualTo(Map.of("alertname", "the-rule", "service", "shop"));
    }

    @Test
    void active_withoutARoute_isLeft() {
        on(Severity.LOW, Transition.ACTIVE).expect("leave NO_ROUTE");
        on(Severity.LOW, Transition.RESOLVED).expect();
    }

    /** Whoever looks for alerts that nobody is told of finds those that were to be. */
    @Test
    void active_whereTheFileSaysNobody_isLeftForAnotherReason() {
        String low = "    - { matchers: ['severity=~\"low|info\"'], receivers: [] }\n";
        Routing routing = Routing.parse("routes.yaml", ROUTES + low, Map.of());

        dispatching = new Dispatching(routing, store);
        on(Severity.LOW, Transition.ACTIVE).expect("leave RECORDED_ONLY");
        on(Severity.MEDIUM, Transition.ACTIVE).expect("leave NO_ROUTE");
        dispatching = new Dispatching(routing.limitedTo(Set.of()), store);
        on(Severity.LOW, Transition.ACTIVE).expect("leave RECORDED_ONLY");
        on(Severity.HIGH, Transition.ACTIVE).expect("leave NO_ROUTE");
    }

    @Test
    void route_withCategories_isForTheseOnly() {
        fold(alert("0000000000000001", Severity.HIGH, Transition.ACTIVE, "system"))
                .expect("leave NO_ROUTE");
        fold(alert("0000000000000002", Severity.HIGH, Transition.ACTIVE, "performance"))
                .expect("tell slack 1 active");
    }

    @Test
    void otherTransitions_tellNobody() {
        on(Severity.CRITICAL, Transition.PENDING).expect();
        on(Severity.CRITICAL, Transition.RECOVERING).expect();
        on(Severity.CRITICAL, Transition.CANCELLED).expect();
        on(Severity.CRITICAL, Transition.ACKNOWLEDGED).expect();
    }

    @Test
    void active_againInTheSameEpisode_isNotToldAgain() {
        on(Severity.HIGH, Transition.ACTIVE)
                .delivered(1, DeliveryStatus.DELIVERED)
                .expect("tell slack 1 active");
        on(Severity.HIGH, Transition.ACTIVE).expect("leave ALREADY_TOLD");
    }

    @Test
    void severity_thatRises_isToldToItsReceivers() {
        on(Severity.HIGH, Transition.ACTIVE)
                .delivered(1, DeliveryStatus.DELIVERED)
                .expect("tell slack 1 active");
        String first = last.getId();
        changes(Severity.HIGH, Severity.CRITICAL).expect("tell slack 1 severe", "tell email 1 active");
        assertThat(last.getId()).isNotEqualTo(first);
        changes(Severity.CRITICAL, Severity.HIGH).expect();
        changes(Severity.HIGH, Severity.CRITICAL).expect("leave ALREADY_TOLD", "leave ALREADY_TOLD");
        on(Severity.CRITICAL, Transition.ACTIVE).expect("leave ALREADY_TOLD", "leave ALREADY_TOLD");
        on(Severity.HIGH, Transition.RESOLVED).expect("tell slack 1 resolved", "tell email 1 resolved");
        on(Severity.HIGH, Transition.RESOLVED).expect();
    }

    @Test
    void severity_thatRises_whereNobodyWasToldBefore_isNews() {
        on(Severity.LOW, Transition.ACTIVE).expect("leave NO_ROUTE");
        changes(Severity.LOW, Severity.HIGH).expect("tell slack 1 active");
        changes(Severity.HIGH, Severity.CRITICAL).expect("tell slack 1 severe", "tell email 1 active");
    }

    @Test
    void severity_thatRises_dropsWhatWaits() {
        on(Severity.HIGH, Transition.ACTIVE)
                .delivered(1, DeliveryStatus.RETRYABLE)
                .expect("tell slack 1 active", "wait 1000");
        changes(Severity.HIGH, Severity.CRITICAL).expect("tell slack 1 active", "tell email 1 active");
        tick(60_000).expect();
        on(Severity.CRITICAL, Transition.RESOLVED).expect("tell slack 1 resolved", "tell email 1 resolved");
    }

    @Test
    void severity_thatRises_whereTheFirstWasRefused_isToldAsNewAndResolved() {
        on(Severity.HIGH, Transition.ACTIVE).delivered(1, DeliveryStatus.FAILED);
        changes(Severity.HIGH, Severity.CRITICAL)
                .expect("tell slack 1 active", "leave REFUSED", "tell slack 1 active", "tell email 1 active");
        on(Severity.CRITICAL, Transition.RESOLVED).expect("tell slack 1 resolved", "tell email 1 resolved");
    }

    @Test
    void resolved_isToldWhereActiveWasTold() {
        on(Severity.HIGH, Transition.RESOLVED).expect();
        on(Severity.HIGH, Transition.ACTIVE).expect("tell slack 1 active");
        on(Severity.CRITICAL, Transition.RESOLVED).expect("tell slack 1 resolved");
        assertThat(last.getReason()).isEqualTo("alert resolved");
    }

    @Test
    void resolved_whereActiveFailedOrWaits_isNotTold() {
        on(Severity.HIGH, Transition.ACTIVE).delivered(1, DeliveryStatus.FAILED);
        on(Severity.HIGH, Transition.RESOLVED).expect("tell slack 1 active", "leave REFUSED", "leave NEVER_TOLD");
        on(Severity.HIGH, Transition.ACTIVE).delivered(1, DeliveryStatus.RETRYABLE);
        on(Severity.HIGH, Transition.RESOLVED).expect("tell slack 1 active", "wait 1000", "leave NEVER_TOLD");
        tick(60_000).expect();
    }

    @Test
    void retryable_isTriedAgainWithGrowingPauses() {
        on(Severity.HIGH, Transition.ACTIVE).expect("tell slack 1 active");
        String id = last.getId();
        delivered(1, DeliveryStatus.STARTED)
                .delivered(1, DeliveryStatus.RETRYABLE)
                .expect("wait 1000");
        tick(999).expect();
        tick(1_000).expect("tell slack 2 active");
        assertThat(last.getId()).isEqualTo(id);
        assertThat(last.getAlerts()).hasSize(1);
        tick(1_500).delivered(2, DeliveryStatus.RETRYABLE).expect("wait 2000");
        tick(600_000).expect("tell slack 3 active");
        delivered(2, DeliveryStatus.RETRYABLE).expect();
        delivered(3, DeliveryStatus.DELIVERED)
                .delivered(3, DeliveryStatus.RETRYABLE)
                .expect();
        tick(6_000_000).expect();
    }

    @Test
    void retryable_whenTheOtherSideAskedToWait_waitsSoLong() {
        on(Severity.HIGH, Transition.ACTIVE);
        fold(new Delivery(
                        last.getId(),
                        1,
                        "slack",
                        "slack",
                        DeliveryStatus.RETRYABLE,
                        START,
                        "429",
                        30_000L,
                        null,
                        false))
                .expect("tell slack 1 active", "wait 30000");
    }

    @Test
    void retryable_tenTimes_isTriedOn_whereNobodyElseIsTold() {
        on(Severity.HIGH, Transition.ACTIVE);
        for (int attempt = 1; attempt < 10; attempt++) {
            delivered(attempt, DeliveryStatus.RETRYABLE);
            tick(attempt * 300_000L);
        }
        said.clear();
        delivered(10, DeliveryStatus.RETRYABLE).expect("wait 300000");
        tick(9 * 300_000L + 300_000).expect("tell slack 11 active");
    }

    @Test
    void backoff_doublesUpToFiveMinutes() {
        assertThat(Backoff.after(1, 0)).isEqualTo(1_000);
        assertThat(Backoff.after(9, 0)).isEqualTo(256_000);
        assertThat(Backoff.after(10, 0)).isEqualTo(300_000);
        assertThat(Backoff.after(100, 0)).isEqualTo(300_000);
        assertThat(Backoff.after(1, 200_000)).isEqualTo(200_000);
        assertThat(Backoff.after(10, 400_000)).as("whatever is asked for").isEqualTo(300_000);
    }

    @Test
    void snooze_thatIsOverWhileItIsStillOn_isToldOnce() {
        on(Severity.HIGH, Transition.ACTIVE).expect("tell slack 1 active");
        String first = last.getId();
        snoozed(2, Transition.SNOOZED, 60_000L).expect();
        snoozed(3, Transition.ACTIVE, 60_000L).expect("leave SNOOZED");
        tick(59_999).expect();
        restart();
        tick(60_000).expect("tell slack 1 snooze");
        assertThat(last.getId()).isNotEqualTo(first);
        assertThat(last.getReason()).isEqualTo("alert is still on after its snooze");
        assertThat(last.getAlerts().get(0).getSequence())
                .as("the newest record")
                .isEqualTo(3);
        tick(200_000).expect();
        snoozed(4, Transition.SNOOZED, 300_000L).expect();
        tick(300_000).expect("tell slack 1 snooze");
        on(Severity.HIGH, Transition.RESOLVED).expect("tell slack 1 resolved");
    }

    @Test
    void snooze_ofWhatIsOverMeanwhile_isForgotten() {
        on(Severity.HIGH, Transition.ACTIVE).expect("tell slack 1 active");
        snoozed(2, Transition.SNOOZED, 60_000L).expect();
        snoozed(3, Transition.RESOLVED, 60_000L).expect("tell slack 1 resolved");
        tick(60_000).expect();
    }

    @Test
    void snooze_ofAPendingAlert_isToldWhenItIsOver() {
        tick(0);
        fold(pending(Transition.SNOOZED)).expect();
        snoozed(2, Transition.ACTIVE, 60_000L).expect("leave SNOOZED");
        tick(60_000).expect("tell slack 1 snooze");
    }

    @Test
    void snooze_thatIsEndedEarly_isToldAtOnce() {
        on(Severity.HIGH, Transition.ACTIVE).expect("tell slack 1 active");
        snoozed(2, Transition.SNOOZED, 60_000L).expect();
        snoozed(3, Transition.SNOOZED, null).expect("tell slack 1 snooze");
        tick(60_000).expect();
    }

    @Test
    void reopened_isToldAnewUnderOtherIds() {
        on(Severity.HIGH, Transition.ACTIVE).expect("tell slack 1 active");
        String active = last.getId();
        on(Severity.HIGH, Transition.RESOLVED).expect("tell slack 1 resolved");
        String resolved = last.getId();
        snoozed(3, Transition.REOPENED, null).expect("tell slack 1 reopened");
        assertThat(last.getId()).isNotIn(active, resolved);
        restart();
        on(Severity.HIGH, Transition.ACTIVE).expect("leave ALREADY_TOLD");
        on(Severity.HIGH, Transition.RESOLVED).expect("tell slack 1 resolved");
        assertThat(last.getId()).isNotIn(active, resolved);
    }

    @Test
    void state_ofTheLayoutBefore_isRead() {
        tick(0);
        String episode = "0123456789abcdef";
        String id = Ids.of(episode, "BECAME_ACTIVE", "slack");
        Encoder sending = new Encoder(2).text("00000000000000aa").text(episode).text("slack");
        sending.text("BECAME_ACTIVE").text("HIGH").text("DELIVERED").number(1).number(0);
        store.put(Key.of('N').text(id).bytes(), sending.toBytes());
        long hash = Long.parseUnsignedLong(episode, 16);
        store.put(Key.of('E').hash(hash).text("slack").bytes(), new byte[] {1});
        store.delete(Key.of('V').bytes());
        restart();
        on(Severity.HIGH, Transition.ACTIVE).expect("leave ALREADY_TOLD");
        on(Severity.HIGH, Transition.RESOLVED).expect("tell slack 1 resolved");
        assertThat(last.getId()).as("as it would have been").isEqualTo(Ids.of(episode, "RESOLVED", "slack"));
    }

    @Test
    void reopened_inASilence_isToldUnderAnotherIdWhenThatEnds() {
        on(Severity.HIGH, Transition.ACTIVE).expect("tell slack 1 active");
        String active = last.getId();
        on(Severity.HIGH, Transition.RESOLVED).expect("tell slack 1 resolved");
        Matcher everything = new Matcher("alertname", MatchType.EQUAL, "the-rule");
        Silence silence = new Silence("s1", List.of(everything), START, START + 60_000, "ana", "new printer");
        fold(new ControlSignal(1L, new Control("c1", START, "user:ana", null, silence)));
        snoozed(3, Transition.REOPENED, null).expect("leave SILENCED");
        tick(60_000).expect("tell slack 1 reopened");
        assertThat(last.getId()).as("another than the sink knows").isNotEqualTo(active);
    }

    @Test
    void snooze_thatIsOverInASilence_isToldWhenThatEnds() {
        on(Severity.HIGH, Transition.ACTIVE).expect("tell slack 1 active");
        snoozed(2, Transition.SNOOZED, 60_000L).expect();
        Matcher everything = new Matcher("alertname", MatchType.EQUAL, "the-rule");
        Silence silence = new Silence("s1", List.of(everything), START, START + 90_000, "ana", "new printer");
        fold(new ControlSignal(1L, new Control("c1", START, "user:ana", null, silence)));
        tick(60_000).expect("leave SILENCED");
        restart();
        tick(90_000).expect("tell slack 1 snooze");
    }

    private static Alert pending(Transition transition) {
        return Alert.newBuilder(alert("0123456789abcdef", Severity.HIGH, transition, "performance"))
                .setState(AlertState.PENDING)
                .setSnoozedUntil(START + 60_000)
                .build();
    }

    private DispatchingTest snoozed(long sequence, Transition transition, Long until) {
        return fold(Alert.newBuilder(alert("0123456789abcdef", Severity.HIGH, transition, "performance"))
                .setSequence(sequence)
                .setSnoozedUntil(until == null ? null : (Long) (START + until))
                .build());
    }

    private void restart() {
        dispatching = new Dispatching(Routing.parse("routes.yaml", ROUTES, Map.of()), store);
    }

    @Test
    void watching_isToldToWhomItWasTold_andThatItCameBack() {
        on(Severity.HIGH, Transition.ACTIVE)
                .delivered(1, DeliveryStatus.DELIVERED)
                .expect("tell slack 1 active");
        changes(Severity.HIGH, Severity.CRITICAL).expect("tell slack 1 severe", "tell email 1 active");
        watched(3, Transition.WATCHING).expect("tell slack 1 watched", "tell email 1 watched");
        assertThat(last.getReason()).isEqualTo("alert recovered and is watched");
        restart();
        sequence(4, Severity.HIGH, Transition.ACTIVE).expect("tell slack 1 watched");
        assertThat(last.getReason()).isEqualTo("alert came back while it was watched");
        sequence(5, Severity.HIGH, Transition.ACTIVE).expect("leave ALREADY_TOLD");
        changes(Severity.HIGH, Severity.CRITICAL).expect("tell slack 1 severe", "tell email 1 watched");
        watched(7, Transition.WATCHING).expect("tell slack 1 watched", "tell email 1 watched");
        on(Severity.HIGH, Transition.RESOLVED).expect("tell slack 1 resolved", "tell email 1 resolved");
    }

    @Test
    void watching_whereActiveWaits_dropsIt() {
        on(Severity.HIGH, Transition.ACTIVE).delivered(1, DeliveryStatus.RETRYABLE);
        watched(2, Transition.WATCHING).expect("tell slack 1 active", "wait 1000", "leave NEVER_TOLD");
        tick(60_000).expect();
        sequence(3, Severity.HIGH, Transition.ACTIVE).expect("tell slack 1 active");
    }

    @Test
    void watching_whenASnoozeEnds_isNotTold() {
        on(Severity.HIGH, Transition.ACTIVE).expect("tell slack 1 active");
        snoozed(2, Transition.SNOOZED, 60_000L).expect();
        fold(Alert.newBuilder(alert("0123456789abcdef", Severity.HIGH, Transition.WATCHING, "performance"))
                        .setSequence(3)
                        .setState(AlertState.RECOVERING)
                        .setSnoozedUntil(START + 60_000)
                        .setWatchedUntil(START + 90_000)
                        .build())
                .expect("tell slack 1 watched");
        tick(60_000).expect();
        sequence(4, Severity.HIGH, Transition.ACTIVE).expect("tell slack 1 watched");
    }

    @Test
    void flapping_isToldWhenItHasSettled() {
        on(Severity.HIGH, Transition.ACTIVE).expect("tell slack 1 active");
        Alert watched = Alert.newBuilder(alert("0123456789abcdef", Severity.HIGH, Transition.WATCHING, "performance"))
                .setSequence(2)
                .setState(AlertState.RECOVERING)
                .setWatchedUntil(START + 90_000)
                .setFlapping(true)
                .build();
        fold(watched).expect("leave FLAPPING");
        sequence(3, Severity.HIGH, Transition.ACTIVE).expect("leave ALREADY_TOLD");
        fold(watched).expect("leave FLAPPING");
        on(Severity.HIGH, Transition.RESOLVED).expect("tell slack 1 resolved");
    }

    @Test
    void retracted_isToldToWhomItWasTold() {
        on(Severity.HIGH, Transition.RETRACTED).expect();
        on(Severity.HIGH, Transition.ACTIVE).expect("tell slack 1 active");
        on(Severity.HIGH, Transition.RETRACTED).expect("tell slack 1 none");
        assertThat(last.getReason()).isEqualTo("alert is retracted: late records say that it was none");
        delivered(1, DeliveryStatus.DELIVERED);
        on(Severity.HIGH, Transition.RETRACTED).expect();
    }

    @Test
    void retracted_afterItsEnd_isToldToWhomThatWasTold() {
        on(Severity.HIGH, Transition.ACTIVE).delivered(1, DeliveryStatus.DELIVERED);
        on(Severity.HIGH, Transition.RESOLVED)
                .delivered(1, DeliveryStatus.DELIVERED)
                .expect("tell slack 1 active", "tell slack 1 resolved");
        String resolved = last.getId();
        tick(172_799_999);
        restart();
        on(Severity.CRITICAL, Transition.RETRACTED).expect("tell slack 1 none");
        assertThat(last.getId()).isNotEqualTo(resolved);
        on(Severity.CRITICAL, Transition.RETRACTED).expect();
    }

    @Test
    void retracted_twoDaysAfterItsEnd_isToldToNobody() {
        on(Severity.HIGH, Transition.ACTIVE).delivered(1, DeliveryStatus.DELIVERED);
        on(Severity.HIGH, Transition.RESOLVED).expect("tell slack 1 active", "tell slack 1 resolved");
        tick(172_800_000).expect();
        on(Severity.HIGH, Transition.RETRACTED).expect();
    }

    @Test
    void corrected_isNotTold() {
        on(Severity.HIGH, Transition.ACTIVE).expect("tell slack 1 active");
        sequence(2, Severity.HIGH, Transition.CORRECTED).expect();
    }

    @Test
    void corrected_toALowerSeverity_wakesNobody() {
        on(Severity.CRITICAL, Transition.ACTIVE).expect("tell slack 1 active", "tell email 1 active");
        fold(Alert.newBuilder(alert("0123456789abcdef", Severity.HIGH, Transition.CORRECTED, "performance"))
                        .setSequence(2)
                        .setPreviousSeverity(Severity.CRITICAL)
                        .build())
                .expect();
        sequence(3, Severity.HIGH, Transition.RESOLVED).expect("tell slack 1 resolved", "tell email 1 resolved");
    }

    private DispatchingTest watched(long sequence, Transition transition) {
        return fold(Alert.newBuilder(alert("0123456789abcdef", Severity.HIGH, transition, "performance"))
                .setSequence(sequence)
                .setState(AlertState.RECOVERING)
                .setWatchedUntil(START + 90_000)
                .build());
    }

    private DispatchingTest sequence(long sequence, Severity severity, Transition transition) {
        return fold(Alert.newBuilder(alert("0123456789abcdef", severity, transition, "performance"))
                .setSequence(sequence)
                .build());
    }

    @Test
    void restart_withAReceiverLess_leavesWhatWaitedForIt() {
        on(Severity.CRITICAL, Transition.ACTIVE).delivered(1, DeliveryStatus.RETRYABLE);
        said.clear();
        dispatching = new Dispatching(Routing.parse("routes.yaml", "receivers: []\nroute: {}", Map.of()), store);
        tick(5_000).expect("leave NO_ROUTE");
        on(Severity.CRITICAL, Transition.RESOLVED).expect("leave NEVER_TOLD", "leave NO_ROUTE");
    }

    @Test
    void state_whenAllIsTold_isTheTimeAndTheSchema() {
        on(Severity.CRITICAL, Transition.ACTIVE).delivered(1, DeliveryStatus.RETRYABLE);
        tick(9_000).delivered(2, DeliveryStatus.DELIVERED);
        on(Severity.CRITICAL, Transition.RESOLVED).delivered(1, DeliveryStatus.DELIVERED);
        int[] entries = {0};
        store.scan(new byte[0], new byte[] {-1}, (key, value) -> ++entries[0] > 0);
        assertThat(entries[0])
                .as(
                        "version, time, schemas, the one to slack under way: text, progress, item, and who has heard of the end")
                .isEqualTo(10);
        tick(172_809_000);
        entries[0] = 0;
        store.scan(new byte[0], new byte[] {-1}, (key, value) -> ++entries[0] > 0);
        assertThat(entries[0])
                .as("version, time, schemas, and the one to slack under way: text, progress and item")
                .isEqualTo(7);
    }

    private DispatchingTest on(Severity severity, Transition transition) {
        tickOnce();
        return fold(alert("0123456789abcdef", severity, transition, "performance"));
    }

    private DispatchingTest changes(Severity before, Severity after) {
        tickOnce();
        Alert alert = alert("0123456789abcdef", after, Transition.SEVERITY_CHANGED, "performance");
        return fold(Alert.newBuilder(alert).setPreviousSeverity(before).build());
    }

    private void tickOnce() {
        if (store.get(dev.vigia.processors.state.Key.of('H').bytes()).isEmpty()) tick(0);
    }

    private DispatchingTest tick(long after) {
        return fold(new Tick(START + after, List.of()));
    }

    private DispatchingTest delivered(int attempt, DeliveryStatus status) {
        return fold(new Delivery(
                last.getId(),
                attempt,
                last.getReceiver(),
                last.getChannel(),
                status,
                START,
                "said",
                null,
                null,
                false));
    }

    private DispatchingTest fold(Object body) {
        for (Decision decision : dispatching.fold(new DispatchSignal(body))) {
            if (decision instanceof Decision.Tell tell) {
                last = tell.notification();
                said.add("tell " + last.getReceiver() + " " + last.getAttempt() + " "
                        + last.getReason().replaceAll(".* ", ""));
            } else if (decision instanceof Decision.Wait wait) {
                said.add("wait "
                        + (wait.at()
                                - store.get(dev.vigia.processors.state.Key.of('H')
                                                .bytes())
                                        .map(value -> new dev.vigia.processors.state.Decoder(value, 1).number())
                                        .orElseThrow()));
            } else {
                said.add("leave " + decision.reason());
            }
        }
        return this;
    }

    private void expect(String... decisions) {
        assertThat(said).containsExactly(decisions);
        said.clear();
    }

    static Alert alert(String episode, Severity severity, Transition transition, String category) {
        return Alert.newBuilder()
                .setAlertId("00000000000000aa")
                .setEpisodeId(episode)
                .setSequence(1)
                .setTransition(transition)
                .setState(
                        transition == Transition.RESOLVED || transition == Transition.RETRACTED
                                ? AlertState.INACTIVE
                                : AlertState.ACTIVE)
                .setAt(START)
                .setDataTime(START)
                .setStartedAt(START)
                .setRuleId("the-rule")
                .setRuleSet("test.yaml")
                .setRuleVersion(0)
                .setTitle("shop is ill")
                .setSummary("shop: ill")
                .setSeverity(severity)
                .setCategory(category)
                .setGroup(Map.of("service", "shop"))
                .setLabels(Map.of())
                .setCondition("count > 5")
                .setValue(6)
                .setThreshold(5)
                .setWindowStart(START)
                .setWindowEnd(START)
                .setSamples(6)
                .setLearning(false)
                .setEvidence(new Evidence(6L, List.of(), List.of()))
                .build();
    }
}
