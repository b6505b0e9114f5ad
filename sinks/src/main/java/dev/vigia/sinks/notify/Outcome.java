package dev.vigia.sinks.notify;

import java.time.Duration;
import java.util.Optional;

/** What came of one attempt. Whether and when there is another is decided by {@code dispatch}. */
sealed interface Outcome {

    /** One line: what the other side said, or what went wrong. */
    String detail();

    /**
     * The other side has it.
     *
     * @param receipt what it calls the message, where a later one can change it or refer to it
     */
    record Delivered(String detail, Optional<String> receipt) implements Outcome {

        Delivered(String detail) {
            this(detail, Optional.empty());
        }
    }

    /**
     * It may work later.
     *
     * @param retryAfter how long the other side asked to wait
     */
    record Retryable(String detail, Optional<Duration> retryAfter) implements Outcome {

        Retryable(String detail) {
            this(detail, Optional.empty());
        }
    }

    /** It will not work, however often it is tried. */
    record Failed(String detail) implements Outcome {}

    /** Of a heartbeat, from a channel that people read. */
    static Outcome noHeartbeat() {
        return new Failed("a heartbeat is nothing for people: give it to a webhook");
    }
}
