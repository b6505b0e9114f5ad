package dev.vigia.processors.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.vigia.processors.backtest.AlertDiff.Pair;
import dev.vigia.processors.backtest.AlertDiff.Verdict;
import dev.vigia.processors.backtest.Episode.Moment;
import dev.vigia.processors.verify.Report.Check;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.CommandType;
import dev.vigia.schemas.avro.RuleFile;
import dev.vigia.schemas.avro.Transition;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recorded stories of an installation, told again with other rules. */
class BacktestTest {

    private static final int INCIDENTS = 10;
    /** One error a second, so an incident breaches {@code above: n} after n seconds. */
    private static final int LENGTH = 40;

    private static final int PAUSE = 140;
    private static final int PERIOD = LENGTH + PAUSE;
    /** When the first incident begins. */
    private static final int FIRST = 60;

    private static final int ERROR = 17;
    private static final int WARNING = 13;

    private Recorder recorder;

    @BeforeEach
    void begin() throws Exception {
        recorder = new Recorder();
    }

    @AfterEach
    void end() {
        recorder.close();
    }

    private static RuleFile rules(String name, String... rules) {
        return new RuleFile(name, "rules:\n  - " + String.join("\n  - ", rules) + "\n");
    }

    private static String rule(String id, String filter, int above) {
        return "{id: " + id + ", filter: " + filter + ", group_by: [service], aggregate: count, above: " + above
                + ", window: 1m, recover_for: 10s, severity: high, flapping: off}";
    }

    private static String errors(int above) {
        return rule("errors", "severity_number >= 17", above);
    }

    private void apply(RuleFile file) {
        recorder.apply(file.getName(), file.getContent());
    }

    /** Ten incidents under one rule. */
    private void record() {
        apply(rules("a.yaml", errors(20)));
        recorder.quiet(FIRST);
        for (int i = 0; i < INCIDENTS; i++) incident();
    }

    private void incident() {
        recorder.logs(LENGTH, 1, "shop", ERROR).quiet(PAUSE);
    }

    private Result backtest(RuleFile... candidates) {
        return recorder.backtest(0, recorder.second(), candidates);
    }

    private static AlertDiff only(Result result) {
        assertThat(result.alerts()).hasSize(1);
        return result.alerts().get(0);
    }

    @Test
    void fold_withoutCandidate_isExactlyWhatWasRecorded() {
        record();
        recorder.restart();
        apply(rules("a.yaml", errors(15), rule("warnings", "severity_number >= 13", 25)));
        apply(rules("b.yaml", rule("shop", "service == 'shop'", 10)));
        recorder.logs(LENGTH, 1, "shop", ERROR);
        recorder.command("errors", CommandType.ACKNOWLEDGE).command("shop", CommandType.RESOLVE);
        recorder.restart().quiet(PAUSE);

        Result result = backtest();

        assertThat(result.trusted()).as(result.selfCheck().toString()).isTrue();
        assertThat(result.same()).isTrue();
        assertThat(result.fired()).isEqualTo(INCIDENTS + 3);
        assertThat(result.selfCheck().checks().get(1).counts())
                .containsEntry("transitions", (long) recorder.alerts().size());
        assertThat(result.selfCheck().checks().get(0).counts()).containsEntry("records", (INCIDENTS + 1L) * LENGTH);
        assertThat(recorder.alerts())
                .extracting(Alert::getTransition)
                .contains(Transition.ACKNOWLEDGED, Transition.RECOVERING, Transition.RESOLVED);
        assertThat(backtest()).isEqualTo(result);
    }

    @Test
    void fold_saysHowFarItHasGot() {
        record();
        backtest();

        assertThat(recorder.folded())
                .isSorted()
                .startsWith(Recorder.at(0))
                .endsWith(Recorder.at(recorder.second() - 1));
    }

    /** A filter lets more through, and a window gets longer than what was kept. */
    @Test
    void fold_earlierRecordsWereCounted_isExactlyWhatWasRecorded() {
        apply(rules("a.yaml", errors(99)));
        apply(rules(
                "b.yaml", rule("shop", "service == 'shop'", 99).replace("window: 1m", "window: 10s, max_age: 10s")));
        recorder.quiet(FIRST).logs(10, 1, "shop", WARNING);
        apply(rules("a.yaml", rule("errors", "severity_number >= 13", 15)));
        recorder.logs(2, 1, "shop", WARNING)
                .warmUp(4)
                .logs(8, 1, "shop", WARNING)
                .quiet(1_200);
        apply(rules("b.yaml", rule("shop", "service == 'shop'", 19).replace("window: 1m", "window: 1h")));
        recorder.quiet(30).warmUp(7).restart().quiet(30);

        Result result = backtest();

        assertThat(recorder.alerts())
                .filteredOn(alert -> alert.getTransition() == Transition.ACTIVE)
                .extracting(Alert::getRuleId, Alert::getValue, Alert::getLearning)
                .containsExactly(tuple("errors", 16.0, false), tuple("shop", 20.0, false));
        assertThat(result.trusted()).as(result.selfCheck().toString()).isTrue();
        assertThat(result.same()).isTrue();
        assertThat(backtest()).isEqualTo(result);
        Result other = backtest(rules("a.yaml", rule("errors", "severity_number >= 13", 99)));
        assertThat(other.trusted()).isTrue();
        assertThat(other.alerts())
                .extracting(AlertDiff::rule, alert -> alert.pairs().get(0).verdict())
                .containsExactlyInAnyOrder(tuple("errors", Verdict.GONE), tuple("shop", Verdict.SAME));
    }

    @Test
    void fold_drill_isChecked_andIsNoIncident() {
        String drill = errors(20).replace("}", ", labels: {drill: a1}}");
        apply(rules("a.yaml", drill, rule("warnings", "severity_number >= 13", 25)));
        recorder.quiet(FIRST);
        incident();

        Result result = backtest();

        assertThat(result.trusted()).isTrue();
        assertThat(recorder.alerts()).extracting(Alert::getRuleId).contains("errors");
        assertThat(result.fired()).isEqualTo(1);
        assertThat(only(result).rule()).isEqualTo("warnings");
    }

    @Test
    void fold_sameFile_isTheSame() {
        record();

        Result result = backtest(rules("a.yaml", errors(20)));

        assertThat(result.trusted()).isTrue();
        assertThat(result.same()).isTrue();
        assertThat(result.fired()).isEqualTo(INCIDENTS);
    }

    @Test
    void fold_fileAsItWasInForce_keepsItsPastAndLeavesOutItsFuture() {
        record();
        long changed = recorder.second();
        apply(rules("a.yaml", errors(30)));
        incident();

        Result before = recorder.backtest(FIRST, changed, rules("a.yaml", errors(20)));
        Result all = recorder.backtest(FIRST, recorder.second(), rules("a.yaml", errors(20)));

        assertThat(before.same()).isTrue();
        assertThat(before.notes()).isEmpty();
        assertThat(all.count(Verdict.EARLIER)).isEqualTo(1);
        assertThat(all.count(Verdict.SAME)).isEqualTo(INCIDENTS);
        assertThat(all.notes()).singleElement().asString().contains("a.yaml was changed at ", "(version 1)");
    }

    @Test
    void fold_higherThreshold_firesLater() {
        record();

        Result result = backtest(rules("a.yaml", errors(30)));

        assertThat(result.trusted()).isTrue();
        AlertDiff alert = only(result);
        assertThat(alert.rule()).isEqualTo("errors");
        assertThat(alert.group()).containsEntry("service", "shop");
        assertThat(alert.pairs()).hasSize(INCIDENTS).allSatisfy(pair -> {
            assertThat(pair.verdict()).isEqualTo(Verdict.LATER);
            assertThat(pair.shift()).isEqualTo(10_000);
        });
        Pair first = alert.pairs().get(0);
        assertThat(first.really().orElseThrow().firedAt()).hasValue(Recorder.at(FIRST + 20));
        assertThat(first.would().orElseThrow().firedAt()).hasValue(Recorder.at(FIRST + 30));
    }

    @Test
    void fold_lowerThreshold_firesEarlierAndTellsNewOnes() {
        record();
        recorder.logs(15, 1, "till", ERROR).quiet(PAUSE);

        Result result = backtest(rules("a.yaml", errors(10)));

        assertThat(result.count(Verdict.EARLIER)).isEqualTo(INCIDENTS);
        assertThat(result.count(Verdict.NEW)).isEqualTo(1);
        assertThat(result.alerts())
                .extracting(alert -> alert.group().get("service"))
                .containsExactly("shop", "till");
    }

    @Test
    void fold_thresholdOutOfReachOrRuleTakenAway_isGone() {
        record();

        assertThat(backtest(rules("a.yaml", errors(100))).count(Verdict.GONE)).isEqualTo(INCIDENTS);
        assertThat(backtest(rules("a.yaml", rule("other", "service == 'none'", 1)))
                        .count(Verdict.GONE))
                .isEqualTo(INCIDENTS);
    }

    @Test
    void fold_otherFilter_countsTheOriginalRecordsAnew() {
        apply(rules("a.yaml", errors(20)));
        recorder.quiet(FIRST).logs(LENGTH, 1, "shop", WARNING).quiet(PAUSE);
        incident();

        Result result = backtest(rules("a.yaml", rule("errors", "severity_number >= 13", 20)));

        assertThat(result.trusted()).isTrue();
        assertThat(only(result).pairs()).extracting(Pair::verdict).containsExactly(Verdict.NEW, Verdict.SAME);
    }

    @Test
    void fold_newFileWithWindowsThatReachBack_isNotLearning() {
        record();
        long from = FIRST + PERIOD + 30;

        Result result =
                recorder.backtest(from, recorder.second(), rules("b.yaml", rule("more", "service == 'shop'", 35)));

        AlertDiff more = result.alerts().stream()
                .filter(alert -> alert.rule().equals("more"))
                .findFirst()
                .orElseThrow();
        assertThat(more.pairs())
                .hasSize(INCIDENTS - 1)
                .allSatisfy(pair -> assertThat(pair.verdict()).isEqualTo(Verdict.NEW));
        assertThat(more.pairs().get(0).would().orElseThrow().firedAt()).hasValue(Recorder.at(FIRST + PERIOD + 35));
    }

    @Test
    void fold_rulesOfOtherFiles_goOnChangingAsTheyDid() {
        apply(rules("a.yaml", errors(20)));
        apply(rules("b.yaml", rule("b", "severity_number >= 17", 5)));
        recorder.quiet(FIRST);
        incident();
        apply(rules("b.yaml", rule("b", "severity_number >= 17", 25)));
        incident();

        Result result = backtest(rules("a.yaml", errors(30)));

        assertThat(result.trusted()).isTrue();
        assertThat(result.alerts()).hasSize(2);
        AlertDiff other = result.alerts().get(0);
        assertThat(other.rule()).isEqualTo("b");
        assertThat(other.same()).isTrue();
        assertThat(other.pairs()).hasSize(2);
    }

    @Test
    void fold_openWhenTheRangeBegins_isToldAsOpen() {
        record();

        Result result = recorder.backtest(FIRST + 35, FIRST + PERIOD, rules("a.yaml", errors(37)));

        Pair pair = only(result).pairs().get(0);
        assertThat(pair.really().orElseThrow().before().map(Moment::state)).contains(AlertState.ACTIVE);
        assertThat(pair.would().orElseThrow().before()).isEmpty();
        assertThat(pair.verdict()).isEqualTo(Verdict.LATER);
        assertThat(pair.shift()).isEqualTo(17_000);
        assertThat(result.fired()).isEqualTo(1);
    }

    @Test
    void fold_whatPeopleDid_countsForTheEpisodeThatThereWouldHaveBeen() {
        apply(rules("a.yaml", errors(20)));
        recorder.quiet(FIRST).logs(LENGTH, 1, "shop", ERROR);
        recorder.command("errors", CommandType.ACKNOWLEDGE).quiet(PAUSE);

        Result result = backtest(rules("a.yaml", errors(10)));

        assertThat(only(result).pairs().get(0).would().orElseThrow().moments())
                .extracting(Moment::transition)
                .startsWith(Transition.ACTIVE, Transition.ACKNOWLEDGED);
    }

    @Test
    void fold_forgedDelta_isNotTrusted() {
        record();
        recorder.forgeDelta();

        Result result = backtest();

        assertThat(result.trusted()).isFalse();
        assertThat(result.selfCheck().checks().get(0).first().orElseThrow().toString())
                .contains("signals-0 offset ", "count: 2 instead of 1 in errors [shop]");
    }

    @Test
    void fold_forgedAlert_isNotTrusted() {
        record();
        recorder.forgeAlert(0);

        Result result = backtest();

        assertThat(result.trusted()).isFalse();
        assertThat(result.selfCheck().checks().get(0).passed()).isTrue();
        assertThat(result.selfCheck().checks().get(1).first().orElseThrow().toString())
                .contains("alerts-0 offset 0", "has value -1.0 instead of 21.0");
    }

    @Test
    void fold_forgedCourseOfAValue_isNotTrusted() {
        record();
        recorder.forgeRecent(0);

        assertThat(difference(backtest())).contains("alerts-0 offset 0", "has recent [-1.0, ");
    }

    @Test
    void fold_alertsThatAreNotWrittenYet_areNotMissing() {
        record();
        recorder.unwritten(2);

        Result result = backtest();

        assertThat(result.trusted()).isTrue();
        assertThat(result.selfCheck().checks().get(1).counts()).containsEntry("not written yet", 2L);
        assertThat(result.same()).isTrue();
    }

    @Test
    void fold_originalsHaveExpired_needsThemOnlyForWhatIsCountedAnew() {
        record();
        long half = FIRST + 5 * PERIOD;
        recorder.expireLogs(half);

        long to = recorder.second();
        Result threshold = recorder.backtest(10, to, rules("a.yaml", errors(30)));
        Result filter = recorder.backtest(10, to, rules("a.yaml", rule("errors", "severity_number >= 13", 30)));

        assertThat(threshold.trusted()).isTrue();
        assertThat(threshold.count(Verdict.LATER)).isEqualTo(INCIDENTS);
        assertThat(threshold.selfCheck().checks().get(0).counts()).containsEntry("expired transactions", 5L * LENGTH);
        assertThat(filter.trusted()).isTrue();
        assertThat(filter.count(Verdict.LATER)).isEqualTo(5);
        assertThat(filter.fired()).isEqualTo(5);
        assertThat(filter.range().from()).isBetween(Recorder.at(half - PERIOD), Recorder.at(half));
        assertThat(filter.notes())
                .hasSize(2)
                .anySatisfy(note -> assertThat(note).contains("have expired"));
    }

    @Test
    void fold_signalsHaveExpiredAmidAnEpisode_leavesItOutAndTrustsTheRest() {
        record();
        long cut = FIRST + 2 * PERIOD + 30;
        recorder.expireSignals(cut);

        Result same = backtest();
        Result later = backtest(rules("a.yaml", errors(30)));

        assertThat(same.trusted()).as(same.selfCheck().toString()).isTrue();
        assertThat(same.same()).isTrue();
        assertThat(same.selfCheck().checks().get(1).counts()).containsEntry("transitions", 7L * 3);
        assertThat(same.selfCheck().checks().get(1).unchecked())
                .containsExactly(
                        "episodes that depend on signals from before the fold began (1 recorded, 0 folded again), "
                                + "the first with RECOVERING of errors {service=shop} at 2027-01-15T08:08:20Z");
        assertThat(same.range().from()).isEqualTo(Recorder.at(cut + 1));
        assertThat(later.count(Verdict.LATER)).isEqualTo(7);
    }

    /** The log of {@link #record}, of which the first signal left is from shortly before the third incident. */
    private void recordAndExpire() {
        record();
        recorder.expireSignals(FIRST + 2 * PERIOD - 20);
    }

    @Test
    void fold_signalsHaveExpiredLessThanAWindowBeforeAnEpisode_saysThatItIsNotJudged() {
        recordAndExpire();

        Result same = backtest();

        assertThat(same.trusted()).as(same.selfCheck().toString()).isTrue();
        Check transitions = same.selfCheck().checks().get(1);
        assertThat(transitions.counts()).containsEntry("transitions", 7L * 3);
        assertThat(transitions.unchecked())
                .containsExactly(
                        "episodes that depend on signals from before the fold began (1 recorded, 1 folded again), "
                                + "the first with ACTIVE of errors {service=shop} at 2027-01-15T08:07:20Z");
    }

    @Test
    void fold_signalsHaveExpired_findsWhatDiffersLaterAndWithinWhatIsKnown() {
        recordAndExpire();
        recorder.forgeAlert(3 * 3);

        assertThat(difference(backtest()))
                .contains("alerts-0 offset 9", "ACTIVE of errors", "has value -1.0 instead of");
    }

    @Test
    void fold_signalsHaveExpired_findsAnEpisodeThatWasNeverWritten() {
        recordAndExpire();
        recorder.alerts().subList(4 * 3, 5 * 3).clear();

        assertThat(difference(backtest())).contains("offset 12", "has episode_id ");
    }

    @Test
    void fold_signalsHaveExpired_judgesHowAValueCameAboutWhereItIsKnown() {
        recordAndExpire();
        // It shows five minutes, and another one is looked at for the first of its values.
        recorder.forgeRecent(3 * 3);
        assertThat(backtest().trusted()).isTrue();

        recorder.forgeRecent(5 * 3);
        assertThat(difference(backtest())).contains("alerts-0 offset 15", "has recent [-1.0, ");
    }

    private static String difference(Result result) {
        assertThat(result.trusted()).isFalse();
        return result.selfCheck().checks().get(1).first().orElseThrow().toString();
    }

    @Test
    void fold_signalsHaveExpiredFromBeforeTheFirstRecord_judgesAll() {
        record();
        recorder.expireSignals(FIRST - 20);

        Check transitions = backtest().selfCheck().checks().get(1);

        assertThat(transitions.passed()).isTrue();
        assertThat(transitions.unchecked()).isEmpty();
        assertThat(transitions.counts())
                .containsEntry("transitions", (long) recorder.alerts().size());
    }

    /** Rules that remember much: how often alerts began, who was there, what has to last. */
    @ParameterizedTest
    @ValueSource(ints = {200, 465, 810})
    void fold_signalsHaveExpiredAtAnyTime_trustsWhatCanBeJudged(int cut) {
        apply(rules(
                "a.yaml",
                errors(20),
                errors(10)
                        .replace("id: errors", "id: flaps")
                        .replace("off}", "{changes: 4, within: 12m, settle_for: 4m}}"),
                "{id: held, filter: severity_number >= 13, group_by: [service], aggregate: count, above: 5, window: 30s, "
                        + "for: 40s, recover_for: 30s, severity: high}",
                "{id: silent, filter: severity_number >= 13, group_by: [service], aggregate: count, below: 1, "
                        + "no_data: alert, window: 1m, severity: high}",
                "{id: ratio, group_by: [service], aggregate: ratio, numerator: severity_number >= 17, above: 0.3, "
                        + "window: 2m, severity: high}",
                "{id: fresh, filter: severity_number >= 13, group_by: [service], aggregate: new_term, memory: 10m, "
                        + "learn_for: 5m, window: 1m, severity: low}"));
        recorder.quiet(FIRST);
        Random random = new Random(4);
        while (recorder.second() < 1_400) {
            String service = List.of("shop", "till", "cart").get(random.nextInt(3));
            recorder.logs(10 + random.nextInt(50), 1, service, random.nextInt(3) == 0 ? WARNING : ERROR);
            if (random.nextInt(4) == 0) recorder.quiet(random.nextInt(150));
        }
        recorder.quiet(PAUSE);
        assertThat(recorder.alerts()).anyMatch(Alert::getFlapping);
        recorder.expireSignals(cut);

        Result same = backtest();

        assertThat(same.trusted()).as(same.selfCheck().toString()).isTrue();
        assertThat(same.selfCheck().checks().get(1).counts().get("transitions")).isGreaterThan(20);
        assertThat(same.selfCheck().checks().get(1).unchecked()).hasSize(1);
    }

    @Test
    void fold_nothingOfThatTime_saysSo() {
        record();

        assertThatThrownBy(() -> recorder.backtest(-7_200, -3_600))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("nothing to fold of the time from 2027-01-15T06:00:00Z to 2027-01-15T07:00:00Z");
    }

    @Test
    void fold_ruleOfAnotherFile_saysWhichOneCounts() {
        record();

        Result result = backtest(rules("b.yaml", errors(30)));

        assertThat(result.same()).isTrue();
        assertThat(result.notes())
                .isEqualTo(List.of("The rule errors of b.yaml is in a.yaml as well; the one in a.yaml counts."));
    }
}
