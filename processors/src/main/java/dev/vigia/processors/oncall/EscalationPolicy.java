package dev.vigia.processors.oncall;

import java.time.Duration;
import java.util.List;

/**
 * Who is told of an alert that nobody takes, one step after the other. Immutable.
 *
 * @param name unique among the policies
 * @param steps at least one
 * @param repeat how many more times all steps are gone through
 * @param pause from the last step to the next round, whose first step waits its own time on top
 */
public record EscalationPolicy(String name, List<Step> steps, int repeat, Duration pause) {

    public EscalationPolicy {
        steps = List.copyOf(steps);
    }

    /**
     * One step.
     *
     * @param after time since the step before, or since the alert was told
     */
    public record Step(Duration after, List<Target> targets) {

        public Step {
            targets = List.copyOf(targets);
        }
    }

    /** What a step names. */
    public enum Kind {
        /** Whoever is on call then. */
        SCHEDULE,
        PERSON,
        RECEIVER
    }

    /** Whom a step tells. */
    public record Target(Kind kind, String name) {}

    /** How many steps there are in all rounds. */
    public int size() {
        return steps.size() * (repeat + 1);
    }

    /** @param number from 0 to {@link #size} exclusive, counted through all rounds */
    public Step step(int number) {
        return steps.get(number % steps.size());
    }

    /** Time from the step before to a step; of the first, from when the alert was told. */
    public Duration wait(int number) {
        Duration own = step(number).after();
        return number > 0 && number % steps.size() == 0 ? pause.plus(own) : own;
    }
}
