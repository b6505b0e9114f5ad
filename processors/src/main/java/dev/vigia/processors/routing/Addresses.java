package dev.vigia.processors.routing;

import java.util.Map;
import java.util.Set;

/**
 * The receivers as the sink that tells them has them.
 *
 * @param file where their settings stand; what errors call it
 * @param channels kind of channel by receiver
 * @param reachable names of those that have an address
 */
public record Addresses(String file, Map<String, String> channels, Set<String> reachable) {

    public Addresses {
        channels = Map.copyOf(channels);
        reachable = Set.copyOf(reachable);
    }
}
