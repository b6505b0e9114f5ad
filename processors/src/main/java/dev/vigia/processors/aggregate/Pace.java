package dev.vigia.processors.aggregate;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When transactions are committed: after the interval of the settings, and later where records have waited long already or
 * commits take long. A longer transaction writes fewer deltas for the same records.
 */
final class Pace {

    /** An idle partition is heard of this often; no transaction gets longer. */
    private static final long LONGEST = Duration.ofSeconds(1).toNanos();

    /** At least this many times what a commit takes lies between two. */
    private static final int WORK_PER_COMMIT = 8;

    /** Records that have waited may wait longer by this part of it. */
    private static final int LONGER_BY = 4;

    private final long usual;
    private final LongSupplier nanoTime;
    private long lastCommit;
    private long commitTook;
    private long wait;

    /**
     * A pace that begins with a commit at this moment.
     *
     * @param usual what lies between two commits while nothing is late
     * @param nanoTime like {@link System#nanoTime}
     */
    Pace(Duration usual, LongSupplier nanoTime) {
        this.usual = usual.toNanos();
        this.nanoTime = nanoTime;
        lastCommit = nanoTime.getAsLong();
    }

    /** What was read last had been in its topic this long; 0 when there was nothing to read. */
    void waited(Duration inTopic) {
        wait = inTopic.toNanos();
    }

    /** How long to wait for records. */
    Duration untilCommit(boolean news) {
        long left = interval() - sinceCommit();
        return Duration.ofNanos(left > 0 ? left : news ? 0 : usual);
    }

    boolean commitDue(boolean news) {
        long since = sinceCommit();
        return since >= LONGEST || (news && since >= interval());
    }

    /** A commit begins. */
    void commits() {
        lastCommit = nanoTime.getAsLong();
    }

    /** The commit is done. Gives how long it took. */
    Duration committed() {
        commitTook = sinceCommit();
        return Duration.ofNanos(commitTook);
    }

    /** Whether what had been in its topic for so long makes transactions as long as they get. */
    static boolean isFarBehind(Duration inTopic) {
        return inTopic.toNanos() / LONGER_BY >= LONGEST;
    }

    private long interval() {
        long longer = Math.max(commitTook * WORK_PER_COMMIT, wait / LONGER_BY);
        return Math.max(usual, Math.min(longer, LONGEST));
    }

    private long sinceCommit() {
        return nanoTime.getAsLong() - lastCommit;
    }
}
