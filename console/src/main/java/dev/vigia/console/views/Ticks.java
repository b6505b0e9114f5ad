package dev.vigia.console.views;

import dev.vigia.runtime.Health;
import dev.vigia.schemas.avro.DispatchSignal;
import dev.vigia.schemas.avro.Tick;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;

/**
 * How long ago the last tick was written. {@code control} writes one each second; while none comes, nobody is told anything
 * anew, and only somebody outside can notice. Thread-safe.
 */
public final class Ticks {

    /** An instance of {@code control} that was killed is followed by another one within this time. */
    private static final Duration LATE = Duration.ofSeconds(30);

    private static final Duration GONE = Duration.ofSeconds(60);

    private final InstantSource clock;
    private final long begun;
    private volatile OptionalLong newest = OptionalLong.empty();

    Ticks(InstantSource clock) {
        this.clock = clock;
        this.begun = clock.millis();
    }

    /** Takes a record of {@code dispatch.signals}. */
    void accept(DispatchSignal signal) {
        if (signal.getBody() instanceof Tick tick) newest = OptionalLong.of(tick.getAt());
    }

    /** Since when there is none; since this process began, while none was read. */
    Duration age() {
        return Duration.ofMillis(Math.max(0, clock.millis() - newest.orElse(begun)));
    }

    /** Degraded when ticks are late, unhealthy when they do not come any more. */
    public Health health() {
        Duration age = age();
        if (age.compareTo(LATE) < 0) return Health.healthy();
        String detail = "no tick for " + age.toSeconds() + " s: is there a process with control?";
        return age.compareTo(GONE) < 0 ? Health.degraded(detail) : Health.unhealthy(detail);
    }
}
