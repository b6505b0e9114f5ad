package dev.vigia.processors.rules;

import dev.vigia.processors.rules.Rule.Aggregate;
import dev.vigia.processors.rules.Rule.Condition.Comparison;
import dev.vigia.processors.rules.Rule.Condition.Level;
import dev.vigia.processors.rules.Rule.NoData;
import dev.vigia.runtime.UserException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Looks for everything that is wrong in some rule files, where {@link RuleSetParser} stops at the first: what cannot be read,
 * and what can be but helps nobody: rules that cannot fire, that have no runbook, or whose id another file has, too. Not
 * thread-safe.
 */
public final class RuleLint {

    private final boolean runbooks;
    /** File and line of each rule, by id. */
    private final Map<String, String> places = new HashMap<>();

    /** @param runbooks whether a rule has to have one */
    public RuleLint(boolean runbooks) {
        this.runbooks = runbooks;
    }

    /**
     * Looks at the next file.
     *
     * @param name of the file, for the messages
     * @return one line for each problem, that names file, line, rule and field
     */
    public List<String> check(String name, String yaml) {
        List<String> problems = new ArrayList<>();
        try {
            YamlMap file = YamlMap.parse(name, yaml);
            Function<YamlMap, Rule> reader = RuleSetParser.reader(file);
            for (YamlMap rule : file.maps("rules", "rule")) check(name, rule, reader, problems);
            file.requireAllRead();
        } catch (UserException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        return problems;
    }

    private void check(String name, YamlMap map, Function<YamlMap, Rule> reader, List<String> problems) {
        Rule rule;
        try {
            rule = reader.apply(map);
        } catch (UserException e) {
            problems.add(String.valueOf(e.getMessage()));
            return;
        }
        String earlier = places.putIfAbsent(rule.id(), name + " line " + map.line());
        if (earlier != null) problems.add(problem(map, "id", "the rule in " + earlier + " has the same"));
        if (runbooks && rule.runbook().filter(text -> !text.isBlank()).isEmpty()) {
            problems.add(problem(map, "runbook", "is missing: whoever is woken has to know what to do"));
        }
        if (map.has("parts")) {
            Map<String, YamlMap> parts = map.mapsByName("parts", "part");
            for (Rule part : rule.counted()) {
                YamlMap where = parts.getOrDefault(part.title(), map);
                neverBreached(part, false).ifPresent(why -> problems.add(problem(where, bound(where), why)));
            }
        } else {
            neverBreached(rule, true).ifPresent(why -> problems.add(problem(map, bound(map), why)));
        }
    }

    private static String bound(YamlMap map) {
        if (map.has("severities")) return "severities";
        return map.has("above") ? "above" : "below";
    }

    /**
     * Why no window can breach the condition, or the furthest of its levels.
     *
     * @param whole whether the rule stands alone; a part is judged without records as well
     */
    private static Optional<String> neverBreached(Rule rule, boolean whole) {
        List<Level> levels = rule.condition().levels();
        double threshold = levels.get(levels.size() - 1).threshold();
        boolean above = rule.condition().comparison() == Comparison.ABOVE;
        if (rule.aggregate() instanceof Aggregate.Share && (above ? threshold >= 1 : threshold <= 0)) {
            return Optional.of("can never be: a share lies between 0 and 1, and equality does not fire");
        }
        if (rule.aggregate() instanceof Aggregate.BurnRate burn && above && threshold * burn.budget() >= 1) {
            return Optional.of("can never be: with nothing but errors the budget burns 1 / " + burn.budget()
                    + " times as fast as it may");
        }
        // Silence is a count below 1.
        boolean silence = !whole || rule.silence().noData() == NoData.ALERT;
        if (rule.aggregate() instanceof Aggregate.Count && !above && !silence && threshold <= rule.minSamples()) {
            return Optional.of("can never be: a window with fewer records than min_samples, " + rule.minSamples()
                    + ", is not judged");
        }
        return Optional.empty();
    }

    private static String problem(YamlMap map, String field, String problem) {
        return String.valueOf(map.error(field, problem).getMessage());
    }
}
