package dev.vigia.processors.simulate;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.RuleFile;
import dev.vigia.schemas.avro.Signal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * What happens when, from the beginning to the end.
 *
 * @param rules the files that are in force from the beginning
 * @param start milliseconds since 1970-01-01 UTC, a multiple of 10,000
 * @param end event time after which nothing counts: milliseconds since 1970-01-01 UTC
 */
record Story(List<RuleFile> rules, long start, long end, List<Step> steps) {

    /** Data time gets there a step after the margin. */
    private static final long UNTIL_DECIDED = Simulator.MARGIN + 10_000;

    Story {
        rules = List.copyOf(rules);
        steps = List.copyOf(steps);
    }

    /** A step's next turn. */
    private record Turn(Step step, int place, long number) {

        long at() {
            return step.time(number);
        }
    }

    /**
     * The transitions up to the end, in the order in which they were told.
     *
     * @param notifying hears of all that happens
     */
    List<Alert> play(Notifying notifying) {
        return play(notifying::hear, notifying::hear);
    }

    /**
     * The same.
     *
     * @param signals hears of each entry of the log that is folded
     * @param transitions hears of each transition, also after the end
     */
    List<Alert> play(Consumer<Signal> signals, Consumer<Alert> transitions) {
        List<Alert> alerts = new ArrayList<>();
        Simulator simulator = new Simulator(start, signals, alert -> {
            alerts.add(alert);
            transitions.accept(alert);
        });
        rules.forEach(file -> simulator.say(file, "file:" + file.getName()));
        PriorityQueue<Turn> turns =
                new PriorityQueue<>(Comparator.comparingLong(Turn::at).thenComparingInt(Turn::place));
        for (int i = 0; i < steps.size(); i++) turns.add(new Turn(steps.get(i), i, 0));
        for (Turn turn = turns.poll(); turn != null && turn.at() <= end; turn = turns.poll()) {
            simulator.advanceTo(turn.at());
            turn.step().action().happen(simulator, turn.at(), turn.number());
            long next = turn.number() + 1;
            if (next < turn.step().count()) turns.add(new Turn(turn.step(), turn.place(), next));
        }
        simulator.advanceTo(end + UNTIL_DECIDED + 1_000);
        alerts.removeIf(alert -> alert.getAt() > end);
        return alerts;
    }
}
