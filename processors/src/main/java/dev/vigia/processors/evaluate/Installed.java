package dev.vigia.processors.evaluate;

import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.Rule.Aggregate;
import dev.vigia.processors.rules.Rule.NoData;

/**
 * A rule in force.
 *
 * @param spec hash of its aggregation spec
 * @param ruleSet name of the file it stands in
 * @param version offset in {@code control} of the file's version
 */
record Installed(Rule rule, long spec, String ruleSet, long version) {

    long window() {
        return rule.window().toMillis();
    }

    /** From the end of one window to the end of the next: milliseconds. */
    long step() {
        return rule.timing().tumbles() ? window() : Buckets.STEP;
    }

    /** The end of the first window that ends at a time or later. */
    long endFrom(long time) {
        return -Math.floorDiv(-time, step()) * step();
    }

    /** The end of the first window that ends after a time. */
    long endAfter(long time) {
        return Math.floorDiv(time, step()) * step() + step();
    }

    boolean firesAbove() {
        return rule.condition().comparison() == Rule.Condition.Comparison.ABOVE;
    }

    /** Whether windows without data of groups that are known have to be looked at. */
    boolean firesOnSilence() {
        return rule.silence().noData() == NoData.ALERT;
    }

    /** Whether nothing but silence fires: a window with any record in it is fine. */
    boolean firesOnSilenceOnly() {
        return firesOnSilence()
                && !firesAbove()
                && rule.aggregate() instanceof Aggregate.Count
                && rule.condition().levels().get(0).threshold() <= 1;
    }

    /** Whether a group has been silent for so long that nobody waits for it any more. */
    boolean hasForgotten(long lastSeen, long time) {
        return rule.silence().noData() != NoData.RESOLVE
                && !rule.groupBy().isEmpty()
                && time - lastSeen >= rule.silence().forgetAfter().toMillis();
    }

    /** Whether anything but the version differs. */
    boolean differsFrom(Installed other) {
        return !rule.equals(other.rule) || spec != other.spec;
    }
}
