package dev.vigia.sinks.notify;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One thread for one receiver, so that a slow one holds up nobody else. Thread-safe. */
final class ReceiverQueue implements AutoCloseable {

    private final ThreadPoolExecutor thread;

    /** @param limit how many may wait */
    ReceiverQueue(String receiver, int limit) {
        thread = new ThreadPoolExecutor(1, 1, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(limit), task -> {
            Thread named = new Thread(task, "notify-" + receiver);
            named.setDaemon(true);
            return named;
        });
        thread.allowCoreThreadTimeOut(true);
    }

    /** Whether there was room. */
    boolean offer(Runnable attempt) {
        try {
            thread.execute(attempt);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Lets the attempt that is under way come to its end, and drops what waits. */
    @Override
    public void close() {
        thread.getQueue().clear();
        thread.shutdown();
    }

    /** Waits for the attempt under way; interrupts it after {@code millis}. */
    void await(long millis) {
        try {
            if (!thread.awaitTermination(millis, TimeUnit.MILLISECONDS)) thread.shutdownNow();
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
