package dev.vigia.sinks;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What other threads want done on the task's thread, so that everything else needs no locks. */
public final class Mailbox {

    private final LinkedBlockingQueue<Runnable> letters = new LinkedBlockingQueue<>();

    /** From any thread. */
    public void post(Runnable letter) {
        letters.add(letter);
    }

    /** Does all that is there. */
    public void run() {
        for (Runnable letter = letters.poll(); letter != null; letter = letters.poll()) letter.run();
    }

    /**
     * Waits for something to do, and does it.
     *
     * @return whether something came in time
     */
    public boolean await(long millis) {
        try {
            Runnable letter = letters.poll(millis, TimeUnit.MILLISECONDS);
            if (letter == null) return false;
            letter.run();
            run();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
