package dev.vigia.processors.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.explain.Verdict.Gap;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.OffsetRange;
import dev.vigia.schemas.avro.Transition;
import java.io.IOException;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What comes out of the raw records is what was told, and whatever is not as it was is found. */
class ExplainerTest {

    private static final int STEPS = 400;
    private static final Set<String> RULES = Set.of(
            "rate", "errors", "slow", "low", "levels", "row", "silent", "nothing", "spike", "surge", "change", "users",
            "day", "hour", "climb", "last", "crowd", "spans", "mean");

    private static Explaining explaining;
    private static RandomInstallation recorded;

    @BeforeAll
    static void start() throws IOException {
        explaining = new Explaining();
        recorded = new RandomInstallation(4, explaining.registry, STEPS, RandomRules::simple);
    }

    @AfterAll
    static void stop() {
        explaining.close();
    }

    @Test
    void everyTransition_isComputedAgainToTheLastBit() {
        Map<String, Integer> matches = new TreeMap<>();
        Set<Transition> transitions = new TreeSet<>();
        int told = 0;
        int withoutRoom = 0;
        for (long seed = 1; seed <= 2; seed++) {
            RandomInstallation installation =
                    new RandomInstallation(seed, explaining.registry, STEPS, RandomRules::simple);
            Versions versions = installation.versions();
            for (Alert alert : installation.alerts) {
                boolean hasRoom = !alert.getGroup().containsValue("__overflow__");
                boolean isNew = alert.getRuleId().equals("fresh") && alert.getSamples() > 0;
                if (!isNew) told++;
                if (!hasRoom) withoutRoom++;
                Explanation explanation = explaining.explainer.explain(alert, 5, () -> false, installation, versions);
                if (explanation.verdict() instanceof Verdict.Unknown unknown) {
                    assertThat(unknown.reason())
                            .as("%s of seed %s", alert, seed)
                            .contains(isNew ? "had not been seen for 30s before" : "may have been thrown away");
                    continue;
                }
                assertThat(explanation.verdict())
                        .as("%s of seed %s", alert, seed)
                        .isEqualTo(new Verdict.Match());
                matches.merge(alert.getRuleId(), 1, Integer::sum);
                transitions.add(alert.getTransition());
                if (compares(alert)) continue;
                // Of the group for which there was no room nobody can tell single records.
                boolean shown = alert.getEvidence().getCount() > 0 && hasRoom;
                assertThat(explanation.records().isEmpty()).as("%s", alert).isEqualTo(!shown);
            }
        }
        assertThat(matches.keySet()).containsAll(RULES);
        assertThat(transitions)
                .contains(
                        Transition.PENDING,
                        Transition.ACTIVE,
                        Transition.RECOVERING,
                        Transition.RESOLVED,
                        Transition.SEVERITY_CHANGED,
                        Transition.ACKNOWLEDGED,
                        Transition.REOPENED);
        assertThat(withoutRoom).isPositive();
        int matched = matches.values().stream().mapToInt(Integer::intValue).sum();
        assertThat(matched).isGreaterThan(told * 95 / 100);
    }

    /** Each change is another filter, and all of them let the same records through. */
    @Test
    void earlierRecords_thatCountForARuleThatIsNew_areComputedAgain() {
        int matches = 0;
        int earlier = 0;
        for (long seed = 11; seed <= 12; seed++) {
            Iterator<Integer> bounds = IntStream.rangeClosed(10, 17).boxed().iterator();
            RandomInstallation installation = new RandomInstallation(
                    seed, explaining.registry, 600, random -> manyKinds(bounds.hasNext() ? bounds.next() : 17));
            Versions versions = installation.versions();
            for (Alert alert : installation.alerts) {
                Explanation explanation = explaining.explainer.explain(alert, 5, () -> false, installation, versions);
                if (explanation.verdict() instanceof Verdict.Unknown) continue;
                assertThat(explanation.verdict())
                        .as("%s of seed %s, read %s", alert, seed, explanation.read())
                        .isEqualTo(new Verdict.Match());
                matches++;
            }
            earlier += installation.slices;
        }
        assertThat(earlier).isGreaterThan(10);
        assertThat(matches).isGreaterThan(100);
    }

    private static String manyKinds(int bound) {
        return """
                rules:
                  - {id: errors, aggregate: count, filter: "severity_number >= %1$d", above: 9, group_by: [service],
                     severity: low, window: 5m}
                  - {id: rate, aggregate: error_rate, errors: "severity_number >= %1$d", above: 0.3, group_by: [service],
                     severity: high, min_samples: 5, window: 2m}
                  - {id: low, aggregate: count, filter: "severity_number >= %1$d", below: 3, group_by: [service],
                     severity: info, window: 1m}
                  - {id: slow, aggregate: percentile, field: http.duration, filter: "severity_number >= %1$d",
                     percentile: 90, above: 2, severity: low, min_samples: 3, window: 10m}
                  - {id: users, aggregate: distinct, field: attributes.user, filter: "severity_number >= %1$d", above: 9,
                     severity: low, window: 10m}
                  - {id: day, aggregate: sum, field: attributes.amount, filter: "severity_number >= %1$d", above: 60,
                     window: day, zone: Asia/Kathmandu, group_by: [service], severity: low}
                  - {id: silent, absent_for: 1m, filter: "severity_number >= %1$d", group_by: [service], severity: high}
                """.formatted(bound);
    }

    /** The buckets of a window that gets longer are gone, where the shorter one did not need them. */
    @Test
    void windowThatWasThrownAwayInPart_isNotSaidToDiffer() {
        Map<String, Integer> verdicts = new TreeMap<>();
        RandomInstallation installation = new RandomInstallation(
                3,
                explaining.registry,
                2_000,
                random -> "rules: [{id: grows, aggregate: count, group_by: [service], severity: low, flapping: off, "
                        + (random.nextBoolean()
                                ? "window: 20s, max_age: 20s, above: 40}]"
                                : "window: 1h, above: 400}]"));
        Versions versions = installation.versions();
        for (Alert alert : installation.alerts) {
            Verdict verdict = explaining
                    .explainer
                    .explain(alert, 5, () -> false, installation, versions)
                    .verdict();
            if (verdict instanceof Verdict.Unknown)
                assertThat(alert.getLearning()).isTrue();
            verdicts.merge(verdict.getClass().getSimpleName(), 1, Integer::sum);
        }
        assertThat(verdicts.keySet()).containsExactlyInAnyOrder("Match", "Unknown");
    }

    /** One rule comes to look further back after more than an hour; another has always done so. No record comes too late for either. */
    @Test
    void ruleThatCameToLookFurtherBack_counts_asIfItAlwaysHad() {
        int same = 0;
        for (long seed = 21; seed <= 22; seed++) {
            int[] changes = {0};
            RandomInstallation installation =
                    new RandomInstallation(seed, explaining.registry, 5_000, random -> widening(changes[0]++ > 25));
            Versions versions = installation.versions();
            Map<List<Object>, Double> always = new TreeMap<>(Comparator.comparing(List::toString));
            installation.alerts.stream()
                    .filter(alert -> alert.getRuleId().equals("always"))
                    .forEach(alert -> always.put(window(alert), alert.getValue()));
            for (Alert alert : installation.alerts) {
                if (alert.getRuleId().equals("always") || alert.getLearning() || alert.getRuleVersion() == 0) continue;
                Double value = always.get(window(alert));
                if (value == null) continue;
                assertThat(alert.getValue()).as("%s of seed %s", alert, seed).isEqualTo(value);
                Verdict verdict = explaining
                        .explainer
                        .explain(alert, 5, () -> false, installation, versions)
                        .verdict();
                assertThat(verdict).as("%s of seed %s", alert, seed).isEqualTo(new Verdict.Match());
                same++;
            }
        }
        assertThat(same).isGreaterThan(7);
    }

    /** A window at a signal. */
    private static List<Object> window(Alert alert) {
        return List.of(alert.getGroup(), alert.getWindowEnd(), alert.getSignalOffset());
    }

    private static String widening(boolean wide) {
        return """
                rules:
                  - {id: always, aggregate: error_rate, errors: "severity_number >= 17", above: 0.3, group_by: [service],
                     severity: low, window: 1h, flapping: off, recover_for: 0}
                  - {id: grows, aggregate: error_rate, errors: "severity_number >= 17", above: 0.3, group_by: [service],
                     severity: low, %s, flapping: off, recover_for: 0}
                """.formatted(wide ? "window: 1h" : "window: 20s, max_age: 20m");
    }

    /** Which groups had no room is not kept: what they hide is not taken for a difference. */
    @Test
    void groups_thatTheRuleHasNoRoomFor_areExplainedAsSuch() {
        RandomInstallation installation = new RandomInstallation(
                6,
                explaining.registry,
                3 * STEPS,
                random -> RandomRules.simple(random)
                        .replace("group_by: [service]", "group_by: [service], max_groups: " + (2 + random.nextInt(3))));
        Versions versions = installation.versions();
        Map<String, Integer> verdicts = new TreeMap<>();
        for (Alert alert : installation.alerts) {
            Explanation explanation = explaining.explainer.explain(alert, 5, () -> false, installation, versions);
            if (explanation.verdict() instanceof Verdict.Unknown unknown) {
                String reason = unknown.reason().split(":")[0];
                verdicts.merge(reason, 1, Integer::sum);
            } else {
                assertThat(explanation.verdict()).as("%s", alert).isEqualTo(new Verdict.Match());
                verdicts.merge("match", 1, Integer::sum);
            }
        }
        assertThat(verdicts).containsKeys("match", "This is no group of its own");
    }

    @Test
    void record_thatIsNotWhatItWas_isFound() {
        RandomInstallation installation = recorded.copy();
        Alert alert = installation.first(one -> one.getRuleId().equals("errors"));
        OffsetRange range = alert.getEvidence().getRanges().get(0);
        TopicPartition partition = new TopicPartition(range.getTopic(), range.getPartition());
        assertThat(explaining.explain(installation, alert).verdict()).isEqualTo(new Verdict.Match());
        Log before = (Log) explaining.explain(installation, alert).records().stream()
                .filter(counted ->
                        counted.partition() == range.getPartition() && counted.offset() == range.getFromOffset())
                .findFirst()
                .orElseThrow()
                .record();

        installation.tamper(
                partition,
                range.getFromOffset(),
                Log.newBuilder(before).setCount(before.getCount() + 1).build());

        Verdict.Differs differs =
                (Verdict.Differs) explaining.explain(installation, alert).verdict();
        assertThat(differs.differences())
                .extracting(Verdict.Difference::what)
                .contains("value", "samples", "evidence.count", "evidence of logs-" + range.getPartition());
        assertThat(differs.differences().get(0).recorded()).isEqualTo(Double.toString(alert.getValue()));
        assertThat(differs.differences().get(0).computed()).isEqualTo(Double.toString(alert.getValue() + 1));
    }

    @Test
    void value_thatIsOffByTheLastBit_isFound() {
        RandomInstallation installation = recorded.copy();
        Alert alert = installation.first(one -> one.getValue() % 1 != 0);
        Alert told =
                Alert.newBuilder(alert).setValue(Math.nextUp(alert.getValue())).build();

        Verdict.Differs differs =
                (Verdict.Differs) explaining.explain(installation, told).verdict();

        assertThat(differs.differences()).extracting(Verdict.Difference::what).containsExactly("value");
    }

    @Test
    void silence_inWhichARecordTurnsUp_isFound() {
        RandomInstallation installation = recorded.copy();
        Alert alert = installation.first(one -> one.getRuleId().equals("silent"));
        assertThat(alert.getEvidence().getRanges()).isEmpty();
        Explanation explanation = explaining.explain(installation, alert);
        assertThat(explanation.verdict()).isEqualTo(new Verdict.Match());
        Explanation.Read read = explanation.read().stream()
                .filter(one -> one.records() > 0)
                .reduce((earlier, later) -> later)
                .orElseThrow();
        assertThat(read.counted()).isZero();

        Log turnedUp = Log.newBuilder()
                .setTimestamp(alert.getWindowStart() * 1_000)
                .setService(alert.getGroup().get("service"))
                .setSeverityNumber(9)
                .build();
        installation.tamper(new TopicPartition(read.topic(), read.partition()), read.to(), turnedUp);

        assertThat(explaining.explain(installation, alert).verdict()).isInstanceOf(Verdict.Differs.class);
    }

    @Test
    void records_thatRetentionHasTaken_areNamed() {
        RandomInstallation installation = recorded.copy();
        Alert alert = installation.first(one -> one.getRuleId().equals("errors"));
        OffsetRange range = alert.getEvidence().getRanges().get(0);
        TopicPartition partition = new TopicPartition(range.getTopic(), range.getPartition());

        installation.beginnings.put(partition, range.getFromOffset());
        assertThat(explaining.explain(installation, alert).verdict()).isEqualTo(new Verdict.Match());
        installation.beginnings.put(partition, range.getFromOffset() + 1);

        assertThat(explaining.explain(installation, alert).verdict())
                .isEqualTo(new Verdict.Expired(
                        List.of(new Gap("logs", range.getPartition(), range.getFromOffset(), range.getFromOffset()))));
    }

    @Test
    void silence_whoseRecordsRetentionHasTaken_isExpired() {
        RandomInstallation installation = recorded.copy();
        Alert alert = installation.first(one -> one.getRuleId().equals("silent"));
        for (int i = 0; i < 3; i++) installation.beginnings.put(new TopicPartition("logs", i), 1_000_000L);

        assertThat(explaining.explain(installation, alert).verdict()).isInstanceOf(Verdict.Expired.class);
    }

    @Test
    void signals_thatRetentionHasTaken_areNamed() {
        RandomInstallation installation = recorded.copy();
        for (String rule : List.of("errors", "silent")) {
            Alert alert = installation.first(one -> one.getRuleId().equals(rule));
            installation.signalsFrom = (int) alert.getSignalOffset() + 1;

            assertThat(explaining.explain(installation, alert).verdict())
                    .isEqualTo(new Verdict.Expired(List.of(new Gap("signals", 0, 0, alert.getSignalOffset()))));
        }
    }

    @Test
    void whatCannotBeTold_saysWhy() {
        RandomInstallation installation = recorded.copy();
        Alert alert = installation.first(one -> one.getRuleId().equals("errors"));
        assertUnknown(installation, Alert.newBuilder(alert).setSignalOffset(-1).build(), "did not note how far");
        assertUnknown(
                installation,
                Alert.newBuilder(alert).setRuleVersion(1_000_000).build(),
                "no rule errors in version 1000000 of random.yaml");
        assertThat(explaining
                        .explainer
                        .explain(alert, 5, () -> true, installation, installation.versions())
                        .verdict())
                .isEqualTo(new Verdict.Unknown("There was no time to read all of the records."));
    }

    private static boolean compares(Alert alert) {
        return Set.of("spike", "surge", "change").contains(alert.getRuleId());
    }

    private static void assertUnknown(RandomInstallation installation, Alert alert, String reason) {
        Explanation explanation = explaining.explain(installation, alert);
        assertThat(explanation.verdict()).isInstanceOf(Verdict.Unknown.class);
        assertThat(((Verdict.Unknown) explanation.verdict()).reason()).contains(reason);
    }

    /** The first that tells of a breach in the middle of the story, some time after the rules last changed. */
}
