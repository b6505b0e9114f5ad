package dev.vigia.processors.rules;

import dev.vigia.processors.rules.Rule.Aggregate;
import dev.vigia.processors.rules.Rule.Aggregate.Statistic;
import dev.vigia.processors.rules.Rule.Condition;
import dev.vigia.processors.rules.Rule.Condition.Comparison;
import dev.vigia.processors.rules.Rule.NoData;
import dev.vigia.processors.rules.Rule.Silence;
import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.processors.rules.Rule.Timing;
import dev.vigia.runtime.Durations;
import java.time.Duration;
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
    private static final Duration STEP = Duration.ofSeconds(10);
    private static final Duration ONE_DAY = Duration.ofDays(1);
    private static final Duration LONGEST_WINDOW = ONE_DAY;
    private static final long MOST_CONSECUTIVE = 1_000;
    /** What {@code absent_for} is short for. */
    private static final List<String> ABSENCE_SAYS = List.of(
            "aggregate",
            "field",
            "percentile",
            "errors",
            "above",
            "below",
            "severities",
            "recover_at",
            "window",
            "consecutive",
            "no_data",
            "min_samples");

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
        String filter = expression(source, "filter", "");
        List<String> groupBy = groupBy(source);
        String title = title(id, groupBy);
        Map<String, String> labels = new TreeMap<>(map.textsByName("labels"));
        boolean absence = map.has("absent_for");
        Aggregate aggregate = absence ? absence() : aggregate(source);
        Condition condition = new ConditionReader(map, labels).read(aggregate);
        Duration window = window(absence ? "absent_for" : "window");
        Timing timing = timing();
        Duration hold = timing.tumbles() ? window.multipliedBy(timing.consecutive() - 1) : timing.holdFor();
        Silence silence = silence(groupBy, window.plus(hold));
        Optional<Calendar> active = active(condition, window);
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
                timing,
                silence,
                active,
                minSamples(aggregate),
                maxAge,
                category(),
                map.text("runbook"),
                Collections.unmodifiableMap(labels));
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

    private String expression(Source source, String field, String otherwise) {
        String expression = map.text(field).orElse(otherwise).strip();
        try {
            RecordFilter.compile(source, expression);
            return expression;
        } catch (FilterException e) {
            throw map.error(field, String.valueOf(e.getMessage()));
        }
    }

    private List<String> groupBy(Source source) {
        List<String> paths = map.texts("group_by");
        Set<String> labels = new HashSet<>();
        for (String path : paths) {
            requireField(source, "group_by", path);
            if (!labels.add(FieldPath.label(path))) {
                throw map.error("group_by", "two fields are called '" + FieldPath.label(path) + "'");
            }
        }
        return paths;
    }

    private FieldPath requireField(Source source, String field, String path) {
        return FieldPath.of(source, path)
                .orElseThrow(() -> map.error(
                        field,
                        "there is no field '" + path + "' in " + source.name().toLowerCase(java.util.Locale.ROOT)
                                + "; there are "
                                + String.join(", ", Fields.of(source).keySet())
                                + ", attributes.… and resource.…"));
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

    /** The names of the aggregates, as people write them. */
    private enum Kind {
        COUNT,
        ERROR_RATE,
        PERCENTILE,
        MEAN,
        MIN,
        MAX,
        SUM,
        LAST
    }

    private Aggregate aggregate(Source source) {
        Kind kind = map.word("aggregate", Kind.class).orElseThrow(() -> map.error("aggregate", "is missing"));
        if (kind != Kind.ERROR_RATE) refuse("errors", "error_rate");
        if (kind != Kind.PERCENTILE) refuse("percentile", "percentile");
        return switch (kind) {
            case COUNT -> {
                refuse("field", "percentile, mean, min, max, sum and last");
                yield new Aggregate.Count();
            }
            case ERROR_RATE -> {
                refuse("field", "percentile, mean, min, max, sum and last");
                yield errorRate(source);
            }
            case PERCENTILE -> new Aggregate.Percentile(field(source), percentile());
            default -> new Aggregate.Value(field(source), Statistic.valueOf(kind.name()));
        };
    }

    private void refuse(String field, String aggregates) {
        if (map.has(field)) throw map.error(field, "is for the aggregate " + aggregates + " only");
    }

    private Aggregate errorRate(Source source) {
        String errors = expression(source, "errors", RuleSetParser.defaultErrors(source));
        if (errors.isEmpty()) throw map.error("errors", "is missing: say in CEL which records are errors");
        return new Aggregate.ErrorRate(errors);
    }

    private String field(Source source) {
        String path = map.text("field").orElse(RuleSetParser.defaultField(source));
        if (path.isEmpty()) throw map.error("field", "is missing: name a number, for instance http.duration");
        if (requireField(source, "field", path) instanceof FieldPath.Text) {
            throw map.error("field", "'" + path + "' is a text and not a number");
        }
        return path;
    }

    private double percentile() {
        double percentile = map.number("percentile").orElseThrow(() -> map.error("percentile", "is missing"));
        if (percentile <= 0 || percentile >= 100) {
            throw map.error("percentile", "has to lie between 0 and 100, for instance 95");
        }
        return percentile;
    }

    /** Silence is a count below 1 over the time that it lasts. */
    private Aggregate absence() {
        for (String field : ABSENCE_SAYS) {
            if (map.has(field)) throw map.error(field, "cannot stand beside absent_for, which says it already");
        }
        return new Aggregate.Count();
    }

    private Duration window(String field) {
        Duration window = steps(field, Duration.ofMinutes(1));
        if (window.isZero() || window.compareTo(LONGEST_WINDOW) > 0) {
            throw map.error(field, "has to be from 10s to 1d");
        }
        return window;
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
                steps("for", Duration.ZERO),
                (int) consecutive,
                steps("keep_firing_for", Duration.ZERO),
                steps("recover_for", Duration.ofMinutes(1)));
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
        Duration forgetAfter = steps("forget_after", twice.compareTo(usual) > 0 ? twice : usual);
        if (forgetAfter.compareTo(needed) <= 0) {
            throw map.error(
                    "forget_after",
                    "has to be longer than it takes an alert to be active, " + Durations.format(needed));
        }
        return new Silence(noData, forgetAfter);
    }

    private Optional<Calendar> active(Condition condition, Duration window) {
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
        if (condition.comparison() == Comparison.BELOW && window.compareTo(calendar.longest()) > 0) {
            throw map.error(
                    "active",
                    "'" + name.get() + "' is never open for as long as the window, " + Durations.format(window)
                            + "; too little can only be told of a window that is open throughout");
        }
        return Optional.of(calendar);
    }

    private Duration steps(String field, Duration otherwise) {
        Duration duration = map.duration(field, otherwise);
        if (duration.toMillis() % STEP.toMillis() != 0) {
            throw map.error(field, "'" + Durations.format(duration) + "' is not a multiple of 10s");
        }
        return duration;
    }

    private Duration maxAge(Duration window) {
        Duration usual = Duration.ofHours(1);
        Duration maxAge = map.duration("max_age", usual.compareTo(window) < 0 ? window : usual);
        if (maxAge.compareTo(window) < 0) {
            throw map.error("max_age", "is shorter than the window, " + Durations.format(window));
        }
        return maxAge;
    }

    private long minSamples(Aggregate aggregate) {
        long samples = map.whole("min_samples").orElse(RuleSetParser.defaultMinSamples(aggregate));
        if (samples < 1) throw map.error("min_samples", "has to be 1 or more");
        return samples;
    }

    private String category() {
        String category = map.text("category").orElse("system");
        if (!CATEGORIES.contains(category)) {
            throw map.error("category", "'" + category + "' is none of system, performance, business, security");
        }
        return category;
    }
}
