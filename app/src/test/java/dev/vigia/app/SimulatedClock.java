package dev.vigia.app;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that runs faster than the machine's, the same in every JVM. */
final class SimulatedClock extends Clock {

    static final int SPEED = 30;

    private final Instant origin;

    /** @param origin when it shows the right time */
    SimulatedClock(Instant origin) {
        this.origin = origin;
    }

    Instant origin() {
        return origin;
    }

    @Override
    public Instant instant() {
        return origin.plus(Duration.between(origin, Instant.now()).multipliedBy(SPEED));
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
