package dev.vigia.processors.routing;

import java.time.Duration;

/**
 * When a group is told of. All but the cooldown is human time.
 *
 * @param groupWait how long a new group waits for more of its kind; 0: it is told at once
 * @param groupInterval how long after it was told of a group may be told of again when it has news; 0: at once
 * @param repeatInterval how long after it was told of a group is told of again though nothing is new; 0: never
 * @param cooldown in event time, how long after an episode that was told of the next of the same alert is not; 0: it is told
 * @param longestCooldown up to where each further episode within the cooldown doubles it; the cooldown itself: it stays
 */
public record Timing(
        Duration groupWait,
        Duration groupInterval,
        Duration repeatInterval,
        Duration cooldown,
        Duration longestCooldown) {

    /** Where the file says nothing else. */
    static final Timing DEFAULT =
            new Timing(Duration.ZERO, Duration.ofMinutes(1), Duration.ofHours(4), Duration.ZERO, Duration.ZERO);
}
