package dev.vigia.processors.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.StoreEntries;
import dev.vigia.processors.routing.Routing;
import dev.vigia.processors.state.HeapStore;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.ControlSignal;
import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DeliveryStatus;
import dev.vigia.schemas.avro.DispatchSignal;
import dev.vigia.schemas.avro.Maintenance;
import dev.vigia.schemas.avro.MaintenanceWindow;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.NumberRange;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Silence;
import dev.vigia.schemas.avro.Tick;
import dev.vigia.schemas.avro.TimeInterval;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.schemas.silences.Matchers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Timelines of silences and maintenance windows, in seconds from 8 o'clock UTC. Each is folded twice: by one fold, and by a new one for every signal. */
class SilencesTest {

    private static final long START = 1_800_000_000_000L;
    private static final Routing ROUTES = Routing.parse("routes.yaml", DispatchingTest.ROUTES, Map.of());

    private final HeapStore store = new HeapStore();
    private final HeapStore restarted = new HeapStore();
    private final Dispatching dispatching = new Dispatching(ROUTES, store);
    private final List<String> said = new ArrayList<>();
    private final Map<String, Notification> lastTo = new TreeMap<>();
    private int records;

    @BeforeEach
    void begin() {
        at(0);
    }

    @AfterEach
    void restartsLeaveTheSameState() {
        assertThat(StoreEntries.of(restarted)).isEqualTo(StoreEntries.of(store));
    }

    @Test
    void alert_duringASilence_isLeft_andToldWhenItEnds() {
        silence("s", 10, 100, "alertname=the-rule");
        at(20);
        active(1, Severity.CRITICAL).expect("held SILENCED s");
        at(99).expect();
        at(100).expect("tell slack 1 alert became active", "tell email 1 alert became active");
        at(101).expect();
        resolved(1).expect("tell slack 1 alert resolved", "tell email 1 alert resolved");
    }

    @Test
    void alert_beforeTheStart_andAfterTheEnd_isTold() {
        silence("s", 10, 20, "severity=~high|critical");
        at(9);
        active(1, Severity.HIGH).expect("tell slack 1 alert became active");
        at(10);
        active(2, Severity.HIGH).expect("held SILENCED s");
        resolved(2).expect();
        at(20).expect();
        active(3, Severity.HIGH).expect("tell slack 1 alert became active");
    }

    @Test
    void alert_thatNoMatcherHoldsFor_isTold() {
        silence("s", 0, 100, "service=shop", "category!=performance");
        active(1, Severity.HIGH).expect("tell slack 1 alert became active");
    }

    @Test
    void resolved_inASilence_isToldToWhomItWasToldBefore() {
        active(1, Severity.HIGH).expect("tell slack 1 alert became active");
        silence("s", 0, 100, "alertname=the-rule");
        at(10);
        resolved(1).expect("tell slack 1 alert resolved");
        active(2, Severity.HIGH).expect("held SILENCED s");
        resolved(2).expect();
        at(100).expect();
    }

    @Test
    void silence_expiredEarly_tellsWhatStillBurns() {
        silence("s", 0, 1_000, "alertname=the-rule");
        active(1, Severity.HIGH);
        active(2, Severity.HIGH);
        resolved(2).expect("held SILENCED s", "held SILENCED s");
        at(50);
        silence("s", 0, 51, "alertname=the-rule").expect();
        at(51).expect("tell slack 1 alert became active");
        assertThat(lastTo.get("slack").getAlerts().get(0).getEpisodeId()).isEqualTo(episode(1));
    }

    @Test
    void silence_edited_tellsWhatItDoesNotMuteAnyMore() {
        silence("s", 0, 100, "alertname=the-rule");
        active(1, Severity.HIGH);
        active(2, Severity.CRITICAL).expect("held SILENCED s", "held SILENCED s");
        silence("s", 0, 100, "severity=high")
                .expect("tell slack 1 alert became active", "tell email 1 alert became active");
        silence("s", 50, 100, "severity=high").expect("tell slack 1 alert became active");
    }

    @Test
    void silence_extended_mutesOn() {
        silence("s", 0, 100, "alertname=the-rule");
        active(1, Severity.HIGH).expect("held SILENCED s");
        silence("s", 0, 200, "alertname=the-rule").expect();
        at(150).expect();
        at(200).expect("tell slack 1 alert became active");
    }

    @Test
    void twoSilences_muteUntilTheLastOneEnds() {
        silence("a", 0, 100, "alertname=the-rule");
        silence("b", 50, 150, "service=~sh.*");
        active(1, Severity.HIGH).expect("held SILENCED a");
        at(100).expect();
        at(150).expect("tell slack 1 alert became active");
    }

    @Test
    void severity_thatRisesOutOfASilence_isTold() {
        silence("s", 0, 100, "severity=high");
        active(1, Severity.HIGH).expect("held SILENCED s");
        changes(1, Severity.HIGH, Severity.CRITICAL)
                .expect("tell slack 1 alert became active", "tell email 1 alert became active");
        at(100).expect();
    }

    @Test
    void severity_thatFallsOutOfASilence_isTold_asWhatItIsNow() {
        silence("s", 0, 100, "severity=critical");
        active(1, Severity.CRITICAL).expect("held SILENCED s");
        changes(1, Severity.CRITICAL, Severity.HIGH).expect("tell slack 1 alert became active");
        assertThat(lastTo.get("slack").getAlerts().get(0).getSeverity()).isEqualTo(Severity.HIGH);
    }

    @Test
    void severity_thatRoseInASilence_isToldAtItsEnd_onceToEach() {
        active(1, Severity.HIGH).expect("tell slack 1 alert became active");
        silence("s", 0, 100, "alertname=the-rule");
        changes(1, Severity.HIGH, Severity.CRITICAL).expect("held SILENCED s");
        at(100).expect("tell slack 1 alert became more severe", "tell email 1 alert became active");
    }

    @Test
    void alert_thatRecoversWhenTheSilenceEnds_isToldOnlyIfItBurnsAgain() {
        silence("s", 0, 100, "alertname=the-rule");
        active(1, Severity.HIGH).expect("held SILENCED s");
        fold(record(1, Severity.HIGH, Transition.RECOVERING, AlertState.RECOVERING));
        at(100).expect();
        active(1, Severity.HIGH).expect("tell slack 1 alert became active");
    }

    @Test
    void alert_acknowledgedInASilence_isToldWithItsAcknowledgement() {
        silence("s", 0, 100, "alertname=the-rule");
        active(1, Severity.HIGH).expect("held SILENCED s");
        Alert acknowledged = record(1, Severity.HIGH, Transition.ACKNOWLEDGED, AlertState.ACTIVE);
        fold(Alert.newBuilder(acknowledged).setAcknowledgedBy("user:ana").build())
                .expect("held SILENCED s");
        at(100).expect("tell slack 1 alert became active");
        assertThat(lastTo.get("slack").getAlerts().get(0).getAcknowledgedBy()).isEqualTo("user:ana");
    }

    @Test
    void retry_inASilence_waitsForItsEnd() {
        active(1, Severity.HIGH).expect("tell slack 1 alert became active");
        delivered("slack", DeliveryStatus.RETRYABLE).expect("wait");
        silence("s", 0, 100, "alertname=the-rule");
        at(5).expect("held SILENCED s");
        at(60).expect();
        at(100).expect("tell slack 2 alert became active");
        delivered("slack", DeliveryStatus.DELIVERED).expect();
        resolved(1).expect("tell slack 1 alert resolved");
    }

    @Test
    void retry_ofAResolve_isNotHeldBack() {
        active(1, Severity.HIGH);
        delivered("slack", DeliveryStatus.DELIVERED);
        silence("s", 0, 100, "alertname=the-rule");
        resolved(1);
        delivered("slack", DeliveryStatus.RETRYABLE)
                .expect("tell slack 1 alert became active", "tell slack 1 alert resolved", "wait");
        at(5).expect("tell slack 2 alert resolved");
    }

    @Test
    void retry_heldBack_ofAnAlertThatIsOver_isDropped() {
        active(1, Severity.HIGH);
        delivered("slack", DeliveryStatus.RETRYABLE);
        silence("s", 0, 100, "alertname=the-rule");
        at(5).expect("tell slack 1 alert became active", "wait", "held SILENCED s");
        resolved(1).expect("leave NEVER_TOLD");
        at(100).expect();
    }

    @Test
    void silence_withABadRegularExpression_changesNothing() {
        silence("s", 0, 100, "alertname=the-rule");
        silence("s", 0, 100, "alertname=~(");
        active(1, Severity.HIGH).expect("held SILENCED s");
    }

    @Test
    void state_afterASilence_holdsNothingOfIt() {
        int before = StoreEntries.of(store).size();
        silence("s", 0, 100, "alertname=the-rule");
        active(1, Severity.HIGH);
        resolved(1);
        at(100).expect("held SILENCED s");
        assertThat(StoreEntries.of(store))
                .as("and the schema of the kept alerts")
                .hasSize(before + 1);
    }

    @Test
    void alert_inAMaintenanceWindow_isLeft_andToldWhenItCloses_dayByDay() {
        windows(window("backup", 481, 483, "alertname=the-rule"));
        at(59);
        active(1, Severity.HIGH).expect("tell slack 1 alert became active");
        at(60);
        active(2, Severity.CRITICAL).expect("held IN_MAINTENANCE backup");
        resolved(1).expect("tell slack 1 alert resolved");
        at(179).expect();
        at(180).expect("tell slack 1 alert became active", "tell email 1 alert became active");
        at(86_400 + 100);
        active(3, Severity.HIGH).expect("held IN_MAINTENANCE backup");
        resolved(3);
        at(86_400 + 180).expect();
    }

    /** Ticks stand still while nothing runs. */
    @Test
    void window_thatClosedWhileNothingRan_isOverAtTheNextTick() {
        windows(window("backup", 480, 483, "alertname=the-rule"));
        active(1, Severity.HIGH).expect("held IN_MAINTENANCE backup");
        at(86_400 * 3 + 600).expect("tell slack 1 alert became active");
    }

    @Test
    void silenceAndWindow_muteUntilTheLastOfThemEnds() {
        windows(window("backup", 480, 482, "alertname=the-rule"));
        silence("s", 0, 200, "service=shop");
        active(1, Severity.HIGH).expect("held SILENCED s");
        at(120).expect();
        at(200).expect("tell slack 1 alert became active");
        windows(window("backup", 480, 485, "alertname=the-rule"));
        silence("t", 200, 220, "service=shop");
        active(2, Severity.HIGH).expect("held SILENCED t");
        at(220).expect();
        at(300).expect("tell slack 1 alert became active");
    }

    @Test
    void windows_thatAreTakenAway_tellWhatStillBurns() {
        windows(window("a", 480, 600, "severity=high"), window("b", 480, 600, "severity=critical"));
        active(1, Severity.HIGH).expect("held IN_MAINTENANCE a");
        active(2, Severity.CRITICAL).expect("held IN_MAINTENANCE b");
        windows(window("a", 480, 600, "severity=high"))
                .expect("tell slack 1 alert became active", "tell email 1 alert became active");
        windows().expect("tell slack 1 alert became active");
    }

    @Test
    void retry_inAWindow_waitsForItsEnd() {
        active(1, Severity.HIGH).expect("tell slack 1 alert became active");
        delivered("slack", DeliveryStatus.RETRYABLE).expect("wait");
        windows(window("backup", 480, 482, "alertname=the-rule"));
        at(5).expect("held IN_MAINTENANCE backup");
        at(120).expect("tell slack 2 alert became active");
    }

    @Test
    void windows_withABadMatcherOrZone_changeNothing() {
        MaintenanceWindow good = window("good", 480, 482, "alertname=the-rule");
        windows(good);
        windows(window("bad", 480, 482, "alertname=~("));
        TimeInterval nowhere = TimeInterval.newBuilder(good.getIntervals().get(0))
                .setLocation("Atlantis")
                .build();
        windows(new MaintenanceWindow("bad", good.getMatchers(), List.of(nowhere), ""));
        active(1, Severity.HIGH).expect("held IN_MAINTENANCE good");
    }

    private SilencesTest windows(MaintenanceWindow... windows) {
        Maintenance body = new Maintenance(List.of(windows));
        return fold(new ControlSignal((long) records, new Control("c" + records++, START, "file:m", null, body)));
    }

    /** Each day, between two minutes after midnight in UTC. */
    private static MaintenanceWindow window(String name, int from, int to, String... matchers) {
        TimeInterval interval =
                new TimeInterval(List.of(new NumberRange(from, to)), List.of(), List.of(), List.of(), List.of(), "UTC");
        return new MaintenanceWindow(
                name, Stream.of(matchers).map(Matchers::parse).toList(), List.of(interval), "backups");
    }

    private SilencesTest at(long seconds) {
        return fold(new Tick(START + seconds * 1_000, List.of()));
    }

    private SilencesTest silence(String id, long from, long to, String... matchers) {
        Silence silence = new Silence(
                id,
                Stream.of(matchers).map(Matchers::parse).toList(),
                START + from * 1_000,
                START + to * 1_000,
                "ana",
                "maintenance");
        return fold(new ControlSignal((long) records, new Control("c" + records++, START, "user:ana", null, silence)));
    }

    private SilencesTest active(int episode, Severity severity) {
        return fold(record(episode, severity, Transition.ACTIVE, AlertState.ACTIVE));
    }

    private SilencesTest resolved(int episode) {
        return fold(record(episode, Severity.HIGH, Transition.RESOLVED, AlertState.INACTIVE));
    }

    private SilencesTest changes(int episode, Severity before, Severity after) {
        return fold(Alert.newBuilder(record(episode, after, Transition.SEVERITY_CHANGED, AlertState.ACTIVE))
                .setPreviousSeverity(before)
                .build());
    }

    private static Alert record(int episode, Severity severity, Transition transition, AlertState state) {
        return Alert.newBuilder(DispatchingTest.alert(episode(episode), severity, transition, "performance"))
                .setState(state)
                .build();
    }

    private static String episode(int number) {
        return "%016x".formatted(number);
    }

    private SilencesTest delivered(String receiver, DeliveryStatus status) {
        Notification last = lastTo.get(receiver);
        return fold(new Delivery(
                last.getId(),
                last.getAttempt(),
                receiver,
                last.getChannel(),
                status,
                START,
                "said",
                null,
                null,
                false));
    }

    private SilencesTest fold(Object body) {
        List<Decision> decisions = dispatching.fold(new DispatchSignal(body));
        assertThat(new Dispatching(ROUTES, restarted).fold(new DispatchSignal(body)))
                .isEqualTo(decisions);
        decisions.forEach(decision -> said.add(words(decision)));
        return this;
    }

    private String words(Decision decision) {
        if (decision instanceof Decision.Tell tell) {
            Notification notification = tell.notification();
            lastTo.put(notification.getReceiver(), notification);
            return "tell " + notification.getReceiver() + " " + notification.getAttempt() + " "
                    + notification.getReason();
        }
        if (decision instanceof Decision.Leave leave) {
            return ("leave " + leave.reason() + " " + leave.by()).strip();
        }
        if (decision instanceof Decision.Hold hold) return "held " + hold.reason() + " " + hold.by();
        return "wait";
    }

    private void expect(String... decisions) {
        assertThat(said).containsExactly(decisions);
        said.clear();
    }
}
