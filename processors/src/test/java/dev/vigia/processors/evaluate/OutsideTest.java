package dev.vigia.processors.evaluate;

import static dev.vigia.processors.evaluate.Timeline.BEGINNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.rules.AlertId;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.CommandType;
import dev.vigia.schemas.avro.Listening;
import dev.vigia.schemas.avro.PostedAlert;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.silences.AlertLabels;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stories of alerts from outside, in seconds. Somebody listens all the time, unless a story says otherwise. */
class OutsideTest {

    private static final Map<String, String> LABELS =
            Map.of("alertname", "DiskFull", "job", "node", "severity", "warning");
    private static final String ID = AlertId.ofLabels(LABELS);

    private final Timeline timeline = Timeline.of(Timeline.errorRate());
    private int heard = -1;

    /** It began at a second, is told of at another, and is over at a third unless it is told again. */
    private OutsideTest sent(int startsAt, int receivedAt, int endsAt) {
        listen(receivedAt);
        return told(alert(startsAt, receivedAt, endsAt).build());
    }

    private OutsideTest told(PostedAlert alert) {
        timeline.fold(alert);
        return this;
    }

    private static PostedAlert.Builder alert(int startsAt, int receivedAt, int endsAt) {
        return PostedAlert.newBuilder()
                .setLabels(LABELS)
                .setAnnotations(Map.of("summary", "Disk is full"))
                .setStartsAt(time(startsAt))
                .setEndsAt(time(endsAt))
                .setTimeout(false)
                .setReceivedAt(time(receivedAt));
    }

    private OutsideTest listen(int to) {
        while (heard < to) {
            heard++;
            timeline.fold(new Listening(time(heard)));
        }
        return this;
    }

    /** Nobody listens, up to a second. */
    private OutsideTest deaf(int to) {
        heard = to - 1;
        return this;
    }

    private OutsideTest expect(String... transitions) {
        timeline.expect(transitions);
        return this;
    }

    private OutsideTest says(int second, CommandType type) {
        timeline.command(second, "user:ana", type, command -> command.setAlertId(ID));
        return this;
    }

    private static long time(int second) {
        return BEGINNING + second * 1000L;
    }

    @Test
    void alert_toldAgainAndAgain_isToldOfOnce_andOverWhenItsSenderSaysSo() {
        sent(10, 11, 251).expect("10 ACTIVE node");
        sent(10, 71, 311).sent(10, 71, 311).sent(10, 131, 371).expect();
        sent(10, 200, 199).expect("199 RESOLVED node");
        sent(10, 260, 199).listen(1_000).expect();
        assertThat(timeline.alerts()).extracting(Alert::getSequence).containsExactly(1L, 2L);
        assertThat(timeline.last().getActor()).isEqualTo("outside");
    }

    @Test
    void alert_notToldAgain_isOverAtItsEnd_andNoSecondEarlier() {
        sent(10, 11, 251).listen(250).expect("10 ACTIVE node").listen(251).expect("251 RESOLVED node");
        assertThat(timeline.last().getReason()).isEqualTo("the end that it was sent with has come");
    }

    @Test
    void alert_withoutAnEnd_isOverAfterTheTimeout() {
        listen(5).told(alert(5, 5, 305).setTimeout(true).build()).listen(304).expect("5 ACTIVE node");
        listen(305).expect("305 RESOLVED node");
        assertThat(timeline.last().getReason()).isEqualTo("it was not sent again");
    }

    /** As in Alertmanager. */
    @Test
    void end_thatWasNamed_isNotTakenBackByAnEarlierOneToCome_butATimeoutIs() {
        sent(10, 11, 600)
                .sent(10, 20, 100)
                .listen(599)
                .expect("10 ACTIVE node")
                .listen(600)
                .expect("600 RESOLVED node");
        OutsideTest other = new OutsideTest();
        other.listen(5).told(alert(5, 5, 305).setTimeout(true).build());
        other.sent(5, 20, 100).listen(100).expect("5 ACTIVE node", "100 RESOLVED node");
    }

    @Test
    void alert_thatComesBack_isANewEpisode() {
        sent(10, 11, 251)
                .sent(10, 100, 99)
                .sent(300, 301, 541)
                .expect("10 ACTIVE node", "99 RESOLVED node", "300 ACTIVE node");
        assertThat(timeline.alerts().get(2).getEpisodeId())
                .isNotEqualTo(timeline.alerts().get(0).getEpisodeId());
        assertThat(timeline.last().getSequence()).isEqualTo(1);
    }

    @Test
    void over_ofWhatNobodyKnows_isNothing() {
        sent(10, 100, 50).listen(400).expect();
    }

    /** Whoever could not be heard has not fallen silent. */
    @Test
    void pause_inWhichNobodyListens_endsNothing() {
        sent(10, 11, 251).expect("10 ACTIVE node");
        deaf(800).listen(820).expect();
        sent(10, 830, 1_070).expect();
        deaf(2_000).listen(2_100).expect();
        // 240 s after it was told last, of which 5 s of the pause count.
        listen(2_234).expect().listen(2_235).expect("2235 RESOLVED node");
        assertThat(timeline.last().getState()).isEqualTo(AlertState.INACTIVE);
    }

    @Test
    void people_actOnIt_asOnOthers() {
        sent(10, 11, 251).says(20, CommandType.ACKNOWLEDGE).says(21, CommandType.ACKNOWLEDGE);
        timeline.command(
                22,
                "user:ben",
                CommandType.ASSIGN,
                command -> command.setAlertId(ID).setAssignee("ops"));
        timeline.command(
                23,
                "user:ben",
                CommandType.SNOOZE,
                command -> command.setAlertId(ID).setSnoozedUntil(time(900)));
        says(24, CommandType.COMMENT).says(25, CommandType.UNACKNOWLEDGE);
        expect(
                "10 ACTIVE node",
                "20 ACKNOWLEDGED node",
                "22 ASSIGNED node",
                "23 SNOOZED node",
                "24 COMMENTED node",
                "25 UNACKNOWLEDGED node");
        assertThat(timeline.last().getAssignedTo()).isEqualTo("ops");
        assertThat(timeline.last().getSnoozedUntil()).isEqualTo(time(900));
        assertThat(timeline.last().getSequence()).isEqualTo(6);
    }

    @Test
    void resolvedByAPerson_staysSo_whileItsSenderGoesOnTellingOfTheSameTime() {
        sent(10, 11, 251).says(20, CommandType.RESOLVE).expect("10 ACTIVE node", "20 RESOLVED node");
        sent(10, 71, 311).sent(10, 131, 371).expect();
        sent(140, 141, 381).expect("140 ACTIVE node");
    }

    @Test
    void resolvedByAPerson_isReopened_untilItsSenderSaysThatItIsOver() {
        sent(10, 11, 251).says(20, CommandType.RESOLVE).says(30, CommandType.REOPEN);
        expect("10 ACTIVE node", "20 RESOLVED node", "30 REOPENED node");
        assertThat(timeline.last().getState()).isEqualTo(AlertState.ACTIVE);
        assertThat(timeline.last().getSequence()).isEqualTo(3);
        says(40, CommandType.RESOLVE)
                .sent(10, 50, 49)
                .says(60, CommandType.REOPEN)
                .expect("40 RESOLVED node");
    }

    @Test
    void command_madeOnAnEarlierRecord_hasNoEffect() {
        sent(10, 11, 251).says(20, CommandType.ACKNOWLEDGE).expect("10 ACTIVE node", "20 ACKNOWLEDGED node");
        timeline.command(
                30,
                "user:ben",
                CommandType.RESOLVE,
                command -> command.setAlertId(ID).setExpectedSequence(1L));
        expect();
    }

    @Test
    void alert_isToldOf_inOurWords_andKeepsItsSenders() {
        told(alert(10, 11, 251)
                .setLabels(Map.of(
                        "alertname", "Slow", "service", "till", "job", "shop", "severity", "Warning", "zone", "a"))
                .setAnnotations(
                        Map.of("summary", "Slow till", "description", "4 s", "runbook_url", "http://r", "x", "y"))
                .setGeneratorUrl("http://prometheus/graph")
                .build());
        Alert alert = timeline.last();
        assertThat(alert.getRuleId()).isEqualTo("Slow");
        assertThat(alert.getTitle()).isEqualTo("Slow till");
        assertThat(alert.getSummary()).isEqualTo("4 s");
        assertThat(alert.getRunbookUrl()).isEqualTo("http://r");
        assertThat(alert.getSeverity()).isEqualTo(Severity.MEDIUM);
        assertThat(alert.getGeneratorUrl()).isEqualTo("http://prometheus/graph");
        assertThat(alert.getAnnotations()).containsEntry("x", "y").hasSize(4);
        assertThat(AlertLabels.of(alert))
                .isEqualTo(Map.of(
                        "alertname", "Slow",
                        "service", "till",
                        "job", "shop",
                        "zone", "a",
                        "severity", "medium",
                        "severity_source", "Warning",
                        "category", "system"));
    }

    @Test
    void annotations_thatChange_areNoTransition_butToldWithTheNextOne() {
        sent(10, 11, 251).expect("10 ACTIVE node");
        told(alert(10, 12, 252).setAnnotations(Map.of("summary", "97 %")).build())
                .expect();
        says(20, CommandType.ACKNOWLEDGE).expect("20 ACKNOWLEDGED node");
        assertThat(timeline.last().getTitle()).isEqualTo("97 %");
    }

    @ParameterizedTest
    @CsvSource({
        "critical,CRITICAL",
        "page,CRITICAL",
        "error,HIGH",
        "warning,MEDIUM",
        "what,MEDIUM",
        "low,LOW",
        "info,INFO",
        "P0,CRITICAL",
        "P1,HIGH",
        "P2,MEDIUM",
        "P3,LOW",
        "P4,LOW"
    })
    void severity_isThatOfTheLabel(String label, Severity severity) {
        told(alert(10, 11, 251)
                .setLabels(Map.of("alertname", "A", "severity", label))
                .build());
        assertThat(timeline.last().getSeverity()).isEqualTo(severity);
        boolean ours = label.equalsIgnoreCase(severity.name());
        assertThat(timeline.last().getLabels()).isEqualTo(ours ? Map.of() : Map.of("severity_source", label));
    }

    @Test
    void alertWithoutSeverity_isMedium_andWithoutService_ofNoGroup() {
        told(alert(10, 11, 251).setLabels(Map.of("disk", "sda")).build());
        assertThat(timeline.last().getSeverity()).isEqualTo(Severity.MEDIUM);
        assertThat(timeline.last().getGroup()).isEmpty();
        assertThat(timeline.last().getRuleId()).isEqualTo("unnamed");
        assertThat(timeline.last().getLabels()).isEqualTo(Map.of("disk", "sda"));
    }

    @Test
    void rules_thatChange_leaveItAlone() {
        sent(10, 11, 251);
        timeline.removeRules(20);
        expect("10 ACTIVE node");
    }
}
