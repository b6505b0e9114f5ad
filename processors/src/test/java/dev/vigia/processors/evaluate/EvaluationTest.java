package dev.vigia.processors.evaluate;

import static dev.vigia.processors.evaluate.Timeline.BEGINNING;
import static dev.vigia.processors.evaluate.Timeline.count;
import static dev.vigia.processors.evaluate.Timeline.errorRate;
import static dev.vigia.processors.evaluate.Timeline.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.state.HeapStore;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.CommandType;
import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Exemplar;
import dev.vigia.schemas.avro.Frame;
import dev.vigia.schemas.avro.OffsetRange;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvaluationTest {

    @Test
    void breach_withoutFor_firesOnTheFrameAndResolvesWhenGone() {
        Timeline.of(errorRate())
                .push(3, 10, 6)
                .expect("3 ACTIVE shop")
                .foldedTo(60)
                .expect()
                .foldedTo(70)
                .expect("70 RESOLVED shop");
    }

    @Test
    void breach_equalToTheThreshold_doesNotFire() {
        Timeline.of(errorRate()).push(3, 10, 5).foldedTo(100).expect();
        Timeline.of(count("above: 5")).push(3, 5, 5).expect().push(4, 1, 1).expect("4 ACTIVE shop");
    }

    @Test
    void samples_belowTheMinimum_areNotJudged() {
        Timeline.of(errorRate("min_samples: 20"))
                .push(3, 19, 19)
                .expect()
                .push(4, 1, 0)
                .expect("4 ACTIVE shop");
    }

    @Test
    void samples_belowTheMinimum_keepUpWhatIsThereWhileTheyBreach() {
        Timeline timeline = Timeline.of(errorRate("min_samples: 20")).push(3, 20, 20);
        for (int second = 63; second <= 600; second += 60)
            timeline.push(second, 19, 19).foldedTo(second);
        timeline.expect("3 ACTIVE shop")
                .push(607, 4, 0)
                .foldedTo(609)
                .expect()
                .foldedTo(610)
                .expect("610 RESOLVED shop");
        assertThat(timeline.last().getSamples()).isEqualTo(4);
        timeline.push(703, 19, 19).foldedTo(900).expect();
    }

    @Test
    void samples_belowTheMinimum_keepUpASeverityAsWell() {
        Timeline.of(yaml(
                        "aggregate: error_rate",
                        "errors: severity_number >= 17",
                        "severities: {medium: 0.3, critical: 0.7}",
                        "min_samples: 20",
                        "window: 10s"))
                .push(3, 20, 20)
                .push(13, 10, 8)
                .push(23, 10, 4)
                .push(33, 10, 2)
                .foldedTo(29)
                .expect("3 ACTIVE shop")
                .foldedTo(40)
                .expect("30 SEVERITY_CHANGED shop", "40 RESOLVED shop");
    }

    @Test
    void samples_belowTheMinimum_bringBackWhatIsRecovering() {
        Timeline timeline = Timeline.of(errorRate("min_samples: 20", "window: 10s", "recover_for: 1m"))
                .push(3, 20, 20)
                .push(13, 1, 0)
                .push(23, 2, 2)
                .foldedTo(30)
                .expect("3 ACTIVE shop", "20 RECOVERING shop", "30 ACTIVE shop");
        assertThat(timeline.last().getSummary()).isEqualTo("shop: error rate 100 % over 10s (bound 50 %), 2 records");
        timeline.foldedTo(100).expect("40 RECOVERING shop", "100 RESOLVED shop");
    }

    @Test
    void samples_belowTheMinimum_doNotHold() {
        Timeline.of(errorRate("min_samples: 20", "window: 10s", "for: 20s"))
                .push(3, 20, 20)
                .foldedTo(10)
                .push(13, 19, 19)
                .foldedTo(20)
                .expect("3 PENDING shop", "20 CANCELLED shop")
                .push(23, 20, 20)
                .foldedTo(40)
                .expect("23 PENDING shop", "40 CANCELLED shop");
    }

    /** A window that has just begun has few records, and more are to come. */
    @Test
    void samples_thatAreStillTooFew_sayNothingYet() {
        Timeline.of(errorRate("min_samples: 20", "consecutive: 2", "recover_for: 5m"))
                .push(3, 20, 20)
                .push(63, 20, 20)
                .push(123, 20, 0)
                .foldedTo(180)
                .expect("3 PENDING shop", "120 ACTIVE shop", "180 RECOVERING shop")
                .push(183, 1, 1)
                .push(184, 20, 0)
                .foldedTo(240)
                .expect()
                .push(243, 1, 1)
                .foldedTo(299)
                .expect()
                .foldedTo(300)
                .expect("300 ACTIVE shop");
    }

    @Test
    void hold_brokenOrKept_decidesOnClosedWindowsOnly() {
        Timeline.of(count("above: 5", "for: 30s", "window: 10s"))
                .push(3, 6, 6)
                .expect("3 PENDING shop")
                .push(13, 6, 6)
                .push(23, 6, 6)
                .push(33, 6, 6)
                .expect()
                .foldedTo(39)
                .expect()
                .foldedTo(40)
                .expect("40 ACTIVE shop")
                .foldedTo(50)
                .expect("50 RESOLVED shop");
        Timeline.of(count("above: 5", "for: 30s", "window: 10s"))
                .push(3, 6, 6)
                .push(13, 6, 6)
                .foldedTo(30)
                .expect("3 PENDING shop", "30 CANCELLED shop");
    }

    @Test
    void hold_severalWindowsOfItBreachAtOnce_countsFromTheFirst() {
        Timeline.of(count("above: 5", "for: 20s", "window: 10s"))
                .pushTogether(6, 3, 13, 23)
                .expect("10 PENDING shop")
                .foldedTo(30)
                .expect("30 ACTIVE shop");
        Timeline.of(yaml(
                        "aggregate: error_rate",
                        "errors: severity_number >= 17",
                        "severities: {medium: 0.3, critical: 0.7}",
                        "for: 20s",
                        "window: 10s"))
                .push(3, 10, 4)
                .pushTogether(6, 13, 23, 33)
                .expect("3 PENDING shop")
                .foldedTo(40)
                .expect("30 ACTIVE shop", "40 SEVERITY_CHANGED shop");
    }

    @Test
    void openWindow_thatNoLongerBreachesWhenClosed_cancelsThePendingEpisode() {
        Timeline.of(errorRate("for: 1m"))
                .push(1, 1, 1)
                .expect("1 PENDING shop")
                .push(5, 100, 0)
                .expect()
                .foldedTo(10)
                .expect("10 CANCELLED shop");
    }

    @Test
    void recovery_interruptedByABreach_goesBackToActive() {
        Timeline.of(count("above: 5", "window: 10s", "recover_for: 30s"))
                .push(3, 6, 6)
                .foldedTo(20)
                .expect("3 ACTIVE shop", "20 RECOVERING shop")
                .foldedTo(30)
                .push(35, 6, 6)
                .expect("35 ACTIVE shop")
                .foldedTo(70)
                .expect("50 RECOVERING shop")
                .foldedTo(80)
                .expect("80 RESOLVED shop");
    }

    @Test
    void below_isJudgedOnClosedWindowsOnly() {
        Timeline.of(count("below: 5", "window: 20s"))
                .push(3, 10, 0)
                .push(13, 10, 0)
                .push(23, 2, 0)
                .push(33, 2, 0)
                .expect()
                .foldedTo(39)
                .expect()
                .foldedTo(40)
                .expect("40 ACTIVE shop")
                .push(43, 10, 0)
                .foldedTo(50)
                .expect("50 RESOLVED shop")
                .foldedTo(200)
                .expect();
    }

    @Test
    void below_withDataTimeFarAhead_looksAtEachWindow() {
        Timeline.of(count("below: 5", "window: 10s"))
                .push(3, 10, 0)
                .push(13, 1, 0)
                .push(23, 10, 0)
                .push(3003, 1, 0)
                .foldedTo(4000)
                .expect("20 ACTIVE shop", "30 RESOLVED shop", "3010 ACTIVE shop", "3020 RESOLVED shop");
    }

    @Test
    void lateRecords_ofOneIncident_keepOneEpisodeWhileTheyArrive() {
        Timeline.of(count("above: 5", "window: 10s", "recover_for: 1m"))
                .foldedTo(100_000)
                .push(3, 6, 6)
                .expect("10 ACTIVE shop")
                .push(5003, 6, 6)
                .push(2003, 6, 6)
                .push(503, 2, 2)
                .expect()
                .foldedTo(100_010)
                .expect("100010 RECOVERING shop")
                .foldedTo(100_070)
                .expect("100070 RESOLVED shop")
                .push(5004, 1, 1)
                .expect();
    }

    @Test
    void lateRecords_thatHeldLongEnough_becomeActive() {
        Timeline.of(count("above: 5", "window: 10s", "for: 20s"))
                .foldedTo(100_000)
                .push(3, 6, 6)
                .push(13, 6, 6)
                .expect("10 PENDING shop")
                .push(23, 6, 6)
                .expect("30 ACTIVE shop");
    }

    @Test
    void outOfOrder_withinTheWindow_firesInTheWindowThatBreaches() {
        Timeline timeline =
                Timeline.of(count("above: 5")).push(55, 3, 3).push(25, 3, 3).expect("50 ACTIVE shop");
        assertThat(timeline.last().getWindowEnd()).isEqualTo(BEGINNING + 60_000);
    }

    @Test
    void groups_areJudgedEachByItself() {
        Timeline.of(count("above: 5"))
                .push("shop", 3, 6, 6)
                .push("cart", 4, 5, 5)
                .push("cart", 14, 6, 6)
                .expect("3 ACTIVE shop", "14 ACTIVE cart")
                .foldedTo(70)
                .expect("70 RESOLVED shop")
                .foldedTo(80)
                .expect("80 RESOLVED cart");
    }

    @Test
    void dataTime_isTheSlowestPartitions() {
        Timeline.of(count("above: 5"))
                .push(3, 6, 6)
                .foldedTo(0, 500)
                .expect("3 ACTIVE shop")
                .foldedTo(1, 69)
                .expect()
                .foldedTo(1, 70)
                .expect("70 RESOLVED shop");
    }

    @Test
    void dataTime_withAPartitionNobodyHeardOf_isNotKnownAndNothingIsJudged() {
        Timeline.blank(count("above: 5"))
                .inputs()
                .rule(count("above: 5"))
                .foldedTo(0, 0)
                .push(3, 6, 6)
                .push(303, 6, 6)
                .foldedTo(0, 500)
                .expect()
                .foldedTo(1, 500)
                .expect("10 ACTIVE shop", "70 RESOLVED shop", "310 ACTIVE shop", "370 RESOLVED shop");
    }

    @Test
    void dataTime_beforeTheRulesThatRecordsWereCountedBy_isNotKnown() {
        String rule = count("below: 5", "window: 10s");
        Timeline.blank(rule)
                .inputs()
                .countsAlreadyBy(rule)
                .foldedTo(0)
                .push(3, 2, 2)
                .push(23, 9, 9)
                .foldedTo(500)
                .hearsRule(rule)
                .expect()
                .foldedTo(501)
                .expect("10 ACTIVE shop", "20 RESOLVED shop");
    }

    @Test
    void percentile_ofSeveralBuckets_isThatOfAllValues() {
        String rule = yaml("aggregate: percentile", "field: http.duration", "above: 2", "percentile: 95");
        Timeline timeline = Timeline.of(rule)
                .pushValues(3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)
                .pushValues(13, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3)
                .expect()
                .pushValues(14, 3, 3)
                .expect("14 ACTIVE shop");
        assertThat(timeline.last().getValue()).isBetween(2.97, 3.0);
        assertThat(timeline.last().getCondition()).isEqualTo("p95(http.duration) > 2");
    }

    @Test
    void statistics_areThoseOfTheWindow() {
        String mean = yaml("aggregate: mean", "field: http.duration", "above: 2");
        Timeline.of(mean).pushValues(3, 1, 3).expect().pushValues(13, 3).expect("13 ACTIVE shop");
        String last = yaml("aggregate: last", "field: http.duration", "above: 2");
        Timeline.of(last)
                .pushValues(13, 1)
                .pushValues(12, 5)
                .expect()
                .pushValues(14, 5)
                .expect("14 ACTIVE shop");
        String min = yaml("aggregate: min", "field: http.duration", "below: 2");
        Timeline.of(min).pushValues(3, 3, 1).foldedTo(10).expect("10 ACTIVE shop");
    }

    @Test
    void transition_namesItsEvidence() {
        Timeline timeline = Timeline.of(errorRate("runbook: docs/runbooks.md", "labels: {team: web}"))
                .push(3, 10, 0)
                .push(13, 20, 18)
                .push(14, 10, 9)
                .expect("13 ACTIVE shop");
        var alert = timeline.last();
        assertThat(alert.getTitle()).isEqualTo("shop is ill");
        assertThat(alert.getSummary()).isEqualTo("shop: error rate 60 % over 1m (bound 50 %), 30 records");
        assertThat(alert.getCondition()).isEqualTo("error_rate > 0.5");
        assertThat(alert.getValue()).isEqualTo(0.6);
        assertThat(alert.getSamples()).isEqualTo(30);
        assertThat(alert.getWindowStart()).isEqualTo(BEGINNING - 40_000);
        assertThat(alert.getWindowEnd()).isEqualTo(BEGINNING + 20_000);
        assertThat(alert.getDataTime()).isEqualTo(BEGINNING);
        assertThat(alert.getRuleVersion()).isEqualTo(1);
        assertThat(alert.getRuleSet()).isEqualTo("test.yaml");
        assertThat(alert.getLabels()).isEqualTo(Map.of("team", "web"));
        assertThat(alert.getLearning()).isFalse();
        assertThat(alert.getEvidence().getCount()).isEqualTo(30);
        assertThat(alert.getEvidence().getRanges()).containsExactly(new OffsetRange("logs", 0, 0L, 29L, 30L));
        assertThat(alert.getEvidence().getExemplars())
                .as("bad ones first")
                .containsExactly(new Exemplar("logs", 0, 10L), new Exemplar("logs", 0, 0L));
    }

    @Test
    void episodes_areNumberedAndNamed() {
        Timeline timeline = Timeline.of(count("above: 5", "window: 10s", "recover_for: 10s"))
                .push(3, 6, 6)
                .foldedTo(30)
                .push(53, 6, 6)
                .expect("3 ACTIVE shop", "20 RECOVERING shop", "30 RESOLVED shop", "53 ACTIVE shop");
        assertThat(timeline.alerts()).extracting(alert -> alert.getSequence()).containsExactly(1L, 2L, 3L, 1L);
        assertThat(timeline.alerts().stream().map(alert -> alert.getEpisodeId()).distinct())
                .hasSize(2);
        assertThat(timeline.alerts().get(2).getState()).isEqualTo(AlertState.INACTIVE);
        assertThat(timeline.alerts().get(2).getStartedAt()).isEqualTo(BEGINNING + 3000);
    }

    @Test
    void acknowledge_ofAnOpenEpisode_isRecordedOnce() {
        Timeline timeline = Timeline.of(count("above: 5", "window: 10s"))
                .acknowledge(1, "user:ana")
                .expect()
                .push(3, 6, 6)
                .acknowledge(4, "user:ana")
                .acknowledge(5, "user:rui")
                .expect("3 ACTIVE shop", "4 ACKNOWLEDGED shop");
        assertThat(timeline.last().getActor()).isEqualTo("user:ana");
        assertThat(timeline.last().getReason()).isEqualTo("because");
        assertThat(timeline.last().getCommandId())
                .as("of the one that had an effect")
                .isEqualTo("control-3");
        assertThat(timeline.last().getState()).isEqualTo(AlertState.ACTIVE);
        assertThat(timeline.last().getSequence()).isEqualTo(2);
        timeline.foldedTo(20).expect("20 RESOLVED shop");
        assertThat(timeline.last().getCommandId()).isNull();
        assertThat(timeline.last().getAcknowledgedBy()).isEqualTo("user:ana");
        assertThat(timeline.last().getAcknowledgedAt()).isEqualTo(BEGINNING + 4000);
        timeline.acknowledge(30, "user:ana")
                .command(31, "user:ana", CommandType.UNKNOWN)
                .expect();
    }

    @Test
    void resolve_whileTheBreachGoesOn_beginsAnewOnlyWithRecordsThatCameAfter() {
        Timeline.of(count("above: 5"))
                .push(3, 6, 6)
                .resolve(5, "user:ana")
                .resolve(6, "user:ana")
                .expect("3 ACTIVE shop", "5 RESOLVED shop")
                .push(13, 6, 6)
                .push(53, 6, 6)
                .foldedTo(50)
                .expect()
                .push(63, 1, 1)
                .expect("63 ACTIVE shop");
    }

    @Test
    void resolve_ofAPendingEpisode_cancelsIt() {
        Timeline timeline = Timeline.of(count("above: 5", "for: 1m"))
                .push(3, 6, 6)
                .resolve(5, "user:ana")
                .expect("3 PENDING shop", "5 CANCELLED shop");
        assertThat(timeline.alerts()).extracting(alert -> alert.getCommandId()).containsExactly(null, "control-2");
        timeline.foldedTo(100).expect();
    }

    @Test
    void people_takeUpAssignCommentAndSnooze_areToldInOrderAndRemembered() {
        Timeline timeline = Timeline.of(count("above: 5", "window: 10s"))
                .push(3, 6, 6)
                .acknowledge(4, "user:ana")
                .command(5, "user:ana", CommandType.ASSIGN, command -> command.setAssignee("rui"))
                .command(6, "user:rui", CommandType.COMMENT)
                .command(7, "user:rui", CommandType.SNOOZE, command -> command.setSnoozedUntil(BEGINNING + 90_000))
                .command(8, "user:rui", CommandType.UNACKNOWLEDGE)
                .expect(
                        "3 ACTIVE shop",
                        "4 ACKNOWLEDGED shop",
                        "5 ASSIGNED shop",
                        "6 COMMENTED shop",
                        "7 SNOOZED shop",
                        "8 UNACKNOWLEDGED shop");
        assertThat(timeline.alerts()).extracting(alert -> alert.getSequence()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(timeline.alerts()).extracting(alert -> alert.getState()).containsOnly(AlertState.ACTIVE);
        assertThat(timeline.alerts().get(3).getReason()).isEqualTo("because");
        assertThat(timeline.alerts().get(3).getActor()).isEqualTo("user:rui");
        assertThat(timeline.alerts().get(3).getCommandId()).isEqualTo("control-4");
        timeline.foldedTo(20).expect("20 RESOLVED shop");
        assertThat(timeline.last().getAssignedTo()).isEqualTo("rui");
        assertThat(timeline.last().getSnoozedUntil()).isEqualTo(BEGINNING + 90_000);
        assertThat(timeline.last().getAcknowledgedBy()).isNull();
        timeline.push(33, 6, 6).expect("33 ACTIVE shop");
        assertThat(timeline.last().getAssignedTo()).as("of another episode").isNull();
        assertThat(timeline.last().getSnoozedUntil()).isNull();
    }

    @Test
    void people_sayWhatIsSoAlready_changeNothing() {
        Timeline.of(count("above: 5", "window: 10s"))
                .push(3, 6, 6)
                .command(4, "user:ana", CommandType.UNACKNOWLEDGE)
                .command(4, "user:ana", CommandType.ASSIGN)
                .command(4, "user:ana", CommandType.SNOOZE)
                .command(4, "user:ana", CommandType.REOPEN)
                .expect("3 ACTIVE shop")
                .command(5, "user:ana", CommandType.ASSIGN, command -> command.setAssignee("rui"))
                .command(6, "user:rui", CommandType.ASSIGN, command -> command.setAssignee("rui"))
                .command(7, "user:rui", CommandType.ASSIGN)
                .expect("5 ASSIGNED shop", "7 ASSIGNED shop");
    }

    @Test
    void command_madeOnAnotherRecord_hasNoEffect() {
        Timeline timeline = Timeline.of(count("above: 5", "window: 10s"))
                .push(3, 6, 6)
                .command(4, "user:ana", CommandType.COMMENT, command -> command.setExpectedSequence(2L))
                .command(5, "user:ana", CommandType.COMMENT, command -> command.setExpectedSequence(1L))
                .command(6, "user:rui", CommandType.RESOLVE, command -> command.setExpectedSequence(1L))
                .command(7, "user:rui", CommandType.RESOLVE, command -> command.setEpisodeId("fedcba9876543210"))
                .expect("3 ACTIVE shop", "5 COMMENTED shop")
                .command(8, "user:rui", CommandType.RESOLVE, command -> command.setExpectedSequence(2L))
                .command(9, "user:ana", CommandType.REOPEN, command -> command.setExpectedSequence(2L))
                .expect("8 RESOLVED shop");
        timeline.command(10, "user:ana", CommandType.REOPEN, command -> command.setExpectedSequence(3L))
                .expect("10 REOPENED shop");
        assertThat(timeline.last().getSequence()).isEqualTo(4);
    }

    @Test
    void reopen_whileTheBreachGoesOn_goesOnWithTheEpisode() {
        Timeline timeline = Timeline.of(count("above: 5", "window: 10s"))
                .push(3, 6, 6)
                .acknowledge(4, "user:ana")
                .resolve(5, "user:ana")
                .command(6, "user:rui", CommandType.REOPEN)
                .command(7, "user:rui", CommandType.REOPEN)
                .expect("3 ACTIVE shop", "4 ACKNOWLEDGED shop", "5 RESOLVED shop", "6 REOPENED shop");
        assertThat(timeline.alerts().stream().map(alert -> alert.getEpisodeId()).distinct())
                .hasSize(1);
        assertThat(timeline.last().getState()).isEqualTo(AlertState.ACTIVE);
        assertThat(timeline.last().getAcknowledgedBy()).isEqualTo("user:ana");
        assertThat(timeline.last().getStartedAt()).isEqualTo(BEGINNING + 3000);
        timeline.push(13, 6, 6).foldedTo(20).expect().foldedTo(30).expect("30 RESOLVED shop");
        assertThat(timeline.last().getSequence()).isEqualTo(5);
        timeline.command(40, "user:rui", CommandType.REOPEN).expect();
    }

    @Test
    void reopen_whenTheConditionIsGone_recoversAsTheRuleSays() {
        Timeline.of(count("above: 5", "window: 10s", "recover_for: 20s"))
                .push(3, 6, 6)
                .resolve(5, "user:ana")
                .foldedTo(5000)
                .expect("3 ACTIVE shop", "5 RESOLVED shop")
                .command(5001, "user:ana", CommandType.REOPEN)
                .expect("5001 REOPENED shop")
                .foldedTo(5009)
                .expect()
                .foldedTo(5010)
                .expect("5010 RECOVERING shop")
                .foldedTo(5030)
                .expect("5030 RESOLVED shop");
    }

    @Test
    void reopen_onceAnotherEpisodeHasBegunOrTheRuleIsGone_hasNoEffect() {
        Timeline.of(count("above: 5", "window: 10s"))
                .push(3, 6, 6)
                .resolve(5, "user:ana")
                .push(33, 6, 6)
                .foldedTo(50)
                .expect("3 ACTIVE shop", "5 RESOLVED shop", "33 ACTIVE shop", "50 RESOLVED shop")
                .command(51, "user:ana", CommandType.REOPEN)
                .expect();
        String rule = count("above: 5", "window: 10s");
        Timeline.of(rule)
                .push(3, 6, 6)
                .resolve(5, "user:ana")
                .removeRules(6)
                .rule(rule)
                .command(7, "user:ana", CommandType.REOPEN)
                .expect("3 ACTIVE shop", "5 RESOLVED shop");
    }

    @Test
    void reopen_ofAPendingEpisode_holdsOn() {
        Timeline timeline = Timeline.of(count("above: 5", "for: 20s", "window: 10s"))
                .push(3, 6, 6)
                .resolve(4, "user:ana")
                .command(5, "user:ana", CommandType.REOPEN)
                .expect("3 PENDING shop", "4 CANCELLED shop", "5 REOPENED shop");
        assertThat(timeline.last().getState()).isEqualTo(AlertState.PENDING);
        timeline.push(13, 6, 6).push(23, 6, 6).foldedTo(30).expect("30 ACTIVE shop");
    }

    @Test
    void changedThreshold_keepsTheWindow() {
        Timeline timeline = Timeline.of(count("above: 50"))
                .push(3, 20, 20)
                .push(13, 20, 20)
                .expect()
                .rule(count("above: 30"))
                .expect("10 ACTIVE shop");
        assertThat(timeline.last().getLearning()).isFalse();
        assertThat(timeline.last().getRuleVersion()).isEqualTo(2);
        timeline.rule(count("above: 50")).foldedTo(30).expect("20 RESOLVED shop");
    }

    @Test
    void changedThreshold_underWhatIsLongGone_doesNotFire() {
        Timeline.of(count("above: 50"))
                .push(3, 40, 40)
                .foldedTo(1000)
                .rule(count("above: 30"))
                .foldedTo(1100)
                .expect();
    }

    @Test
    void changedSpec_learnsUntilAWindowIsCovered() {
        String changed = errorRate().replace("17", "13");
        Timeline timeline = Timeline.of(errorRate())
                .push(3, 10, 9)
                .expect("3 ACTIVE shop")
                .rule(changed)
                .foldedTo(60)
                .expect()
                .push(63, 10, 9)
                .foldedTo(90)
                .expect();
        timeline.foldedTo(130).expect("130 RESOLVED shop");
        assertThat(timeline.last().getLearning()).isFalse();
    }

    /** Under the short window the first records are thrown away after an hour and ten minutes. */
    @Test
    void longerWindowThanIsKept_onTooLittle_waitsUntilItIsCovered() {
        Timeline timeline = Timeline.of(count("below: 1", "window: 5m"));
        for (int second = 0; second <= 5 * 3600; second += 600)
            timeline.push(second, 100, 100).foldedTo(second);
        timeline.rule(count("below: 1500", "window: 3h"));
        for (int second = 5 * 3600 + 600; second <= 8 * 3600; second += 600)
            timeline.push(second, 100, 100).foldedTo(second);
        timeline.expect();
        // 18 times 100 in three hours; then they get fewer.
        timeline.foldedTo(31_210).expect("31210 ACTIVE shop");
        assertThat(timeline.last().getLearning()).isFalse();
        assertThat(timeline.last().getValue()).isEqualTo(1400);
    }

    @Test
    void longerWindowThanIsKept_onTooMuch_firesAndSaysThatItLearns() {
        Timeline timeline = Timeline.of(count("above: 99", "window: 5m"));
        timeline.push(0, 50, 50).foldedTo(3 * 3600).push(3 * 3600 + 1, 50, 50).expect();
        timeline.rule(count("above: 60", "window: 3h"))
                .push(3 * 3600 + 3, 20, 20)
                .expect("10803 ACTIVE shop");
        assertThat(timeline.last().getLearning()).isTrue();
    }

    /** What is kept for late records covers it. */
    @Test
    void longerWindow_thatIsKept_goesOn() {
        Timeline timeline = Timeline.of(count("above: 99", "window: 5m"));
        timeline.push(0, 50, 50).foldedTo(1800).push(1801, 50, 50).expect();
        timeline.rule(count("above: 100", "window: 1h")).push(1803, 1, 1).expect("1803 ACTIVE shop");
        assertThat(timeline.last().getLearning()).isFalse();
        assertThat(timeline.last().getValue()).isEqualTo(101);
    }

    /** A window that gets shorter, and longer again, has lost what nobody asked for meanwhile. */
    @Test
    void window_thatWasShortForAWhile_learns() {
        Timeline timeline = Timeline.of(count("below: 10", "window: 3h"));
        timeline.push(0, 50, 50).foldedTo(600).rule(count("below: 10", "window: 5m", "no_data: ignore"));
        timeline.foldedTo(5 * 3600).push(5 * 3600 + 1, 9, 9).rule(count("below: 10", "window: 3h"));
        timeline.foldedTo(5 * 3600 + 60).expect();
    }

    @Test
    void comparedWindow_ofWhichTheOneBeforeIsKnownInPart_isNotJudged() {
        Timeline timeline = Timeline.of(count("above: 99999", "window: 5m"));
        for (int second = 0; second <= 6 * 3600; second += 600)
            timeline.push(second, 100, 100).foldedTo(second);
        timeline.rule(count("above: 2", "compare: ratio", "window: 1h"))
                .push(6 * 3600 + 3, 100, 100)
                .foldedTo(6 * 3600 + 60)
                .expect();
        timeline.foldedTo(9 * 3600).push(9 * 3600 + 3, 1000, 1000).expect();
    }

    @Test
    void longerMemory_learnsWhatHadBeenForgotten() {
        String rule = yaml("aggregate: new_term", "memory: 2h", "learn_for: 30m", "window: 1m", "max_age: 5m");
        Timeline timeline = Timeline.of(rule);
        timeline.push("cart", 3, 1, 0)
                .expect("3 ACTIVE cart")
                .foldedTo(4 * 3600)
                .expect("70 RESOLVED cart");
        timeline.rule(rule.replace("2h", "1d"));
        timeline.push("cart", 4 * 3600 + 3, 1, 0).foldedTo(5 * 3600).expect();
        timeline.push("shop", 5 * 3600 + 3, 1, 0).expect("18003 ACTIVE shop");
        assertThat(timeline.last().getLearning()).isFalse();
    }

    /** What a count keeps says which groups there are now, and not which there were. */
    @Test
    void countThatBecomesNewTerm_learns() {
        String rule = yaml("aggregate: new_term", "learn_for: 30m", "window: 1m", "max_age: 5m");
        Timeline timeline = Timeline.of(yaml("aggregate: count", "above: 99", "window: 1m", "max_age: 5m"));
        timeline.push("cart", 3, 1, 0).foldedTo(3600).rule(rule);
        timeline.push("cart", 3603, 1, 0).foldedTo(3700).expect();
        timeline.foldedTo(6000).push("shop", 6003, 1, 0).expect("6003 ACTIVE shop");
    }

    @Test
    void conditionThatBecomesAPart_goesOn() {
        String alone = yaml("aggregate: count", "above: 99", "window: 5m");
        String parts = "rules: [{id: the-rule, group_by: [service], parts: {a: {above: 99, window: 5m}}, condition: a, "
                + "severity: high}]";
        Timeline timeline =
                Timeline.of(alone).push(3, 50, 50).rule(parts).push(4, 50, 50).expect("4 ACTIVE shop");
        assertThat(timeline.last().getLearning()).isFalse();
    }

    @Test
    void newRule_firesWhileItLearnsAndSaysSo() {
        Timeline timeline = Timeline.blank(errorRate())
                .inputs()
                .foldedTo(0)
                .rule(errorRate())
                .push(3, 10, 9)
                .expect("3 ACTIVE shop");
        assertThat(timeline.last().getLearning()).isTrue();
        timeline.foldedTo(69).expect();
        timeline.foldedTo(70).expect("70 RESOLVED shop");
        assertThat(timeline.last().getLearning()).isFalse();
    }

    @Test
    void newRule_onTooLittle_waitsUntilItHasLearned() {
        Timeline.blank(count("below: 5", "window: 10s"))
                .inputs()
                .foldedTo(0)
                .rule(count("below: 5", "window: 10s"))
                .push(3, 1, 0)
                .push(13, 1, 0)
                .foldedTo(19)
                .expect()
                .foldedTo(20)
                .expect("20 ACTIVE shop");
    }

    @Test
    void rule_inForceFromTheFirstRecordOn_doesNotLearn() {
        Timeline timeline = Timeline.blank(errorRate())
                .inputs()
                .rule(errorRate())
                .foldedTo(0)
                .push(3, 10, 9)
                .expect("3 ACTIVE shop");
        assertThat(timeline.last().getLearning()).isFalse();
    }

    @Test
    void deltas_thatCameBeforeTheirRule_areJudgedWhenItComes() {
        String rule = count("above: 5");
        Timeline.of(count("above: 99", "id: another").replace("id: the-rule\n    ", ""))
                .countsBy(rule)
                .push(3, 6, 6)
                .expect()
                .hearsRule(rule)
                .expect("0 ACTIVE shop");
    }

    @Test
    void removedRule_endsItsEpisodes() {
        Timeline timeline = Timeline.of(count("above: 5"))
                .push("shop", 3, 6, 6)
                .push("cart", 3, 1, 1)
                .removeRules(7)
                .expect("3 ACTIVE shop", "7 RESOLVED shop");
        assertThat(timeline.last().getReason()).isEqualTo("rule removed");
        assertThat(timeline.last().getActor()).isEqualTo("rule");
        timeline.push(8, 9, 9).foldedTo(90).expect();
    }

    @Test
    void active_inATransactionThatTookLong_isNotDatedBeforeItsRecords() {
        Timeline timeline =
                Timeline.of(count("above: 5")).transactionsTake(2).push(3, 6, 6).expect("5 ACTIVE shop");
        assertThat(timeline.last().getStartedAt()).isEqualTo(BEGINNING + 5_000);
    }

    @Test
    void regroupedRule_endsEpisodesOfTheOldGroups() {
        Timeline timeline = Timeline.of(count("above: 5"))
                .push(3, 6, 6)
                .rule(count("above: 5")
                        .replace("[service]", "[service, http.route]")
                        .replace("{service}", "it"))
                .expect("3 ACTIVE shop", "0 RESOLVED shop");
        assertThat(timeline.last().getReason()).isEqualTo("rule groups anew");
    }

    @Test
    void brokenRuleFile_leavesTheRulesAsTheyWere() {
        Timeline timeline = Timeline.of(count("above: 5")).hearsRule("rules: 7");
        assertThat(timeline.push(3, 6, 6).last().getRuleVersion()).isEqualTo(1);
    }

    @Test
    void cuts_withAGap_areReportedAndTheFoldGoesOn() {
        Timeline timeline = Timeline.of(count("above: 5")).push(3, 6, 6);
        Cut gap = new Cut("logs", 0, 9L, 12L, 3L, BEGINNING + 500_000);
        timeline.fold(new Frame(List.of(gap), 1L, BEGINNING, List.of(), false, BEGINNING, null, 0L))
                .fold(new Frame(List.of(gap), 1L, BEGINNING, List.of(), false, BEGINNING, null, 0L))
                .foldedTo(1, 500)
                .expect("3 ACTIVE shop", new Outcome.BrokenCut("logs", 0, 6, 9).toString(), "70 RESOLVED shop");
    }

    @Test
    void state_afterEverythingWasEvicted_isSmall() {
        Timeline timeline = Timeline.of(count("above: 5"));
        for (int second = 0; second < 10_000; second += 100) timeline.push("s" + second, second, 6, 6);
        assertThat(entries(timeline.foldedTo(30_000)))
                .as("inputs, rule file, learning, partitions, control")
                .isEqualTo(6);
    }

    /** How many entries a program has in its store that folds the same. */
    private static int entries(Timeline timeline) {
        HeapStore store = new HeapStore();
        Evaluation evaluation = new Evaluation(0, store, Timeline.TOPICS);
        for (int i = 0; i < timeline.log().size(); i++)
            evaluation.fold(i, timeline.log().get(i));
        int[] entries = {0};
        store.scan(new byte[0], new byte[] {-1}, (key, value) -> ++entries[0] > 0);
        return entries[0];
    }
}
