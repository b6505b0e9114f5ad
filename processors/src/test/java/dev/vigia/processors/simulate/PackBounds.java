package dev.vigia.processors.simulate;

import static dev.vigia.processors.simulate.PackDrives.again;
import static dev.vigia.processors.simulate.PackDrives.calls;
import static dev.vigia.processors.simulate.PackDrives.down;
import static dev.vigia.processors.simulate.PackDrives.event;
import static dev.vigia.processors.simulate.PackDrives.failing;
import static dev.vigia.processors.simulate.PackDrives.gauge;
import static dev.vigia.processors.simulate.PackDrives.growing;
import static dev.vigia.processors.simulate.PackDrives.query;
import static dev.vigia.processors.simulate.PackDrives.slow;
import static dev.vigia.processors.simulate.PackDrives.times;
import static dev.vigia.processors.simulate.PackDrives.upTo;
import static dev.vigia.processors.simulate.PackRecords.DAY;
import static dev.vigia.processors.simulate.PackRecords.MINUTE;
import static dev.vigia.processors.simulate.PackRecords.SECOND;
import static dev.vigia.processors.simulate.PackRecords.after;
import static dev.vigia.processors.simulate.PackRecords.steps;
import static dev.vigia.processors.simulate.PackRow.NOTHING;

import dev.vigia.processors.simulate.PackRow.Drive;
import dev.vigia.processors.simulate.PackRow.Seen;
import java.util.ArrayList;
import java.util.List;

/** What the conditions compare with: every bound of the documents. */
final class PackBounds {

    private final List<PackRow> rows = new ArrayList<>();

    private PackBounds() {}

    static List<PackRow> rows() {
        PackBounds bounds = new PackBounds();
        bounds.hosts();
        bounds.requests();
        bounds.events();
        bounds.spans();
        bounds.checks();
        bounds.business();
        return List.copyOf(bounds.rows);
    }

    private void hosts() {
        String cpu = "system.cpu.utilization";
        String memory = "system.memory.utilization";
        String disk = "system.filesystem.utilization";
        add("R-094", "fisioflow-cpu", "", 0.7999, 0.8, 0.8001, "medium", "system", gauge(cpu, 8 * MINUTE));
        add("R-095", "whatsapp-agent-cpu", "", 0.7999, 0.8, 0.8001, "medium", "system", gauge(cpu, MINUTE));
        rise("R-095", "whatsapp-agent-cpu", "", 0.9499, 0.95, 0.9501, "critical", "system", gauge(cpu, MINUTE));
        add("R-096", "fisioflow-memory", "", 0.8499, 0.85, 0.8501, "medium", "system", gauge(memory, 6 * MINUTE));
        add("R-097", "whatsapp-agent-memory", "", 0.8499, 0.85, 0.8501, "medium", "system", gauge(memory, MINUTE));
        rise("R-097", "whatsapp-agent-memory", "", 0.9499, 0.95, 0.9501, "critical", "system", gauge(memory, MINUTE));
        add("R-098", "careflex-memory", "", 0.8999, 0.9, 0.9001, "critical", "system", gauge(memory, MINUTE));
        add("R-099", "chegou-hub-memory-leak", "/h", 0.004, 0.0049, 0.0051, "high", "performance", growing(memory));
        add("R-099", "chegou-hub-memory-leak", "at last", 0.89, 0.8999, 0.9001, "high", "performance", upTo(memory));
        add("R-100", "whatsapp-agent-disk", "", 0.8499, 0.85, 0.8501, "medium", "system", gauge(disk, MINUTE));
        rise("R-100", "whatsapp-agent-disk", "", 0.9499, 0.95, 0.9501, "critical", "system", gauge(disk, MINUTE));
        add("R-101", "careflex-disk", "", 0.7499, 0.75, 0.7501, "medium", "system", gauge(disk, MINUTE));
        rise("R-101", "careflex-disk", "", 0.8999, 0.9, 0.9001, "critical", "system", gauge(disk, MINUTE));
        add("R-114", "careflex-job-queue", "", 999, 1_000, 1_001, "medium", "system", gauge("jobs.queue.size", MINUTE));
    }

    private void requests() {
        add("R-102", "fisioflow-response-time", "s", 1.999, 2, 2.001, "medium", "performance", slow(5 * MINUTE));
        add("R-103", "whatsapp-agent-response-time", "s", 1.999, 2, 2.001, "medium", "performance", slow(MINUTE));
        rise("R-103", "whatsapp-agent-response-time", "s", 4.999, 5, 5.001, "critical", "performance", slow(MINUTE));
        add("R-104", "careflex-p95", "s", 1.999, 2, 2.001, "medium", "performance", slow(MINUTE));
        rise("R-104", "careflex-p95", "s", 4.999, 5, 5.001, "critical", "performance", slow(MINUTE));
        add("R-105", "chegou-hub-p95", "s", 4.999, 5, 5.001, "high", "performance", slow(5 * MINUTE));
        add("R-106", "conductor-p95", "s", 0.999, 1, 1.001, "medium", "performance", slow(6 * MINUTE));
        add(
                "R-106",
                "conductor-p95",
                "min",
                4,
                4,
                5,
                "medium",
                "performance",
                (from, minutes) -> steps(
                        from.every(SECOND, (long) minutes * MINUTE, Kind.LOG, """
                        {"http": {"status": 200, "duration_ms": 1500}}"""),
                        after((long) minutes * MINUTE, from.every(SECOND, 3 * MINUTE, Kind.LOG, """
                        {"http": {"status": 200, "duration_ms": 500}}"""))));
        add("R-107", "careflex-error-rate", "/1000", 9, 10, 11, "medium", "performance", failing());
        rise("R-107", "careflex-error-rate", "/1000", 49, 50, 51, "critical", "performance", failing());
        add("R-108", "chegou-hub-error-rate", "/1000", 49, 50, 51, "high", "performance", failing());
        add("R-134", "conductor-ai-timeouts", "", 2, 3, 4, "high", "performance", times("""
                {"http": {"route": "/api/v1/ai/email", "status": 504}}"""));
        add("R-136", "careflex-rate-limit", "", 0, 0, 1, "info", "business", times("{\"http\": {\"status\": 429}}"));
        add("R-121", "chegou-hub-api-usage", "", 249, 250, 251, "medium", "security", usage(50));
        add("R-121", "chegou-hub-api-usage", "of a quiet key", 60, 249, 250, "medium", "security", usage(3));
        add("R-121", "chegou-hub-api-usage", "of a stolen key", 10, 50, 10_000, "medium", "security", usage(10));
    }

    /** Who is known, and used the API so often in the ten minutes before. */
    private static Drive usage(long before) {
        String request = "{\"http\": {\"status\": 200}, \"attributes\": {\"user.id\": \"ana\"}}";
        return (from, value) -> steps(
                from.times(1, Kind.LOG, request),
                after(10 * MINUTE, from.times(before, Kind.LOG, request)),
                after(20 * MINUTE, from.times((long) value, Kind.LOG, request)));
    }

    private void events() {
        add("R-109", "conductor-error-spike", "", 9, 10, 11, "high", "system", times("""
                {"level": "ERROR", "exception": {"type": "ValueError"}}"""));
        add("R-110", "conductor-new-issue", "d", 1, 29.99, 30, "high", "system", again("""
                {"exception": {"type": "ValueError"}}"""));
        add("R-111", "conductor-new-release", "d", 1, 29.99, 30, "info", "system", again("""
                {"resource": {"service.version": "1.4.2"}}"""));
        add("R-115", "chegou-hub-failed-jobs", "", 9, 10, 11, "high", "business", event("job_failed", ""));
        add("R-116", "careflex-failed-logins", "", 99, 100, 101, "medium", "security", event("login_failed", ""));
        add("R-117", "chegou-hub-failed-logins", "", 4, 5, 6, "high", "security", event("login_failed", """
                "source.address": "203.0.113.7\""""));
        add(
                "R-122",
                "chegou-hub-financial-data",
                "",
                0,
                0,
                1,
                "critical",
                "security",
                event("unauthorized_access", """
                "resource.category": "financial", "user.role": "admin", "user.id": "ana\""""));
        add("R-123", "chegou-hub-csrf", "", 9, 10, 11, "high", "security", event("csrf_failed", ""));
        for (String pack : List.of("fisioflow", "careflex", "chegou-hub")) {
            add("R-125", pack + "-database", "", 0, 0, 1, "critical", "system", event("database.unavailable", ""));
        }
        add("R-128", "fisioflow-database-backup", "", 0, 0, 1, "critical", "system", event("backup.failed", """
                "backup.kind": "database\""""));
        add("R-129", "fisioflow-files-backup", "", 0, 0, 1, "medium", "system", event("backup.failed", """
                "backup.kind": "files\""""));
        add("R-132", "whatsapp-agent-errors", "", 0, 0, 1, "high", "system", times("{\"level\": \"ERROR\"}"));
        add("R-132", "whatsapp-agent-fatal", "", 0, 0, 1, "critical", "system", times("{\"level\": \"FATAL\"}"));
        add("R-135", "conductor-degraded", "", 0, 0, 1, "high", "system", times("""
                {"exception": {"type": "pymongo.errors.ServerSelectionTimeoutError"}}"""));
    }

    private void spans() {
        for (String pack : List.of("fisioflow", "careflex")) {
            add("R-113", pack + "-slow-query", "s", 0.999, 1, 1.001, "medium", "performance", query());
        }
        add("R-112", "chegou-hub-slow-query", "s", 9.999, 10, 10.001, "high", "performance", query());
        add("R-126", "chegou-hub-openai-key", "", 0, 0, 1, "critical", "system", calls("""
                "attributes": {"server.address": "api.openai.com", "http.response.status_code": 401}"""));
        add("R-133", "whatsapp-agent-connection", "", 1, 2, 3, "high", "system", calls("""
                "kind": "CLIENT", "status": "ERROR", "attributes": {"server.address": "graph.facebook.com"}"""));
        add(
                "R-137",
                "chegou-hub-slow-api",
                "s",
                2.999,
                3,
                3.001,
                "medium",
                "performance",
                (from, seconds) -> steps(from.times(1, Kind.SPAN, """
                        {"name": "GET", "kind": "CLIENT", "duration_ms": %s, "attributes": {"server.address": "api.dropi.co"}}""".formatted(seconds * 1_000))));
        add("R-138", "chegou-hub-api-auth", "", 0, 0, 1, "high", "system", calls("""
                "kind": "CLIENT", "attributes": {"server.address": "api.dropi.co", "http.response.status_code": 403}"""));
    }

    private void checks() {
        String url = "\"http.url\": \"https://example.org/health\"";
        String openAi = "\"peer.service\": \"openai\"";
        String selenium = "\"peer.service\": \"selenium-grid\"";
        add("R-119", "chegou-hub-external-api", "s", 890, 900, 910, "high", "business", down(openAi));
        for (String pack : List.of("careflex", "chegou-hub")) {
            add("R-124", pack + "-down", "s", 290, 300, 310, "critical", "system", down(url));
        }
        add("R-127", "chegou-hub-selenium", "s", 0, 0, 10, "critical", "system", down(selenium));
        add("R-130", "fisioflow-health-check", "s", 60, 120, 180, "critical", "system", down(MINUTE, url));
        add("R-131", "conductor-monitor", "s", 0, 0, 10, "critical", "system", down(url));
    }

    private void business() {
        add(
                "R-118",
                "chegou-hub-openai-costs",
                "$",
                99.99,
                100,
                100.01,
                "high",
                "business",
                (from, dollars) -> steps(from.times(
                        1,
                        Kind.LOG,
                        "{\"event_name\": \"openai_call\", \"attributes\": {\"cost_usd\": %s}}".formatted(dollars))));
        add("R-120", "chegou-hub-no-sales", "s", 7_190, 7_200, 7_210, "high", "business", (from, seconds) -> {
            String sale = "{\"event_name\": \"sale\", \"attributes\": {\"integration\": \"ECOMHUB\"}}";
            return steps(
                    from.times(1, Kind.LOG, sale),
                    // A bucket of 10 s is no silence as long as a record lies in it.
                    after((long) seconds * SECOND, from.times(1, Kind.LOG, sale)));
        });
        add(
                "R-134",
                "conductor-tasks-pile-up",
                "/min",
                9.9,
                10,
                10.1,
                "high",
                "system",
                (from, slope) -> steps(from.ramp(10 * MINUTE, "jobs.queue.size", 200, 200 + slope * 10)));
        add("R-136", "careflex-registrations", "", 0, 0, 1, "info", "business", event("user_registered", ""));
        add("R-136", "careflex-benefits", "", 0, 0, 1, "info", "business", event("benefit_used", ""));
        add("R-136", "careflex-appointments", "", 81, 80, 79, "info", "business", (from, count) -> {
            String appointment = "{\"event_name\": \"appointment_scheduled\"}";
            return steps(
                    from.times(100, Kind.LOG, appointment),
                    after(DAY, from.times((long) count, Kind.LOG, appointment)));
        });
        add("R-136", "careflex-appointments", "", 100, 80, 0, "info", "business", (from, count) -> {
            String appointment = "{\"event_name\": \"appointment_scheduled\"}";
            return steps(
                    from.times(100, Kind.LOG, appointment),
                    after(DAY, from.times((long) count, Kind.LOG, appointment)),
                    after(DAY, from.times(1, Kind.LOG, "{\"event_name\": \"appointment_canceled\"}")));
        });
    }

    private void add(
            String requirement,
            String rule,
            String unit,
            double below,
            double at,
            double above,
            String severity,
            String category,
            Drive drive) {
        add(requirement, rule, unit, List.of(below, at, above), NOTHING, severity, category, drive);
    }

    /** The more severe bound of a rule whose milder one is medium. */
    private void rise(
            String requirement,
            String rule,
            String unit,
            double below,
            double at,
            double above,
            String severity,
            String category,
            Drive drive) {
        add(requirement, rule, unit, List.of(below, at, above), "medium", severity, category, drive);
    }

    private void add(
            String requirement,
            String rule,
            String unit,
            List<Double> values,
            String before,
            String severity,
            String category,
            Drive drive) {
        Seen seen = unit.equals("d") ? Seen.FIRES_AGAIN : Seen.FIRES;
        rows.add(new PackRow(requirement, rule, seen, unit, values, before, severity, category, drive));
    }
}
