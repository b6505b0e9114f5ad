package dev.vigia.processors.routing;

import java.time.Duration;

/**
 * Somebody who is told again and again that Vigia lives, and notices when that stops.
 *
 * @param receiver its name
 * @param interval how often, more than 0
 */
public record Heartbeat(String receiver, Duration interval) {}
