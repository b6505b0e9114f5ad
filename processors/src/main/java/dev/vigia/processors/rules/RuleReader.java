package dev.vigia.processors.rules;

import dev.vigia.processors.rules.Rule.Aggregate;
import dev.vigia.processors.rules.Rule.Aggregate.Statistic;
import dev.vigia.processors.rules.Rule.Condition;
import dev.vigia.processors.rules.Rule.Condition.Comparison;
import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.runtime.Durations;
import dev.vigia.schemas.avro.Severity;
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
    private static final Duration LONGEST_WINDOW = Duration.ofDays(1);

    private final YamlMap map;

    RuleReader(YamlMap map) {
        this.map = map;
    }

    Rule read() {
        String id = id();
        Source source = map.word("source", Source.class).orElse(Source.LOGS);
        String filter = expression(source, "filter", "");
        List<String> groupBy = groupBy(source);
        String title = title(id, groupBy);
        Aggregate aggregate = aggregate(source);
        Condition condition = condition(aggregate);
        Duration window = window();
        Duration maxAge = maxAge(window);
        Map<String, String> labels = new TreeMap<>(map.textsByName("labels"));
        Rule rule = new Rule(
                id,
                title,
                source,
                filter,
                groupBy,
                aggregate,
                condition,
                window,
                steps("for", Duration.ZERO),
                steps("recover_for", Duration.ofMinutes(1)),
                minSamples(aggregate),
                maxAge,
                severity(labels),
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

    private Condition condition(Aggregate aggregate) {
        Optional<Double> above = map.number("above");
        Optional<Double> below = map.number("below");
        if (above.isPresent() == below.isPresent()) {
            throw map.error(above.isPresent() ? "below" : "above", "give either above or below");
        }
        double threshold = above.or(() -> below).orElseThrow();
        if (aggregate instanceof Aggregate.ErrorRate && (threshold < 0 || threshold > 1)) {
            throw map.error(
                    above.isPresent() ? "above" : "below", "an error rate is a share from 0 to 1; write 0.05 for 5 %");
        }
        return new Condition(above.isPresent() ? Comparison.ABOVE : Comparison.BELOW, threshold);
    }

    private Duration window() {
        Duration window = steps("window", Duration.ofMinutes(1));
        if (window.isZero() || window.compareTo(LONGEST_WINDOW) > 0) {
            throw map.error("window", "has to be from 10s to 1d");
        }
        return window;
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

    /** Others' {@code warning} is our {@code medium}; the label {@code severity_source} keeps what was written. */
    private Severity severity(Map<String, String> labels) {
        if (map.text("severity").filter("warning"::equalsIgnoreCase).isPresent()) {
            labels.putIfAbsent("severity_source", "warning");
            return Severity.MEDIUM;
        }
        return map.word("severity", Severity.class).orElseThrow(() -> map.error("severity", "is missing"));
    }

    private String category() {
        String category = map.text("category").orElse("system");
        if (!CATEGORIES.contains(category)) {
            throw map.error("category", "'" + category + "' is none of system, performance, business, security");
        }
        return category;
    }
}
