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
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A pipeline that stands still for ten minutes tells the same as one that runs, from raw records to alerts. */
class LagTest {

    private static final long T = 1_800_000_000_000L;
    private static final long MINUTE = 60_000;
    private static final int MINUTES = 60;
    private static final String RULES = """
            calendars:
              - {id: shift, zone: UTC, hours: ["08:00-08:34"]}
            rules:
              - {id: absent, absent_for: 5m, group_by: [service], severity: critical, recover_for: 0}
              - {id: nothing, filter: event_name == "backup_done", absent_for: 15m, severity: high}
              - {id: levels, group_by: [service], aggregate: error_rate, severities: {medium: 0.1, critical: 0.5},
                 min_samples: 1, for: 1m, recover_for: 1m}
              - {id: row, filter: severity_number >= 17, group_by: [service], aggregate: count, above: 5, consecutive: 3,
                 severity: low, keep_firing_for: 2m, no_data: keep_last}
              - {id: shift, filter: severity_number >= 17, group_by: [service], aggregate: count, above: 5, severity: low,
                 active: shift}
              - {id: both, group_by: [service], parts: {errors: {filter: severity_number >= 17, above: 5}, traffic: {above: 10,
                 window: 2m}}, severities: {low: errors, high: errors and traffic}, for: 30s, recover_for: 1m}
              - {id: only, group_by: [service], parts: {errors: {filter: severity_number >= 17, above: 2}, fine: {filter:
                 severity_number < 17, above: 20, window: 2m}}, condition: errors and not fine, severity: low}
              - {id: worse, group_by: [service], parts: {some: {filter: severity_number >= 17, above: 2, window: 30s}, many:
                 {filter: severity_number >= 17, above: 10, window: 30s}}, sequence: [some, many], within: 3m, severity: low}
              - {id: gone, group_by: [service], parts: {failing: {filter: severity_number >= 17, above: 2, window: 30s}, many:
                 {filter: severity_number >= 17, above: 10, window: 30s}}, sequence: [failing, not many], within: 2m, severity: low}
              - {id: budget, group_by: [service], errors: severity_number >= 17, min_samples: 1, slo: {objective: 90, burn_rates:
                 [{severity: critical, factor: 5, window: 5m, short_window: 1m}, {severity: medium, factor: 1, window: 10m,
                 short_window: 2m}]}}
              - {id: fresh, group_by: [service], filter: severity_number >= 17, aggregate: new_term, memory: 1h, window: 1m,
                 severity: low, recover_for: 0}
              - {id: few, group_by: [service], filter: severity_number >= 17, aggregate: error_rate, above: 0.5, min_samples: 6,
                 severity: low}
              - {id: few-kept, group_by: [service], filter: severity_number >= 17, aggregate: error_rate, above: 0.5,
                 min_samples: 6, no_data: keep_last, severity: low}
              - {id: surge, filter: severity_number >= 17, aggregate: count, compare: ratio, above: 2, window: 2m,
                 min_samples: 8, min_samples_before: 0, severity: low}
              - {id: scarce, group_by: [service], aggregate: count, below: 3, no_data: alert, window: 2m, severity: high,
                 recover_for: 0}
              - {id: skip, group_by: [service], filter: severity_number >= 17, aggregate: count, above: 5, no_data: ignore,
                 forget_after: 15m, severity: low}
              - {id: middle, group_by: [service], aggregate: percentile, field: severity_number, percentile: 50, above: 10,
                 window: 2m, min_samples: 5, severity: low}
              - {id: more, group_by: [service], filter: severity_number >= 17, aggregate: count, compare: difference, above: 5,
                 window: 2m, severity: low}
              - {id: back, group_by: [service], filter: severity_number >= 17, aggregate: count, above: 5, recover_at: 3,
                 recover_for: 30s, watch: 3m, severity: low}
              - {id: today, group_by: [service], filter: severity_number >= 17, aggregate: count, above: 20, window: day, zone: UTC,
                 severity: low}
            """;

    /** The shop fails a bit from minute 30 on and badly from minute 32 to 36; nothing is heard of the cart from 20 to 44. */
    private static Map<Integer, List<Log>> minute(int minute) {
        long at = T + minute * MINUTE;
        int errors = minute >= 32 && minute <= 36 ? 12 : minute == 30 || minute == 31 || minute == 37 ? 4 : 0;
        List<Log> shop = logs(20 - errors, "shop", 9, at + 5_000);
        shop.addAll(logs(errors, "shop", 17, at + 35_000));
        boolean silent = minute >= 20 && minute <= 44;
        return Map.of(0, shop, 1, silent ? List.of() : logs(5, "cart", 9, at + 15_000));
    }

    @Test
    void lag_ofTenMinutes_tellsTheSameAsNone() throws IOException {
        Map<String, List<String>> live = lives(judge(run(MINUTES, MINUTES)));
        assertThat(live)
                .containsEntry(
                        "absent cart",
                        List.of("ACTIVE CRITICAL 1460 since 1460 at 1460", "RESOLVED CRITICAL 2720 since 1460 at 2720"))
                .containsEntry("nothing", List.of("ACTIVE HIGH 890 since 890 at 890"))
                .doesNotContainKey("absent shop")
                .containsOnlyKeys(
                        "absent cart",
                        "nothing",
                        "levels shop",
                        "row shop",
                        "shift shop",
                        "both shop",
                        "only shop",
                        "worse shop",
                        "gone shop",
                        "budget shop",
                        "fresh shop",
                        "few shop",
                        "few-kept shop",
                        "surge",
                        "scarce cart",
                        "skip shop",
                        "middle shop",
                        "more shop",
                        "back shop",
                        "today shop");
        assertThat(live.getOrDefault("levels shop", List.of()))
                .extracting(told -> told.replaceAll(" \\d.*$", ""))
                .containsExactly(
                        "PENDING MEDIUM",
                        "ACTIVE MEDIUM",
                        "SEVERITY_CHANGED CRITICAL",
                        "SEVERITY_CHANGED MEDIUM",
                        "RECOVERING MEDIUM",
                        "RESOLVED MEDIUM");
        for (int from = 3; from < MINUTES - 10; from += 9) {
            assertThat(lives(judge(run(from, from + 10))))
                    .as("from minute " + from)
                    .isEqualTo(live);
        }
    }

    /** Human time goes on throughout. What came from one minute to another is read in one transaction after it. */
    private static List<Signal> run(int standsFrom, int standsTo) throws IOException {
        RuleFile rules = new RuleFile("rules.yaml", RULES);
        List<Signal> log = new ArrayList<>(List.of(
                new Signal(new ControlSignal(0L, new Control("c", T, "file:rules.yaml", null, rules))), tick(T)));
        Instance writer = new Instance(RULES, 0, List.of(0, 1, 2));
        log.addAll(writer.idle(T, T - 10_000));
        Map<Integer, List<Log>> waiting = new TreeMap<>();
        for (int minute = 0; minute < MINUTES; minute++) {
            minute(minute)
                    .forEach((partition, logs) -> waiting.computeIfAbsent(partition, none -> new ArrayList<>())
                            .addAll(logs));
            long end = T + (minute + 1) * MINUTE;
            log.add(tick(end));
            if (minute >= standsFrom && minute < standsTo) continue;
            log.addAll(writer.transaction(
                    end, new TreeMap<>(waiting), Map.of(0, end - 10_000, 1, end - 10_000, 2, end - 10_000)));
            waiting.clear();
        }
        return log;
    }

    private static Signal tick(long at) {
        return new Signal(new Tick(at, List.of(new Input("logs", 3))));
    }

    /**
     * What was told of each alert, with the seconds of the window, of the beginning and of the event. An alert that begins in a
     * window which is still open is dated by when its records came; otherwise by the end of that window. So these two are told
     * to within the step from one window to the next.
     */
    private static Map<String, List<String>> lives(List<Alert> alerts) {
        Map<String, List<String>> lives = new TreeMap<>();
        for (Alert alert : alerts) {
            String name = (alert.getRuleId() + " " + alert.getGroup().getOrDefault("service", "")).strip();
            lives.computeIfAbsent(name, unseen -> new ArrayList<>())
                    .add(alert.getTransition() + " " + alert.getSeverity() + " " + (alert.getWindowEnd() - T) / 1000
                            + " since " + stepOf(alert, alert.getStartedAt()) + " at " + stepOf(alert, alert.getAt()));
        }
        return lives;
    }

    /** End of the step that a time lies in: seconds. */
    private static long stepOf(Alert alert, long time) {
        long step = alert.getRuleId().equals("row") ? MINUTE : 10_000;
        return -Math.floorDiv(T - time, step) * step / 1000;
    }
}
