package dev.vigia.processors.evaluate;

import static dev.vigia.processors.evaluate.Timeline.BEGINNING;
import static dev.vigia.processors.evaluate.Timeline.errorRate;
import static dev.vigia.processors.evaluate.Timeline.yaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Transition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What late records change about what was told. */
class CorrectionsTest {

    private static final String SEVERITIES = "severities: {medium: 0.3, critical: 0.7}";

    /** 80 % of the requests in the first ten seconds failed; what comes in there from now on is late. */
    private static Timeline failed(String... fields) {
        List<String> all = new ArrayList<>(List.of("window: 10s"));
        all.addAll(List.of(fields));
        return Timeline.of(errorRate(all.toArray(String[]::new)))
                .push(3, 10, 8)
                .foldedTo(12)
                .expect("3 ACTIVE shop");
    }

    @Test
    void lateRecords_thatChangeTheValue_correctIt() {
        Timeline timeline = failed().push(4, 1, 0).push(5, 1, 0).foldedTo(19).expect();
        timeline.foldedTo(20).expect("20 CORRECTED shop", "20 RESOLVED shop");
        Alert corrected = timeline.alerts().get(1);
        assertThat(corrected.getValue()).isCloseTo(0.667, within(0.001));
        assertThat(corrected.getPreviousValue()).isEqualTo(0.8);
        assertThat(corrected.getWindowEnd()).isEqualTo(BEGINNING + 10_000);
        assertThat(corrected.getState()).isEqualTo(AlertState.ACTIVE);
        assertThat(corrected.getReason()).isEqualTo("late records: 80 % before, 66.7 % now");
        assertThat(timeline.alerts()).extracting(Alert::getSequence).containsExactly(1L, 2L, 3L);
    }

    @Test
    void lateRecords_thatNobodyCanTellInTheValue_areNotTold() {
        failed().push(4, 1000, 800).foldedTo(20).expect("20 RESOLVED shop");
    }

    @Test
    void lateRecords_ofAnEpisodeThatHasEnded_correctIt() {
        Timeline timeline = failed().foldedTo(20).expect("20 RESOLVED shop").push(4, 2, 0);
        timeline.foldedTo(30).expect("30 CORRECTED shop");
        assertThat(timeline.last().getState()).isEqualTo(AlertState.INACTIVE);
        timeline.push(5, 3, 0).foldedTo(40).expect("40 CORRECTED shop");
        assertThat(timeline.last().getReason()).isEqualTo("late records: 66.7 % before, 53.3 % now");
    }

    @Test
    void lateRecords_thatTakeTheBreachAway_retract() {
        Timeline timeline =
                failed("recover_for: 1m").push(4, 10, 0).foldedTo(20).expect("20 RETRACTED shop");
        assertThat(timeline.last().getState()).isEqualTo(AlertState.INACTIVE);
        assertThat(timeline.last().getValue()).isEqualTo(0.4);
        assertThat(timeline.last().getPreviousValue()).isEqualTo(0.8);
        assertThat(timeline.last().getEpisodeId())
                .isEqualTo(timeline.alerts().get(0).getEpisodeId());
        timeline.foldedTo(300).expect();
    }

    @Test
    void lateRecords_thatTakeTheBreachAwayAfterItsEnd_retractToo() {
        failed().foldedTo(20)
                .expect("20 RESOLVED shop")
                .push(4, 10, 0)
                .foldedTo(30)
                .expect("30 RETRACTED shop")
                .push(4, 10, 0)
                .foldedTo(40)
                .expect();
    }

    @Test
    void retracted_whenMoreLateRecordsBringItBack_isAnotherEpisode() {
        Timeline timeline = failed().push(4, 10, 0).foldedTo(20).expect("20 RETRACTED shop");
        timeline.push(5, 10, 10).expect("10 ACTIVE shop");
        assertThat(timeline.last().getEpisodeId())
                .isNotEqualTo(timeline.alerts().get(0).getEpisodeId());
        timeline.foldedTo(30).expect("30 RESOLVED shop");
    }

    @Test
    void breachTakenAway_whileALaterWindowBreaches_goesOnWithThatOne() {
        Timeline timeline = failed().push(13, 10, 9).foldedTo(20).push(4, 10, 0);
        timeline.foldedTo(30).expect("30 CORRECTED shop", "30 RESOLVED shop");
        assertThat(timeline.alerts().get(1).getWindowEnd()).isEqualTo(BEGINNING + 20_000);
        assertThat(timeline.alerts().get(1).getReason()).isEqualTo("late records: 80 % before, 90 % now");
    }

    @Test
    void breachTakenAway_whileAWindowThatBreachesIsOpen_waitsForItsEnd() {
        Timeline timeline =
                failed("recover_for: 1m").push(23, 2, 2).push(4, 10, 0).foldedTo(20);
        timeline.expect().push(24, 8, 0).foldedTo(30).expect("30 RETRACTED shop");
    }

    @Test
    void lateRecords_thatAreTooFewButBreach_haveKeptTheEpisodeUp() {
        String rule = errorRate("window: 10s", "min_samples: 20");
        Timeline.of(rule).push(3, 20, 20).push(13, 5, 5).foldedTo(30).expect("3 ACTIVE shop", "30 RESOLVED shop");
        Timeline.of(rule)
                .push(3, 20, 20)
                .foldedTo(22)
                .expect("3 ACTIVE shop", "20 RESOLVED shop")
                .push(13, 5, 5)
                .expect("20 REOPENED shop")
                .foldedTo(30)
                .expect("30 RESOLVED shop");
    }

    @Test
    void breachTakenAway_whileTooFewBreachLater_isRetracted() {
        Timeline.of(errorRate("window: 10s", "min_samples: 10"))
                .push(3, 10, 8)
                .push(13, 5, 5)
                .foldedTo(20)
                .expect("3 ACTIVE shop")
                .push(4, 10, 0)
                .foldedTo(40)
                .expect("30 RETRACTED shop");
    }

    @Test
    void anotherEpisode_leavesTheOneBeforeAsItIs() {
        failed().foldedTo(20)
                .expect("20 RESOLVED shop")
                .push(23, 10, 8)
                .push(4, 10, 0)
                .foldedTo(40)
                .expect("23 ACTIVE shop", "40 RESOLVED shop");
    }

    @Test
    void whatWasSeenInAnOpenWindow_wasSeen() {
        Timeline.of(errorRate("window: 10s"))
                .push(3, 2, 2)
                .push(5, 8, 0)
                .foldedTo(10)
                .expect("3 ACTIVE shop", "10 RESOLVED shop")
                .push(6, 10, 0)
                .foldedTo(30)
                .expect();
    }

    @Test
    void recordsOlderThanTheRuleTakes_changeNothing() {
        failed("max_age: 1m")
                .foldedTo(69)
                .expect("20 RESOLVED shop")
                .push(4, 10, 0)
                .foldedTo(70)
                .expect("70 RETRACTED shop");
        failed("max_age: 1m")
                .foldedTo(70)
                .expect("20 RESOLVED shop")
                .push(4, 10, 0)
                .foldedTo(90)
                .expect();
    }

    @Test
    void silence_thatWasNone_isRetracted() {
        Timeline timeline = Timeline.of("""
                rules:
                  - {id: the-rule, absent_for: 5m, group_by: [service], severity: high, recover_for: 0, forget_after: 1h}
                """);
        timeline.push(3, 1, 0).foldedTo(310).expect("310 ACTIVE shop");
        timeline.push(200, 1, 0).foldedTo(320).expect("320 RETRACTED shop");
        assertThat(timeline.last().getReason()).isEqualTo("late records: 0 before, 1 now");
        timeline.foldedTo(509).expect().foldedTo(510).expect("510 ACTIVE shop");
    }

    @Test
    void runThatWasBroken_isRetractedAndHoldsFromThere() {
        Timeline timeline = Timeline.of(errorRate("window: 10s", "for: 20s"))
                .push(3, 10, 8)
                .push(13, 10, 8)
                .push(23, 10, 8)
                .foldedTo(30)
                .expect("3 PENDING shop", "30 ACTIVE shop")
                .push(33, 10, 8)
                .push(14, 10, 0)
                .foldedTo(40)
                .expect("40 RETRACTED shop", "40 PENDING shop");
        timeline.push(43, 10, 8).foldedTo(50).expect("50 ACTIVE shop");
    }

    @Test
    void runThatWasBroken_whileItIsPending_holdsFromThere() {
        Timeline.of(errorRate("window: 10s", "for: 20s"))
                .push(3, 10, 8)
                .push(13, 10, 8)
                .foldedTo(20)
                .push(14, 10, 0)
                .push(23, 10, 8)
                .foldedTo(30)
                .expect("3 PENDING shop")
                .push(33, 10, 8)
                .foldedTo(40)
                .expect()
                .push(43, 10, 8)
                .foldedTo(50)
                .expect("50 ACTIVE shop");
    }

    @Test
    void runThatLateRecordsMakeWhole_isActive() {
        Timeline.of(errorRate("window: 10s", "for: 20s"))
                .push(3, 10, 8)
                .push(23, 10, 8)
                .foldedTo(10)
                .expect("3 PENDING shop")
                .foldedTo(30)
                .push(14, 10, 8)
                .foldedTo(40)
                .expect("40 ACTIVE shop", "40 RESOLVED shop");
    }

    @Test
    void changedRule_takesNothingBack() {
        failed("recover_for: 1m")
                .rule(errorRate("window: 10s", "recover_for: 2m"))
                .push(4, 10, 0)
                .foldedTo(20)
                .expect("20 RECOVERING shop");
    }

    @Test
    void somebodyWhoHasResolvedIt_hasTheLastWord() {
        failed().resolve(13, "user:ana").push(4, 10, 0).foldedTo(30).expect("13 RESOLVED shop");
    }

    /** Medium in the first ten seconds and critical in the second, each with ten requests. */
    private static Timeline risen(String... fields) {
        List<String> all = new ArrayList<>(List.of("window: 10s", SEVERITIES));
        all.addAll(List.of(fields));
        return Timeline.of(
                        yaml("aggregate: error_rate", "errors: severity_number >= 17", "", all.toArray(String[]::new)))
                .push(3, 10, 4)
                .push(13, 10, 8)
                .foldedTo(22)
                .expect("3 ACTIVE shop", "13 SEVERITY_CHANGED shop");
    }

    @Test
    void riseThatLateRecordsTakeAway_isCorrectedOnceAndTheRestGoesOn() {
        Timeline timeline = risen("recover_for: 1m").push(14, 10, 0).foldedTo(30);
        timeline.expect("30 CORRECTED shop", "30 RECOVERING shop");
        Alert corrected = timeline.alerts().get(2);
        assertThat(corrected.getSeverity()).isEqualTo(Severity.MEDIUM);
        assertThat(corrected.getPreviousSeverity()).isEqualTo(Severity.CRITICAL);
        assertThat(corrected.getValue()).isEqualTo(0.4);
        assertThat(corrected.getPreviousValue()).isEqualTo(0.8);
        assertThat(corrected.getWindowEnd()).isEqualTo(BEGINNING + 20_000);
        assertThat(corrected.getState()).isEqualTo(AlertState.ACTIVE);
        assertThat(corrected.getReason()).isEqualTo("late records: 80 % before, 40 % now");
        timeline.push(15, 1, 0).foldedTo(90).expect("90 RESOLVED shop");
        assertThat(timeline.last().getSeverity()).isEqualTo(Severity.MEDIUM);
        assertThat(timeline.alerts()).extracting(Alert::getSequence).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void riseThatLateRecordsTakeAway_inALongEpisode_isCorrected() {
        Timeline timeline = Timeline.of(yaml(
                "aggregate: error_rate",
                "errors: severity_number >= 17",
                "",
                "window: 10s",
                SEVERITIES,
                "max_age: 1m"));
        for (int i = 0; i < 20; i++) timeline.push(10 * i + 3, 10, 4).foldedTo(10 * i + 10);
        timeline.expect("3 ACTIVE shop").push(203, 10, 8).foldedTo(210).expect("203 SEVERITY_CHANGED shop");
        timeline.push(204, 10, 0).foldedTo(220).expect("220 CORRECTED shop", "220 RESOLVED shop");
    }

    @Test
    void riseThatIsOver_isCorrectedToo() {
        Timeline timeline = risen().push(23, 10, 4).foldedTo(30).expect("30 SEVERITY_CHANGED shop");
        timeline.push(14, 10, 0).foldedTo(40).expect("40 CORRECTED shop", "40 RESOLVED shop");
        assertThat(timeline.alerts().get(3).getPreviousSeverity()).isEqualTo(Severity.CRITICAL);
        assertThat(timeline.alerts().get(3).getSeverity()).isEqualTo(Severity.MEDIUM);
    }

    @Test
    void riseThatComesBack_isToldAgain() {
        Timeline timeline = risen("recover_for: 1m").push(14, 10, 0).foldedTo(30);
        timeline.expect("30 CORRECTED shop", "30 RECOVERING shop").push(15, 60, 60);
        timeline.expect("20 SEVERITY_CHANGED shop");
        assertThat(timeline.last().getSeverity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void riseAndEpisode_thatBeganTogether_areCorrectedTogether() {
        Timeline timeline = Timeline.of(
                        yaml("aggregate: error_rate", "errors: severity_number >= 17", "", "window: 10s", SEVERITIES))
                .push(3, 10, 8)
                .foldedTo(20)
                .expect("3 ACTIVE shop", "20 RESOLVED shop")
                .push(4, 10, 0)
                .foldedTo(30)
                .expect("30 CORRECTED shop");
        assertThat(timeline.last().getSeverity()).isEqualTo(Severity.MEDIUM);
        assertThat(timeline.last().getPreviousSeverity()).isEqualTo(Severity.CRITICAL);
        assertThat(timeline.last().getState()).isEqualTo(AlertState.INACTIVE);
        assertThat(timeline.last().getValue()).isEqualTo(0.4);
        timeline.push(5, 60, 60).foldedTo(40).expect("40 CORRECTED shop");
        assertThat(timeline.last().getSeverity()).isEqualTo(Severity.CRITICAL);
        assertThat(timeline.last().getPreviousSeverity()).isEqualTo(Severity.MEDIUM);
        timeline.push(6, 200, 0).foldedTo(50).expect("50 RETRACTED shop");
    }

    @Test
    void episodeThatWasNone_takesItsRiseAlong() {
        risen("recover_for: 1m")
                .push(4, 10, 0)
                .push(14, 20, 0)
                .foldedTo(30)
                .expect("30 RETRACTED shop")
                .foldedTo(300)
                .expect();
    }

    @Test
    void riseThatLateRecordsMakeWhole_isTold() {
        Timeline timeline = Timeline.of(yaml(
                        "aggregate: error_rate",
                        "errors: severity_number >= 17",
                        "",
                        "window: 10s",
                        "for: 20s",
                        "recover_for: 1m",
                        SEVERITIES))
                .push(3, 10, 8)
                .push(13, 10, 4)
                .push(23, 10, 8)
                .foldedTo(40)
                .expect("3 PENDING shop", "30 ACTIVE shop", "40 RECOVERING shop");
        assertThat(timeline.alerts().get(1).getSeverity()).isEqualTo(Severity.MEDIUM);
        timeline.push(14, 20, 20).foldedTo(50).expect("50 SEVERITY_CHANGED shop");
        assertThat(timeline.last().getSeverity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void endThatLateRecordsProveTooEarly_isTakenBack() {
        Timeline timeline = failed("recover_for: 30s")
                .foldedTo(52)
                .expect("20 RECOVERING shop", "50 RESOLVED shop")
                .push(33, 10, 9)
                .expect("40 REOPENED shop");
        assertThat(timeline.last().getState()).isEqualTo(AlertState.ACTIVE);
        assertThat(timeline.last().getReason()).isEqualTo("late records");
        assertThat(timeline.last().getActor()).isEqualTo("rule");
        assertThat(timeline.last().getValue()).isEqualTo(0.9);
        timeline.foldedTo(120).expect("60 RECOVERING shop", "90 RESOLVED shop");
        assertThat(timeline.alerts()).extracting(Alert::getSequence).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(timeline.alerts().stream().map(Alert::getEpisodeId).distinct())
                .hasSize(1);
        timeline.push(4, 10, 0).foldedTo(130).expect("130 CORRECTED shop");
        assertThat(timeline.last().getReason()).isEqualTo("late records: 80 % before, 90 % now");
    }

    @Test
    void lateBreachAfterTheEnd_isAnotherEpisode() {
        Timeline timeline = failed("recover_for: 10s").foldedTo(52).expect("20 RECOVERING shop", "30 RESOLVED shop");
        timeline.push(33, 10, 9).expect("40 ACTIVE shop");
        assertThat(timeline.last().getEpisodeId())
                .isNotEqualTo(timeline.alerts().get(0).getEpisodeId());
    }

    @Test
    void runThatWasCancelled_andLateRecordsMakeWhole_isAnEpisode() {
        Timeline timeline = Timeline.of(errorRate("window: 10s", "for: 20s"))
                .push(3, 10, 8)
                .foldedTo(20)
                .expect("3 PENDING shop", "20 CANCELLED shop")
                .push(23, 10, 8)
                .foldedTo(40)
                .expect("23 PENDING shop", "40 CANCELLED shop")
                .push(14, 10, 8)
                .expect()
                .foldedTo(50)
                .expect("50 ACTIVE shop", "50 RESOLVED shop");
        assertThat(timeline.last().getStartedAt()).isEqualTo(BEGINNING + 10_000);
        timeline.push(15, 20, 0).foldedTo(60).expect("60 RETRACTED shop");
    }

    /** A record that comes late: its second, and whether it failed. */
    private record Late(int second, boolean failed) {}

    /** What is left of the story when all is known: of each episode that stands its state, and the value it stands on. */
    private static List<String> end(Timeline timeline) {
        Map<String, String> values = new LinkedHashMap<>();
        Map<String, Alert> last = new LinkedHashMap<>();
        for (Alert alert : timeline.alerts()) {
            boolean tells = alert.getTransition() == Transition.ACTIVE || alert.getTransition() == Transition.CORRECTED;
            if (tells && alert.getState() != AlertState.PENDING) {
                String value =
                        String.format(Locale.ROOT, "%.3f until %d", alert.getValue(), alert.getWindowEnd() - BEGINNING);
                // Coming back is no other value.
                if (alert.getTransition() == Transition.CORRECTED || !values.containsKey(alert.getEpisodeId()))
                    values.put(alert.getEpisodeId(), value);
            }
            last.put(alert.getEpisodeId(), alert);
        }
        List<String> end = new ArrayList<>();
        last.forEach((episode, alert) -> {
            boolean none =
                    alert.getTransition() == Transition.RETRACTED || alert.getTransition() == Transition.CANCELLED;
            if (!none) end.add(alert.getState() + " " + values.get(episode));
        });
        return end;
    }

    /** How bad each episode that stands was, when all is known. */
    private static List<String> severities(Timeline timeline) {
        Map<String, TreeSet<Severity>> told = new LinkedHashMap<>();
        for (Alert alert : timeline.alerts()) {
            TreeSet<Severity> known = told.computeIfAbsent(alert.getEpisodeId(), unseen -> new TreeSet<>());
            Severity before = alert.getPreviousSeverity();
            // The enum begins with the worst.
            if (alert.getTransition() == Transition.CORRECTED && before != null)
                known.headSet(before, true).clear();
            if (alert.getTransition() == Transition.RETRACTED) known.clear();
            else if (alert.getTransition() != Transition.PENDING && alert.getTransition() != Transition.CANCELLED)
                known.add(alert.getSeverity());
        }
        List<String> end = new ArrayList<>();
        told.values().forEach(known -> {
            if (!known.isEmpty()) end.add(known.first().name());
        });
        return end;
    }

    /** All records come after their windows have closed, some before data time moves on and some after that. */
    private static Timeline arrive(List<Late> records, Random pauses, String rule) {
        Timeline timeline = Timeline.of(rule).foldedTo(100);
        int now = 100;
        for (Late late : records) {
            timeline.push(late.second(), 1, late.failed() ? 1 : 0);
            if (pauses.nextInt(3) == 0) timeline.foldedTo(now += 10);
        }
        return timeline.foldedTo(now + 2_000);
    }

    /** Which tens of seconds have how many failures among how many records, and what stands in the end. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        one window, breached                | 6/10      | window: 10s | recover_for: 0   | INACTIVE 0.600 until 10000
        one window, just not breached       | 5/10      | window: 10s | recover_for: 0   |
        windows that overlap, the second    | 2/5 6/9   | window: 20s | recover_for: 10m | INACTIVE 0.571 until 20000
        windows that overlap, the first     | 4/5 1/5   | window: 20s | recover_for: 10m | INACTIVE 0.800 until 10000
        windows that overlap, none          | 2/5 2/5   | window: 20s | recover_for: 10m |
        two apart, the later one            | 2/4 0/0 0/0 4/6 | window: 20s | recover_for: 10m | INACTIVE 0.667 until 40000
        held for as long as it has to       | 4/5 4/5 3/5 | window: 10s | for: 20s       | INACTIVE 0.600 until 30000
        held for longer, the first          | 3/4 4/5 3/5 4/4 | window: 10s | for: 20s   | INACTIVE 0.600 until 30000
        not held for long enough            | 4/5 2/5 4/5 | window: 10s | for: 20s       |
        held in windows that overlap        | 3/4 1/4 3/4 | window: 20s | for: 10s       |
        held in the windows at the end      | 1/4 3/4 3/4 | window: 20s | for: 10s       | INACTIVE 0.750 until 40000
        """)
    void anyOrderOfArrival_hasTheSameEnd(String name, String tens, String window, String times, String expected) {
        List<Late> records = records(tens);
        for (int seed = 0; seed < 25; seed++) {
            Random random = new Random(seed);
            Collections.shuffle(records, random);
            assertThat(end(arrive(records, random, errorRate(window, times, "flapping: off"))))
                    .as("%s: %s", name, records)
                    .isEqualTo(expected == null ? List.of() : List.of(expected));
        }
    }

    /** Five records are enough. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        too few after a breach              | 3/5 2/3     | for: 0s  | INACTIVE 0.600 until 10000
        too few before a breach             | 3/4 3/5     | for: 0s  | INACTIVE 0.600 until 20000
        too few                             | 4/4 3/3     | for: 0s  |
        enough that do not breach           | 5/10 4/4    | for: 0s  |
        held with enough                    | 3/5 4/5 3/5 2/2 | for: 20s | INACTIVE 0.600 until 30000
        not held with too few               | 3/5 4/4 3/5 | for: 20s |
        """)
    void anyOrderOfArrival_ofTooFewAsWell_hasTheSameEnd(String name, String tens, String times, String expected) {
        List<Late> records = records(tens);
        String rule = errorRate("window: 10s", times, "min_samples: 5", "flapping: off");
        for (int seed = 0; seed < 25; seed++) {
            Random random = new Random(seed);
            Collections.shuffle(records, random);
            assertThat(end(arrive(records, random, rule)))
                    .as("%s: %s", name, records)
                    .isEqualTo(expected == null ? List.of() : List.of(expected));
        }
    }

    /** Which tens of seconds have how many failures among how many records, and how bad it was in the end. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        critical                            | 9/10        | for: 0s  | CRITICAL
        just not critical                   | 7/10        | for: 0s  | MEDIUM
        nothing                             | 3/10        | for: 0s  |
        critical in the second              | 2/5 4/5     | for: 0s  | CRITICAL
        critical in neither                 | 2/5 3/5     | for: 0s  | MEDIUM
        critical for as long as it has to   | 4/5 4/4 4/5 | for: 20s | CRITICAL
        critical with a gap                 | 4/5 2/5 4/5 | for: 20s | MEDIUM
        medium for as long as it has to     | 2/5 2/4 2/5 | for: 20s | MEDIUM
        neither                             | 4/5 1/5 4/5 | for: 20s |
        critical after a while              | 2/5 4/5 4/5 4/5 | for: 20s | CRITICAL
        """)
    void anyOrderOfArrival_isAsBadInTheEnd(String name, String tens, String times, String expected) {
        List<Late> records = records(tens);
        String rule = yaml(
                "aggregate: error_rate",
                "errors: severity_number >= 17",
                "",
                "window: 10s",
                times,
                "recover_for: 5m",
                "flapping: off",
                SEVERITIES);
        for (int seed = 0; seed < 25; seed++) {
            Random random = new Random(seed);
            Collections.shuffle(records, random);
            assertThat(severities(arrive(records, random, rule)))
                    .as("%s: %s", name, records)
                    .isEqualTo(expected == null ? List.of() : List.of(expected));
        }
    }

    private static List<Late> records(String tens) {
        List<Late> records = new ArrayList<>();
        String[] parts = tens.split(" ");
        for (int i = 0; i < parts.length; i++) {
            String[] share = parts[i].split("/");
            for (int n = 0; n < Integer.parseInt(share[1]); n++) {
                records.add(new Late(i * 10 + n % 10, n < Integer.parseInt(share[0])));
            }
        }
        return records;
    }
}
