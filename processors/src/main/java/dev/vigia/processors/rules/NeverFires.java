package dev.vigia.processors.rules;

import dev.vigia.processors.rules.Rule.Aggregate;
import dev.vigia.processors.rules.Rule.Aggregate.Comparing;
import dev.vigia.processors.rules.Rule.Condition.Comparison;
import dev.vigia.processors.rules.Rule.Condition.Level;
import dev.vigia.processors.rules.Rule.NoData;
import dev.vigia.runtime.Durations;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * Why a rule that can be read can never fire: no value is beyond its bound, or nothing lasts for as long as it asks for. In
 * doubt there is no reason.
 */
final class NeverFires {

    private static final Duration STEP = Duration.ofSeconds(10);
    /** By which a day, or an open time, is longer where clocks are put back. */
    private static final Duration CLOCK_CHANGE = Duration.ofHours(1);
    /** What is open for so long never closes but on holidays. */
    private static final Duration WEEK = Duration.ofDays(7);

    private static final String OF_A_SHARE = "can never be: a share lies between 0 and 1, and equality does not fire";
    private static final String OF_TWO_SHARES =
            "can never be: two shares differ by 1 at most, and equality does not fire";

    private NeverFires() {}

    /**
     * Why no window can breach the condition, or the furthest of its levels.
     *
     * @param whole whether the rule stands alone; a part is judged without records as well
     */
    static Optional<String> bound(Rule rule, boolean whole) {
        List<Level> levels = rule.condition().levels();
        double threshold = levels.get(levels.size() - 1).threshold();
        if (rule.condition().comparison() == Comparison.ABOVE) return above(rule.aggregate(), threshold);
        // Silence breaches whatever the bound is.
        boolean silence = whole && rule.silence().noData() == NoData.ALERT;
        return silence ? Optional.empty() : below(rule, threshold, whole);
    }

    private static Optional<String> above(Aggregate aggregate, double threshold) {
        if (aggregate instanceof Aggregate.Share && threshold >= 1) return Optional.of(OF_A_SHARE);
        if (isDifferenceOfShares(aggregate) && threshold >= 1) return Optional.of(OF_TWO_SHARES);
        if (aggregate instanceof Aggregate.BurnRate burn && threshold * burn.budget() >= 1) {
            return Optional.of("can never be: with nothing but errors the budget burns 1 / " + burn.budget()
                    + " times as fast as it may");
        }
        return Optional.empty();
    }

    private static Optional<String> below(Rule rule, double threshold, boolean whole) {
        Aggregate aggregate = rule.aggregate();
        if (aggregate instanceof Aggregate.Share && threshold <= 0) return Optional.of(OF_A_SHARE);
        if (isDifferenceOfShares(aggregate) && threshold <= -1) return Optional.of(OF_TWO_SHARES);
        boolean neverNegative = aggregate instanceof Aggregate.BurnRate
                || aggregate instanceof Aggregate.TimeTo
                || aggregate instanceof Aggregate.Change change
                        && change.comparing() == Comparing.RATIO
                        && isNeverNegative(change.of());
        if (neverNegative && threshold <= 0) {
            return Optional.of("can never be: it is 0 or more, and equality does not fire");
        }
        if (aggregate instanceof Aggregate.Distinct && threshold <= 1) {
            return Optional.of("can never be: a window that is judged has at least one value");
        }
        boolean zero = !whole && rule.minSamples() <= 1;
        double fewest = zero ? 0 : rule.minSamples();
        if (aggregate instanceof Aggregate.Count && threshold <= fewest) return Optional.of(ofFew(rule, zero));
        if (aggregate instanceof Aggregate.Rate rate
                && threshold <= fewest * rate.per().toMillis() / rule.window().toMillis()) {
            return Optional.of(ofFew(rule, zero));
        }
        return Optional.empty();
    }

    private static String ofFew(Rule rule, boolean zero) {
        return zero
                ? "can never be: it is 0 or more, and equality does not fire"
                : "can never be: a window with fewer records than min_samples, " + rule.minSamples()
                        + ", is not judged";
    }

    private static boolean isDifferenceOfShares(Aggregate aggregate) {
        return aggregate instanceof Aggregate.Change change
                && change.comparing() == Comparing.DIFFERENCE
                && change.of() instanceof Aggregate.Share;
    }

    /** Not so what records say in a field. */
    private static boolean isNeverNegative(Aggregate aggregate) {
        return aggregate instanceof Aggregate.Count
                || aggregate instanceof Aggregate.Rate
                || aggregate instanceof Aggregate.Share
                || aggregate instanceof Aggregate.Distinct;
    }

    /** Why no breach can last for as long as the rule asks for. */
    static Optional<String> time(Rule rule) {
        Duration hold = rule.timing().hold(rule.window());
        return day(rule, hold).or(() -> calendar(rule, hold));
    }

    /** Past midnight what counts up begins at nothing, and could only go on with more than all of the bound in ten seconds. */
    private static Optional<String> day(Rule rule, Duration hold) {
        boolean countsUp = rule.aggregate() instanceof Aggregate.Count
                || rule.aggregate() instanceof Aggregate.Distinct
                || rule.aggregate() instanceof Aggregate.Value value && value.statistic() == Aggregate.Statistic.SUM;
        boolean asksForMore = rule.condition().levels().get(0).threshold() >= 1;
        if (rule.day().isEmpty() || !countsUp || !asksForMore) return Optional.empty();
        Duration longest = Duration.ofDays(1).plus(clockChange(rule.day().get()));
        if (hold.compareTo(longest) < 0) return Optional.empty();
        return Optional.of("can never be: the day is over after " + Durations.format(longest)
                + " at most, and the next one begins at 0");
    }

    /** What has not fired when the calendar closes begins anew when it opens. */
    private static Optional<String> calendar(Rule rule, Duration hold) {
        if (rule.active().isEmpty()) return Optional.empty();
        Calendar calendar = rule.active().get();
        Duration open = calendar.longest();
        if (open.compareTo(WEEK) >= 0) return Optional.empty();
        // Too little is judged of windows that are open throughout, anything else when the window's end is.
        Duration first = rule.firesAtOnce() ? STEP : rule.window();
        Duration needed = first.plus(hold);
        if (needed.compareTo(open.plus(clockChange(calendar.zone()))) <= 0) return Optional.empty();
        return Optional.of("can never be: '" + calendar.id() + "' is open for " + Durations.format(open)
                + " at most, and the rule needs " + Durations.format(needed) + " to fire");
    }

    private static Duration clockChange(ZoneId zone) {
        return zone.getRules().isFixedOffset() ? Duration.ZERO : CLOCK_CHANGE;
    }
}
