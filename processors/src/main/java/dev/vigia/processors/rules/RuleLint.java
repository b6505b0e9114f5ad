package dev.vigia.processors.rules;

import dev.vigia.runtime.UserException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
                NeverFires.bound(part, false).ifPresent(why -> problems.add(problem(where, bound(where), why)));
            }
        } else {
            NeverFires.bound(rule, true).ifPresent(why -> problems.add(problem(map, bound(map), why)));
        }
        String time = map.has("consecutive") ? "consecutive" : "for";
        NeverFires.time(rule).ifPresent(why -> problems.add(problem(map, time, why)));
    }

    private static String bound(YamlMap map) {
        if (map.has("severities")) return "severities";
        return map.has("above") ? "above" : "below";
    }

    private static String problem(YamlMap map, String field, String problem) {
        return String.valueOf(map.error(field, problem).getMessage());
    }
}
