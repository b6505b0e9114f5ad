package dev.vigia.processors.simulate;

import static dev.vigia.processors.simulate.PackRecords.DAY;
import static dev.vigia.processors.simulate.PackRecords.MINUTE;
import static dev.vigia.processors.simulate.PackRecords.SECOND;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.RuleFile;
import dev.vigia.schemas.avro.Transition;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One bound of a condition of a pack: two values that are not beyond it, and one that is.
 *
 * @param unit of the values
 * @param before severity that the alert has at the first two, where the rule has a milder one; or nothing
 * @param severity that it has at the third
 */
record PackRow(
        String requirement,
        String rule,
        Seen seen,
        String unit,
        List<Double> values,
        String before,
        String severity,
        String category,
        Drive drive) {

    /** A Monday, 08:00 in São Paulo. */
    static final long START = Instant.parse("2026-03-02T11:00:00Z").toEpochMilli();

    static final String NOTHING = "";

    /** What happens for a value. */
    interface Drive {
        List<Step> steps(PackRecords from, double value);
    }

    /** What is looked at. */
    enum Seen {
        /** The severity that the alert gets to for a value. */
        FIRES,
        /** The severity that it has so many seconds after the beginning. */
        LASTS,
        /** The severity that it gets to after the first day, on which all is new. */
        FIRES_AGAIN
    }

    String pack() {
        return PackBoundsTest.NAMES.stream()
                .filter(name -> rule.startsWith(name + "-"))
                .findFirst()
                .orElseThrow();
    }

    List<String> wanted() {
        return List.of(before, before, severity);
    }

    /**
     * The severities at the values.
     *
     * @param file text of the pack
     */
    List<String> found(String file) {
        return values.stream().map(value -> found(file, value)).toList();
    }

    private String found(String file, double value) {
        Stream<Alert> alerts = alerts(file, drive.steps(new PackRecords(pack(), List.of()), value), value).stream();
        if (seen == Seen.LASTS) {
            return alerts.filter(alert -> alert.getAt() <= START + value * SECOND)
                    .reduce((one, next) -> next)
                    .filter(alert -> alert.getState() == AlertState.ACTIVE)
                    .map(PackRow::severity)
                    .orElse(NOTHING);
        }
        return alerts.filter(alert -> alert.getTransition() == Transition.ACTIVE
                        || alert.getTransition() == Transition.SEVERITY_CHANGED)
                .filter(alert -> seen == Seen.FIRES || alert.getAt() > START + DAY)
                .min(Comparator.comparing(Alert::getSeverity))
                .map(PackRow::severity)
                .orElse(NOTHING);
    }

    /**
     * The groups of which there are alerts when the same happens twice: once with other values of some fields.
     *
     * @param fields paths as in {@code group_by}
     */
    Set<Map<String, String>> groups(String file, Collection<String> fields) {
        double value = values.get(2);
        List<Step> both = Stream.of(List.<String>of(), List.copyOf(fields))
                .flatMap(others -> drive.steps(new PackRecords(pack(), others), value).stream())
                .toList();
        return alerts(file, both, value).stream()
                .filter(alert -> alert.getTransition() == Transition.ACTIVE)
                .map(Alert::getGroup)
                .collect(Collectors.toSet());
    }

    private List<Alert> alerts(String file, List<Step> steps, double value) {
        return story(file, steps, value).play(signal -> {}, alert -> {});
    }

    /** What happens for a value. */
    Story story(String file, double value) {
        return story(file, drive.steps(new PackRecords(pack(), List.of()), value), value);
    }

    private Story story(String file, List<Step> steps, double value) {
        long last = steps.stream().mapToLong(Step::last).max().orElse(START);
        if (seen == Seen.LASTS) last = Math.max(last, START + (long) value * SECOND);
        return new Story(List.of(new RuleFile(pack() + ".yaml", only(file))), START, last + 4 * MINUTE, steps);
    }

    /** The pack without its other rules. */
    private String only(String file) {
        return Stream.of(file.split("(?m)^(?= {2}- id: )"))
                .filter(block -> !block.contains("\n    title: ") || block.startsWith("  - id: " + rule + "\n"))
                .collect(Collectors.joining());
    }

    private static String severity(Alert alert) {
        return alert.getSeverity().name().toLowerCase(Locale.ROOT);
    }

    /** As the table has it. */
    String bound() {
        String text = values.stream()
                .map(value -> value == Math.rint(value) ? String.valueOf(value.longValue()) : String.valueOf(value))
                .collect(Collectors.joining(", "));
        return text + " " + unit;
    }
}
