package dev.vigia.sinks.notify;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether the task goes on without pauses. One that stood still, or that did not reach Kafka, may have a successor already and not
 * know of it: then nothing may be sent, or an old alarm would come after its end. Once the task is polled again, Kafka tells it within
 * {@link #SETTLING} whose the partition is. Thread-safe.
 */
final class Pulse {

    /**
     * Kafka gives the partitions of a member away that it has not heard from for a session (10 s as Vigia sets it, 6 s at the least that
     * brokers allow by default), and a member is heard every 3 s.
     */
    static final Duration LONGEST_GAP = Duration.ofSeconds(3);

    /** A heartbeat, every 3 s, and its answer. */
    static final Duration SETTLING = Duration.ofSeconds(5);

    /**
     * A broker that says nothing is given up after 30 s (the consumer's {@code request.timeout.ms}), one that is dead replaced after 9 s
     * ({@code broker.session.timeout.ms}), and the next one loads the group in seconds and answers its heartbeats.
     */
    static final Duration DOUBT = Duration.ofMinutes(1);

    private final LongSupplier nanos;
    private long last;
    /** When the last gap ended; long ago if there was none since Kafka has said whose the partitions are. */
    private long steadyFrom;

    /** @param nanos a clock that goes on while the process stands still, as {@code System.nanoTime()} */
    Pulse(LongSupplier nanos) {
        this.nanos = nanos;
        confirmed();
    }

    /** Kafka has just said which partitions are the task's. */
    synchronized void confirmed() {
        last = nanos.getAsLong();
        steadyFrom = last - DOUBT.toNanos();
    }

    /** The task was polled. */
    synchronized void beat() {
        long before = last;
        last = nanos.getAsLong();
        if (tooLong(before)) steadyFrom = last;
    }

    /** Now, for {@link #waited} and {@link #steadySince}; in nanoseconds. */
    long now() {
        return nanos.getAsLong();
    }

    /** Kafka has answered what was asked of it then. */
    synchronized void waited(long since) {
        if (tooLong(since)) steadyFrom = nanos.getAsLong();
    }

    /** Whether there was no gap of late. */
    synchronized boolean steady() {
        return !tooLong(last) && nanos.getAsLong() - steadyFrom >= SETTLING.toNanos();
    }

    /** Whether there was no gap of late, and none since then. */
    synchronized boolean steadySince(long then) {
        return steady() && steadyFrom - then <= 0;
    }

    /** Whether another task may have the partitions, and Kafka may not have been able to say so. */
    synchronized boolean doubtful() {
        return tooLong(last) || nanos.getAsLong() - steadyFrom < DOUBT.toNanos();
    }

    private boolean tooLong(long since) {
        return nanos.getAsLong() - since > LONGEST_GAP.toNanos();
    }
}
