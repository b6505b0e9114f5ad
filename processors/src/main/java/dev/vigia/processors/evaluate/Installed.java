package dev.vigia.processors.evaluate;

import dev.vigia.processors.rules.Reach;
import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.Rule.Aggregate;
import dev.vigia.processors.rules.Rule.NoData;
import dev.vigia.processors.rules.Spec;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A rule in force.
 *
 * @param spec hash of its aggregation spec; 0 where it has parts
 * @param parts the rule's parts, each as if it were a rule by itself; empty for most rules
 * @param clock whose data time it goes by
 * @param firesAtOnce whether records alone can bring the condition about
 * @param ruleSet name of the file it stands in
 * @param version offset in {@code control} of the file's version
 */
record Installed(
        Rule rule, long spec, List<Installed> parts, Clock clock, boolean firesAtOnce, String ruleSet, long version) {

    static Installed of(Rule rule, String ruleSet, long version) {
        Clock clock = Clock.of(rule);
        boolean atOnce = rule.firesAtOnce();
        if (!(rule.aggregate() instanceof Aggregate.Joint joint)) {
            return new Installed(rule, Spec.of(rule).hash(), List.of(), clock, atOnce, ruleSet, version);
        }
        List<Installed> parts = joint.parts().stream()
                .map(part -> of(part.rule(), ruleSet, version))
                .toList();
        return new Installed(rule, 0, parts, clock, atOnce, ruleSet, version);
    }

    /** What is counted: the parts, or the rule itself. */
    List<Installed> counted() {
        return parts.isEmpty() ? List.of(this) : parts;
    }

    /** Whether deltas of a spec are the rule's. */
    boolean counts(long hash) {
        return parts.isEmpty() ? spec == hash : parts.stream().anyMatch(part -> part.spec == hash);
    }

    /** The order in which the parts have to hold, where they have to follow one another. */
    Optional<Aggregate.Sequence> sequence() {
        return rule.aggregate() instanceof Aggregate.Sequence sequence ? Optional.of(sequence) : Optional.empty();
    }

    /** Length of its windows at most: milliseconds. */
    long window() {
        return Reach.window(rule);
    }

    /** First instant of the window that ends at {@code end}. */
    long start(long end) {
        return rule.day().isPresent() ? day(end - 1, rule.day().get(), 0) : end - window();
    }

    /** End of the last window that the bucket that begins at {@code bucket} lies in. */
    long lastWith(long bucket) {
        return rule.day().isPresent()
                ? day(bucket, rule.day().get(), 1)
                : bucket + (parts.isEmpty() ? window() : reach());
    }

    /** Whether each window of a day holds those before it, and begins where they begin. */
    boolean growsByDay() {
        return rule.day().isPresent();
    }

    /** Whether a window is compared with the one before it. */
    boolean compares() {
        return Reach.compares(rule);
    }

    /** Whether it does, or one of its parts. */
    boolean comparesAny() {
        return counted().stream().anyMatch(Installed::compares);
    }

    /** First instant that is looked at to judge the window that ends at {@code end}. */
    long first(long end) {
        if (!parts.isEmpty()) return end - reach();
        return compares() ? start(end) - window() : start(end);
    }

    /** The same of one of its parts, or of itself where it has none. */
    long first(long end, Installed counted) {
        return parts.isEmpty() ? first(end) : end - reachOf(counted);
    }

    /** The same of what is counted under a spec. */
    long first(long end, long hash) {
        return parts.isEmpty() ? first(end) : end - reach(hash);
    }

    /** How far back that is at most: milliseconds. */
    long reach() {
        return Reach.of(rule);
    }

    /** How far back the buckets of a spec are looked at. */
    long reach(long hash) {
        if (parts.isEmpty()) return reach();
        return parts.stream()
                .filter(part -> part.spec == hash)
                .mapToLong(this::reachOf)
                .max()
                .orElse(0);
    }

    private long reachOf(Installed part) {
        return Reach.of(rule, part.rule);
    }

    /** The end of the first window in which the bucket that begins at {@code bucket} can begin something. */
    long firstWith(long bucket) {
        return Reach.waits(rule) ? bucket + window() : endAfter(bucket);
    }

    /** How long the buckets of a spec are kept after their end: milliseconds of data time. */
    long keeps(long hash) {
        return reach(hash) + Reach.keepFor(rule);
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

    /** Whether windows without data of groups that are known have to be looked at. */
    boolean firesOnSilence() {
        return rule.silence().noData() == NoData.ALERT;
    }

    /** Whether nothing but silence fires: a window with any record in it is fine. */
    boolean firesOnSilenceOnly() {
        return firesOnSilence()
                && !firesAtOnce
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
