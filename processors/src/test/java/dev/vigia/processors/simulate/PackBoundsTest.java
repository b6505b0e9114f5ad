package dev.vigia.processors.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.RuleSetParser;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.RuleFile;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.schemas.json.InvalidRecord;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Every alert condition of the five documents (requirements 1.6) just below, at and just above its bound, from raw records
 * through the folds that ship. Prints the table.
 */
class PackBoundsTest {

    private static final Path PACKS = Path.of("../config/rules/packs");
    private static final List<String> NAMES =
            List.of("fisioflow", "conductor", "careflex", "whatsapp-agent", "chegou-hub");
    /** A Monday, 08:00 in São Paulo. */
    private static final long START = Instant.parse("2026-03-02T11:00:00Z").toEpochMilli();

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final String NOTHING = "";

    private final List<Row> rows = new ArrayList<>();
    private final Map<String, String> files = new TreeMap<>();

    /** What happens for a value. */
    private interface Drive {
        List<Step> steps(String pack, double value);
    }

    /**
     * One condition.
     *
     * @param before severity that the alert has below and at the bound, where the rule has a milder one; or nothing
     * @param severity that it has above
     */
    private record Row(
            String requirement,
            String rule,
            String unit,
            List<Double> values,
            String before,
            String severity,
            String category,
            Drive drive) {

        String pack() {
            return NAMES.stream()
                    .filter(name -> rule.startsWith(name + "-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void conditions_belowAtAndAboveTheirBounds_areAsDocumented() throws IOException {
        for (String name : NAMES) files.put(name, Files.readString(PACKS.resolve(name + ".yaml")));
        hosts();
        requests();
        events();
        spans();
        checks();
        business();

        List<String> wrong = new ArrayList<>();
        PrintStream out = new PrintStream(System.out, true, UTF_8);
        out.printf("%-6s %-30s %-34s %-9s %-12s %s%n", "", "rule", "below, at, above", "severity", "category", "");
        for (Row row : rows) {
            List<String> found =
                    row.values().stream().map(value -> severity(row, value)).toList();
            boolean right = found.equals(List.of(row.before(), row.before(), row.severity()))
                    && rule(row).category().equals(row.category());
            String line = String.format(
                    Locale.ROOT,
                    "%-6s %-30s %-34s %-9s %-12s %s",
                    row.requirement(),
                    row.rule(),
                    values(row),
                    row.severity(),
                    row.category(),
                    right ? "yes" : "NO " + found);
            out.println(line);
            if (!right) wrong.add(line);
        }
        assertThat(wrong).isEmpty();
        assertThat(rows.stream().map(Row::requirement).distinct().sorted().toList())
                .isEqualTo(IntStream.rangeClosed(94, 138)
                        .mapToObj(number -> String.format(Locale.ROOT, "R-%03d", number))
                        .toList());
        List<String> tested = rows.stream().map(Row::rule).distinct().sorted().toList();
        List<String> shipped = NAMES.stream()
                .flatMap(name -> rules(name).stream().map(Rule::id))
                .sorted()
                .toList();
        assertThat(tested).isEqualTo(shipped);
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
        add("R-099", "chegou-hub-memory-leak", "/h", -0.01, 0, 0.01, "high", "performance", growing(memory, 0.95));
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
                (pack, minutes) -> steps(
                        every(SECOND, (long) minutes * MINUTE, Kind.LOG, pack, """
                        {"http": {"status": 200, "duration_ms": 1500}}"""),
                        after((long) minutes * MINUTE, every(SECOND, 3 * MINUTE, Kind.LOG, pack, """
                        {"http": {"status": 200, "duration_ms": 500}}"""))));
        add("R-107", "careflex-error-rate", "/1000", 9, 10, 11, "medium", "performance", failing());
        rise("R-107", "careflex-error-rate", "/1000", 49, 50, 51, "critical", "performance", failing());
        add("R-108", "chegou-hub-error-rate", "/1000", 49, 50, 51, "high", "performance", failing());
        add("R-134", "conductor-ai-timeouts", "", 2, 3, 4, "high", "performance", times("""
                {"http": {"route": "/api/v1/ai/email", "status": 504}}"""));
        add("R-136", "careflex-rate-limit", "", 0, 0, 1, "info", "business", times("{\"http\": {\"status\": 429}}"));
        add("R-121", "chegou-hub-api-usage", "", 249, 250, 251, "medium", "security", (pack, value) -> {
            String request = "{\"http\": {\"status\": 200}, \"attributes\": {\"user.id\": \"ana\"}}";
            return steps(
                    times(50, Kind.LOG, pack, request),
                    after(10 * MINUTE, times((long) value, Kind.LOG, pack, request)));
        });
    }

    private void events() {
        add("R-109", "conductor-error-spike", "", 9, 10, 11, "high", "system", times("""
                {"level": "ERROR", "exception": {"type": "ValueError"}}"""));
        add("R-110", "conductor-new-issue", "d", 29, 29.99, 30, "high", "system", again("""
                {"exception": {"type": "ValueError"}}"""));
        add("R-111", "conductor-new-release", "d", 29, 29.99, 30, "info", "system", again("""
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
                (pack, seconds) -> steps(times(1, Kind.SPAN, pack, """
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
        add("R-130", "fisioflow-health-check", "s", 60, 120, 180, "critical", "system", down(url));
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
                (pack, dollars) -> steps(times(
                        1,
                        Kind.LOG,
                        pack,
                        "{\"event_name\": \"openai_call\", \"attributes\": {\"cost_usd\": %s}}".formatted(dollars))));
        add("R-120", "chegou-hub-no-sales", "s", 7_190, 7_200, 7_210, "high", "business", (pack, seconds) -> {
            String sale = "{\"event_name\": \"sale\", \"attributes\": {\"integration\": \"ECOMHUB\"}}";
            return steps(
                    times(1, Kind.LOG, pack, sale),
                    // A bucket of 10 s is no silence as long as a record lies in it.
                    after((long) seconds * SECOND, times(1, Kind.LOG, pack, sale)));
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
                (pack, slope) -> steps(ramp(10 * MINUTE, pack, "jobs.queue.size", 200, 200 + slope * 10)));
        add("R-136", "careflex-registrations", "", 0, 0, 1, "info", "business", event("user_registered", ""));
        add("R-136", "careflex-benefits", "", 0, 0, 1, "info", "business", event("benefit_used", ""));
        add("R-136", "careflex-appointments", "", 81, 80, 79, "info", "business", (pack, count) -> {
            String appointment = "{\"event_name\": \"appointment_scheduled\"}";
            return steps(
                    times(100, Kind.LOG, pack, appointment),
                    after(DAY, times((long) count, Kind.LOG, pack, appointment)));
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
        rows.add(new Row(requirement, rule, unit, List.of(below, at, above), NOTHING, severity, category, drive));
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
        rows.add(new Row(requirement, rule, unit, List.of(below, at, above), "medium", severity, category, drive));
    }

    private static Drive gauge(String name, long length) {
        return (pack, value) -> steps(every(10 * SECOND, length, Kind.METRIC, pack, """
                {"name": "%s", "value": %s, "attributes": {"queue": "q", "system.filesystem.mountpoint": "/"}}""".formatted(name, value)));
    }

    /** From a value on, by so much an hour. */
    private static Drive growing(String name, double from) {
        return (pack, hourly) -> steps(ramp(30 * MINUTE, pack, name, from, from + hourly / 2));
    }

    private static Drive slow(long length) {
        return (pack, seconds) -> steps(every(SECOND, length, Kind.LOG, pack, """
                {"http": {"status": 200, "duration_ms": %s}}""".formatted(seconds * 1_000)));
    }

    /** So many of 1,000 requests; the others come first, as a rate is judged with each. */
    private static Drive failing() {
        return (pack, failed) -> steps(
                times(1_000 - (long) failed, Kind.LOG, pack, "{\"http\": {\"status\": 200}}"),
                after(SECOND, times((long) failed, Kind.LOG, pack, "{\"http\": {\"status\": 500}}")));
    }

    private static Drive times(String log) {
        return (pack, count) -> steps(times((long) count, Kind.LOG, pack, log));
    }

    private static Drive event(String name, String attributes) {
        return times("{\"event_name\": \"%s\", \"attributes\": {%s}}".formatted(name, attributes));
    }

    private static Drive query() {
        return (pack, seconds) -> steps(times(1, Kind.SPAN, pack, """
                {"name": "SELECT", "kind": "CLIENT", "duration_ms": %s, "attributes": {"db.system.name": "postgresql"}}""".formatted(seconds * 1_000)));
    }

    private static Drive calls(String fields) {
        return (pack, count) -> steps(times((long) count, Kind.SPAN, pack, "{\"name\": \"POST\", " + fields + "}"));
    }

    /** Checks each 10 s fail for so many seconds, and succeed before and after. */
    private static Drive down(String attributes) {
        String check = """
                {"name": "httpcheck.status", "value": %d, "attributes": {"http.status_class": "2xx", %s}}""";
        return (pack, seconds) -> {
            long length = (long) seconds * SECOND;
            return steps(
                    every(10 * SECOND, 2 * MINUTE, Kind.METRIC, pack, check.formatted(1, attributes)),
                    after(2 * MINUTE, every(10 * SECOND, length, Kind.METRIC, pack, check.formatted(0, attributes))),
                    after(
                            2 * MINUTE + length,
                            every(10 * SECOND, 2 * MINUTE, Kind.METRIC, pack, check.formatted(1, attributes))));
        };
    }

    /** The same after so many days. The first time is news whatever they are, and does not count. */
    private static Drive again(String log) {
        return (pack, days) ->
                steps(times(1, Kind.LOG, pack, log), after((long) (days * DAY), times(1, Kind.LOG, pack, log)));
    }

    private static List<Step> steps(Optional<?>... steps) {
        List<Step> all = new ArrayList<>();
        for (Optional<?> step : steps) step.ifPresent(one -> all.add((Step) one));
        return all;
    }

    private static Optional<Step> times(long count, Kind kind, String pack, String json) {
        return step(1, count, kind, pack, json, List.of());
    }

    private static Optional<Step> every(long every, long length, Kind kind, String pack, String json) {
        return step(every, length / every, kind, pack, json, List.of());
    }

    private static Optional<Step> ramp(long length, String pack, String name, double from, double to) {
        long count = length / (10 * SECOND) + 1;
        String json = "{\"name\": \"%s\", \"attributes\": {\"queue\": \"q\"}}".formatted(name);
        return step(10 * SECOND, count, Kind.METRIC, pack, json, List.of(new Template.Ramp("value", from, to)));
    }

    private static Optional<Step> step(
            long every, long count, Kind kind, String pack, String json, List<Template.Ramp> ramps) {
        if (count == 0) return Optional.empty();
        try {
            ObjectNode record = (ObjectNode) JSON.readTree(json);
            record.put("service", "web");
            ObjectNode resource = record.withObject("/resource");
            resource.put("service.namespace", pack).put("host.name", "web-1");
            Template template = new Template(kind, record, ramps, count);
            return Optional.of(new Step(
                    START,
                    every,
                    count,
                    (simulator, at, number) -> assertThat(simulator.push(template.record(number, at)))
                            .isEmpty()));
        } catch (IOException | InvalidRecord e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    private static Optional<Step> after(long millis, Optional<Step> step) {
        return step.map(one -> new Step(one.at() + millis, one.every(), one.count(), one.action()));
    }

    /** The severity that the rule's alert gets to; nothing when it does not fire. */
    private String severity(Row row, double value) {
        List<Step> steps = row.drive().steps(row.pack(), value);
        long last = steps.stream().mapToLong(Step::last).max().orElse(START);
        RuleFile rules = new RuleFile(row.pack() + ".yaml", files.get(row.pack()));
        Story story = new Story(List.of(rules), START, last + 4 * MINUTE, steps);
        boolean again = row.unit().equals("d");
        return story.play(new Notifying(Notifying.EVERYBODY)).stream()
                .filter(alert -> alert.getRuleId().equals(row.rule()))
                .filter(alert -> alert.getTransition() == Transition.ACTIVE
                        || alert.getTransition() == Transition.SEVERITY_CHANGED)
                .filter(alert -> !again || alert.getAt() > START + DAY)
                .map(Alert::getSeverity)
                .min(Enum::compareTo)
                .map(severity -> severity.name().toLowerCase(Locale.ROOT))
                .orElse(NOTHING);
    }

    private Rule rule(Row row) {
        return rules(row.pack()).stream()
                .filter(rule -> rule.id().equals(row.rule()))
                .findFirst()
                .orElseThrow();
    }

    private List<Rule> rules(String pack) {
        return RuleSetParser.parse(pack + ".yaml", files.get(pack)).rules();
    }

    private static String values(Row row) {
        return row.values().stream()
                .map(value -> value == Math.rint(value) ? String.valueOf(value.longValue()) : String.valueOf(value))
                .map(value -> value + row.unit())
                .reduce((one, other) -> one + ", " + other)
                .orElse("");
    }
}
