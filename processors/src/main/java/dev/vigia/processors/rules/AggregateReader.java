package dev.vigia.processors.rules;

import dev.vigia.processors.rules.Rule.Aggregate;
import dev.vigia.processors.rules.Rule.Aggregate.Comparing;
import dev.vigia.processors.rules.Rule.Aggregate.Statistic;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what a rule computes: {@code aggregate} and the fields that belong to it. */
final class AggregateReader {

    /** The names of the aggregates, as people write them. */
    private enum Kind {
        COUNT,
        RATE,
        ERROR_RATE,
        RATIO,
        DISTINCT,
        DISTINCT_RATIO,
        PERCENTILE,
        MEAN,
        MIN,
        MAX,
        SUM,
        LAST,
        SLOPE,
        TIME_TO,
        NEW_TERM,
        BURN_RATE
    }

    /** Which aggregates a field is for. */
    private static final Map<String, Set<Kind>> FOR = fieldsOfKinds();

    private static Map<String, Set<Kind>> fieldsOfKinds() {
        Map<String, Set<Kind>> kinds = new LinkedHashMap<>();
        kinds.put("errors", EnumSet.of(Kind.ERROR_RATE, Kind.BURN_RATE));
        kinds.put("numerator", EnumSet.of(Kind.RATIO, Kind.DISTINCT_RATIO));
        kinds.put("percentile", EnumSet.of(Kind.PERCENTILE));
        kinds.put("field", EnumSet.range(Kind.DISTINCT, Kind.TIME_TO));
        kinds.put("per", EnumSet.of(Kind.RATE, Kind.SLOPE));
        kinds.put("of", EnumSet.of(Kind.SLOPE, Kind.TIME_TO));
        kinds.put("target", EnumSet.of(Kind.TIME_TO));
        kinds.put("memory", EnumSet.of(Kind.NEW_TERM));
        kinds.put("learn_for", EnumSet.of(Kind.NEW_TERM));
        kinds.put("objective", EnumSet.of(Kind.BURN_RATE));
        kinds.put("compare", EnumSet.range(Kind.COUNT, Kind.LAST));
        kinds.put("min_samples_before", EnumSet.range(Kind.COUNT, Kind.LAST));
        return kinds;
    }

    /** Fields that say what is computed. */
    static List<String> fields() {
        List<String> fields = new ArrayList<>(List.of("aggregate"));
        fields.addAll(FOR.keySet());
        return fields;
    }

    private final YamlMap map;
    private final FieldReader records;

    AggregateReader(YamlMap map, FieldReader records) {
        this.map = map;
        this.records = records;
    }

    Aggregate read() {
        return readAny(map.word("aggregate", Kind.class).orElseThrow(() -> map.error("aggregate", "is missing")));
    }

    /** What a part of a rule computes; by default how many records there are. */
    Aggregate readPart() {
        Kind kind = map.word("aggregate", Kind.class).orElse(Kind.COUNT);
        if (kind == Kind.NEW_TERM) throw map.error("aggregate", "new_term is for rules without parts");
        if (map.has("min_samples_before")) throw map.error("min_samples_before", "is for rules without parts");
        return readAny(kind);
    }

    private Aggregate readAny(Kind kind) {
        FOR.forEach((field, kinds) -> {
            if (map.has(field) && !kinds.contains(kind)) {
                throw map.error(field, "is for the aggregate " + words(kinds) + " only");
            }
        });
        Aggregate aggregate = read(kind);
        Optional<Comparing> comparing = map.word("compare", Comparing.class);
        Optional<Long> before = map.whole("min_samples_before");
        if (comparing.isEmpty()) {
            if (before.isPresent()) throw map.error("min_samples_before", "is for compare only");
            return aggregate;
        }
        if (before.isPresent()) checkBefore(before.get(), kind, comparing.get());
        long usual = WindowReader.minSamples(map, aggregate);
        return new Aggregate.Change(aggregate, comparing.get(), before.orElse(usual));
    }

    /** What nothing is, and how many times as much anything is as that. */
    private void checkBefore(long samples, Kind kind, Comparing comparing) {
        if (samples < 0) throw map.error("min_samples_before", "has to be 0 or more");
        Set<Kind> zero = EnumSet.of(Kind.COUNT, Kind.RATE, Kind.DISTINCT);
        if (comparing == Comparing.DIFFERENCE) zero.add(Kind.SUM);
        if (samples == 0 && !zero.contains(kind)) {
            throw map.error(
                    "min_samples_before",
                    "0 is for count, rate and distinct, and for sum with compare: difference; without records there is "
                            + "nothing to compare with");
        }
    }

    private Aggregate read(Kind kind) {
        return switch (kind) {
            case COUNT -> new Aggregate.Count();
            case RATE -> new Aggregate.Rate(per());
            case ERROR_RATE -> new Aggregate.ErrorRate(errors());
            case RATIO -> new Aggregate.Ratio(numerator());
            case DISTINCT -> new Aggregate.Distinct(anyField());
            case DISTINCT_RATIO -> new Aggregate.DistinctRatio(anyField(), numerator());
            case PERCENTILE -> new Aggregate.Percentile(numberField(), percentile());
            case MEAN, MIN, MAX, SUM, LAST -> new Aggregate.Value(numberField(), Statistic.valueOf(kind.name()));
            case SLOPE -> new Aggregate.Slope(numberField(), by(), per());
            case TIME_TO -> new Aggregate.TimeTo(numberField(), by(), target());
            case NEW_TERM -> newTerm();
            case BURN_RATE -> burnRate(objective(map));
        };
    }

    private static String words(Set<Kind> kinds) {
        List<String> words =
                kinds.stream().map(kind -> kind.name().toLowerCase(Locale.ROOT)).toList();
        int last = words.size() - 1;
        return last == 0 ? words.get(0) : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
    }

    private String errors() {
        String errors = records.expression("errors", RuleSetParser.defaultErrors(records.source()));
        if (errors.isEmpty()) throw map.error("errors", "is missing: say in CEL which records are errors");
        return errors;
    }

    /** @param objective share of the records that is to be good, in per cent */
    Aggregate burnRate(double objective) {
        return new Aggregate.BurnRate(errors(), budget(objective));
    }

    /** How much of all may be bad: what people write as 99.9 leaves exactly the 0.001 that they mean. */
    static double budget(double objective) {
        return BigDecimal.valueOf(100)
                .subtract(BigDecimal.valueOf(objective))
                .movePointLeft(2)
                .doubleValue();
    }

    /** What share of the records is to be good, in per cent. */
    static double objective(YamlMap map) {
        double objective = map.number("objective")
                .orElseThrow(() ->
                        map.error("objective", "is missing: say how many per cent are to be good, for instance 99.9"));
        if (objective <= 0 || objective >= 100) {
            throw map.error("objective", "has to lie between 0 and 100 per cent, for instance 99.9");
        }
        return objective;
    }

    private String numerator() {
        String numerator = records.expression("numerator", "");
        if (numerator.isEmpty()) throw map.error("numerator", "is missing: say in CEL which records are to be few");
        return numerator;
    }

    private String anyField() {
        String path = map.text("field").orElse("");
        if (path.isEmpty())
            throw map.error("field", "is missing: name what is counted, for instance http.client_address");
        records.path("field", path);
        return path;
    }

    private String numberField() {
        String path = map.text("field").orElse(RuleSetParser.defaultField(records.source()));
        if (path.isEmpty()) throw map.error("field", "is missing: name a number, for instance http.duration");
        if (records.path("field", path) instanceof FieldPath.Text) {
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

    private Duration per() {
        Duration per = map.duration("per", Duration.ofSeconds(1));
        if (per.isZero()) throw map.error("per", "has to be longer than 0, for instance 1m");
        return per;
    }

    private Statistic by() {
        Statistic statistic = map.word("of", Statistic.class).orElse(Statistic.MEAN);
        if (statistic != Statistic.MEAN && statistic != Statistic.LAST) throw map.error("of", "has to be mean or last");
        return statistic;
    }

    private double target() {
        return map.number("target")
                .orElseThrow(
                        () -> map.error("target", "is missing: say what the value must not reach, for instance 1.0"));
    }

    private Aggregate newTerm() {
        if (map.texts("group_by").isEmpty())
            throw map.error("group_by", "is missing: say what is new when it was not seen before");
        Duration memory = map.duration("memory", Duration.ofDays(30));
        if (memory.isZero()) throw map.error("memory", "has to be longer than 0, for instance 30d");
        return new Aggregate.NewTerm(memory, map.duration("learn_for", Duration.ofDays(1)));
    }
}
