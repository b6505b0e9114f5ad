package dev.vigia.sinks.elasticsearch;

import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A time in which nothing can be written, and when to try again. Says so once when it has lasted a while, and once when it
 * ends.
 */
final class Outage {

    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

    /** A new index is not searchable for a moment; that is nothing to tell. */
    private static final long QUIET_MILLIS = 3_000;

    private final WriterSettings settings;
    private final SinkMetrics metrics;
    private final Clock clock;
    private int failures;
    private long began;
    private long next;
    private boolean said;

    Outage(WriterSettings settings, SinkMetrics metrics, Clock clock) {
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Whether the last try failed. */
    boolean active() {
        return failures > 0;
    }

    /** How long to wait before the next try, in milliseconds; 0 when it may be made. */
    long remaining() {
        return active() ? Math.max(0, next - clock.millis()) : 0;
    }

    void failed(String reason) {
        long now = clock.millis();
        // Several requests may fail together.
        if (active() && now < next) return;
        if (!active()) {
            began = now;
            metrics.blocked(true);
        }
        failures++;
        next = now + settings.backoff(failures);
        if (!said && now - began >= QUIET_MILLIS) {
            LOG.warn("Nothing can be written; that goes on by itself: {}", reason);
            said = true;
        }
    }

    void over() {
        if (!active()) return;
        failures = 0;
        metrics.blocked(false);
        if (said) LOG.warn("Writing goes on after {} s.", (clock.millis() - began) / 1000);
        said = false;
    }
}
