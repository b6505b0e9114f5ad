package dev.vigia.processors.evaluate;

import dev.vigia.processors.rules.FieldPath;
import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.Rule.Aggregate;
import dev.vigia.processors.rules.Rule.Condition.Level;
import dev.vigia.runtime.Durations;
import dev.vigia.runtime.Figures;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** What people read in an alert. The sinks say its sentence in other languages, and know it by how it is written here. */
final class Wording {

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
        if (rule.aggregate() instanceof Aggregate.NewTerm) return aggregate(rule.aggregate());
        if (rule.aggregate() instanceof Aggregate.Joint) return PartWording.condition(rule, level);
        String sign = rule.condition().comparison() == Rule.Condition.Comparison.ABOVE ? " > " : " < ";
        return aggregate(rule.aggregate()) + sign + Figures.plain(level.threshold());
    }

    static String aggregate(Aggregate aggregate) {
        if (aggregate instanceof Aggregate.Change change) {
            String of = aggregate(change.of());
            String sign = change.comparing() == Aggregate.Comparing.RATIO ? " / " : " - ";
            return of + sign + of + " before";
        }
        if (aggregate instanceof Aggregate.Count) return "count";
        if (aggregate instanceof Aggregate.Rate rate) return "rate per " + Durations.format(rate.per());
        if (aggregate instanceof Aggregate.ErrorRate) return "error_rate";
        if (aggregate instanceof Aggregate.Ratio ratio) return "ratio(" + ratio.part() + ")";
        if (aggregate instanceof Aggregate.Distinct distinct) return "distinct(" + distinct.field() + ")";
        if (aggregate instanceof Aggregate.DistinctRatio ratio) {
            return "distinct_ratio(" + ratio.field() + ", " + ratio.part() + ")";
        }
        if (aggregate instanceof Aggregate.Percentile p)
            return "p" + Figures.plain(p.percentile()) + "(" + p.field() + ")";
        if (aggregate instanceof Aggregate.Slope slope) {
            return "slope(" + slope.field() + ") per " + Durations.format(slope.per());
        }
        if (aggregate instanceof Aggregate.TimeTo time) {
            return "time_to(" + time.field() + ", " + Figures.plain(time.target()) + ")";
        }
        if (aggregate instanceof Aggregate.BurnRate) return "burn_rate";
        if (aggregate instanceof Aggregate.NewTerm term) return "new in " + Durations.format(term.memory());
        Aggregate.Value value = (Aggregate.Value) aggregate;
        return value.statistic().name().toLowerCase(Locale.ROOT) + "(" + value.field() + ")";
    }

    /** For instance {@code checkout: error rate 41.2 % over 1m (bound 5 %), 812 records}. */
    static String summary(Rule rule, Level level, List<String> group, Window window) {
        String subject = group.isEmpty() ? "" : String.join(", ", group) + ": ";
        if (!window.parts().isEmpty()) return subject + PartWording.summary(rule, level, window);
        if (window.isEmpty()) return subject + "no " + thing(rule) + "s" + silence(rule);
        Aggregate aggregate = rule.aggregate();
        if (aggregate instanceof Aggregate.NewTerm term) {
            return subject + "not seen in " + Durations.format(term.memory()) + " before, "
                    + things(rule, window.totals().count());
        }
        String bound = " (bound " + bound(rule, level) + ")";
        OptionalDouble value = window.value(rule);
        if (value.isEmpty()) return subject + "nothing to judge over " + Durations.format(rule.window()) + bound;
        String over = over(rule) + bound;
        double number = value.getAsDouble();
        if (aggregate instanceof Aggregate.Change change && window.comparesWithNone(change)) {
            String length = Durations.format(rule.window());
            String now = amount(change.of(), window.value(change.of()).orElse(0));
            return subject + name(aggregate) + " " + now + " over " + length + " and none in the " + length + " before"
                    + bound + ", " + samples(rule, window.samples(aggregate));
        }
        if (aggregate instanceof Aggregate.Count)
            return subject + things(rule, window.totals().count()) + over;
        return subject + name(aggregate) + " " + amount(aggregate, number) + over + ", "
                + samples(rule, window.samples(aggregate));
    }

    private static String samples(Rule rule, long number) {
        Aggregate aggregate = rule.aggregate() instanceof Aggregate.Change change ? change.of() : rule.aggregate();
        if (!(aggregate instanceof Aggregate.DistinctRatio)) return things(rule, number);
        return number + (number == 1 ? " value" : " different values");
    }

    private static String over(Rule rule) {
        String length = Durations.format(rule.window());
        if (rule.aggregate() instanceof Aggregate.Change change) {
            return (change.comparing() == Aggregate.Comparing.RATIO ? " that of" : " against") + " the " + length
                    + " before";
        }
        return onDay(rule).orElse(" over " + length);
    }

    private static String silence(Rule rule) {
        return onDay(rule).orElse(" for " + Durations.format(rule.window()));
    }

    private static Optional<String> onDay(Rule rule) {
        return rule.day().map(zone -> " on this day in " + zone);
    }

    /** What people call it. */
    private static String name(Aggregate aggregate) {
        if (aggregate instanceof Aggregate.Change change) return name(change.of());
        if (aggregate instanceof Aggregate.ErrorRate) return "error rate";
        if (aggregate instanceof Aggregate.BurnRate) return "burn rate";
        if (aggregate instanceof Aggregate.Percentile p)
            return "p" + Figures.plain(p.percentile()) + " of " + p.field();
        if (aggregate instanceof Aggregate.TimeTo time)
            return time.field() + " at " + Figures.plain(time.target()) + " in";
        return aggregate(aggregate);
    }

    private static String bound(Rule rule, Level level) {
        Aggregate aggregate = rule.aggregate();
        boolean plain = !(aggregate instanceof Aggregate.Change
                || aggregate instanceof Aggregate.Share
                || aggregate instanceof Aggregate.TimeTo);
        return plain ? Figures.plain(level.threshold()) : amount(aggregate, level.threshold());
    }

    private static String amount(Aggregate aggregate, double value) {
        if (aggregate instanceof Aggregate.Change change) {
            return change.comparing() == Aggregate.Comparing.RATIO
                    ? Figures.rounded(value) + " times"
                    : (value > 0 ? "+" : "") + amount(change.of(), value);
        }
        if (aggregate instanceof Aggregate.Share) return percent(value);
        if (aggregate instanceof Aggregate.TimeTo) return Figures.time(value);
        return Figures.rounded(value);
    }

    /** A value of the rule as people read it. */
    static String value(Rule rule, double value) {
        return amount(rule.aggregate(), value);
    }

    static String things(Rule rule, long number) {
        return number + " " + thing(rule) + (number == 1 ? "" : "s");
    }

    private static String thing(Rule rule) {
        return rule.source() == Rule.Source.SPANS ? "span" : "record";
    }

    private static String percent(double share) {
        return Figures.rounded(share * 100) + " %";
    }
}
