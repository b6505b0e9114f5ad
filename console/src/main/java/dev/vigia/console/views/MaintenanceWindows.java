package dev.vigia.console.views;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.Maintenance;
import dev.vigia.schemas.silences.RecurringWindow;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;

/** The maintenance windows that come back, fed by {@code control}. Thread-safe. */
public final class MaintenanceWindows {

    private final InstantSource clock;
    private List<Known> windows = List.of();

    MaintenanceWindows(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * A window as it was written last.
     *
     * @param active whether it mutes now
     * @param changesAt when that is over, or begins: milliseconds since 1970-01-01 UTC; empty when it is more than a year away
     * @param updatedBy who wrote the windows: {@code file:name} or {@code user:name}
     * @param updatedAt when: milliseconds since 1970-01-01 UTC
     */
    public record Known(
            RecurringWindow window, boolean active, OptionalLong changesAt, String updatedBy, long updatedAt) {

        private Known at(long now) {
            if (changesAt.isEmpty() || now < changesAt.getAsLong()) return this;
            return of(window, now, updatedBy, updatedAt);
        }

        private static Known of(RecurringWindow window, long now, String updatedBy, long updatedAt) {
            var times = window.times();
            return new Known(window, times.hold(now), times.nextChange(now), updatedBy, updatedAt);
        }
    }

    /** Takes a record of {@code control}. Windows that cannot be read are not heard, here as in {@code dispatch}. */
    synchronized void accept(Control control) {
        if (!(control.getBody() instanceof Maintenance maintenance)) return;
        try {
            long now = clock.millis();
            windows = maintenance.getWindows().stream()
                    .map(RecurringWindow::of)
                    .map(window -> Known.of(window, now, control.getActor(), control.getAt()))
                    .toList();
        } catch (IllegalArgumentException e) {
            // They stay as they were.
        }
    }

    /** All of them, in the order of the file. */
    public synchronized List<Known> all() {
        long now = clock.millis();
        windows = windows.stream().map(known -> known.at(now)).toList();
        return windows;
    }

    /** Names of those that mute an alert now. */
    public List<String> muting(Alert alert) {
        return all().stream()
                .filter(known -> known.active() && known.window().matchers().match(alert))
                .map(known -> known.window().name())
                .toList();
    }
}
