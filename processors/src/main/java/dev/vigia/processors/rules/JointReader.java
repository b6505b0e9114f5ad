package dev.vigia.processors.rules;

import dev.vigia.processors.rules.Rule.Aggregate;
import dev.vigia.processors.rules.Rule.Condition;
import dev.vigia.processors.rules.Rule.Condition.Comparison;
import dev.vigia.processors.rules.Rule.Condition.Level;
import dev.vigia.processors.rules.Rule.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what fires of a rule that is made of several conditions: {@code parts} with a {@code condition}, with conditions by
 * severity or with a {@code sequence}; or {@code slo}.
 */
final class JointReader {

    /** What a rule with parts says of each part, and not of itself. */
    private static final List<String> OF_PARTS =
            List.of("filter", "above", "below", "recover_at", "window", "zone", "min_samples");
    /** What {@code slo} says, besides the fields of the aggregate. */
    private static final List<String> SLO_SAYS =
            List.of("above", "below", "severity", "severities", "recover_at", "window", "zone");

    private final YamlMap map;
    private final ConditionReader severities;
    private final FieldReader records;
    private final List<String> groupBy;

    /**
     * A rule of several conditions.
     *
     * @param window the longest of its parts', or the time that a sequence has
     */
    record Joined(Aggregate.Joint aggregate, Condition condition, Duration window) {}

    /**
     * A reader of one rule.
     *
     * @param severities reads the severity
     * @param records of the source that parts have which do not name another
     */
    JointReader(YamlMap map, ConditionReader severities, FieldReader records, List<String> groupBy) {
        this.map = map;
        this.severities = severities;
        this.records = records;
        this.groupBy = groupBy;
    }

    /** Whether a rule is made of several conditions. */
    static boolean isJoint(YamlMap map) {
        boolean parts = map.has("parts");
        for (String field : List.of("condition", "sequence")) {
            if (map.has(field) && !parts) throw map.error(field, "is for rules with parts only");
        }
        if (map.has("within") && !map.has("sequence")) throw map.error("within", "is for a sequence only");
        if (map.has("slo") && parts) throw map.error("slo", "cannot stand beside parts");
        return parts || map.has("slo");
    }

    /** @param filter of the rule; empty where it has parts */
    Joined read(String filter) {
        for (String field : List.of("absent_for", "consecutive")) {
            if (map.has(field)) throw map.error(field, "is not for rules of several conditions");
        }
        if (map.text("no_data").filter("alert"::equalsIgnoreCase).isPresent()) {
            throw map.error("no_data", "alert is not for rules of several conditions; have a part that is below 1");
        }
        return map.has("slo") ? slo(filter) : ofParts();
    }

    private Joined slo(String filter) {
        List<String> said = new ArrayList<>(AggregateReader.fields());
        said.remove("errors");
        said.addAll(SLO_SAYS);
        for (String field : said) {
            if (map.has(field)) throw map.error(field, "cannot stand beside slo, which says it already");
        }
        return new SloReader(map, records, filter, groupBy).read();
    }

    private Joined ofParts() {
        List<String> said = new ArrayList<>(AggregateReader.fields());
        said.addAll(OF_PARTS);
        for (String field : said) {
            if (map.has(field)) throw map.error(field, "is said of each part where a rule has parts");
        }
        boolean sequence = map.has("sequence");
        PartReader reader = new PartReader(map.requiredText("id"), records.source(), groupBy, sequence);
        List<Part> parts = new ArrayList<>();
        map.mapsByName("parts", "part").forEach((name, part) -> parts.add(reader.read(name, part)));
        if (parts.isEmpty()) throw map.error("parts", "there are none");
        return sequence ? sequence(parts) : composite(parts);
    }

    private Joined composite(List<Part> parts) {
        boolean several = map.has("severities");
        if (map.has("condition") == several) {
            throw map.error(
                    several ? "severities" : "condition",
                    "give either condition and severity, or severities with a condition for each, or sequence");
        }
        Map<SeverityWord, Expression> conditions = several ? bySeverity(parts) : one(parts);
        Set<Integer> named = new HashSet<>();
        conditions.values().forEach(condition -> named.addAll(condition.named()));
        for (int i = 0; i < parts.size(); i++) {
            if (!named.contains(i)) throw unnamed(parts.get(i), several ? "severities" : "condition");
        }
        return new Joined(
                new Aggregate.Composite(parts, List.copyOf(conditions.values()), Optional.empty()),
                holds(conditions.keySet()),
                longest(parts));
    }

    private Map<SeverityWord, Expression> one(List<Part> parts) {
        String text = map.requiredText("condition");
        return Map.of(severities.severity(), expression("condition", text, parts));
    }

    private Map<SeverityWord, Expression> bySeverity(List<Part> parts) {
        if (map.has("severity")) throw map.error("severity", "cannot stand beside severities, which say it already");
        Map<SeverityWord, Expression> conditions = SeverityWord.fromTheMildest();
        map.textsByName("severities").forEach((name, text) -> {
            SeverityWord severity = ConditionReader.named(map, "severities", name);
            if (conditions.put(severity, expression("severities", text, parts)) != null) {
                throw severities.twice("severities", severity);
            }
        });
        if (conditions.isEmpty()) throw map.error("severities", "there are none");
        return conditions;
    }

    private Expression expression(String field, String text, List<Part> parts) {
        try {
            return new ExpressionReader(text, names(parts)).read();
        } catch (IllegalArgumentException e) {
            throw map.error(field, "'" + text + "': " + e.getMessage());
        }
    }

    private RuntimeException unnamed(Part part, String where) {
        return map.error("parts", "'" + part.name() + "' is not named in " + where);
    }

    private Joined sequence(List<Part> parts) {
        for (String field : List.of("condition", "severities", "no_data")) {
            if (map.has(field)) throw map.error(field, "cannot stand beside sequence");
        }
        List<String> steps = map.texts("sequence");
        if (steps.size() < 2) throw map.error("sequence", "has to name two parts or more, in their order");
        boolean missing = steps.get(steps.size() - 1).startsWith("not ");
        if (missing && steps.size() > 2) {
            throw map.error("sequence", "what does not follow has one part before it: [a, not b]");
        }
        List<String> names = names(parts);
        List<Part> ordered = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            boolean isMissing = missing && i == steps.size() - 1;
            String name = isMissing ? steps.get(i).substring(4).strip() : steps.get(i);
            if (!names.contains(name)) {
                String problem = name.startsWith("not ")
                        ? "not is for the last one only: what does not follow"
                        : "there is no part '" + name + "'; there are " + String.join(", ", names);
                throw map.error("sequence", problem);
            }
            ordered.add(parts.get(names.indexOf(name)));
        }
        for (Part part : parts) if (!ordered.contains(part)) throw unnamed(part, "sequence");
        return new Joined(new Aggregate.Sequence(ordered, missing), holds(List.of(severities.severity())), within());
    }

    private Duration within() {
        if (!map.has("within")) throw map.error("within", "is missing: say how much time there is, for instance 10m");
        return WindowReader.length(map, "within", Duration.ZERO, WindowReader.LONGEST);
    }

    private static List<String> names(List<Part> parts) {
        return parts.stream().map(Part::name).toList();
    }

    static Duration longest(List<Part> parts) {
        return parts.stream()
                .map(part -> part.rule().window())
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** That it holds is the condition; each part has a bound of its own. */
    static Condition holds(Iterable<SeverityWord> fromTheMildest) {
        List<Level> levels = new ArrayList<>();
        fromTheMildest.forEach(severity -> levels.add(new Level(severity, 0, 0)));
        return new Condition(Comparison.ABOVE, levels);
    }
}
