package dev.vigia.runtime;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Hears of Ctrl-C, and keeps the process alive for a moment, so that what is under way comes to an end of its own. Closed once it has.
 * Thread-safe.
 */
public final class Interrupt implements AutoCloseable {

    private final CountDownLatch came = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook;

    /**
     * Listens from now on.
     *
     * @param thread name of the one that waits
     * @param lastMoment how long at most
     */
    public Interrupt(String thread, Duration lastMoment) {
        hook = new Thread(() -> await(lastMoment), thread);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether it came. */
    public boolean came() {
        return came.getCount() == 0;
    }

    private void await(Duration lastMoment) {
        came.countDown();
        try {
            boolean unused = done.await(lastMoment.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyStopping) {
            // then it runs, and waits for us
        }
    }
}
