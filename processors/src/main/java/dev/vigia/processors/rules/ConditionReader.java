package dev.vigia.processors.rules;

import dev.vigia.processors.rules.Rule.Aggregate;
import dev.vigia.processors.rules.Rule.Condition;
import dev.vigia.processors.rules.Rule.Condition.Comparison;
import dev.vigia.processors.rules.Rule.Condition.Level;
import dev.vigia.processors.rules.YamlMap.Notation;
import dev.vigia.schemas.avro.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the bounds of a rule: {@code above} or {@code below} with one severity, {@code severities} with a bound for each, or
 * {@code absent_for}.
 */
final class ConditionReader {

    private final YamlMap map;
    private final Aggregate aggregate;
    private final Notation notation;

    ConditionReader(YamlMap map, Aggregate aggregate) {
        this.map = map;
        this.aggregate = aggregate;
        this.notation = aggregate instanceof Aggregate.TimeTo ? Notation.SECONDS : Notation.PLAIN;
    }

    Condition read() {
        if (map.has("absent_for")) return new Condition(Comparison.BELOW, List.of(new Level(severity(), 1, 1)));
        if (aggregate instanceof Aggregate.NewTerm) return newTerm();
        Condition condition = map.has("severities") ? bySeverity() : simple();
        if (aggregate instanceof Aggregate.Share) requireShares(condition);
        return condition;
    }

    /** The bound of a part of a rule, which has no severity of its own. By default there is one record or more. */
    Condition ofPart() {
        Optional<Double> above = map.number("above", notation);
        Optional<Double> below = map.number("below", notation);
        if (above.isPresent() && below.isPresent()) throw map.error("below", "give either above or below");
        boolean any = above.isEmpty() && below.isEmpty();
        if (any && !(aggregate instanceof Aggregate.Count)) throw map.error("above", "give either above or below");
        Comparison comparison = below.isPresent() ? Comparison.BELOW : Comparison.ABOVE;
        double threshold = above.or(() -> below).orElse(0.0);
        Condition condition = new Condition(comparison, List.of(new Level(Severity.INFO, threshold, threshold)));
        if (aggregate instanceof Aggregate.Share) requireShares(condition);
        return condition;
    }

    /** Having any is the condition. */
    private Condition newTerm() {
        for (String field : List.of("above", "below", "severities", "recover_at")) {
            if (map.has(field)) throw map.error(field, "is not for new_term, which fires when a group is new");
        }
        return new Condition(Comparison.ABOVE, List.of(new Level(severity(), 0, 0)));
    }

    private Condition simple() {
        Optional<Double> above = map.number("above", notation);
        Optional<Double> below = map.number("below", notation);
        if (above.isPresent() == below.isPresent()) {
            throw map.error(
                    above.isPresent() ? "below" : "above", "give either above or below, or severities, or absent_for");
        }
        Comparison comparison = above.isPresent() ? Comparison.ABOVE : Comparison.BELOW;
        double threshold = above.or(() -> below).orElseThrow();
        if (map.isMap("recover_at")) {
            throw map.error("recover_at", "has to be one number; a number for each severity is for severities");
        }
        double recoverAt = map.number("recover_at", notation).orElse(threshold);
        requireNear(comparison, threshold, recoverAt);
        return new Condition(comparison, List.of(new Level(severity(), threshold, recoverAt)));
    }

    private Condition bySeverity() {
        for (String field : List.of("above", "below", "severity")) {
            if (map.has(field)) throw map.error(field, "cannot stand beside severities, which say it already");
        }
        Map<SeverityWord, Double> thresholds = numbersBySeverity("severities");
        if (thresholds.size() < 2) {
            throw map.error("severities", "has to be two or more; write above or below and severity for one");
        }
        if (map.has("recover_at") && !map.isMap("recover_at")) {
            throw map.error("recover_at", "has to be a number for each severity, for instance {medium: 0.005}");
        }
        Map<SeverityWord, Double> recoverAt =
                map.has("recover_at") ? numbersBySeverity("recover_at") : SeverityWord.fromTheMildest();
        for (SeverityWord severity : recoverAt.keySet()) {
            if (!thresholds.containsKey(severity)) {
                throw map.error("recover_at", "there is no '" + severity + "' in severities");
            }
        }
        return condition(thresholds, recoverAt);
    }

    private Condition condition(Map<SeverityWord, Double> thresholds, Map<SeverityWord, Double> recoverAt) {
        List<Level> levels = new ArrayList<>();
        thresholds.forEach((severity, threshold) ->
                levels.add(new Level(severity, threshold, recoverAt.getOrDefault(severity, threshold))));
        boolean rising = levels.get(1).threshold() > levels.get(0).threshold();
        Comparison comparison = rising ? Comparison.ABOVE : Comparison.BELOW;
        for (Level level : levels) requireNear(comparison, level.threshold(), level.recoverAt());
        for (int i = 1; i < levels.size(); i++) {
            Level milder = levels.get(i - 1);
            Level level = levels.get(i);
            if (!comparison.isBeyond(level.threshold(), milder.threshold())) {
                throw map.error(
                        "severities",
                        "the more severe, the " + (rising ? "higher" : "lower") + ": " + level.word()
                                + " has to lie beyond " + milder.word());
            }
            if (comparison.isBeyond(milder.recoverAt(), level.recoverAt())) {
                throw map.error(
                        "recover_at",
                        level.word() + " would be over later than " + milder.word()
                                + "; its number has to lie as far out or further");
            }
        }
        return new Condition(comparison, levels);
    }

    private void requireNear(Comparison comparison, double threshold, double recoverAt) {
        if (!comparison.isBeyond(recoverAt, threshold)) return;
        throw map.error(
                "recover_at",
                comparison == Comparison.ABOVE
                        ? "has to be the threshold or lower, where the value is to come back to"
                        : "has to be the threshold or higher, where the value is to come back to");
    }

    private void requireShares(Condition condition) {
        for (Level level : condition.levels()) {
            for (double bound : List.of(level.threshold(), level.recoverAt())) {
                if (bound >= 0 && bound <= 1) continue;
                String field = bound == level.threshold() ? boundField() : "recover_at";
                String name = aggregate instanceof Aggregate.ErrorRate ? "an error rate" : "a ratio";
                throw map.error(field, name + " is a share from 0 to 1; write 0.05 for 5 %");
            }
        }
    }

    private String boundField() {
        if (map.has("severities")) return "severities";
        return map.has("above") ? "above" : "below";
    }

    SeverityWord severity() {
        if (!map.has("severity")) throw map.error("severity", "is missing");
        return named(map, "severity", map.requiredText("severity"));
    }

    private Map<SeverityWord, Double> numbersBySeverity(String field) {
        Map<SeverityWord, Double> numbers = SeverityWord.fromTheMildest();
        map.numbersByName(field, notation).forEach((name, number) -> {
            SeverityWord severity = named(map, field, name);
            if (numbers.put(severity, number) != null) throw twice(field, severity);
        });
        return numbers;
    }

    /** Two words may mean the same. */
    RuntimeException twice(String field, SeverityWord severity) {
        String ours = SeverityWord.of(severity.severity()).text();
        return map.error(
                field,
                "there are two for " + ours + "; warning and P2 are medium, P0 is critical, P1 high, P3 and P4 low");
    }

    /** @param where for the error */
    static SeverityWord named(YamlMap where, String field, String name) {
        return SeverityWord.read(name)
                .orElseThrow(() -> where.error(
                        field,
                        "'" + name + "' is none of critical, high, medium, low, info, warning, P0, P1, P2, P3, P4"));
    }
}
