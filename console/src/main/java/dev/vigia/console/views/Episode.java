package dev.vigia.console.views;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.schemas.silences.AlertLabels;
import java.util.Map;
import java.util.OptionalLong;

/**
 * One episode of an alert, as far as statistics need it. Times are milliseconds since 1970-01-01 UTC.
 *
 * @param labels as Alertmanager sees them, by the last transition that was read
 * @param state where it stands
 * @param worst how bad it was at its worst
 * @param startedAt when it began, in event time: its first breach
 * @param wasActive whether it was more than pending
 * @param retracted whether late records say that it was none
 * @param acknowledgedAt when somebody took it on for the first time; empty while nobody has
 * @param endedAt when it was resolved; empty while it is open, and where that was not read
 */
public record Episode(
        Map<String, String> labels,
        AlertState state,
        Severity worst,
        long startedAt,
        boolean wasActive,
        boolean retracted,
        OptionalLong acknowledgedAt,
        OptionalLong endedAt) {

    /** By the first transition of it that is read; there may have been others before. */
    static Episode of(Alert first) {
        return new Episode(
                        Map.of(),
                        first.getState(),
                        first.getSeverity(),
                        first.getStartedAt(),
                        false,
                        false,
                        OptionalLong.empty(),
                        OptionalLong.empty())
                .after(first);
    }

    /** The same episode, one transition later. */
    Episode after(Alert next) {
        Transition transition = next.getTransition();
        boolean open = next.getState() != AlertState.INACTIVE;
        Long acknowledged = next.getAcknowledgedAt();
        return new Episode(
                AlertLabels.of(next),
                next.getState(),
                next.getSeverity().compareTo(worst) < 0 ? next.getSeverity() : worst,
                next.getStartedAt(),
                wasActive || transition == Transition.RESOLVED || (open && next.getState() != AlertState.PENDING),
                retracted || transition == Transition.RETRACTED,
                acknowledgedAt.isPresent() || acknowledged == null ? acknowledgedAt : OptionalLong.of(acknowledged),
                endedAt(next, open));
    }

    /** What is corrected or said of an episode that is over does not move its end. */
    private OptionalLong endedAt(Alert next, boolean open) {
        if (open) return OptionalLong.empty();
        return next.getTransition() == Transition.RESOLVED ? OptionalLong.of(next.getAt()) : endedAt;
    }
}
