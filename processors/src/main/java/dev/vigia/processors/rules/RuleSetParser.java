package dev.vigia.processors.rules;

import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.runtime.UserException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads rule files: YAML with {@code rules}, a list of rules, and {@code calendars} that they refer to. Strict: what is not known, stands there twice,
 * cannot be, or names what the records do not have is an error that names file, line, rule and field.
 */
public final class RuleSetParser {

    private RuleSetParser() {}

    /**
     * The rules of a file.
     *
     * @param name of the file, for errors and the rule set
     * @throws UserException when there is anything wrong with it
     */
    public static RuleSet parse(String name, String yaml) {
        YamlMap file = YamlMap.parse(name, yaml);
        Function<YamlMap, Rule> reader = reader(file);
        List<Rule> rules = new ArrayList<>();
        Map<String, Integer> lines = new HashMap<>();
        for (YamlMap map : file.maps("rules", "rule")) {
            Rule rule = reader.apply(map);
            Integer earlier = lines.put(rule.id(), map.line());
            if (earlier != null) throw map.error("id", "the rule in line " + earlier + " has the same");
            rules.add(rule);
        }
        file.requireAllRead();
        return new RuleSet(name, rules);
    }

    /** Reads the rules of a file, one by one. */
    static Function<YamlMap, Rule> reader(YamlMap file) {
        Map<String, Calendar> calendars = calendars(file);
        return map -> new RuleReader(map, calendars).read();
    }

    private static Map<String, Calendar> calendars(YamlMap file) {
        Map<String, Calendar> calendars = new HashMap<>();
        if (!file.has("calendars")) return calendars;
        for (YamlMap map : file.maps("calendars", "calendar")) {
            Calendar calendar = new CalendarReader(map).read();
            if (calendars.put(calendar.id(), calendar) != null) throw map.error("id", "another calendar has the same");
        }
        return calendars;
    }

    /** The expression that {@code error_rate} uses when a rule has no {@code errors}; empty where there is none. */
    static String defaultErrors(Source source) {
        return switch (source) {
            case LOGS -> "severity_number >= 17 || http.status >= 500";
            case METRICS -> "";
            case SPANS -> "status == 'ERROR'";
        };
    }

    /** The field that statistics use when a rule has no {@code field}; empty where there is none. */
    static String defaultField(Source source) {
        return switch (source) {
            case LOGS -> "";
            case METRICS -> "value";
            case SPANS -> "duration";
        };
    }
}
