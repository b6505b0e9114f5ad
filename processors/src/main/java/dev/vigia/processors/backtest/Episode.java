package dev.vigia.processors.backtest;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Transition;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * One episode of an alert, as far as it lies in the range.
 *
 * @param startedAt when it began: milliseconds since 1970-01-01 UTC
 * @param before how it stood when the range began; empty when it began later
 * @param moments its transitions in the range, in order
 */
public record Episode(long startedAt, Optional<Moment> before, List<Moment> moments) {

    public Episode {
        moments = List.copyOf(moments);
    }

    /**
     * One transition.
     *
     * @param at event time: milliseconds since 1970-01-01 UTC
     * @param state after it
     * @param summary one sentence with the numbers in it
     */
    public record Moment(long at, Transition transition, AlertState state, Severity severity, String summary) {

        static Moment of(Alert alert) {
            return new Moment(
                    alert.getAt(), alert.getTransition(), alert.getState(), alert.getSeverity(), alert.getSummary());
        }

        /** Whether the same happened, whatever the numbers were. */
        public boolean isSame(Moment other) {
            return at == other.at
                    && transition == other.transition
                    && state == other.state
                    && severity == other.severity;
        }
    }

    /** Whether it is or was active: people are told of it. */
    public boolean fired() {
        return firedAt().isPresent();
    }

    /** When it became active, in milliseconds since 1970-01-01 UTC; where that was before the range, when it began. */
    public OptionalLong firedAt() {
        if (firedBefore()) return OptionalLong.of(startedAt);
        return moments.stream()
                .filter(moment -> isOn(moment.state()))
                .mapToLong(Moment::at)
                .findFirst();
    }

    /** Whether it was active already when the range began. */
    boolean firedBefore() {
        return before.filter(stood -> isOn(stood.state())).isPresent();
    }

    private static boolean isOn(AlertState state) {
        return state == AlertState.ACTIVE || state == AlertState.RECOVERING;
    }

    /** When it was over: milliseconds since 1970-01-01 UTC; empty when it goes on after the range. */
    public OptionalLong endedAt() {
        if (moments.isEmpty()) return OptionalLong.empty();
        Moment last = moments.get(moments.size() - 1);
        return last.state() == AlertState.INACTIVE ? OptionalLong.of(last.at()) : OptionalLong.empty();
    }

    /** The most severe that it was in the range. */
    public Severity worst() {
        return Stream.concat(before.stream(), moments.stream())
                .map(Moment::severity)
                .min(Severity::compareTo)
                .orElse(Severity.INFO);
    }

    /** Whether there is a time at which both are there. */
    boolean overlaps(Episode other) {
        return startedAt < other.endedAt().orElse(Long.MAX_VALUE)
                && other.startedAt < endedAt().orElse(Long.MAX_VALUE);
    }

    boolean isSame(Episode other) {
        if (moments.size() != other.moments.size()) return false;
        for (int i = 0; i < moments.size(); i++) {
            if (!moments.get(i).isSame(other.moments.get(i))) return false;
        }
        return before.map(Moment::state).equals(other.before.map(Moment::state));
    }
}
