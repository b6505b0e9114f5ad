package dev.vigia.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Two ways of doing the same work, by turns: ours, theirs, ours, theirs. Whatever else the machine does hits both. The first
 * runs of each warm up and do not count.
 */
final class Duel {

    private static final int LONGEST_WARM_UP = 6;
    /** A way is warm once a run takes hardly less processor time than the one before. Both have to be. */
    static final double WARM = 0.93;

    /** One timed run. */
    interface Way {

        /** Does the work. The number differs each time. */
        Speed run(int round) throws Exception;
    }

    /** What two ways reached, run by run; each of ours was measured right before the reference's. */
    record Result(List<Speed> ours, List<Speed> reference) {}

    private final String name;
    private final Options options;

    Duel(String name, Options options) {
        this.name = name;
        this.options = options;
    }

    Result fight(Way ours, Way reference) throws Exception {
        int round = warmUp(ours, reference);
        Result result = new Result(new ArrayList<>(), new ArrayList<>());
        for (int run = 1; run <= options.runs(); run++, round++) {
            result.ours().add(ours.run(round));
            result.reference().add(reference.run(round));
            tell("run " + run, last(result.ours()), last(result.reference()));
        }
        if (options.profile()) profile(ours, round);
        return result;
    }

    private int warmUp(Way ours, Way reference) throws Exception {
        double before = Double.POSITIVE_INFINITY;
        double otherBefore = Double.POSITIVE_INFINITY;
        for (int round = 0; round < LONGEST_WARM_UP; round++) {
            Speed one = ours.run(round);
            Speed other = reference.run(round);
            tell("warm-up " + (round + 1), one, other);
            if (one.cpuMicros() > WARM * before && other.cpuMicros() > WARM * otherBefore) return round + 1;
            before = one.cpuMicros();
            otherBefore = other.cpuMicros();
        }
        return LONGEST_WARM_UP;
    }

    /** After all that counts: the recorder's start throws compiled code away. The run in between compiles it again. */
    private void profile(Way ours, int round) throws Exception {
        try (Profile ignored = Profile.start()) {
            ours.run(round);
            try (Profile profile = Profile.start()) {
                ours.run(round + 1);
                profile.stop(options.target().resolve(name + ".jfr")).forEach(System.err::println);
            }
        }
    }

    private static Speed last(List<Speed> runs) {
        return runs.get(runs.size() - 1);
    }

    private void tell(String run, Speed one, Speed other) {
        System.err.printf(
                Locale.ROOT,
                "  %s: ours %,.0f/s, reference %,.0f/s, ratio %.2f; processor %.2f and %.2f µs%n",
                run,
                one.perSecond(),
                other.perSecond(),
                one.perSecond() / other.perSecond(),
                one.cpuMicros(),
                other.cpuMicros());
    }
}
