package dev.vigia.ingest.ship;

import java.time.Duration;

/**
 * How to wait for a gateway that is busy or away. The pause doubles with each attempt.
 *
 * @param giveUpAfter how long one batch is tried in all
 */
record RetryPolicy(Duration firstPause, Duration longestPause, Duration giveUpAfter) {

    static RetryPolicy givingUpAfter(Duration giveUpAfter) {
        return new RetryPolicy(Duration.ofMillis(200), Duration.ofSeconds(10), giveUpAfter);
    }

    /** @param attempt 1 for the pause after the first one */
    Duration pause(int attempt) {
        Duration pause = firstPause.multipliedBy(1L << Math.min(attempt - 1, 20));
        return pause.compareTo(longestPause) > 0 ? longestPause : pause;
    }
}
