package dev.vigia.processors.dispatch;

/**
 * When to try again: 1 s after the first attempt, then twice as long each time, at most 5 min. After ten attempts somebody else is told.
 * Where there is nobody, what is on is tried until it is told, and that something is over for a day.
 */
final class Backoff {

    static final int MAX_ATTEMPTS = 10;
    /** How long it is tried to tell what is no more: milliseconds. */
    static final long GIVE_UP_AFTER = 86_400_000;

    private static final long FIRST = 1_000;
    private static final long LONGEST = 300_000;
    /** Who asks to wait for longer is left to whoever stands in: milliseconds. */
    private static final long PATIENCE = 60_000;

    private Backoff() {}

    /**
     * How long to wait, in milliseconds. One try every five minutes is nothing to whoever asks for an hour, and an hour is long for an alert.
     *
     * @param attempt the one that failed, from 1
     * @param asked how long the other side asked to wait, in milliseconds; 0 when it did not
     */
    static long after(int attempt, long asked) {
        return Math.min(Math.max(FIRST << Math.min(attempt - 1, 20), asked), LONGEST);
    }

    /** Whether to tell somebody else in the meantime. */
    static boolean isTooLong(long asked) {
        return asked > PATIENCE;
    }
}
