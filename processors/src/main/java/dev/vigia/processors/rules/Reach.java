package dev.vigia.processors.rules;

import dev.vigia.processors.rules.Rule.Aggregate;
import java.util.OptionalLong;

/** How far back a rule looks, and how long what was counted for it is kept. All lengths are in milliseconds. */
public final class Reach {

    /** Windows end at multiples of it. */
    private static final long STEP = 10_000;

    /** Buckets are thrown away by so much at once. */
    private static final long CHUNK = 600_000;

    /** Data time may be so much later than a change was made when that is heard of. */
    private static final long AHEAD = 60_000;

    private Reach() {}

    /** Length of a rule's windows at most. */
    public static long window(Rule rule) {
        return rule.window().toMillis() + (waits(rule) ? STEP : 0);
    }

    /** How far before the end of a window a rule looks at most, to judge it. */
    public static long of(Rule rule) {
        if (rule.aggregate() instanceof Aggregate.Joint) {
            return rule.counted().stream()
                    .mapToLong(part -> of(rule, part))
                    .max()
                    .orElseThrow();
        }
        return compares(rule) ? 2 * window(rule) : window(rule);
    }

    /**
     * The same of one of its parts, or of itself where it has none. A step of a sequence may end as soon as that begins.
     *
     * @param counted one of {@link Rule#counted()}
     */
    public static long of(Rule rule, Rule counted) {
        long own = of(counted);
        return rule.aggregate() instanceof Aggregate.Sequence ? window(rule) - STEP + own : own;
    }

    /** The same of all that is counted under a spec; 0 where nothing is. */
    public static long of(Rule rule, Spec spec) {
        return rule.counted().stream()
                .filter(counted -> Spec.of(counted).equals(spec))
                .mapToLong(counted -> of(rule, counted))
                .max()
                .orElse(0);
    }

    /**
     * How long buckets are kept after the last window that they lie in: for late records, and so that the group is known as
     * long as it may be flapping.
     */
    public static long keepFor(Rule rule) {
        long maxAge = rule.maxAge().toMillis();
        return rule.timing()
                .flapping()
                .map(limits -> Math.max(maxAge, limits.within().toMillis()))
                .orElse(maxAge);
    }

    /**
     * Where a version of a rule looks further back than buckets were kept for the one before it: the event time up to which these
     * count for nothing, and records are counted anew from the log. A multiple of ten minutes, in milliseconds since 1970-01-01 UTC.
     * Empty where nothing is lacking.
     *
     * @param at time of the change: milliseconds since 1970-01-01 UTC
     */
    public static OptionalLong countedAnewUntil(Rule before, Rule after, Spec spec, long at) {
        long kept = of(before, spec) + keepFor(before);
        return of(after, spec) > kept
                ? OptionalLong.of(Math.floorDiv(at + AHEAD - kept, CHUNK) * CHUNK)
                : OptionalLong.empty();
    }

    /** How long a group is known that new ones are told from; 0 where they are not. */
    public static long memory(Rule rule) {
        return rule.aggregate() instanceof Aggregate.NewTerm term
                ? term.memory().toMillis()
                : 0;
    }

    /** How long groups are learned without being told as new; 0 where they are not told from others. */
    public static long learnFor(Rule rule) {
        return rule.aggregate() instanceof Aggregate.NewTerm term
                ? term.learnFor().toMillis()
                : 0;
    }

    /** Whether a window is compared with the one before it. */
    public static boolean compares(Rule rule) {
        return rule.aggregate() instanceof Aggregate.Change;
    }

    /** Whether the rule is about what does not follow, which is known one step after its time. */
    public static boolean waits(Rule rule) {
        return rule.aggregate() instanceof Aggregate.Sequence sequence && sequence.lastIsMissing();
    }
}
