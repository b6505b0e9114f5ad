package dev.vigia.processors.rules;

import dev.vigia.processors.rules.Rule.Aggregate;
import dev.vigia.processors.rules.Rule.Condition;
import dev.vigia.processors.rules.Rule.Part;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the parts of a rule. */
final class PartReader {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]*");
    private static final Set<String> WORDS = Set.of("and", "or", "not");
    /** Of a step, which is looked at at each 10 s of its sequence. */
    private static final Duration LONGEST_STEP = Duration.ofMinutes(30);

    private final String ruleId;
    private final Rule.Source source;
    private final List<String> groupBy;
    private final boolean steps;

    /**
     * A reader of the parts of one rule.
     *
     * @param source of parts that do not name another
     * @param groupBy of parts that do not name other fields
     * @param steps whether they follow one another
     */
    PartReader(String ruleId, Rule.Source source, List<String> groupBy, boolean steps) {
        this.ruleId = ruleId;
        this.source = source;
        this.groupBy = groupBy;
        this.steps = steps;
    }

    Part read(String name, YamlMap map) {
        if (!NAME.matcher(name).matches() || WORDS.contains(name)) {
            throw map.error(
                    "",
                    "its name has to be of a-z, 0-9, '_' and '-', begin with a letter, and be none of and, or, not");
        }
        FieldReader records =
                new FieldReader(map, map.word("source", Rule.Source.class).orElse(source));
        List<String> groups = map.has("group_by") ? map.texts("group_by") : groupBy;
        if (groups.size() != groupBy.size()) {
            throw map.error("group_by", "has to name as many fields as that of the rule, for the same values");
        }
        groups.forEach(path -> records.path("group_by", path));
        String filter = records.expression("filter", "");
        Aggregate aggregate = new AggregateReader(map, records).readPart();
        Condition condition = new ConditionReader(map, aggregate).ofPart();
        Duration window = window(map, aggregate);
        long minSamples = WindowReader.minSamples(map, aggregate);
        map.requireAllRead();
        return of(ruleId, name, records.source(), filter, groups, aggregate, condition, window, minSamples);
    }

    private Duration window(YamlMap map, Aggregate aggregate) {
        if (map.text("window").filter("day"::equals).isPresent()) {
            throw map.error("window", "day is for rules without parts; 1d slides");
        }
        return steps
                ? WindowReader.window(map, "window", Duration.ofSeconds(10), LONGEST_STEP, aggregate)
                : WindowReader.window(map, "window", Duration.ofMinutes(1), WindowReader.LONGEST, aggregate);
    }

    /** A part. What is not said of it is the whole rule's, and is not asked of the part. */
    static Part of(
            String ruleId,
            String name,
            Rule.Source source,
            String filter,
            List<String> groupBy,
            Aggregate aggregate,
            Condition condition,
            Duration window,
            long minSamples) {
        return new Part(
                name,
                new Rule(
                        ruleId,
                        name,
                        source,
                        filter,
                        groupBy,
                        aggregate,
                        condition,
                        window,
                        Optional.empty(),
                        new Rule.Timing(
                                Duration.ZERO, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Optional.empty()),
                        new Rule.Silence(Rule.NoData.RESOLVE, Duration.ZERO),
                        Optional.empty(),
                        minSamples,
                        window,
                        "system",
                        Optional.empty(),
                        Map.of(),
                        Rule.MOST_GROUPS));
    }
}
