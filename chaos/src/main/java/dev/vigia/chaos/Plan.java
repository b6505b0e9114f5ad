package dev.vigia.chaos;

import dev.vigia.chaos.cluster.Kind;
import dev.vigia.chaos.faults.Fault;
import dev.vigia.chaos.faults.Faults;
import dev.vigia.runtime.UserException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/**
 * What is done in a run.
 *
 * @param faults one after another, in this order
 * @param repeat whether they come again and again, in any order, until the time is over
 * @param load how long records flow at least, and when incidents may begin
 * @param seed what decides everything that is left open
 * @param brief whether faults and waiting are over soon
 */
record Plan(List<Fault> faults, boolean repeat, Course load, long seed, boolean brief) {

    /**
     * How the load goes on.
     *
     * @param atLeast it ends then, or when the faults are over
     * @param incidents for how long incidents go on to begin
     * @param rate records a second
     */
    record Course(Duration atLeast, Duration incidents, double rate) {

        /** Incidents until the end. */
        static Course of(Duration atLeast, double rate) {
            return new Course(atLeast, Duration.ofDays(365), rate);
        }
    }

    static final double RATE = 400;

    /** Faults last as long as in earnest when there is time for it. */
    private static final Duration IN_EARNEST = Duration.ofMinutes(15);

    private static final Course SHORT = new Course(Duration.ofSeconds(45), Duration.ofSeconds(45), RATE);

    /** What tells most in little time. */
    private static final List<String> SHORT_FORM = List.of(
            "kill-leader",
            "es-429",
            "kill-processors",
            "poison",
            "kill-gateway",
            "kill-connect",
            "registry-down",
            "stall",
            "roll-over",
            "kill-elasticsearch",
            "kill-console");

    static Plan shortForm(long seed) {
        return new Plan(named(SHORT_FORM), false, SHORT, seed, true);
    }

    /** Some faults once each. */
    static Plan once(List<String> names, double rate, long seed) {
        return new Plan(named(names), false, Course.of(SHORT.atLeast(), rate), seed, true);
    }

    /** Some faults, all if none is named, as long as it goes on. */
    static Plan during(Duration time, List<String> names, double rate, long seed) {
        return new Plan(
                names.isEmpty() ? Faults.all() : named(names),
                true,
                Course.of(time, rate),
                seed,
                time.compareTo(IN_EARNEST) < 0);
    }

    /** So many processes are killed: of some kinds at whatever moment, or else of any kind, each once the one before is back. */
    static Plan kills(int kills, List<Kind> kinds, Course load, long seed) {
        Fault kill = kinds.isEmpty() ? Faults.kill() : Faults.killAnytime(kinds);
        return new Plan(Collections.nCopies(kills, kill), false, load, seed, false);
    }

    /** Five of those that decide who is told, and of those that tell: the short form of many kills. */
    static Plan fewKills(long seed) {
        Fault kill = Faults.killAnytime(List.of(Kind.PROCESSORS, Kind.CONNECT));
        return new Plan(Collections.nCopies(5, kill), false, SHORT, seed, true);
    }

    /** Nothing goes wrong. */
    static Plan soak(Duration time, double rate, long seed) {
        return new Plan(List.of(), false, Course.of(time, rate), seed, false);
    }

    /** @throws UserException naming what does not exist */
    private static List<Fault> named(List<String> names) {
        return names.stream()
                .map(name -> Faults.named(name)
                        .orElseThrow(() -> new UserException("There is no fault '" + name + "'. There are "
                                + String.join(", ", Faults.names()) + ".")))
                .toList();
    }

    /** Whether nothing goes wrong but that processes are killed. */
    boolean onlyKills() {
        return faults.stream().allMatch(Faults::isKill);
    }

    /** How long to wait for what is on its way when the load is over. */
    Duration patience() {
        return brief ? Duration.ofSeconds(90) : Duration.ofMinutes(10);
    }

    /** How long after its start a process has warmed up. */
    Duration warmUp() {
        return brief ? Duration.ofSeconds(20) : Duration.ofMinutes(3);
    }
}
