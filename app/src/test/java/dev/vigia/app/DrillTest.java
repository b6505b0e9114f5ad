package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigia.app.Drill.Half;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.DecisionKind;
import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DeliveryStatus;
import dev.vigia.schemas.avro.DispatchDecision;
import dev.vigia.schemas.avro.Evidence;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.NotificationKind;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.SummaryLine;
import dev.vigia.schemas.avro.Transition;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a drill has shown, from what the topics say. */
class DrillTest {

    private static final String ID = "a1b2c3d4";

    private final Drill drill = new Drill(ID);

    private static Alert alert(String drill, AlertState state) {
        return Alert.newBuilder()
                .setAlertId("6767d29953bc0af0")
                .setEpisodeId("e")
                .setSequence(1)
                .setTransition(state == AlertState.ACTIVE ? Transition.ACTIVE : Transition.RESOLVED)
                .setState(state)
                .setAt(1)
                .setDataTime(1)
                .setStartedAt(1)
                .setRuleId("drill")
                .setRuleSet("vigia.yaml")
                .setRuleVersion(4)
                .setTitle("Drill")
                .setSummary("Drill")
                .setSeverity(Severity.CRITICAL)
                .setCategory("system")
                .setGroup(Map.of("drill", drill, "service", "till"))
                .setLabels(Map.of())
                .setCondition("last > 4")
                .setValue(5)
                .setThreshold(4)
                .setWindowStart(0)
                .setWindowEnd(10)
                .setSamples(1)
                .setLearning(false)
                .setEvidence(new Evidence(1L, List.of(), List.of()))
                .build();
    }

    private static Notification notification(String id, String receiver, Alert... alerts) {
        return Notification.newBuilder()
                .setId(id)
                .setAttempt(1)
                .setReceiver(receiver)
                .setChannel("webhook")
                .setReason("alert became active")
                .setAt(1)
                .setGroupLabels(Map.of())
                .setAlerts(List.of(alerts))
                .build();
    }

    private static Delivery delivery(String id, int attempt, DeliveryStatus status, String detail) {
        return Delivery.newBuilder()
                .setNotificationId(id)
                .setAttempt(attempt)
                .setReceiver("other")
                .setChannel("webhook")
                .setStatus(status)
                .setAt(1)
                .setDetail(detail)
                .build();
    }

    private static final Alert ACTIVE = alert(ID, AlertState.ACTIVE);
    private static final Alert OVER = alert(ID, AlertState.INACTIVE);

    private void begin(String... receivers) {
        drill.appended(8);
        drill.take(ACTIVE, 200);
        drill.expect(List.of(receivers));
    }

    private void tell(String id, String receiver, Alert alert, long at) {
        drill.take(notification(id, receiver, alert), at);
        drill.take(delivery(id, 1, DeliveryStatus.STARTED, null), at + 10);
        drill.take(delivery(id, 1, DeliveryStatus.DELIVERED, "200"), at + 50);
    }

    private void end() {
        drill.ending(1_000);
        drill.endAppended(1_007);
        drill.take(OVER, 15_000);
    }

    private List<String> problems() {
        return DrillVerdict.of(drill).problems();
    }

    private String text() {
        StringWriter out = new StringWriter();
        DrillText text = new DrillText(new PrintWriter(out));
        text.progress(drill);
        text.end(drill, DrillVerdict.of(drill));
        return out.toString();
    }

    @Test
    void verdict_allAreToldOfBoth_passes() {
        begin("slack", "email");
        tell("n1", "slack", ACTIVE, 300);
        assertThat(drill.isDone(Half.BEGIN)).isFalse();
        tell("n2", "email", ACTIVE, 400);
        assertThat(drill.isDone(Half.BEGIN)).isTrue();
        end();
        tell("n3", "slack", OVER, 15_100);
        assertThat(drill.isDone(Half.END)).isFalse();
        tell("n4", "email", OVER, 15_200);

        assertThat(drill.isDone(Half.END)).isTrue();
        assertThat(problems()).isEmpty();
        assertThat(text())
                .containsSubsequence(
                        "        8 ms                record appended",
                        "      200 ms                alert active                      6767d29953bc0af0",
                        "      300 ms  slack         notification decided              alert became active",
                        "      350 ms  slack         delivered                         200",
                        "The end, and the time since it was sent:",
                        "        7 ms                end appended",
                        "    14000 ms                alert resolved",
                        "    14150 ms  slack         delivered",
                        "Everybody was told, and told of the end:",
                        "  slack was told after 0.350 s, of the end after 14.150 s",
                        "  email was told after 0.450 s, of the end after 14.250 s");
        JsonNode json = DrillJson.of(drill, DrillVerdict.of(drill), "critical", "till");
        assertThat(json.path("passed").asBoolean()).isTrue();
        assertThat(json.path("active_ms").asLong()).isEqualTo(200);
        assertThat(json.at("/receivers/1/receiver").asText()).isEqualTo("email");
        assertThat(json.at("/receivers/1/begin/answered_ms").asLong()).isEqualTo(450);
        assertThat(json.at("/receivers/1/end/status").asText()).isEqualTo("delivered");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "FAILED    | 1 | 550 no such user | email: failed: 550 no such user",
                "RETRYABLE | 3 | 503              | 'email: not yet, after 3 attempts: 503'",
                "RETRYABLE | 1 | -                | 'email: not yet, after 1 attempt'",
                "STARTED   | 2 | -                | email: no answer to attempt 2",
            })
    void verdict_oneIsNotTold_saysWhy_andDoesNotMissTheEnd(
            DeliveryStatus status, int attempt, String detail, String said) {
        begin("slack", "email");
        tell("n1", "slack", ACTIVE, 300);
        drill.take(notification("n2", "email", ACTIVE), 310);
        drill.take(delivery("n2", attempt, status, detail), 320);
        assertThat(drill.isDone(Half.BEGIN)).isEqualTo(status == DeliveryStatus.FAILED);
        end();
        tell("n3", "slack", OVER, 15_100);

        assertThat(drill.isDone(Half.END)).isTrue();
        assertThat(problems()).containsExactly(said);
        assertThat(text()).contains("Not everything worked:", said, "slack was told after 0.350 s, of the end");
    }

    @Test
    void verdict_nothingIsDecidedOrBegun_saysWhichOfThem() {
        begin("slack", "email", "pager");
        drill.take(notification("n1", "email", ACTIVE), 300);
        tell("n2", "pager", ACTIVE, 300);
        end();

        assertThat(problems())
                .containsExactly(
                        "slack: nothing was decided",
                        "email: no attempt was begun: does the connector vigia-notify run?",
                        "pager: of the end: nothing was decided");
    }

    @Test
    void verdict_anotherIsToldInItsPlace_isNotAllRight() {
        begin("slack");
        drill.take(notification("n1", "slack", ACTIVE), 300);
        drill.take(delivery("n1", 1, DeliveryStatus.FAILED, "404"), 310);
        drill.take(
                Notification.newBuilder(notification("n2", "email", ACTIVE))
                        .setFallbackFor("slack")
                        .build(),
                320);
        drill.take(delivery("n2", 1, DeliveryStatus.DELIVERED, "250"), 330);
        end();

        assertThat(problems()).containsExactly("slack: failed: 404 (email was told in its place)");
        assertThat(text()).contains("alert became active, in place of slack");
    }

    @Test
    void take_triedAgain_countsWhatGotThrough() {
        begin("slack");
        drill.take(notification("n1", "slack", ACTIVE), 300);
        drill.take(delivery("n1", 1, DeliveryStatus.RETRYABLE, "503"), 310);
        drill.take(notification("n1", "slack", ACTIVE), 5_000);
        drill.take(delivery("n1", 2, DeliveryStatus.DELIVERED, "200"), 5_100);

        assertThat(drill.isDone(Half.BEGIN)).isTrue();
        assertThat(drill.telling(Half.BEGIN, "slack").flatMap(drill::answer).map(Drill.Answer::at))
                .isEqualTo(Optional.of(5_100L));
    }

    @Test
    void take_deliveryIsReadBeforeItsNotification_counts() {
        begin("slack");
        drill.take(delivery("n1", 1, DeliveryStatus.DELIVERED, "200"), 290);
        drill.take(notification("n1", "slack", ACTIVE), 300);

        assertThat(drill.isTold(Half.BEGIN, "slack")).isTrue();
    }

    @Test
    void take_whatIsAboutOthers_doesNotCount() {
        drill.appended(8);
        drill.take(alert("another", AlertState.ACTIVE), 200);
        drill.expect(List.of("slack"));
        tell("n1", "slack", alert("another", AlertState.ACTIVE), 300);

        assertThat(drill.activeAt()).isEmpty();
        assertThat(drill.isTold(Half.BEGIN, "slack")).isFalse();
        assertThat(problems()).singleElement().asString().contains("did not become active");
    }

    @Test
    void take_groupAndSummary_tellOfTheDrillInThem() {
        begin("slack", "email");
        Notification group = notification("n1", "slack", alert("another", AlertState.INACTIVE), ACTIVE);
        drill.take(group, 300);
        drill.take(delivery("n1", 1, DeliveryStatus.DELIVERED, "200"), 310);
        SummaryLine line = new SummaryLine("drill", "Drill", Severity.CRITICAL, 1L, 0L, List.of("drill=" + ID));
        drill.take(
                Notification.newBuilder(notification("n2", "email"))
                        .setKind(NotificationKind.SUMMARY)
                        .setSummary(List.of(line))
                        .build(),
                320);
        drill.take(delivery("n2", 1, DeliveryStatus.DELIVERED, "200"), 330);

        assertThat(drill.isDone(Half.BEGIN)).isTrue();
    }

    @Test
    void verdict_noRouteNamesAnybody_saysSoAtOnce() {
        begin();

        assertThat(drill.isDone(Half.BEGIN)).isTrue();
        assertThat(problems()).first().asString().startsWith("no route names a receiver");
    }

    @ParameterizedTest
    @CsvSource({
        "HELD, SILENCED, true, held back",
        "LEFT, SNOOZED, true, not told",
        "HELD, STORM, false, held back",
        "WAITS, GROUP_WAIT, false, waits"
    })
    void verdict_dispatchKeepsItBack_saysWhy(DecisionKind kind, String reason, boolean done, String said) {
        begin("slack", "email");
        tell("n1", "email", ACTIVE, 300);
        drill.take(decision("another", kind, reason), 310);
        assertThat(drill.untold(Half.BEGIN, "slack")).isEmpty();
        drill.take(decision("e", kind, reason), 320);

        assertThat(drill.isDone(Half.BEGIN)).isEqualTo(done);
        end();
        assertThat(problems()).contains("slack: not told, as words of " + reason + " (s1)");
        assertThat(text()).contains("slack         " + said).contains("words of " + reason + " (s1)");
        tell("n2", "slack", ACTIVE, 15_100);
        assertThat(problems()).noneMatch(problem -> problem.contains(reason));
    }

    @Test
    void take_decisionIsReadBeforeItsAlert_counts() {
        drill.take(decision("e", DecisionKind.HELD, "SILENCED"), 190);
        begin("slack");

        assertThat(drill.untold(Half.BEGIN, "slack")).isPresent();
    }

    private static DispatchDecision decision(String episode, DecisionKind kind, String reason) {
        return DispatchDecision.newBuilder()
                .setAt(1)
                .setKind(kind)
                .setReason(reason)
                .setWords("words of " + reason)
                .setEpisodeId(episode)
                .setReceiver("slack")
                .setBy("s1")
                .build();
    }

    @Test
    void verdict_alertDoesNotResolve_saysSo() {
        begin("slack");
        tell("n1", "slack", ACTIVE, 300);
        drill.ending(1_000);

        assertThat(drill.isDone(Half.END)).isFalse();
        assertThat(problems()).containsExactly("the alert did not resolve in time");
    }
}
