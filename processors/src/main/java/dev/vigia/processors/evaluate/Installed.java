package dev.vigia.processors.evaluate;

import dev.vigia.processors.rules.Rule;

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

    boolean firesAbove() {
        return rule.condition().comparison() == Rule.Condition.Comparison.ABOVE;
    }

    /** Whether anything but the version differs. */
    boolean differsFrom(Installed other) {
        return !rule.equals(other.rule) || spec != other.spec;
    }
}
