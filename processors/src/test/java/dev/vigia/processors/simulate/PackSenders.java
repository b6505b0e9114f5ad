package dev.vigia.processors.simulate;

import static dev.vigia.processors.simulate.PackDrives.check;
import static dev.vigia.processors.simulate.PackDrives.measured;
import static dev.vigia.processors.simulate.PackRecords.MINUTE;
import static dev.vigia.processors.simulate.PackRecords.SECOND;
import static dev.vigia.processors.simulate.PackRecords.after;

import dev.vigia.processors.simulate.PackRow.Drive;
import dev.vigia.processors.simulate.PackRow.Seen;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Senders as they are: each minute or each five or ten, and by turns 4 s late and 4 s early. */
final class PackSenders {

    private static final long JITTER = 4 * SECOND;
    private static final String URL = "\"http.url\": \"https://example.org/health\"";
    private static final String OPEN_AI = "\"peer.service\": \"openai\"";
    private static final String SELENIUM = "\"peer.service\": \"selenium-grid\"";

    private final List<PackRow> bounds;
    private final List<PackRow> rows = new ArrayList<>();

    private PackSenders(List<PackRow> bounds) {
        this.bounds = bounds;
    }

    /** @param bounds have the severity and category of each rule */
    static List<PackRow> rows(List<PackRow> bounds) {
        PackSenders senders = new PackSenders(bounds);
        senders.fire();
        senders.last();
        return List.copyOf(senders.rows);
    }

    /** How many bad records in a row it takes. */
    private void fire() {
        fires(
                "fisioflow-cpu",
                6,
                sent(MINUTE, measured("system.cpu.utilization", 0.2), measured("system.cpu.utilization", 0.9)));
        fires(
                "fisioflow-memory",
                4,
                sent(MINUTE, measured("system.memory.utilization", 0.2), measured("system.memory.utilization", 0.9)));
        fires("fisioflow-health-check", 3, checked(MINUTE, URL));
        fires("careflex-down", 6, checked(MINUTE, URL));
        fires("chegou-hub-down", 6, checked(MINUTE, URL));
        fires("chegou-hub-external-api", 4, checked(5 * MINUTE, OPEN_AI));
    }

    /** Of three bad records: just outside of the last one's window, and just before the late one of them. */
    private void last() {
        lasts("chegou-hub-selenium", 360, 5 * MINUTE, check(0, SELENIUM));
        lasts("conductor-monitor", 660, 10 * MINUTE, check(0, URL));
    }

    private void fires(String rule, int records, Drive drive) {
        add(rule, Seen.FIRES, "records", List.of(records - 2.0, records - 1.0, (double) records), drive);
    }

    private void lasts(String rule, int window, long interval, String bad) {
        double late = 2.0 * interval / SECOND;
        double over = late + window + 10;
        add(
                rule,
                Seen.LASTS,
                "s after",
                List.of(over + 10, over, late),
                (from, end) -> sent(from, interval, List.of(bad, bad, bad)));
    }

    private static Drive checked(long interval, String attributes) {
        return sent(interval, check(1, attributes), check(0, attributes));
    }

    /** Two good ones, so many bad ones, and two good ones. */
    private static Drive sent(long interval, String good, String bad) {
        return (from, count) -> {
            List<String> records = new ArrayList<>(Collections.nCopies((int) count, bad));
            records.addAll(0, List.of(good, good));
            records.addAll(List.of(good, good));
            return sent(from, interval, records);
        };
    }

    private static List<Step> sent(PackRecords from, long interval, List<String> records) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            long at = i * interval + (i % 2 == 0 ? JITTER : -JITTER);
            after(at, from.times(1, Kind.METRIC, records.get(i))).ifPresent(steps::add);
        }
        return steps;
    }

    private void add(String rule, Seen seen, String unit, List<Double> values, Drive drive) {
        PackRow bound = bounds.stream()
                .filter(row -> row.rule().equals(rule))
                .findFirst()
                .orElseThrow();
        rows.add(new PackRow(
                bound.requirement(),
                rule,
                seen,
                unit,
                values,
                bound.before(),
                bound.severity(),
                bound.category(),
                drive));
    }
}
