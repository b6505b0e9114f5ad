package dev.vigia.processors.rules;

import dev.vigia.processors.rules.Rule.Aggregate;
import dev.vigia.processors.rules.Rule.Condition;
import dev.vigia.processors.rules.Rule.Condition.Comparison;
import dev.vigia.processors.rules.Rule.NoData;
import dev.vigia.processors.rules.Rule.Silence;
import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.processors.rules.Rule.Timing;
import dev.vigia.runtime.Durations;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one rule of a rule file. */
final class RuleReader {

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]*");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
    private static final Set<String> CATEGORIES = Set.of("system", "performance", "business", "security");
    private static final Duration ONE_DAY = Duration.ofDays(1);
    private static final long MOST_CONSECUTIVE = 1_000;
    private static final long USUAL_GROUPS = 10_000;
    /** When clocks are put back, in all zones of our time. */
    private static final Duration LONGEST_CALENDAR_DAY = Duration.ofHours(25);
    /** What {@code absent_for} is short for, besides the fields of the aggregate. */
    private static final List<String> ABSENCE_SAYS = List.of(
            "above", "below", "severities", "recover_at", "window", "zone", "consecutive", "no_data", "min_samples");

    private final YamlMap map;
    private final Map<String, Calendar> calendars;

    /** @param calendars of the file, by name */
    RuleReader(YamlMap map, Map<String, Calendar> calendars) {
        this.map = map;
        this.calendars = calendars;
    }

    Rule read() {
        String id = id();
        Source source = map.word("source", Source.class).orElse(Source.LOGS);
        FieldReader records = new FieldReader(map, source);
        String filter = records.expression("filter", "");
        List<String> groupBy = groupBy();
        if (!map.has("parts")) groupBy.forEach(path -> records.path("group_by", path));
        String title = title(id, groupBy);
        Map<String, String> labels = new TreeMap<>(map.textsByName("labels"));
        if (JointReader.isJoint(map)) return joint(id, title, records, filter, groupBy, labels);
        boolean absence = map.has("absent_for");
        Aggregate aggregate = absence ? absence() : new AggregateReader(map, records).read();
        Condition condition = new ConditionReader(map, aggregate).read();
        Optional<ZoneId> day = day(aggregate, condition);
        Duration window = day.isPresent()
                ? LONGEST_CALENDAR_DAY
                : WindowReader.window(
                        map, absence ? "absent_for" : "window", Duration.ofMinutes(1), WindowReader.LONGEST, aggregate);
        Timing timing = timing();
        Silence silence = silence(groupBy, window.plus(timing.hold(window)));
        Optional<Calendar> active = active(condition.comparison() == Comparison.ABOVE, window);
        Duration maxAge = maxAge(window);
        Rule rule = new Rule(
                id,
                title,
                source,
                filter,
                groupBy,
                aggregate,
                condition,
                window,
                day,
                timing,
                silence,
                active,
                WindowReader.minSamples(map, aggregate),
                maxAge,
                category(),
                map.text("runbook"),
                Collections.unmodifiableMap(labels),
                maxGroups(groupBy));
        map.requireAllRead();
        return rule;
    }

    /** A rule of several conditions. */
    private Rule joint(
            String id,
            String title,
            FieldReader records,
            String filter,
            List<String> groupBy,
            Map<String, String> labels) {
        Timing timing = timing();
        ConditionReader severities = new ConditionReader(map, new Aggregate.Count());
        JointReader.Joined read = new JointReader(map, severities, records, groupBy).read(filter);
        Rule rule = new Rule(
                id,
                title,
                records.source(),
                filter,
                groupBy,
                read.aggregate(),
                read.condition(),
                read.window(),
                Optional.empty(),
                timing,
                silence(groupBy, read.window().plus(timing.holdFor())),
                active(read.aggregate().firesAtOnce(), read.window()),
                1,
                maxAge(read.window()),
                category(),
                map.text("runbook"),
                Collections.unmodifiableMap(labels),
                maxGroups(groupBy));
        map.requireAllRead();
        return rule;
    }

    private String id() {
        String id = map.requiredText("id");
        if (!ID.matcher(id).matches()) {
            throw map.error(
                    "id", "'" + id + "' has to be of a-z, 0-9, '.', '_' and '-', and begin with a letter or digit");
        }
        return id;
    }

    private List<String> groupBy() {
        List<String> paths = map.texts("group_by");
        Set<String> labels = new HashSet<>();
        for (String path : paths) {
            if (!labels.add(FieldPath.label(path))) {
                throw map.error("group_by", "two fields are called '" + FieldPath.label(path) + "'");
            }
        }
        return paths;
    }

    private String title(String id, List<String> groupBy) {
        String title = map.text("title").orElse(id);
        List<String> labels = groupBy.stream().map(FieldPath::label).toList();
        Matcher matcher = PLACEHOLDER.matcher(title);
        while (matcher.find()) {
            if (!labels.contains(matcher.group(1))) {
                throw map.error("title", "'" + matcher.group() + "' is no field of group_by");
            }
        }
        return title;
    }

    /** Silence is a count below 1 over the time that it lasts. */
    private Aggregate absence() {
        List<String> said = new ArrayList<>(AggregateReader.fields());
        said.addAll(ABSENCE_SAYS);
        for (String field : said) {
            if (map.has(field)) throw map.error(field, "cannot stand beside absent_for, which says it already");
        }
        return new Aggregate.Count();
    }

    /** The zone whose calendar day the window is, if it is one. */
    private Optional<ZoneId> day(Aggregate aggregate, Condition condition) {
        if (map.text("window").filter("day"::equals).isEmpty()) {
            if (map.has("zone")) throw map.error("zone", "is for window: day only");
            return Optional.empty();
        }
        boolean grows = aggregate instanceof Aggregate.Count
                || aggregate instanceof Aggregate.Share
                || aggregate instanceof Aggregate.Distinct
                || aggregate instanceof Aggregate.Percentile
                || aggregate instanceof Aggregate.Value;
        if (!grows) {
            throw map.error(
                    "window",
                    "day is for count, error_rate, ratio, distinct, distinct_ratio, percentile and statistics, "
                            + "without compare; write for instance 1d, which slides");
        }
        if (condition.comparison() == Comparison.BELOW) {
            throw map.error("window", "day goes with above: in the morning every day has too little; 1d slides");
        }
        if (map.has("consecutive")) throw map.error("consecutive", "is not for window: day");
        if (map.text("no_data").filter("alert"::equalsIgnoreCase).isPresent()) {
            throw map.error("no_data", "alert is not for window: day; the first seconds of a day often have none");
        }
        return Optional.of(map.zone("zone"));
    }

    private Timing timing() {
        long consecutive = map.whole("consecutive").orElse(0L);
        if (map.has("consecutive") && (consecutive < 2 || consecutive > MOST_CONSECUTIVE)) {
            throw map.error("consecutive", "has to be a number of windows from 2 to " + MOST_CONSECUTIVE);
        }
        if (consecutive > 0 && map.has("for")) {
            throw map.error("for", "give either for or consecutive; windows that follow each other are a time already");
        }
        return new Timing(
                map.steps("for", Duration.ZERO),
                (int) consecutive,
                map.steps("keep_firing_for", Duration.ZERO),
                map.steps("recover_for", Duration.ofMinutes(1)),
                map.steps("watch", Duration.ZERO),
                FlappingReader.read(map));
    }

    /** @param needed how long a group has to be silent before an alert can be active */
    private Silence silence(List<String> groupBy, Duration needed) {
        NoData noData = map.has("absent_for")
                ? NoData.ALERT
                : map.word("no_data", NoData.class).orElse(NoData.RESOLVE);
        if (map.has("forget_after") && groupBy.isEmpty()) {
            throw map.error("forget_after", "is for rules with group_by; all records together are never forgotten");
        }
        if (map.has("forget_after") && noData == NoData.RESOLVE) {
            throw map.error("forget_after", "is for absent_for, and for no_data ignore, keep_last and alert only");
        }
        // A group that was there before a long weekend is still missed after it.
        Duration usual = map.has("active") ? ONE_DAY.multipliedBy(7) : ONE_DAY;
        Duration twice = needed.multipliedBy(2);
        Duration forgetAfter = map.steps("forget_after", twice.compareTo(usual) > 0 ? twice : usual);
        if (forgetAfter.compareTo(needed) <= 0) {
            throw map.error(
                    "forget_after",
                    "has to be longer than it takes an alert to be active, " + Durations.format(needed));
        }
        return new Silence(noData, forgetAfter);
    }

    private Optional<Calendar> active(boolean firesAtOnce, Duration window) {
        Optional<String> name = map.text("active");
        if (name.isEmpty()) return Optional.empty();
        Calendar calendar = calendars.get(name.get());
        if (calendar == null) {
            throw map.error(
                    "active",
                    "there is no calendar '" + name.get() + "' in this file; "
                            + (calendars.isEmpty()
                                    ? "there are none"
                                    : "there are " + String.join(", ", new TreeMap<>(calendars).keySet())));
        }
        if (!firesAtOnce && window.compareTo(calendar.longest()) > 0) {
            throw map.error(
                    "active",
                    "'" + name.get() + "' is never open for as long as the window, " + Durations.format(window)
                            + "; too little can only be told of a window that is open throughout");
        }
        return Optional.of(calendar);
    }

    private Duration maxAge(Duration window) {
        Duration usual = Duration.ofHours(1);
        Duration maxAge = map.duration("max_age", usual.compareTo(window) < 0 ? window : usual);
        if (maxAge.compareTo(window) < 0) {
            throw map.error("max_age", "is shorter than the window, " + Durations.format(window));
        }
        return maxAge;
    }

    private int maxGroups(List<String> groupBy) {
        if (map.has("max_groups") && groupBy.isEmpty()) {
            throw map.error("max_groups", "is for rules with group_by; all records together are one group");
        }
        long groups = map.whole("max_groups").orElse(USUAL_GROUPS);
        if (groups < 1 || groups > Rule.MOST_GROUPS) {
            throw map.error("max_groups", "has to be a number of groups from 1 to " + Rule.MOST_GROUPS);
        }
        return (int) groups;
    }

    private String category() {
        String category = map.text("category").orElse("system");
        if (!CATEGORIES.contains(category)) {
            throw map.error("category", "'" + category + "' is none of system, performance, business, security");
        }
        return category;
    }
}
