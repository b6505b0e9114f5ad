package dev.vigia.console.views;

import java.util.Optional;

/**
 * A record as it was read from a topic.
 *
 * @param key the record's key as text; empty when it has none
 * @param appendedAt when the broker appended it: milliseconds since 1970-01-01 UTC
 * @param value what it says; empty for a record that takes its key away
 */
public record Received<T>(String key, long appendedAt, Optional<T> value) {}
