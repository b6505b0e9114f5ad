package dev.vigia.processors.simulate;

import static dev.vigia.processors.simulate.PackRecords.HOUR;
import static dev.vigia.processors.simulate.PackRecords.MINUTE;
import static dev.vigia.processors.simulate.PackRecords.SECOND;
import static dev.vigia.processors.simulate.PackRecords.after;
import static dev.vigia.processors.simulate.PackRecords.steps;

import dev.vigia.processors.simulate.PackRow.Drive;
import dev.vigia.processors.simulate.PackRow.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * How far back the conditions look, and how long they have to hold: for every rule, what lies just outside and just inside.
 * Windows end each 10 s, which is how near that is.
 */
final class PackWindows {

    private static final String CPU = "system.cpu.utilization";
    private static final String MEMORY = "system.memory.utilization";

    private static final String QUEUE = "jobs.queue.size";

    private final List<PackRow> bounds;
    private final List<PackRow> rows = new ArrayList<>();

    private PackWindows(List<PackRow> bounds) {
        this.bounds = bounds;
    }

    /** @param bounds have the severity and category of each rule */
    static List<PackRow> rows(List<PackRow> bounds) {
        PackWindows windows = new PackWindows(bounds);
        windows.hosts();
        windows.leak();
        windows.requests();
        windows.minutes();
        windows.counts();
        windows.single();
        windows.checks();
        windows.days();
        return List.copyOf(windows.rows);
    }

    private void hosts() {
        // A mean over n steps is beyond its bound when all of them are beyond it by half a step's share.
        busy("fisioflow-cpu", 370, gauge(CPU, 0.8 * 14 / 13));
        busy("whatsapp-agent-cpu", 70, gauge(CPU, 0.8 * 14 / 13));
        busy("fisioflow-memory", 250, gauge(MEMORY, 0.85 * 14 / 13));
        busy("whatsapp-agent-memory", 70, gauge(MEMORY, 0.85 * 14 / 13));
        busy("careflex-memory", 70, gauge(MEMORY, 0.9 * 14 / 13));
        lasts("whatsapp-agent-disk", 70, PackDrives.gauge("system.filesystem.utilization", 10 * SECOND), 0.9);
        lasts("careflex-disk", 70, PackDrives.gauge("system.filesystem.utilization", 10 * SECOND), 0.8);
        lasts("careflex-job-queue", 70, PackDrives.gauge(QUEUE, 10 * SECOND), 1_001);
    }

    private void leak() {
        String rule = "chegou-hub-memory-leak";
        add(rule, Seen.FIRES, "/h beneath noise", 0, 0.004, 0.006, (from, hourly) -> {
            Random random = new Random(99);
            return from.course(
                    12 * HOUR, MEMORY, hours -> 0.93 + hourly * (hours - 6) + 0.04 * (random.nextDouble() - 0.5));
        });
        add(
                rule,
                Seen.FIRES,
                "h of a rise by 0.1",
                0.1,
                1,
                6,
                (from, length) -> from.course(
                        12 * HOUR, MEMORY, hours -> 0.85 + 0.1 * Math.max(0, Math.min(1, (hours - 4) / length))));
        add(
                rule,
                Seen.FIRES,
                "min of growth",
                170,
                175,
                185,
                (from, minutes) -> from.course((long) minutes * MINUTE, MEMORY, hours -> 0.91 + 0.02 * hours));
        add(
                rule,
                Seen.LASTS,
                "s, flat from 14400",
                16_400,
                16_300,
                16_100,
                (from, end) -> from.course(6 * HOUR, MEMORY, hours -> 0.91 + 0.01 * Math.min(4, hours)));
        add(
                rule,
                Seen.LASTS,
                "s, 0.1 less from 14400",
                15_000,
                14_900,
                14_600,
                (from, end) -> from.course(6 * HOUR, MEMORY, hours -> 0.91 + 0.01 * hours - (hours < 4 ? 0 : 0.1)));
    }

    private void requests() {
        busy("fisioflow-response-time", 180, slow(2_000.0 * 12 / 11));
        busy("whatsapp-agent-response-time", 60, slow(2_000.0 * 12 / 11));
        among("careflex-p95", 60, 100, 20, "{\"status\": 200, \"duration_ms\": 3000}");
        among("chegou-hub-p95", 300, 10, 12, "{\"status\": 200, \"duration_ms\": 6000}");
        among("careflex-error-rate", 60, 100, 4, "{\"status\": 500}");
        among("chegou-hub-error-rate", 600, 10, 20, "{\"status\": 500}");
    }

    /** Minutes of the clock, one after another. */
    private void minutes() {
        String slow = """
                {"count": 20, "http": {"status": 200, "duration_ms": 2000}}""";
        add(
                "conductor-p95",
                Seen.FIRES,
                "s to the fifth of five",
                239,
                300,
                240,
                (from, seconds) -> steps(
                        from.every(MINUTE, 4 * MINUTE, Kind.LOG, slow),
                        after((long) seconds * SECOND, from.times(1, Kind.LOG, slow))));
    }

    /** Half of what it takes, and half again. */
    private void counts() {
        apart("conductor-error-spike", 60, 6);
        apart("chegou-hub-failed-jobs", 3_600, 6);
        apart("careflex-failed-logins", 3_600, 51);
        apart("chegou-hub-failed-logins", 600, 3);
        apart("chegou-hub-csrf", 60, 6);
        apart("conductor-ai-timeouts", 300, 2);
        apart("whatsapp-agent-connection", 60, 2);
        String request = """
                {"http": {"status": 200}, "attributes": {"user.id": "ana"}}""";
        add(
                "chegou-hub-api-usage",
                Seen.FIRES,
                "s apart",
                1_210,
                1_200,
                1_190,
                (from, seconds) -> steps(
                        from.times(50, Kind.LOG, request),
                        after((long) seconds * SECOND, from.times(251, Kind.LOG, request))));
        add(
                "conductor-tasks-pile-up",
                Seen.FIRES,
                "s apart",
                610,
                600,
                590,
                (from, seconds) -> steps(
                        from.ramp(10 * SECOND, QUEUE, 200, 202),
                        after((long) seconds * SECOND, from.ramp(0, QUEUE, 200 + seconds / 5, 0))));
        add(
                "conductor-tasks-pile-up",
                Seen.FIRES,
                "at first",
                99,
                100,
                101,
                (from, size) -> steps(
                        from.ramp(0, QUEUE, size, size), after(5 * MINUTE, from.ramp(10 * SECOND, QUEUE, 200, 202))));
    }

    /** One record is enough, and counts for as long as it lies in the window. */
    private void single() {
        for (String pack : List.of("fisioflow", "careflex", "chegou-hub")) lasts(pack + "-database", 60, 1);
        lasts("fisioflow-slow-query", 60, 2);
        lasts("careflex-slow-query", 60, 2);
        lasts("chegou-hub-slow-query", 60, 11);
        lasts("chegou-hub-slow-api", 60, 4);
        lasts("chegou-hub-api-auth", 60, 1);
        lasts("chegou-hub-openai-key", 60, 1);
        lasts("chegou-hub-financial-data", 600, 1);
        lasts("fisioflow-database-backup", 600, 1);
        lasts("fisioflow-files-backup", 600, 1);
        lasts("whatsapp-agent-errors", 60, 1);
        lasts("whatsapp-agent-fatal", 60, 1);
        lasts("conductor-degraded", 60, 1);
        // Twice at once is once.
        lasts("conductor-new-issue", 60, 0);
        lasts("conductor-new-release", 60, 0);
    }

    private void checks() {
        String url = "\"http.url\": \"https://example.org/health\"";
        for (String pack : List.of("careflex", "chegou-hub")) {
            add(
                    pack + "-down",
                    Seen.FIRES,
                    "s without checks",
                    360,
                    370,
                    380,
                    (from, seconds) -> steps(check(from, 0, 1, url), check(from, seconds, 1, url)));
        }
        add("chegou-hub-external-api", Seen.FIRES, "s from check to check", 380, 370, 360, (from, seconds) -> {
            String json = PackDrives.check(0, "\"peer.service\": \"openai\"");
            return steps(from.every((long) seconds * SECOND, HOUR, Kind.METRIC, json));
        });
        add(
                "chegou-hub-selenium",
                Seen.LASTS,
                "s after",
                380,
                370,
                360,
                (from, seconds) -> steps(check(from, 0, 0, "\"peer.service\": \"selenium-grid\"")));
        add(
                "fisioflow-health-check",
                Seen.FIRES,
                "s from check to check",
                100,
                95,
                90,
                (from, seconds) ->
                        steps(check(from, 0, 0, url), check(from, seconds, 0, url), check(from, 2 * seconds, 0, url)));
        add("fisioflow-health-check", Seen.FIRES, "s, a check each 10 s", 170, 180, 190, PackDrives.down(url));
        add(
                "conductor-monitor",
                Seen.LASTS,
                "s after",
                680,
                670,
                660,
                (from, seconds) -> steps(check(from, 0, 0, url)));
    }

    /** São Paulo's midnight is sixteen hours after the beginning. */
    private void days() {
        int day = 16 * 3_600;
        lasts("careflex-registrations", day, 1);
        lasts("careflex-benefits", day, 1);
        lasts("careflex-rate-limit", day, 1);
        apart("chegou-hub-openai-costs", day, 60);
        int whole = 24 * 3_600;
        String appointment = "{\"event_name\": \"appointment_scheduled\"}";
        add(
                "careflex-appointments",
                Seen.FIRES,
                "s apart",
                whole - 10,
                whole,
                whole + 10,
                (from, seconds) -> steps(
                        from.times(100, Kind.LOG, appointment),
                        after((long) seconds * SECOND, from.times(100, Kind.LOG, appointment))));
    }

    private static Optional<Step> check(PackRecords from, double seconds, int up, String attributes) {
        return after((long) seconds * SECOND, from.times(1, Kind.METRIC, PackDrives.check(up, attributes)));
    }

    private static BusyStep gauge(String name, double high) {
        return (from, length, busy) ->
                from.every(10 * SECOND, length, Kind.METRIC, """
                {"name": "%s", "value": %s}""".formatted(name, busy ? high : 0.0));
    }

    private static BusyStep slow(double millis) {
        return (from, length, busy) -> from.every(10 * SECOND, length, Kind.LOG, """
                {"http": {"status": 200, "duration_ms": %s}}""".formatted(busy ? millis : 0.0));
    }

    private interface BusyStep {
        Optional<Step> of(PackRecords from, long length, boolean busy);
    }

    /** Fires when it is busy for so many seconds. */
    private void busy(String rule, int needed, BusyStep step) {
        add(rule, Seen.FIRES, "s", needed - 20, needed - 10, needed, (from, seconds) -> {
            long length = (long) seconds * SECOND;
            return steps(
                    step.of(from, 2 * MINUTE, false),
                    after(2 * MINUTE, step.of(from, length, true)),
                    after(2 * MINUTE + length, step.of(from, 2 * MINUTE, false)));
        });
    }

    /** What the rule's bound is driven with, for a value twice: together beyond the bound when both are in the window. */
    private void apart(String rule, int window, double value) {
        Drive drive = bound(rule).drive();
        add(rule, Seen.FIRES, "s apart", window + 10, window, window - 10, (from, seconds) -> {
            List<Step> both = new ArrayList<>(drive.steps(from, value));
            for (Step step : drive.steps(from, value))
                after((long) seconds * SECOND, Optional.of(step)).ifPresent(both::add);
            return both;
        });
    }

    /** The same among so many good requests each 10 s. */
    private void among(String rule, int window, int good, int bad, String http) {
        String request = "{\"count\": %d, \"http\": %s}";
        add(
                rule,
                Seen.FIRES,
                "s apart",
                window + 10,
                window,
                window - 10,
                (from, seconds) -> steps(
                        from.every(
                                10 * SECOND,
                                3 * window * SECOND,
                                Kind.LOG,
                                request.formatted(good, "{\"status\": 200, \"duration_ms\": 100}")),
                        after(window * SECOND, from.times(1, Kind.LOG, request.formatted(bad, http))),
                        after(
                                (window + (long) seconds) * SECOND,
                                from.times(1, Kind.LOG, request.formatted(bad, http)))));
    }

    /** What the rule's bound is driven with, for a value: once, and nothing afterwards. */
    private void lasts(String rule, int window, double value) {
        lasts(rule, window, bound(rule).drive(), value);
    }

    private void lasts(String rule, int window, Drive drive, double value) {
        add(rule, Seen.LASTS, "s after", window + 20, window + 10, window, (from, end) -> drive.steps(from, value));
    }

    private void add(String rule, Seen seen, String unit, double out, double justOut, double in, Drive drive) {
        PackRow bound = bound(rule);
        rows.add(new PackRow(
                bound.requirement(),
                rule,
                seen,
                unit,
                List.of(out, justOut, in),
                bound.before(),
                bound.severity(),
                bound.category(),
                drive));
    }

    private PackRow bound(String rule) {
        return bounds.stream()
                .filter(row -> row.rule().equals(rule))
                .findFirst()
                .orElseThrow();
    }
}
