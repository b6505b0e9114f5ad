package dev.vigia.processors.evaluate;

import static dev.vigia.processors.evaluate.Timeline.count;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Severity;
import org.junit.jupiter.api.Test;

/** Several severities in one rule: one episode that rises and falls. */
class SeveritiesTest {

    private static final String LEVELS = "severities: {medium: 5, critical: 10}";

    private static void expect(Timeline timeline, Severity... severities) {
        assertThat(timeline.alerts()).extracting(Alert::getSeverity).containsExactly(severities);
    }

    @Test
    void episode_risesAtOnceAndFallsWhenItsWindowIsOver() {
        Timeline timeline = Timeline.of(count(LEVELS, "window: 10s"))
                .push(3, 6, 6)
                .push(4, 5, 5)
                .expect("3 ACTIVE shop", "4 SEVERITY_CHANGED shop")
                .push(13, 7, 7)
                .foldedTo(19)
                .expect()
                .foldedTo(30)
                .expect("20 SEVERITY_CHANGED shop", "30 RESOLVED shop");
        expect(timeline, Severity.MEDIUM, Severity.CRITICAL, Severity.MEDIUM, Severity.MEDIUM);
        assertThat(timeline.alerts()).extracting(Alert::getSequence).containsExactly(1L, 2L, 3L, 4L);
        assertThat(timeline.alerts().stream().map(Alert::getEpisodeId).distinct())
                .hasSize(1);
        assertThat(timeline.alerts()).extracting(Alert::getThreshold).containsExactly(5.0, 10.0, 5.0, 5.0);
        assertThat(timeline.alerts())
                .extracting(Alert::getPreviousSeverity)
                .containsExactly(null, Severity.MEDIUM, Severity.CRITICAL, null);
        assertThat(timeline.alerts().get(1).getSummary()).isEqualTo("shop: 11 records over 10s (bound 10)");
        assertThat(timeline.alerts().get(1).getCondition()).isEqualTo("count > 10");
    }

    @Test
    void bound_thatIsMetExactly_isNotExceeded() {
        Timeline timeline = Timeline.of(count(LEVELS))
                .push(3, 5, 5)
                .expect()
                .push(4, 5, 5)
                .expect("4 ACTIVE shop")
                .push(5, 1, 1)
                .expect("5 SEVERITY_CHANGED shop");
        expect(timeline, Severity.MEDIUM, Severity.CRITICAL);
    }

    @Test
    void firstBreach_beyondBoth_isToldOnce() {
        Timeline timeline = Timeline.of(count(LEVELS, "window: 10s"))
                .push(3, 11, 11)
                .expect("3 ACTIVE shop")
                .foldedTo(20)
                .expect("20 RESOLVED shop");
        expect(timeline, Severity.CRITICAL, Severity.CRITICAL);
    }

    @Test
    void below_theLowerTheWorse() {
        Timeline timeline = Timeline.of(count("severities: {critical: 2, medium: 5}", "window: 10s"))
                .push(3, 4, 0)
                .push(13, 1, 0)
                .push(23, 2, 0)
                .push(33, 5, 0)
                .foldedTo(40)
                .expect("10 ACTIVE shop", "20 SEVERITY_CHANGED shop", "30 SEVERITY_CHANGED shop", "40 RESOLVED shop");
        expect(timeline, Severity.MEDIUM, Severity.CRITICAL, Severity.MEDIUM, Severity.MEDIUM);
    }

    @Test
    void hold_isThatOfEachSeverity() {
        Timeline timeline = Timeline.of(count(LEVELS, "window: 10s", "for: 20s"))
                .push(3, 11, 11)
                .push(13, 6, 6)
                .push(23, 11, 11)
                .push(33, 11, 11)
                .foldedTo(49)
                .expect("3 PENDING shop", "30 ACTIVE shop")
                .push(43, 11, 11)
                .foldedTo(50)
                .expect("50 SEVERITY_CHANGED shop");
        expect(timeline, Severity.CRITICAL, Severity.MEDIUM, Severity.CRITICAL);
    }

    @Test
    void recovery_isThatOfEachSeverity() {
        Timeline timeline = Timeline.of(count(LEVELS, "window: 10s", "recover_for: 20s"))
                .push(3, 11, 11)
                .push(13, 6, 6)
                .push(23, 11, 11)
                .push(33, 6, 6)
                .push(43, 6, 6)
                .push(53, 6, 6)
                .foldedTo(59)
                .expect("3 ACTIVE shop")
                .foldedTo(60)
                .expect("60 SEVERITY_CHANGED shop")
                .foldedTo(90)
                .expect("70 RECOVERING shop", "90 RESOLVED shop");
        expect(timeline, Severity.CRITICAL, Severity.MEDIUM, Severity.MEDIUM, Severity.MEDIUM);
    }

    @Test
    void recoverAt_isThatOfEachSeverity() {
        Timeline timeline = Timeline.of(count(LEVELS, "window: 10s", "recover_at: {medium: 2, critical: 7}"))
                .push(3, 11, 11)
                .push(13, 8, 8)
                .push(23, 7, 7)
                .push(33, 3, 3)
                .push(43, 2, 2)
                .foldedTo(50)
                .expect("3 ACTIVE shop", "30 SEVERITY_CHANGED shop", "50 RESOLVED shop");
        expect(timeline, Severity.CRITICAL, Severity.MEDIUM, Severity.MEDIUM);
    }

    @Test
    void lateRecords_thatMakeAPassedWindowWorse_raiseTheSeverity() {
        Timeline timeline = Timeline.of(count(LEVELS, "window: 10s"))
                .push(3, 6, 6)
                .push(13, 6, 6)
                .foldedTo(15)
                .expect("3 ACTIVE shop")
                .push(4, 5, 5)
                .expect("10 SEVERITY_CHANGED shop")
                .foldedTo(20)
                .expect("20 SEVERITY_CHANGED shop");
        expect(timeline, Severity.MEDIUM, Severity.CRITICAL, Severity.MEDIUM);
    }

    @Test
    void lag_ofTenMinutes_fallsByDataTime() {
        Timeline timeline = Timeline.of(count(LEVELS)).push(3, 11, 11);
        for (int second = 10; second <= 600; second += 10) timeline.lagsAt(second);
        timeline.expect("3 ACTIVE shop")
                .push(63, 6, 6)
                .foldedTo(600)
                .expect("70 SEVERITY_CHANGED shop", "130 RESOLVED shop");
    }

    @Test
    void resolve_endsAllSeverities() {
        Timeline timeline = Timeline.of(count(LEVELS, "window: 10s"))
                .push(3, 11, 11)
                .resolve(5, "user:ana")
                .push(4, 20, 20)
                .foldedTo(20)
                .expect("3 ACTIVE shop", "5 RESOLVED shop")
                .push(23, 6, 6)
                .expect("23 ACTIVE shop");
        expect(timeline, Severity.CRITICAL, Severity.CRITICAL, Severity.MEDIUM);
    }

    @Test
    void changedRule_thatFindsItWorse_saysSo() {
        Timeline timeline = Timeline.of(count("above: 5", "severity: medium"))
                .push(3, 6, 6)
                .rule(count("above: 5", "severity: critical"))
                .expect("3 ACTIVE shop", "0 SEVERITY_CHANGED shop");
        assertThat(timeline.last().getReason()).isEqualTo("rule changed");
        assertThat(timeline.last().getPreviousSeverity()).isEqualTo(Severity.MEDIUM);
        timeline.rule(count("severities: {high: 3, critical: 5}")).expect();
        timeline.rule(count("above: 3", "severity: high")).expect("0 SEVERITY_CHANGED shop");
        assertThat(timeline.last().getSeverity()).isEqualTo(Severity.HIGH);
        timeline.rule(count("severities: {high: 3, critical: 5}")).expect("0 SEVERITY_CHANGED shop");
        assertThat(timeline.last().getSeverity()).isEqualTo(Severity.CRITICAL);
    }
}
