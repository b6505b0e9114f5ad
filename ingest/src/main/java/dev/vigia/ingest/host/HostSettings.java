package dev.vigia.ingest.host;

import dev.vigia.runtime.UserException;
import java.time.Duration;

/**
 * The section {@code host_metrics} of the configuration.
 *
 * @param enabled whether the machine is measured at all; default true
 * @param interval how often, 1 s to 1 h; default 10 s
 */
public record HostSettings(Boolean enabled, Duration interval) {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    public HostSettings {
        enabled = enabled == null || enabled;
        interval = interval == null ? Duration.ofSeconds(10) : interval;
        if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
            throw new UserException("host_metrics.interval is not between 1s and 1h");
        }
    }

    public static HostSettings defaults() {
        return new HostSettings(true, Duration.ofSeconds(10));
    }
}
