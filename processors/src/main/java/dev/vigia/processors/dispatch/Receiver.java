package dev.vigia.processors.dispatch;

import dev.vigia.runtime.UserException;
import java.util.Set;

/**
 * Somebody who can be told. Where and how is a setting of the sink, under the same name.
 *
 * @param name unique among the receivers
 * @param channel {@code webhook}, {@code slack} or {@code email}
 */
record Receiver(String name, String channel) {

    private static final Set<String> CHANNELS = Set.of("webhook", "slack", "email");

    Receiver {
        if (name == null || !name.matches("[a-zA-Z0-9._-]+")) {
            throw new UserException("the name of a receiver has letters, digits and . _ - only");
        }
        if (channel == null || !CHANNELS.contains(channel)) {
            throw new UserException("the channel of receiver '" + name + "' has to be webhook, slack or email");
        }
    }
}
