package dev.vigia.processors.evaluate;

import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.Rule.Aggregate;
import dev.vigia.processors.rules.Rule.NoData;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.OptionalLong;

/**
 * A rule in force.
 *
 * @param spec hash of its aggregation spec
 * @param ruleSet name of the file it stands in
 * @param version offset in {@code control} of the file's version
 */
record Installed(Rule rule, long spec, String ruleSet, long version) {

    /** Length of its windows at most: milliseconds. */
    long window() {
        return rule.window().toMillis();
    }

    /** First instant of the window that ends at {@code end}. */
    long start(long end) {
        return rule.day().isPresent() ? day(end - 1, rule.day().get(), 0) : end - window();
    }

    /** End of the last window that the bucket that begins at {@code bucket} lies in. */
    long lastWith(long bucket) {
        return rule.day().isPresent() ? day(bucket, rule.day().get(), 1) : bucket + window();
    }

    /** Whether each window of a day holds those before it, and begins where they begin. */
    boolean growsByDay() {
        return rule.day().isPresent();
    }

    /** Whether a window is compared with the one before it. */
    boolean compares() {
        return rule.aggregate() instanceof Aggregate.Change;
    }

    /** First instant that is looked at to judge the window that ends at {@code end}. */
    long first(long end) {
        return compares() ? start(end) - window() : start(end);
    }

    /** How far back that is at most: milliseconds. */
    long reach() {
        return compares() ? 2 * window() : window();
    }

    /**
     * How long buckets are kept after the last window that they lie in: for late records, and so that the group is known as
     * long as it may be flapping. Milliseconds.
     */
    long keepFor() {
        long maxAge = rule.maxAge().toMillis();
        return rule.timing()
                .flapping()
                .map(limits -> Math.max(maxAge, limits.within().toMillis()))
                .orElse(maxAge);
    }

    /** How long a group is known that new ones are told from; empty where they are not: milliseconds. */
    OptionalLong memory() {
        return rule.aggregate() instanceof Aggregate.NewTerm term
                ? OptionalLong.of(term.memory().toMillis())
                : OptionalLong.empty();
    }

    /** The start of the calendar day that an instant lies in, or of one so many days later. */
    private static long day(long instant, ZoneId zone, int daysLater) {
        LocalDate day = Instant.ofEpochMilli(instant).atZone(zone).toLocalDate();
        return day.plusDays(daysLater).atStartOfDay(zone).toInstant().toEpochMilli();
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
