package dev.vigia.console.views;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.Silence;
import dev.vigia.schemas.silences.Matchers;
import dev.vigia.schemas.silences.SilenceState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What keeps quiet: the last version of each silence, and maintenance windows; fed by {@code control}. Thread-safe. */
public final class Silences {

    /** For how long one that has ended is still shown; Alertmanager's default. */
    private static final Duration KEPT = Duration.ofDays(5);

    private final InstantSource clock;
    private final Map<String, Known> byId = new HashMap<>();
    private final MaintenanceWindows maintenance;

    /**
     * A silence as it was written last.
     *
     * @param updatedBy who wrote this version: {@code user:name}
     * @param updatedAt when: milliseconds since 1970-01-01 UTC
     * @param state now
     */
    public record Known(Silence silence, Matchers matchers, String updatedBy, long updatedAt, SilenceState state) {

        private Known at(long now) {
            return new Known(silence, matchers, updatedBy, updatedAt, SilenceState.of(silence, now));
        }
    }

    public Silences(InstantSource clock) {
        this.clock = clock;
        this.maintenance = new MaintenanceWindows(clock);
    }

    /** Takes a record of {@code control}. What {@code dispatch} does not hear is not shown either: matchers that are wrong. */
    public synchronized void accept(Control control) {
        maintenance.accept(control);
        if (!(control.getBody() instanceof Silence silence)) return;
        try {
            Matchers matchers = Matchers.ofSilence(silence.getMatchers());
            Known known = new Known(silence, matchers, control.getActor(), control.getAt(), SilenceState.ACTIVE);
            byId.put(silence.getSilenceId(), known);
        } catch (IllegalArgumentException e) {
            return;
        }
        long oldest = clock.millis() - KEPT.toMillis();
        byId.values().removeIf(known -> known.silence().getEndsAt() < oldest);
    }

    public MaintenanceWindows maintenance() {
        return maintenance;
    }

    /** One of them, while it is shown. */
    public synchronized Optional<Known> get(String id) {
        return Optional.ofNullable(byId.get(id)).map(known -> known.at(clock.millis()));
    }

    /** Those in force first, then those to come, then those that have ended; of each the one that ends first. */
    public synchronized List<Known> all() {
        long now = clock.millis();
        return byId.values().stream()
                .map(known -> known.at(now))
                .sorted(Comparator.comparing((Known known) -> known.state() == SilenceState.ACTIVE
                                ? -1
                                : known.state().ordinal())
                        .thenComparing(known -> known.silence().getEndsAt())
                        .thenComparing(known -> known.silence().getSilenceId()))
                .toList();
    }

    /** Ids of the silences that mute an alert now, in order. */
    public synchronized List<String> muting(Alert alert) {
        long now = clock.millis();
        return byId.values().stream()
                .filter(known -> SilenceState.of(known.silence(), now) == SilenceState.ACTIVE)
                .filter(known -> known.matchers().match(alert))
                .map(known -> known.silence().getSilenceId())
                .sorted()
                .toList();
    }
}
