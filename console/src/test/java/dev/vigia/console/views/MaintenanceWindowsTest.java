package dev.vigia.console.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.console.Samples;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.Maintenance;
import dev.vigia.schemas.avro.MaintenanceWindow;
import dev.vigia.schemas.avro.NumberRange;
import dev.vigia.schemas.avro.TimeInterval;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.schemas.silences.Matchers;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MaintenanceWindowsTest {

    private long now = at("2027-03-01T01:59:59Z");
    private final MaintenanceWindows windows = new MaintenanceWindows(() -> Instant.ofEpochMilli(now));

    private static long at(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }

    /** From 2 to 4 o'clock each day. */
    private static MaintenanceWindow window(String name, String matcher) {
        TimeInterval interval =
                new TimeInterval(List.of(new NumberRange(120, 240)), List.of(), List.of(), List.of(), List.of(), "UTC");
        return new MaintenanceWindow(name, List.of(Matchers.parse(matcher)), List.of(interval), "backups");
    }

    private void accept(MaintenanceWindow... written) {
        windows.accept(new Control("c", 7L, "file:m.yaml", null, new Maintenance(List.of(written))));
    }

    private static Alert alert() {
        return Samples.alert("a", Transition.ACTIVE, AlertState.ACTIVE).build();
    }

    @Test
    void window_opensAndCloses_asTimeGoesOn() {
        accept(window("a", "service=checkout"), window("b", "service=till"));
        assertThat(windows.muting(alert())).isEmpty();
        assertThat(windows.all().get(0).changesAt()).hasValue(at("2027-03-01T02:00:00Z"));
        now = at("2027-03-01T02:00:00Z");
        assertThat(windows.muting(alert())).containsExactly("a");
        assertThat(windows.all().get(0).changesAt()).hasValue(at("2027-03-01T04:00:00Z"));
        now = at("2027-03-01T04:00:00Z");
        assertThat(windows.muting(alert())).isEmpty();
        assertThat(windows.all())
                .extracting(MaintenanceWindows.Known::updatedBy)
                .containsOnly("file:m.yaml");
    }

    @Test
    void windows_takeThePlaceOfThoseBefore_unlessNobodyCanReadThem() {
        accept(window("a", "service=checkout"));
        accept(window("b", "service=~("));
        assertThat(windows.all()).extracting(known -> known.window().name()).containsExactly("a");
        accept();
        assertThat(windows.all()).isEmpty();
    }
}
