package dev.vigia.processors.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigia.runtime.UserException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one version of a rule file changes against another, rule by rule. A field that is written differently and means the
 * same is no change.
 *
 * @param changes removed rules first, then in the order of the new version
 */
public record RuleDiff(List<Change> changes) {

    /** What becomes of one rule. */
    public sealed interface Change {

        /** Id of the rule. */
        String rule();
    }

    /** The rule is new. */
    public record Added(String rule) implements Change {}

    /** The rule is gone; its open alerts resolve. */
    public record Removed(String rule) implements Change {}

    /**
     * The rule is another.
     *
     * @param fields those that differ
     * @param counted what becomes of the windows and alerts it has
     * @param learns for how long from now on it has windows, at most, that are known in part only; zero when it has none
     */
    public record Changed(String rule, List<Field> fields, Counted counted, Duration learns) implements Change {}

    /**
     * A field as it is written; empty where it is not.
     *
     * @param name as people write it
     */
    public record Field(String name, Optional<String> before, Optional<String> after) {}

    /** What becomes of what was counted. */
    public enum Counted {
        /** The windows go on as they are; longer ones as far back as there are buckets. */
        KEPT,
        /** The aggregation spec is another: windows begin empty, and the rule learns. */
        ANEW,
        /** Its groups are others: windows begin empty, and open alerts resolve. */
        GROUPED_ANEW
    }

    public RuleDiff {
        changes = List.copyOf(changes);
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /**
     * Compares two versions.
     *
     * @param name of the file
     * @param before empty where there are no rules of that name
     * @param after empty where they are taken away
     * @throws UserException when one of them cannot be read
     */
    public static RuleDiff between(String name, Optional<String> before, Optional<String> after) {
        Map<String, Written> old = read(name, before);
        Map<String, Written> now = read(name, after);
        List<Change> changes = new ArrayList<>();
        old.keySet().stream().filter(id -> !now.containsKey(id)).forEach(id -> changes.add(new Removed(id)));
        now.forEach((id, rule) -> {
            Written known = old.get(id);
            if (known == null) changes.add(new Added(id));
            else if (!known.rule().equals(rule.rule())) changes.add(changed(known, rule));
        });
        return new RuleDiff(changes);
    }

    /** A rule, and its fields as they stand in the file. */
    private record Written(Rule rule, Map<String, JsonNode> fields) {}

    private static Map<String, Written> read(String name, Optional<String> yaml) {
        Map<String, Written> rules = new LinkedHashMap<>();
        yaml.ifPresent(text -> {
            List<Rule> parsed = RuleSetParser.parse(name, text).rules();
            List<YamlMap> maps = YamlMap.parse(name, text).maps("rules", "rule");
            for (int i = 0; i < parsed.size(); i++) {
                rules.put(
                        parsed.get(i).id(),
                        new Written(parsed.get(i), fields(maps.get(i).written())));
            }
        });
        return rules;
    }

    /** What is said within {@code parts} and {@code slo} is a field each, for instance {@code parts.errors.above}. */
    private static Map<String, JsonNode> fields(Map<String, JsonNode> written) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        written.forEach((name, value) -> {
            if (name.equals("parts") || name.equals("slo")) flatten(name, value, fields);
            else fields.put(name, value);
        });
        return fields;
    }

    private static void flatten(String name, JsonNode value, Map<String, JsonNode> into) {
        if (!value.isObject() || value.isEmpty()) into.put(name, value);
        else value.properties().forEach(field -> flatten(name + "." + field.getKey(), field.getValue(), into));
    }

    private static Changed changed(Written before, Written after) {
        Set<String> names = new LinkedHashSet<>(after.fields().keySet());
        names.addAll(before.fields().keySet());
        List<Field> fields = new ArrayList<>();
        for (String name : names) {
            JsonNode old = before.fields().get(name);
            JsonNode now = after.fields().get(name);
            if (!Objects.equals(old, now)) fields.add(new Field(name, text(old), text(now)));
        }
        Counted counted = counted(before.rule(), after.rule());
        Duration learns = Duration.ofMillis(learns(before.rule(), after.rule()));
        return new Changed(after.rule().id(), List.copyOf(fields), counted, learns);
    }

    private static Optional<String> text(@Nullable JsonNode value) {
        if (value == null) return Optional.empty();
        return Optional.of(value.isTextual() ? value.textValue() : value.toString());
    }

    private static Counted counted(Rule before, Rule after) {
        if (!before.groupBy().equals(after.groupBy())) return Counted.GROUPED_ANEW;
        return Spec.all(before).containsAll(Spec.all(after)) ? Counted.KEPT : Counted.ANEW;
    }

    /** How long it takes until all that the rule now looks back on has been counted: milliseconds. */
    private static long learns(Rule before, Rule after) {
        Set<Spec> kept = Spec.all(before);
        long learns = 0;
        for (Spec spec : Spec.all(after)) {
            long reach = Reach.of(after, spec);
            if (!kept.contains(spec)) {
                learns = Math.max(learns, reach + Reach.learnFor(after));
                continue;
            }
            learns = Math.max(learns, reach - Reach.of(before, spec) - Reach.keepFor(before));
            if (Reach.memory(after) > Reach.memory(before)) learns = Math.max(learns, reach + Reach.learnFor(after));
        }
        return learns;
    }
}
