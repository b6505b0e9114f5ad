package dev.vigia.sinks.notify;

import java.time.Duration;
import java.util.function.LongSupplier;

/** One message in so much time. Used by one thread at a time, which waits. */
final class Pace {

    /** Lets time go by. */
    interface Waiting {
        void sleep(Duration time) throws InterruptedException;
    }

    private final long each;
    private final LongSupplier nanos;
    private final Waiting waiting;
    private long next;

    Pace(Duration each, LongSupplier nanos, Waiting waiting) {
        this.each = each.toNanos();
        this.nanos = nanos;
        this.waiting = waiting;
        this.next = nanos.getAsLong();
    }

    static Pace of(Duration each) {
        return new Pace(each, System::nanoTime, time -> Thread.sleep(time.toMillis(), time.toNanosPart() % 1_000_000));
    }

    /** What came of a message whose turn was not waited for. */
    static Outcome interrupted() {
        return new Outcome.Retryable("interrupted before it was sent");
    }

    /** Waits until the next message may go. */
    void await() throws InterruptedException {
        long wait = next - nanos.getAsLong();
        if (wait > 0) waiting.sleep(Duration.ofNanos(wait));
        next = nanos.getAsLong() + each;
    }
}
