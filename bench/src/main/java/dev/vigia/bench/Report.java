package dev.vigia.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.common.utils.AppInfoParser;

/** The figures as a table and as JSON. */
final class Report {

    private static final JsonMapper JSON = new JsonMapper();

    private final List<Row> rows;
    private final String command;

    Report(List<Row> rows, List<String> arguments) {
        this.rows = rows;
        this.command = ("bin/bench " + String.join(" ", arguments)).strip();
    }

    String table() {
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT, "%n%-26s %-12s %30s %30s %20s %14s%n", "", "", "Vigia", "reference", "ratio", "CPU, µs"));
        for (Row row : rows) table.append(line(row));
        for (Row row : rows) {
            String against =
                    row.comparison().map(c -> "against " + c.with() + "; ").orElse("");
            table.append(String.format(Locale.ROOT, "%n%s: %s%s", row.name(), against, row.note()));
        }
        return table.append(String.format(
                        Locale.ROOT,
                        "%n%n%s%nMedians (lowest–highest). CPU: processor time a record in the benchmark's JVM, Vigia's"
                                + " and the reference's.%n",
                        machine()))
                .toString();
    }

    private static String line(Row row) {
        Optional<Row.Comparison> comparison = row.comparison();
        return String.format(
                Locale.ROOT,
                "%-26s %-12s %30s %30s %20s %14s%n",
                row.name(),
                row.unit(),
                text(row.ours(), "%,.0f (%,.0f–%,.0f)"),
                text(comparison.map(Row.Comparison::reached), "%,.0f (%,.0f–%,.0f)"),
                text(comparison.map(Row.Comparison::ratio), "%.2f (%.2f–%.2f)"),
                text(comparison.flatMap(Row.Comparison::ourCpu), "%1$.2f, ")
                        + text(comparison.flatMap(Row.Comparison::cpu), "%1$.2f"));
    }

    private static String text(Optional<Spread> spread, String format) {
        return spread.map(s -> String.format(Locale.ROOT, format, s.median(), s.min(), s.max()))
                .orElse("");
    }

    void write(Path file) throws IOException {
        ObjectNode report = JSON.createObjectNode()
                .put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("command", command)
                .put("machine", machine());
        report.putObject("versions").put("java", Runtime.version().toString()).put("kafka", AppInfoParser.getVersion());
        var list = report.putArray("rows");
        for (Row row : rows) {
            ObjectNode one = list.addObject().put("name", row.name()).put("unit", row.unit());
            row.ours().ifPresent(ours -> put(one, "ours", ours));
            row.comparison().ifPresent(comparison -> {
                one.put("against", comparison.with());
                put(one, "reference", comparison.reached());
                put(one, "ratio", comparison.ratio());
                comparison.ourCpu().ifPresent(cpu -> put(one, "ours_cpu_micros", cpu));
                comparison.cpu().ifPresent(cpu -> put(one, "reference_cpu_micros", cpu));
            });
            one.put("runs", row.runs()).put("note", row.note());
        }
        Files.writeString(file, report.toPrettyString() + "\n");
    }

    private static void put(ObjectNode into, String name, Spread spread) {
        into.putObject(name)
                .put("median", spread.median())
                .put("min", spread.min())
                .put("max", spread.max());
    }

    private static String machine() {
        Runtime runtime = Runtime.getRuntime();
        return String.format(
                Locale.ROOT,
                "%d × %s, %s %s, JDK %s",
                runtime.availableProcessors(),
                processor(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                Runtime.version());
    }

    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }
}
