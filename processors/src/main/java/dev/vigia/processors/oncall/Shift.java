package dev.vigia.processors.oncall;

import java.time.Instant;
import java.util.Optional;

/**
 * A time through which the same person is on call.
 *
 * @param person their name; empty when nobody is
 * @param from inclusive
 * @param to exclusive
 */
public record Shift(Optional<String> person, Instant from, Instant to) {}
