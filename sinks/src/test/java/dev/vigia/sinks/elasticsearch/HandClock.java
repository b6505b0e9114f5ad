package dev.vigia.sinks.elasticsearch;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that a test sets. It moves on a little when it is looked at: a wait that the test does not end passes by itself. */
final class HandClock extends Clock {

    long now = 1_000_000;

    @Override
    public long millis() {
        now += 4;
        return now;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(now);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
