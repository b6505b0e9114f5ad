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
     * @param mayHaveArrived whether there was no answer to what was sent
     */
    record Retryable(String detail, Optional<Duration> retryAfter, boolean mayHaveArrived) implements Outcome {

        Retryable(String detail, Optional<Duration> retryAfter) {
            this(detail, retryAfter, false);
        }

        Retryable(String detail) {
            this(detail, Optional.empty());
        }
    }

    /**
     * It will not work, however often it is tried.
     *
     * @param mayHaveArrived whether nobody knows what came of it
     */
    record Failed(String detail, boolean mayHaveArrived) implements Outcome {

        Failed(String detail) {
            this(detail, false);
        }
    }

    /** The same of an attempt after another one of which nobody knows whether it arrived. */
    default Outcome afterAnother(String detail) {
        if (this instanceof Delivered delivered) return new Delivered(detail, delivered.receipt());
        if (this instanceof Retryable retryable) return new Retryable(detail, retryable.retryAfter(), true);
        return new Failed(detail, true);
    }

    /** Of a heartbeat, from a channel that people read. */
    static Outcome noHeartbeat() {
        return new Failed("a heartbeat is nothing for people: give it to a webhook");
    }
}
