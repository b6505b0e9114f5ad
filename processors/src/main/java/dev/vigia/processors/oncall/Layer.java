package dev.vigia.processors.oncall;

import dev.vigia.schemas.silences.RecurringTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * People who take turns. Immutable.
 *
 * @param users their names, in the order of their turns; at least one
 * @param restrictions when the layer says anything at all; empty for always
 */
record Layer(List<String> users, Rotation rotation, Optional<RecurringTimes> restrictions) {

    /** Restrictions look not much more than a year ahead. */
    private static final Duration STRIDE = Duration.ofDays(300);

    Layer {
        users = List.copyOf(users);
    }

    /** Whose turn it is; empty outside the restrictions and before the rotation has begun. */
    Optional<String> onCall(Instant at) {
        if (restrictions.isPresent() && !restrictions.get().hold(at.toEpochMilli())) return Optional.empty();
        OptionalLong turn = rotation.turn(at);
        return turn.isEmpty() ? Optional.empty() : Optional.of(users.get((int) (turn.getAsLong() % users.size())));
    }

    /** When it may say something else, after a time: no change comes before. */
    Instant nextBound(Instant at) {
        Instant handoff = rotation.nextHandoff(at);
        if (restrictions.isEmpty()) return handoff;
        OptionalLong change = restrictions.get().nextChange(at.toEpochMilli());
        Instant next = change.isPresent() ? Instant.ofEpochMilli(change.getAsLong()) : at.plus(STRIDE);
        return next.isBefore(handoff) ? next : handoff;
    }
}
