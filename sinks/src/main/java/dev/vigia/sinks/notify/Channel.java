package dev.vigia.sinks.notify;

import dev.vigia.schemas.avro.Notification;

/** A way to reach a receiver. Used by one thread at a time. */
interface Channel {

    /**
     * Tells the receiver, once. Returns within the channel's time-out, and does not throw. Never given a notification of a kind
     * that is unknown.
     */
    Outcome send(Notification notification);

    /**
     * Tells once more what may have been told already: an attempt was begun before, and nobody knows how it ended, or another task may
     * have begun it during a pause. A channel whose other side can be asked looks there first.
     */
    default Outcome sendAgain(Notification notification) {
        return send(notification);
    }

    /**
     * Whether telling a newer notification tells an older one as well, so that of both, where they wait, only the newer is sent.
     * Called from any thread.
     */
    default boolean covers(Notification newer, Notification older) {
        return false;
    }

    /** Whether the other side can tell that a message is one it has already. */
    boolean keyed();
}
