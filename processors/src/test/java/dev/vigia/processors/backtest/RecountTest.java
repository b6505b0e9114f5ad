package dev.vigia.processors.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.backtest.Episode.Moment;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.RuleFile;
import dev.vigia.schemas.avro.Transition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules of every kind, counted anew from what was recorded. */
class RecountTest {

    private static final List<Integer> SEVERITIES = List.of(9, 13, 17);
    private static final int LENGTH = 1_500;

    /** @param bad the filter that is changed */
    private static RuleFile rules(String bad) {
        return new RuleFile("a.yaml", """
                rules:
                  - {id: both, group_by: [service], parts: {some: {filter: BAD, above: 10}, fine: {filter: severity_number < 13,
                     above: 2, window: 30s}}, condition: some and not fine, severity: low, recover_for: 10s}
                  - {id: steps, group_by: [service], parts: {fine: {filter: severity_number < 13}, some: {filter: BAD, above: 5,
                     window: 20s}}, sequence: [fine, some], within: 2m, severity: low, recover_for: 10s}
                  - {id: missing, group_by: [service], parts: {some: {filter: BAD, above: 5, window: 20s}, fine: {filter:
                     severity_number < 13}}, sequence: [some, not fine], within: 1m, severity: low}
                  - {id: budget, group_by: [service], errors: BAD, min_samples: 1, slo: {objective: 90, burn_rates: [{severity:
                     critical, factor: 5, window: 2m, short_window: 30s}]}, recover_for: 10s}
                  - {id: today, group_by: [service], filter: BAD, aggregate: count, above: 60, window: day, zone: UTC,
                     severity: low}
                  - {id: middle, group_by: [service], filter: BAD, aggregate: percentile, field: severity_number, percentile: 50,
                     above: 15, min_samples: 5, severity: low, recover_for: 10s}
                  - {id: many, filter: BAD, aggregate: distinct, field: service, above: 1, window: 30s, severity: low,
                     recover_for: 10s}
                """.replace("BAD", bad));
    }

    /** Some minutes of three services, under rules that are in force from the beginning. */
    private static Recorder record(RuleFile rules) throws IOException {
        Recorder recorder = new Recorder();
        recorder.apply(rules.getName(), rules.getContent());
        recorder.quiet(60);
        Random random = new Random(7);
        while (recorder.second() < LENGTH) {
            String service = List.of("shop", "till", "cart").get(random.nextInt(3));
            recorder.logs(5 + random.nextInt(30), 1, service, SEVERITIES.get(random.nextInt(3)));
            if (random.nextInt(4) == 0) recorder.quiet(random.nextInt(150));
        }
        return recorder.quiet(200);
    }

    /** The same records are recorded under the candidate: a backtest of the others has to tell what happens there. */
    @Test
    void fold_filterIsAnother_tellsWhatHappensUnderIt() throws IOException {
        RuleFile candidate = rules("severity_number >= 13");
        try (Recorder recorder = record(rules("severity_number >= 17"));
                Recorder other = record(candidate)) {
            Result result = recorder.backtest(0, recorder.second(), candidate);

            assertThat(result.trusted()).as(result.selfCheck().toString()).isTrue();
            assertThat(would(result)).isEqualTo(told(other.alerts())).isNotEqualTo(told(recorder.alerts()));
            assertThat(other.alerts())
                    .filteredOn(alert -> alert.getTransition() == Transition.ACTIVE)
                    .extracting(Alert::getRuleId)
                    .contains("both", "steps", "missing", "budget", "today", "middle", "many");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 465, 810})
    void fold_signalsHaveExpiredAtAnyTime_trustsWhatCanBeJudged(int cut) throws IOException {
        try (Recorder recorder = record(rules("severity_number >= 13"))) {
            recorder.expireSignals(cut);

            Result same = recorder.backtest(0, recorder.second());

            assertThat(same.trusted()).as(same.selfCheck().toString()).isTrue();
            assertThat(same.selfCheck().checks().get(1).counts().get("transitions"))
                    .isGreaterThan(20);
        }
    }

    private static Map<String, List<Moment>> would(Result result) {
        Map<String, List<Moment>> would = new TreeMap<>();
        for (AlertDiff alert : result.alerts()) {
            alert.pairs().stream()
                    .flatMap(pair -> pair.would().stream())
                    .forEach(episode -> add(would, alert.rule(), alert.group(), episode.moments()));
        }
        return inOrder(would);
    }

    private static Map<String, List<Moment>> told(List<Alert> alerts) {
        Map<String, List<Moment>> told = new TreeMap<>();
        alerts.forEach(alert -> add(told, alert.getRuleId(), alert.getGroup(), List.of(Moment.of(alert))));
        return inOrder(told);
    }

    private static void add(
            Map<String, List<Moment>> into, String rule, Map<String, String> group, List<Moment> moments) {
        into.computeIfAbsent(rule + " " + new TreeMap<>(group), unseen -> new ArrayList<>())
                .addAll(moments);
    }

    /** What is told late of an earlier episode stands there with it. */
    private static Map<String, List<Moment>> inOrder(Map<String, List<Moment>> alerts) {
        alerts.values()
                .forEach(
                        moments -> moments.sort(Comparator.comparing(Moment::at).thenComparing(Moment::toString)));
        return alerts;
    }
}
