package dev.vigia.processors.watch;

import dev.vigia.processors.watch.Figure.Measure;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a look around has found.
 *
 * @param at when: milliseconds since 1970-01-01 UTC
 * @param measured what could be measured; of anything else nothing is known
 * @param values what is not there does not exist, which is as well as 0
 */
record Reading(long at, Set<Measure> measured, SortedMap<Figure, Double> values) {

    /**
     * A longer delay is amiss: seconds. Connect commits offsets once a minute unless it is told otherwise, and until then the
     * records that tell of a delay wait in {@code metrics} themselves: told earlier, there would be no end to it.
     */
    static final double LATE = 90;

    Reading {
        measured = Set.copyOf(measured);
        values = Collections.unmodifiableSortedMap(values);
    }

    /** The values that are not as they should be. */
    SortedMap<Figure, Double> amiss() {
        SortedMap<Figure, Double> amiss = new TreeMap<>(values);
        amiss.entrySet().removeIf(one -> !isAmiss(one.getKey(), one.getValue()));
        return amiss;
    }

    private boolean isAmiss(Figure figure, double value) {
        return switch (figure.measure()) {
            case LAG, DELAY -> values.getOrDefault(new Figure(Measure.DELAY, figure.attributes()), 0.0) > LATE;
            case PAUSED, FAILED, UNREACHABLE, DEAD_LETTERS, CHANNEL_FAILURES -> value != 0;
        };
    }
}
