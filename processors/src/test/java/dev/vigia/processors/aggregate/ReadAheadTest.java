package dev.vigia.processors.aggregate;

import static dev.vigia.processors.aggregate.Instance.judge;
import static dev.vigia.processors.aggregate.Instance.logs;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.ControlSignal;
import dev.vigia.schemas.avro.Input;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.RuleFile;
import dev.vigia.schemas.avro.Signal;
import dev.vigia.schemas.avro.Tick;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One partition is read far ahead of the other, from raw records to alerts. */
class ReadAheadTest {

    private static final long T = 1_800_000_000_000L;
    private static final int STEP = 10;
    private static final int LENGTH = 1_200;
    private static final int STANDS_FROM = 60;
    private static final int INCIDENT = 40;
    /** In how many random orders what was not read is read. */
    private static final int ORDERS = 4;

    private static final String RULES = """
            calendars:
              - {id: shift, zone: UTC, hours: ["08:05-08:20"]}
            rules:
              - {id: shift, filter: severity_number >= 17, group_by: [service], aggregate: count, above: 5, window: 30s,
                 severity: high, recover_for: 0, active: shift}
              - {id: row, filter: severity_number >= 17, group_by: [service], aggregate: count, above: 5, window: 20s,
                 consecutive: 2, severity: low, recover_for: 0}
              - {id: spike, filter: severity_number >= 17, group_by: [service], aggregate: count, compare: difference,
                 above: 10, window: 20s, severity: low, recover_for: 0}
              - {id: errors, filter: severity_number >= 17, group_by: [service], aggregate: count, above: 5, window: 30s,
                 severity: high, recover_for: 0}
              - {id: held, filter: severity_number >= 17, group_by: [service], aggregate: count, above: 5, window: 30s,
                 for: 10s, severity: high, recover_for: 10s}
              - {id: rate, group_by: [service], aggregate: error_rate, above: 0.5, min_samples: 1, window: 20s,
                 severity: high, recover_for: 0}
              - {id: both, group_by: [service], parts: {errors: {filter: severity_number >= 17, above: 5, window: 30s}, traffic:
                 {above: 9, window: 20s}}, severities: {low: errors, high: errors and traffic}, recover_for: 0}
              - {id: only, group_by: [service], parts: {errors: {filter: severity_number >= 17, above: 5, window: 30s}, fine:
                 {filter: severity_number < 17, above: 9, window: 20s}}, condition: errors and not fine, severity: low,
                 recover_for: 0}
              - {id: steps, group_by: [service], parts: {fine: {filter: severity_number < 17, window: 10s}, errors: {filter:
                 severity_number >= 17, above: 5, window: 20s}}, sequence: [fine, errors], within: 30s, severity: low,
                 recover_for: 0}
              - {id: gone, group_by: [service], parts: {failing: {filter: severity_number >= 17, above: 20, window: 20s}, all:
                 {filter: severity_number >= 17, above: 40, window: 20s}}, sequence: [failing, not all], within: 30s, severity: low,
                 recover_for: 0}
              - {id: never, group_by: [service], parts: {failing: {filter: severity_number >= 17, above: 20, window: 20s}, fine:
                 {filter: severity_number < 17, above: 3, window: 10s}}, sequence: [failing, not fine], within: 30s, severity: low}
              - {id: budget, group_by: [service], errors: severity_number >= 17, min_samples: 1, slo: {objective: 90, burn_rates:
                 [{severity: critical, factor: 5, window: 1m, short_window: 20s}]}, recover_for: 0}
              - {id: climb, group_by: [service], aggregate: slope, field: severity_number, above: 0.05, window: 1m, min_samples: 5,
                 severity: low, recover_for: 0}
              - {id: fresh, group_by: [service], filter: severity_number >= 17, aggregate: new_term, memory: 1h, window: 1m,
                 severity: low, recover_for: 0}
            """;

    private int margin = 10;

    @ParameterizedTest
    @ValueSource(ints = {300, 600})
    void partitionReadAhead_keepsTheEpisodesOfReadingSideBySide(int outage) {
        for (List<Integer> starts : List.of(List.of(100, 240), List.of(300, 440, 580))) {
            Map<String, List<String>> live = lives(judge(run(starts, 0, new Random(0))));
            assertThat(live.get("errors shop")).hasSize(2 * starts.size());
            assertThat(live)
                    .containsKeys(
                            "both shop",
                            "only shop",
                            "steps shop",
                            "gone shop",
                            "budget shop",
                            "climb shop",
                            "fresh shop")
                    .doesNotContainKey("never shop");
            for (int seed = 0; seed < ORDERS; seed++) {
                assertThat(lives(judge(run(starts, outage, new Random(seed)))))
                        .as("incidents at %s, seed %s", starts, seed)
                        .isEqualTo(live);
            }
        }
    }

    /** Late records may come for minutes; that all partitions have been read is known at once. */
    @ParameterizedTest
    @ValueSource(ints = {100, 240, 300})
    void marginForLateRecords_isNotWaitedFor(int incident) {
        margin = 180;
        Map<String, List<String>> live = lives(judge(run(List.of(incident), 0, new Random(0))));
        assertThat(live.get("rate shop")).hasSize(2);
        for (int seed = 0; seed < ORDERS; seed++) {
            List<Signal> log = run(List.of(incident), 300, new Random(seed));
            assertThat(lives(judge(log)))
                    .as("incident at %s, seed %s", incident, seed)
                    .isEqualTo(live);
            assertThat(toldAt(log, "rate shop")).isEqualTo(STANDS_FROM + 300);
        }
    }

    @Test
    void ruleThatChangesMeanwhile_keepsThemToo() {
        List<Integer> starts = List.of(100, 240);
        List<Signal> log = begin();
        Instance first = instance(0);
        Instance second = instance(1);
        log.addAll(read(STANDS_FROM, first, 0, 0, STANDS_FROM, starts));
        log.addAll(read(STANDS_FROM, second, 1, 0, STANDS_FROM, starts));
        log.add(tick(300));
        log.addAll(read(300, first, 0, STANDS_FROM, 300, starts));
        log.add(rules(1, RULES.replace("above: 5,", "above: 4,")));
        for (int from = STANDS_FROM; from < 300; from += STEP)
            log.addAll(read(300, second, 1, from, from + STEP, starts));
        for (int from = 300; from < 600; from += STEP) {
            log.add(tick(from));
            log.addAll(read(from + STEP, first, 0, from, from + STEP, starts));
            log.addAll(read(from + STEP, second, 1, from, from + STEP, starts));
        }

        assertThat(lives(judge(log)).get("errors shop"))
                .containsExactly("ACTIVE 110", "RESOLVED 170", "ACTIVE 250", "RESOLVED 310");
    }

    @ParameterizedTest
    @ValueSource(ints = {130, 160, 190, 400})
    void partitionThatIsStuck_keepsTheAlertsOfOthersBackForAMinuteAtMost(int incident) {
        List<Signal> log = begin();
        Instance first = instance(0);
        Instance second = instance(1);
        for (int end = 0; end <= 600; end += STEP) {
            log.add(tick(end));
            log.addAll(read(end, first, 0, end - STEP, end, List.of(incident)));
            if (end <= 120) log.addAll(read(end, second, 1, end - STEP, end, List.of(incident)));
        }

        int atOnce = incident + STEP;
        int patienceEnds = 120 + STEP + 60;
        boolean far = incident + STEP > 120 - margin + 60;
        for (String alert : List.of("errors shop", "rate shop")) {
            assertThat(toldAt(log, alert)).as(alert).isEqualTo(far ? Math.max(atOnce, patienceEnds) : atOnce);
        }
    }

    /**
     * Once it has been waited for in vain, nobody can tell a pause in an incident from records that were not read yet: two are
     * told as one that goes on. The first is told at once, and its end when it is known.
     */
    @Test
    void partitionThatIsStuckForTenMinutes_makesOneEpisodeOfTwoIncidents() {
        List<Integer> incidents = List.of(240, 400);
        List<Signal> log = begin();
        Instance first = instance(0);
        Instance second = instance(1);
        for (int end = 0; end <= 720; end += STEP) {
            log.add(tick(end));
            log.addAll(read(end, first, 0, end - STEP, end, incidents));
            if (end <= 120) log.addAll(read(end, second, 1, end - STEP, end, incidents));
        }

        assertThat(toldAt(log, "errors shop")).isEqualTo(240 + STEP);
        assertThat(lives(judge(log)).get("errors shop")).as("nobody knows yet").containsExactly("ACTIVE 250");

        for (int end = 120 + STEP; end <= 720; end += STEP)
            log.addAll(read(end, second, 1, end - STEP, end, incidents));
        assertThat(lives(judge(log)).get("errors shop")).containsExactly("ACTIVE 250", "RESOLVED 470");
    }

    @Test
    void partitionThatStaysBehind_keepsTheAlertsOfOthersBackForAMinuteOnly() {
        List<Signal> log = begin();
        Instance first = instance(0);
        Instance second = instance(1);
        for (int end = STEP; end <= 900; end += STEP) {
            log.add(tick(end));
            log.addAll(read(end, first, 0, end - STEP, end, List.of(800)));
            if (end > 300) log.addAll(read(end, second, 1, end - STEP - 300, end - 300, List.of(800)));
        }

        assertThat(toldAt(log, "errors shop")).isEqualTo(800 + STEP);
    }

    /** The second of the last tick before the alert is told. */
    private static long toldAt(List<Signal> log, String alert) {
        int before = 0;
        int after = log.size();
        while (after - before > 1) {
            int middle = (before + after) / 2;
            if (lives(judge(log.subList(0, middle))).containsKey(alert)) after = middle;
            else before = middle;
        }
        return log.subList(0, after).stream()
                .filter(signal -> signal.getBody() instanceof Tick)
                .mapToLong(signal -> (((Tick) signal.getBody()).getAt() - T) / 1_000)
                .max()
                .orElseThrow();
    }

    /** What was not read in an outage of so many seconds is read by each instance at its own pace, in a random order. */
    private List<Signal> run(List<Integer> incidents, int outage, Random order) {
        List<Signal> log = begin();
        List<Instance> instances = List.of(instance(0), instance(1));
        int[] readTo = {0, 0};
        for (int end = 0; end <= LENGTH; end += STEP) {
            log.add(tick(end));
            if (end > STANDS_FROM && end < STANDS_FROM + outage) continue;
            int ahead = order.nextInt(2);
            for (int partition : List.of(ahead, 1 - ahead)) {
                while (readTo[partition] < end) {
                    int to = Math.min(end, readTo[partition] + STEP * (1 + order.nextInt(12)));
                    log.addAll(read(end, instances.get(partition), partition, readTo[partition], to, incidents));
                    readTo[partition] = to;
                }
            }
        }
        return log;
    }

    private static List<Signal> begin() {
        return new ArrayList<>(List.of(rules(0, RULES), tick(-STEP)));
    }

    private static Signal rules(long offset, String rules) {
        RuleFile file = new RuleFile("rules.yaml", rules);
        return new Signal(new ControlSignal(offset, new Control("c" + offset, T, "file:rules.yaml", null, file)));
    }

    private Instance instance(int partition) {
        return new Instance(RULES, 0, List.of(partition), Duration.ofSeconds(margin));
    }

    /** The shop writes to both partitions, and its errors to the first one. */
    private List<Signal> read(int at, Instance instance, int partition, int from, int to, List<Integer> incidents) {
        List<Log> records = new ArrayList<>();
        for (int second = from; second < to; second += 5) {
            int now = second;
            boolean ill =
                    partition == 0 && incidents.stream().anyMatch(start -> now >= start && now < start + INCIDENT);
            records.addAll(logs(1, "shop", 9, T + second * 1_000L));
            if (ill) records.addAll(logs(8, "shop", 17, T + second * 1_000L));
        }
        return instance.transaction(
                T + at * 1_000L, Map.of(partition, records), Map.of(partition, T + (to - margin) * 1_000L));
    }

    private static Signal tick(int second) {
        return new Signal(new Tick(T + second * 1_000L, List.of(new Input("logs", 2))));
    }

    /**
     * What was told of each alert, with the second of the window. Live, an alert is dated by when its records came in, and so it is to
     * within the step in which they did.
     */
    private static Map<String, List<String>> lives(List<Alert> alerts) {
        Map<String, List<String>> lives = new TreeMap<>();
        for (Alert alert : alerts) {
            String name = alert.getRuleId() + " " + alert.getGroup().get("service");
            lives.computeIfAbsent(name, unseen -> new ArrayList<>())
                    .add(alert.getTransition() + " " + (alert.getWindowEnd() - T) / 1_000);
            long step = alert.getRuleId().equals("row") ? 20_000 : 10_000;
            assertThat(alert.getWindowEnd() - alert.getAt()).as("%s", alert).isBetween(0L, step);
        }
        return lives;
    }
}
