package dev.vigia.schemas.silences;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.MaintenanceWindow;

/** A maintenance window that comes back, ready to be asked. */
public record RecurringWindow(MaintenanceWindow window, Matchers matchers, RecurringTimes times) {

    /** @throws IllegalArgumentException naming the matcher or the zone that is wrong */
    public static RecurringWindow of(MaintenanceWindow window) {
        return new RecurringWindow(
                window, Matchers.ofSilence(window.getMatchers()), RecurringTimes.of(window.getIntervals()));
    }

    public String name() {
        return window.getName();
    }

    /** @param time milliseconds since 1970-01-01 UTC */
    public boolean mutes(Alert alert, long time) {
        return times.hold(time) && matchers.match(alert);
    }
}
