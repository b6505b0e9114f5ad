package dev.vigia.schemas.silences;

import dev.vigia.schemas.avro.Silence;

/** Where a silence stands at a time; Alertmanager's words. */
public enum SilenceState {
    /** It begins later: a maintenance window to come. */
    PENDING,
    ACTIVE,
    /** It ended, or was ended early. */
    EXPIRED;

    /** @param now milliseconds since 1970-01-01 UTC */
    public static SilenceState of(Silence silence, long now) {
        if (now >= silence.getEndsAt()) return EXPIRED;
        return now < silence.getStartsAt() ? PENDING : ACTIVE;
    }
}
