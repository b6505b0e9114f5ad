package dev.vigia.processors.dispatch;

import dev.vigia.schemas.avro.Notification;

/** What was decided about one receiver, and why. */
public sealed interface Decision {

    Reason reason();

    /** The receiver is told, for the first time or again. */
    record Tell(Notification notification, Reason reason) implements Decision {}

    /**
     * The receiver is not told, or not any more.
     *
     * @param receiver its name; empty when there is none, or it is about all of them
     * @param mutedBy id of the silence, or name of the maintenance window, behind it; empty unless the reason is {@link
     *     Reason#SILENCED} or {@link Reason#IN_MAINTENANCE}
     */
    record Leave(String alertId, String receiver, Reason reason, String mutedBy) implements Decision {

        Leave(String alertId, String receiver, Reason reason) {
            this(alertId, receiver, reason, "");
        }
    }

    /** An attempt failed; another one follows. {@code at} is when at the earliest, in milliseconds since 1970-01-01 UTC. */
    record Wait(String notificationId, Reason reason, long at) implements Decision {}
}
