package dev.vigia.processors.routing;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody who can be told. Where and how is a setting of the sink, under the same name.
 *
 * @param name unique among the receivers
 * @param channel one of {@link #CHANNELS}
 * @param fallback names of the receivers that are told in its place when it cannot be reached; the first that is well
 * @param storm from when on it is told of many alerts at once; empty: never
 * @param digest when it is told of everything at once; empty: of each thing when it is due
 */
public record Receiver(
        String name, String channel, List<String> fallback, Optional<Storm> storm, Optional<Digest> digest) {

    /** The kinds of channels that there are. */
    public static final Set<String> CHANNELS =
            Set.of("webhook", "slack", "slack_app", "email", "pagerduty", "whatsapp", "telegram", "teams", "http");

    /** Kinds of channels that show an episode as it is: each has notifications of its own. */
    private static final Set<String> BY_EPISODE = Set.of("pagerduty", "slack_app");

    public Receiver {
        fallback = List.copyOf(fallback);
    }

    /** Whether it shows each episode by itself, as it is. */
    public boolean isByEpisode() {
        return BY_EPISODE.contains(channel);
    }

    /**
     * How much a receiver is told of one by one.
     *
     * @param limit at most so many notifications, at least 1
     * @param per in so long, of human time; more than 0
     */
    public record Storm(int limit, Duration per) {}
}
