package dev.vigia.console.views;

import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.OnCallOverride;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The last version of each live override of who is on call; fed by {@code control}. Thread-safe. */
public final class Overrides {

    /** For how long one that has ended is still shown. */
    private static final Duration KEPT = Duration.ofDays(5);

    private final InstantSource clock;
    private final Map<String, Known> byId = new LinkedHashMap<>();

    public Overrides(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * An override as it was written last.
     *
     * @param updatedBy who wrote this version: {@code user:name}
     * @param updatedAt when: milliseconds since 1970-01-01 UTC
     */
    public record Known(OnCallOverride override, String updatedBy, long updatedAt) {}

    /** Takes a record of {@code control}. */
    public synchronized void accept(Control control) {
        if (!(control.getBody() instanceof OnCallOverride override)) return;
        byId.remove(override.getOverrideId());
        byId.put(override.getOverrideId(), new Known(override, control.getActor(), control.getAt()));
        long oldest = clock.millis() - KEPT.toMillis();
        byId.values().removeIf(known -> known.override().getEndsAt() < oldest);
    }

    /** One of them, while it is shown. */
    public synchronized Optional<Known> get(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** All of them, in the order in which they were written: of two for the same time, the later one holds. */
    public synchronized List<Known> all() {
        return List.copyOf(byId.values());
    }
}
