package dev.vigia.chaos.verdict;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waiting for something that others bring about. */
final class Polling {

    private static final long POLL_MILLIS = 500;

    private Polling() {}

    /**
     * Looks again and again until it is enough, but no longer than that, and at least once.
     *
     * @return what was seen last
     */
    static <T> T within(Duration patience, Supplier<T> look, Predicate<T> enough) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        T seen = look.get();
        while (!enough.test(seen) && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            seen = look.get();
        }
        return seen;
    }
}
