package dev.vigia.processors.rules;

import dev.vigia.processors.rules.JointReader.Joined;
import dev.vigia.processors.rules.Rule.Aggregate;
import dev.vigia.processors.rules.Rule.Condition;
import dev.vigia.processors.rules.Rule.Condition.Comparison;
import dev.vigia.processors.rules.Rule.Condition.Level;
import dev.vigia.processors.rules.Rule.Part;
import dev.vigia.runtime.Durations;
import dev.vigia.schemas.avro.Severity;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code slo}: an objective, and how fast its error budget may be spent. Each window is a part of the rule. */
final class SloReader {

    private final YamlMap map;
    private final FieldReader records;
    private final String filter;
    private final List<String> groupBy;

    SloReader(YamlMap map, FieldReader records, String filter, List<String> groupBy) {
        this.map = map;
        this.records = records;
        this.filter = filter;
        this.groupBy = groupBy;
    }

    /**
     * A burn rate that is too high.
     *
     * @param window over which it is
     * @param shortWindow over which it is as well, which tells that it goes on
     */
    private record Tier(SeverityWord severity, double factor, Duration window, Duration shortWindow) {

        /**
         * Where nothing else is said: 2 %, 5 % and 10 % of what a budget of 30 days allows, as Google's SRE Workbook recommends
         * in "Alerting on SLOs". Its last window is 3 days at a rate of 1; a day at a rate of 3 spends as much.
         */
        private static final List<Tier> USUAL = List.of(
                usual(Severity.CRITICAL, 14.4, Duration.ofHours(1), Duration.ofMinutes(5)),
                usual(Severity.CRITICAL, 6, Duration.ofHours(6), Duration.ofMinutes(30)),
                usual(Severity.MEDIUM, 3, Duration.ofDays(1), Duration.ofHours(2)));

        private static Tier usual(Severity severity, double factor, Duration window, Duration shortWindow) {
            return new Tier(SeverityWord.of(severity), factor, window, shortWindow);
        }
    }

    Joined read() {
        YamlMap slo = map.map("slo").orElseThrow();
        double objective = AggregateReader.objective(slo);
        List<Tier> tiers = slo.has("burn_rates") ? tiers(slo) : Tier.USUAL;
        slo.requireAllRead();
        Aggregate burnRate = new AggregateReader(map, records).burnRate(objective);
        long minSamples = WindowReader.minSamples(map, burnRate);
        List<Part> parts = new ArrayList<>();
        Map<SeverityWord, List<Expression>> conditions = SeverityWord.fromTheMildest();
        for (Tier tier : tiers) {
            requirePossible(slo, objective, tier);
            List<Expression> both = new ArrayList<>();
            // The short one is asked first: it is read quickly, and seldom beyond.
            for (Duration window : List.of(tier.shortWindow(), tier.window())) {
                both.add(new Expression.Holds(parts.size()));
                parts.add(part(tier, window, burnRate, minSamples));
            }
            conditions
                    .computeIfAbsent(tier.severity(), unseen -> new ArrayList<>())
                    .add(new Expression.All(both));
        }
        List<Expression> bySeverity = conditions.values().stream()
                .map(some -> some.size() == 1 ? some.get(0) : new Expression.Any(some))
                .toList();
        return new Joined(
                new Aggregate.Composite(parts, bySeverity, Optional.of(objective)),
                JointReader.holds(conditions.keySet()),
                JointReader.longest(parts));
    }

    private Part part(Tier tier, Duration window, Aggregate burnRate, long minSamples) {
        Level level = new Level(Severity.INFO, tier.factor(), tier.factor());
        return PartReader.of(
                map.requiredText("id"),
                plain(tier.factor()) + "x-" + Durations.format(window),
                records.source(),
                filter,
                groupBy,
                burnRate,
                new Condition(Comparison.ABOVE, List.of(level)),
                window,
                minSamples);
    }

    /** When all are errors the budget burns as fast as it can. */
    private static void requirePossible(YamlMap slo, double objective, Tier tier) {
        double most = 1 / AggregateReader.budget(objective);
        if (tier.factor() < most) return;
        throw slo.error(
                slo.has("burn_rates") ? "burn_rates" : "objective",
                "a burn rate above " + plain(tier.factor()) + " can never be: with nothing but errors it is "
                        + plain(most) + "; write lower burn_rates");
    }

    private static List<Tier> tiers(YamlMap slo) {
        List<Tier> tiers = new ArrayList<>();
        for (YamlMap map : slo.maps("burn_rates")) {
            double factor = map.number("factor").orElseThrow(() -> map.error("factor", "is missing"));
            if (factor <= 0) throw map.error("factor", "has to be above 0; 1 spends the budget just in its time");
            Duration window = window(map, "window");
            Duration shortWindow = window(map, "short_window");
            if (shortWindow.compareTo(window) >= 0) throw map.error("short_window", "has to be shorter than window");
            SeverityWord severity = ConditionReader.named(map, "severity", map.requiredText("severity"));
            for (Tier tier : tiers) requireOneWord(map, tier.severity(), severity);
            tiers.add(new Tier(severity, factor, window, shortWindow));
            map.requireAllRead();
        }
        if (tiers.isEmpty()) throw slo.error("burn_rates", "there are none");
        return tiers;
    }

    /** An alert has one of them. */
    private static void requireOneWord(YamlMap map, SeverityWord one, SeverityWord other) {
        if (one.severity() != other.severity() || one.equals(other)) return;
        throw map.error("severity", "'" + other + "' is the same as '" + one + "'; write one of the two for both");
    }

    private static Duration window(YamlMap map, String field) {
        if (!map.has(field)) throw map.error(field, "is missing");
        Duration window = map.steps(field, Duration.ZERO);
        if (window.isZero() || window.compareTo(WindowReader.LONGEST) > 0) {
            throw map.error(field, "has to be from 10s to 1d; instead of 3d at a factor of 1 take 1d at 3");
        }
        return window;
    }

    private static String plain(double value) {
        return new BigDecimal(value, new MathContext(6)).stripTrailingZeros().toPlainString();
    }
}
