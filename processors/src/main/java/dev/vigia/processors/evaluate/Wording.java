package dev.vigia.processors.evaluate;

import dev.vigia.processors.rules.FieldPath;
import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.Rule.Aggregate;
import dev.vigia.processors.rules.Rule.Condition.Level;
import dev.vigia.runtime.Durations;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** What people read in an alert. */
final class Wording {

    private static final MathContext THREE_DIGITS = new MathContext(3);

    private Wording() {}

    /** The group's values by what their fields are called. */
    static Map<String, String> group(Rule rule, List<String> values) {
        Map<String, String> group = new TreeMap<>();
        for (int i = 0; i < Math.min(values.size(), rule.groupBy().size()); i++) {
            group.put(FieldPath.label(rule.groupBy().get(i)), values.get(i));
        }
        return group;
    }

    /** The rule's title with the group's values in it. */
    static String title(Rule rule, Map<String, String> group) {
        String title = rule.title();
        for (var entry : group.entrySet()) title = title.replace("{" + entry.getKey() + "}", entry.getValue());
        return title;
    }

    /** For instance {@code error_rate > 0.05}. */
    static String condition(Rule rule, Level level) {
        String sign = rule.condition().comparison() == Rule.Condition.Comparison.ABOVE ? " > " : " < ";
        return aggregate(rule.aggregate()) + sign + plain(level.threshold());
    }

    private static String aggregate(Aggregate aggregate) {
        if (aggregate instanceof Aggregate.Count) return "count";
        if (aggregate instanceof Aggregate.ErrorRate) return "error_rate";
        if (aggregate instanceof Aggregate.Percentile p) return "p" + plain(p.percentile()) + "(" + p.field() + ")";
        Aggregate.Value value = (Aggregate.Value) aggregate;
        return value.statistic().name().toLowerCase(Locale.ROOT) + "(" + value.field() + ")";
    }

    /** For instance {@code checkout: error rate 41.2 % over 1m (bound 5 %), 812 records}. */
    static String summary(Rule rule, Level level, List<String> group, Window window) {
        String subject = group.isEmpty() ? "" : String.join(", ", group) + ": ";
        String length = Durations.format(rule.window());
        if (window.isEmpty()) return subject + "no " + thing(rule) + "s for " + length;
        String over = " over " + length + " (bound " + bound(rule, level) + ")";
        OptionalDouble value = window.value(rule.aggregate());
        if (value.isEmpty()) return subject + "nothing to judge" + over;
        double number = value.getAsDouble();
        if (rule.aggregate() instanceof Aggregate.Count)
            return subject + things(rule, window.totals().count()) + over;
        String samples = ", " + things(rule, window.samples(rule.aggregate()));
        if (rule.aggregate() instanceof Aggregate.ErrorRate)
            return subject + "error rate " + percent(number) + over + samples;
        String name = rule.aggregate() instanceof Aggregate.Percentile p
                ? "p" + plain(p.percentile()) + " of " + p.field()
                : aggregate(rule.aggregate());
        return subject + name + " " + rounded(number) + over + samples;
    }

    private static String bound(Rule rule, Level level) {
        double threshold = level.threshold();
        return rule.aggregate() instanceof Aggregate.ErrorRate ? percent(threshold) : plain(threshold);
    }

    private static String things(Rule rule, long number) {
        return number + " " + thing(rule) + (number == 1 ? "" : "s");
    }

    private static String thing(Rule rule) {
        return rule.source() == Rule.Source.SPANS ? "span" : "record";
    }

    private static String percent(double share) {
        return rounded(share * 100) + " %";
    }

    private static String rounded(double value) {
        return Double.isFinite(value) ? plain(new BigDecimal(value).round(THREE_DIGITS)) : Double.toString(value);
    }

    private static String plain(double value) {
        return Double.isFinite(value) ? plain(BigDecimal.valueOf(value)) : Double.toString(value);
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
