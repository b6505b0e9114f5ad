package dev.vigia.processors.evaluate;

import static dev.vigia.processors.evaluate.Timeline.BEGINNING;
import static dev.vigia.processors.evaluate.Timeline.count;
import static dev.vigia.processors.evaluate.Timeline.errorRate;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.state.HeapStore;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Severity;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no records mean: of a group that is known, and of all together. Always by data time. */
class SilenceTest {

    private static final String ABSENT = """
            rules:
              - {id: the-rule, absent_for: 5m, group_by: [service], severity: high, recover_for: 0, forget_after: 1h}
            """;
    private static final String NOTHING = """
            rules:
              - {id: the-rule, absent_for: 5m, severity: critical, recover_for: 0}
            """;

    @Test
    void resolve_isTheDefault() {
        Timeline.of(count("above: 5", "window: 10s"))
                .push(3, 6, 6)
                .foldedTo(20)
                .expect("3 ACTIVE shop", "20 RESOLVED shop");
    }

    @Test
    void ignore_leavesTheAlertUntilRecordsComeAgain() {
        Timeline.of(count("above: 5", "window: 10s", "no_data: ignore"))
                .push(3, 6, 6)
                .foldedTo(3600)
                .expect("3 ACTIVE shop")
                .push(3603, 1, 1)
                .foldedTo(3610)
                .expect("3610 RESOLVED shop");
    }

    @Test
    void ignore_doesNotHold() {
        Timeline.of(count("above: 5", "window: 10s", "for: 30s", "no_data: ignore"))
                .push(3, 6, 6)
                .foldedTo(100)
                .push(103, 6, 6)
                .push(113, 6, 6)
                .push(123, 6, 6)
                .foldedTo(130)
                .expect("3 PENDING shop")
                .push(133, 6, 6)
                .foldedTo(140)
                .expect("140 ACTIVE shop");
    }

    @Test
    void ignore_ofAGroupThatNeverComesBack_endsWithAReason() {
        Timeline timeline = Timeline.of(count("above: 5", "window: 10s", "no_data: ignore", "forget_after: 1h"))
                .push(3, 6, 6)
                .foldedTo(3609)
                .expect("3 ACTIVE shop")
                .foldedTo(3610)
                .expect("3610 RESOLVED shop");
        assertThat(timeline.last().getReason()).isEqualTo("no records for 1h");
    }

    @Test
    void keepLast_holdsABreachAndRecovery() {
        Timeline.of(count("above: 5", "window: 10s", "for: 30s", "no_data: keep_last"))
                .push(3, 6, 6)
                .foldedTo(39)
                .expect("3 PENDING shop")
                .foldedTo(3600)
                .expect("40 ACTIVE shop")
                .push(3603, 1, 1)
                .foldedTo(3610)
                .expect("3610 RESOLVED shop");
        Timeline.of(count("above: 5", "window: 10s", "recover_for: 30s", "no_data: keep_last"))
                .push(3, 6, 6)
                .push(13, 1, 1)
                .foldedTo(50)
                .expect("3 ACTIVE shop", "20 RECOVERING shop", "50 RESOLVED shop");
    }

    @Test
    void keepLast_isForgottenAsWell() {
        Timeline.of(count("above: 5", "window: 10s", "no_data: keep_last", "forget_after: 1h"))
                .push(3, 6, 6)
                .foldedTo(9000)
                .expect("3 ACTIVE shop", "3610 RESOLVED shop");
    }

    @Test
    void keepLast_underAChangedFilter_isKeptAndForgottenFromThen() {
        String rule = count("above: 5", "window: 10s", "no_data: keep_last", "forget_after: 1h");
        Timeline timeline = Timeline.of(rule).push(3, 6, 6).foldedTo(25).rule(rule.replace("17", "13"));
        for (int second = 25; second < 3620; second += 100) timeline.foldedTo(second);
        timeline.expect("3 ACTIVE shop").foldedTo(3620).expect("3620 RESOLVED shop");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ignore", "keep_last"})
    void tooFewRecords_areAsSilence(String noData) {
        String policy = "no_data: " + noData;
        Timeline.of(errorRate("min_samples: 20", policy))
                .push(3, 20, 20)
                .push(63, 19, 0)
                .push(123, 1, 1)
                .foldedTo(360)
                .push(363, 1, 0)
                .foldedTo(420)
                .expect("3 ACTIVE shop")
                .push(423, 20, 0)
                .foldedTo(430)
                .expect("430 RESOLVED shop");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ignore", "keep_last"})
    void tooFewRecords_forAsLongAsAGroupIsKnown_endAnAlert(String noData) {
        Timeline timeline = Timeline.of(errorRate("min_samples: 20", "no_data: " + noData, "forget_after: 1h"))
                .push(3, 20, 20);
        for (int second = 33; second < 7200; second += 30)
            timeline.push(second, 1, 1).foldedTo(second);
        timeline.expect("3 ACTIVE shop", "3660 RESOLVED shop");
        assertThat(timeline.last().getReason()).isEqualTo("too few records to judge for 1h");
    }

    @Test
    void tooFewRecords_areNoSilenceToBeAlertedOf() {
        Timeline.of(errorRate("min_samples: 20", "no_data: alert"))
                .push(3, 19, 19)
                .foldedTo(60)
                .expect()
                .foldedTo(70)
                .expect("70 ACTIVE shop")
                .push(73, 19, 19)
                .foldedTo(130)
                .expect()
                .push(133, 19, 9)
                .foldedTo(140)
                .expect("140 RESOLVED shop");
    }

    @Test
    void keepLast_holdsWithTooFewRecordsAsWell() {
        Timeline.of(errorRate("min_samples: 20", "window: 10s", "for: 20s", "no_data: keep_last"))
                .push(3, 20, 20)
                .push(13, 1, 0)
                .foldedTo(40)
                .expect("3 PENDING shop", "30 ACTIVE shop");
    }

    @Test
    void alert_firesWithTheFirstWindowWithoutRecords() {
        Timeline timeline = Timeline.of(count("above: 100", "no_data: alert"))
                .push(3, 10, 10)
                .foldedTo(69)
                .expect()
                .foldedTo(70)
                .expect("70 ACTIVE shop");
        assertThat(timeline.last().getSummary()).isEqualTo("shop: no records for 1m");
        assertThat(timeline.last().getSamples()).isZero();
        timeline.push(75, 1, 1).expect().foldedTo(80).expect("80 RESOLVED shop");
    }

    @Test
    void alert_honorsFor() {
        Timeline.of(count("above: 100", "no_data: alert", "for: 1m"))
                .push(3, 10, 10)
                .foldedTo(129)
                .expect("70 PENDING shop")
                .foldedTo(130)
                .expect("130 ACTIVE shop");
        Timeline.of(count("above: 100", "no_data: alert", "for: 1m"))
                .push(3, 10, 10)
                .foldedTo(100)
                .push(103, 1, 1)
                .foldedTo(110)
                .expect("70 PENDING shop", "110 CANCELLED shop");
    }

    @Test
    void alert_inConsecutiveWindows_isJudgedAtTheirEnds() {
        Timeline.of(count("above: 100", "no_data: alert", "consecutive: 2"))
                .push(3, 10, 10)
                .foldedTo(119)
                .expect()
                .foldedTo(180)
                .expect("120 PENDING shop", "180 ACTIVE shop");
    }

    @Test
    void alert_keepsWhatWasWorse() {
        Timeline timeline = Timeline.of(count("severities: {medium: 5, critical: 10}", "window: 10s", "no_data: alert"))
                .push("shop", 3, 11, 11)
                .push("cart", 3, 1, 1)
                .foldedTo(100)
                .expect("3 ACTIVE shop", "20 ACTIVE cart");
        assertThat(timeline.alerts())
                .extracting(Alert::getSeverity)
                .containsExactly(Severity.CRITICAL, Severity.MEDIUM);
    }

    @Test
    void alert_ofACount_takesSilenceForNone() {
        Timeline timeline = Timeline.of(count("severities: {medium: 5, critical: 1}", "window: 10s", "no_data: alert"))
                .push(3, 4, 0)
                .foldedTo(20)
                .expect("10 ACTIVE shop", "20 SEVERITY_CHANGED shop");
        assertThat(timeline.last().getSeverity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void lag_ofTenMinutes_isNoSilence() {
        for (String rule :
                List.of(ABSENT, count("above: 100", "no_data: alert"), count("above: 5", "no_data: resolve"))) {
            Timeline timeline = Timeline.of(rule).push(3, 6, 6);
            List<Alert> before = List.copyOf(timeline.alerts());
            timeline.foldedTo(0, 600);
            for (int second = 10; second <= 600; second += 10) timeline.lagsAt(second);
            for (int second = 43; second <= 600; second += 40) timeline.push(second, 6, 6);
            timeline.foldedTo(1, 600);
            assertThat(timeline.alerts()).isEqualTo(before);
        }
    }

    @Test
    void silence_withinALag_isToldInOrderWhenItIsKnown() {
        Timeline.of(count("above: 100", "no_data: alert"))
                .push(3, 6, 6)
                .push(203, 6, 6)
                .expect()
                .foldedTo(230)
                .expect("70 ACTIVE shop", "210 RESOLVED shop");
    }

    @Test
    void lateRecord_beginsTheSilenceAnew() {
        Timeline.of(count("above: 100", "no_data: alert"))
                .push(3, 6, 6)
                .foldedTo(70)
                .push(23, 1, 1)
                .expect("70 ACTIVE shop")
                .foldedTo(90)
                .expect("80 RETRACTED shop", "90 ACTIVE shop");
    }

    @Test
    void absence_isThatOfEachKnownGroup() {
        Timeline timeline = Timeline.of(ABSENT)
                .push("shop", 3, 1, 0)
                .push("cart", 103, 1, 0)
                .foldedTo(309)
                .expect()
                .foldedTo(310)
                .expect("310 ACTIVE shop")
                .foldedTo(410)
                .expect("410 ACTIVE cart")
                .push("shop", 415, 1, 0)
                .expect()
                .foldedTo(420)
                .expect("420 RESOLVED shop")
                .foldedTo(720)
                .expect("720 ACTIVE shop");
        assertThat(timeline.alerts().get(0).getSummary()).isEqualTo("shop: no records for 5m");
    }

    @Test
    void absence_ofAGroupThatIsForgotten_ends() {
        Timeline timeline = Timeline.of(ABSENT)
                .push(3, 1, 0)
                .foldedTo(3609)
                .expect("310 ACTIVE shop")
                .foldedTo(3610)
                .expect("3610 RESOLVED shop");
        assertThat(timeline.last().getReason()).isEqualTo("no records for 1h");
        timeline.foldedTo(20_000).expect().push(20_003, 1, 0).foldedTo(20_310).expect("20310 ACTIVE shop");
    }

    @Test
    void absence_resolvedByHand_isToldAgainOneWindowLater() {
        Timeline.of(ABSENT)
                .push(3, 1, 0)
                .foldedTo(310)
                .resolve(320, "user:ana")
                .foldedTo(600)
                .expect("310 ACTIVE shop", "320 RESOLVED shop")
                .foldedTo(610)
                .expect("610 ACTIVE shop");
    }

    @Test
    void silence_isRememberedForLongerThanBuckets() {
        Timeline.of(count("above: 5", "window: 10s", "no_data: keep_last"))
                .push(3, 6, 6)
                .foldedTo(86_409)
                .expect("3 ACTIVE shop")
                .foldedTo(86_410)
                .expect("86410 RESOLVED shop");
        Timeline.of(ABSENT.replace("forget_after: 1h", "forget_after: 1d"))
                .push(3, 1, 0)
                .foldedTo(86_410)
                .expect("310 ACTIVE shop", "86410 RESOLVED shop");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "absent_for: 5m, forget_after: 1h",
                "absent_for: 5m, forget_after: 4h",
                "aggregate: count, above: 0, window: 10s, keep_firing_for: 3h",
                "aggregate: count, above: 0, window: 10s, no_data: ignore, forget_after: 4h"
            })
    void state_ofGroupsThatNobodyWaitsFor_isGone(String fields) {
        String rule = "rules:\n  - {id: the-rule, group_by: [service], severity: high, " + fields + "}\n";
        Timeline timeline = Timeline.of(rule);
        for (int second = 0; second < 10_000; second += 100) timeline.push("s" + second, second, 1, 0);
        for (int second = 10_000; second <= 30_000; second += 1_000) timeline.foldedTo(second);
        assertThat(entries(timeline))
                .as("inputs, rule file, learning, partitions, control")
                .isEqualTo(6);
    }

    @Test
    void state_ofARuleThatIsGone_isGone() {
        Timeline timeline = Timeline.of(ABSENT.replace("forget_after: 1h", "forget_after: 1d"))
                .push(3, 1, 0)
                .foldedTo(20_000)
                .removeRules(20_001);
        assertThat(entries(timeline)).as("inputs, partitions, control").isEqualTo(4);
    }

    private static int entries(Timeline timeline) {
        HeapStore store = new HeapStore();
        Evaluation evaluation = new Evaluation(0, store, Timeline.TOPICS);
        for (int i = 0; i < timeline.log().size(); i++)
            evaluation.fold(i, timeline.log().get(i));
        int[] entries = {0};
        store.scan(new byte[0], new byte[] {-1}, (key, value) -> ++entries[0] > 0);
        return entries[0];
    }

    @Test
    void nothingAtAll_firesAlthoughThereNeverWasARecord() {
        Timeline timeline = Timeline.blank(NOTHING)
                .inputs()
                .rule(NOTHING)
                .foldedTo(0)
                .foldedTo(299)
                .expect()
                .foldedTo(300)
                .expect("300 ACTIVE all")
                .foldedTo(100_000)
                .expect();
        assertThat(timeline.last().getSummary()).isEqualTo("no records for 5m");
        timeline.push(100_003, 1, 0).foldedTo(100_010).expect("100010 RESOLVED all");
    }

    @Test
    void nothingAtAll_underANewRule_waitsForTheRulesOwnTime() {
        Timeline.blank(NOTHING)
                .inputs()
                .foldedTo(0)
                .foldedTo(100)
                .rule(NOTHING)
                .foldedTo(100)
                .foldedTo(400)
                .expect()
                .foldedTo(410)
                .expect("410 ACTIVE all");
    }

    @Test
    void nothingAtAll_whileDataTimeStands_isNotTold() {
        Timeline timeline =
                Timeline.blank(NOTHING).inputs().rule(NOTHING).foldedTo(0).foldedTo(0, 1000);
        for (int second = 0; second <= 600; second += 10) timeline.lagsAt(second);
        timeline.expect().foldedTo(1, 600).expect("300 ACTIVE all");
    }

    @Test
    void nothingAtAll_underALongerWindow_isNotToldTooEarly() {
        Timeline.blank(NOTHING)
                .inputs()
                .rule(NOTHING)
                .foldedTo(0)
                .foldedTo(200)
                .rule(NOTHING.replace("5m", "10m"))
                .foldedTo(590)
                .expect()
                .foldedTo(600)
                .expect("600 ACTIVE all");
    }

    @Test
    void nothingAtAll_isToldByOnePartition() {
        Timeline timeline =
                Timeline.blank(NOTHING).inputs().rule(NOTHING).foldedTo(0).foldedTo(1000);
        List<Outcome> told = new ArrayList<>();
        for (int partition = 0; partition < 3; partition++) {
            Evaluation evaluation = new Evaluation(partition, new HeapStore(), Topics.of("", 2, 3));
            for (int i = 0; i < timeline.log().size(); i++)
                told.addAll(evaluation.fold(i, timeline.log().get(i)));
        }
        assertThat(told).hasSize(1);
    }

    @Test
    void nothingAtAll_removedRule_ends() {
        Timeline timeline = Timeline.blank(NOTHING)
                .inputs()
                .rule(NOTHING)
                .foldedTo(0)
                .foldedTo(300)
                .removeRules(301);
        timeline.foldedTo(1000).expect("300 ACTIVE all", "301 RESOLVED all");
        assertThat(timeline.last().getAt()).isEqualTo(BEGINNING + 301_000);
    }
}
