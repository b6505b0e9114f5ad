package dev.vigia.app;

import dev.vigia.processors.maintenance.MaintenanceFile;
import dev.vigia.runtime.TextFile;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.Maintenance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The file {@code config/maintenance.yaml}. It is applied when it says something else than it said when it was last applied, so that a
 * change made live stays until the file itself changes. Without the file, nothing is applied.
 */
final class MaintenanceWindows {

    private final Path file;

    MaintenanceWindows(Path file) {
        this.file = file;
    }

    /** @throws UserException naming file, line and field of the first thing that is wrong */
    Optional<Maintenance> read() {
        return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
    }

    /** @throws UserException when it cannot be read, too */
    static Maintenance read(Path file) {
        return MaintenanceFile.parse(file.toString(), TextFile.read(file));
    }

    /** Applies the windows if the file has changed since it was last applied. */
    void apply(ControlLog control) {
        Optional<Maintenance> wanted = read();
        if (wanted.isEmpty()) return;
        Maintenance before = lastFromFile(control.read()).orElse(new Maintenance(List.of()));
        if (!wanted.get().equals(before)) control.append(wanted.get(), actor(), Optional.of("the file changed"));
    }

    private Optional<Maintenance> lastFromFile(List<ControlLog.Entry> log) {
        Optional<Maintenance> last = Optional.empty();
        for (ControlLog.Entry entry : log) {
            Control record = entry.control();
            if (record.getBody() instanceof Maintenance maintenance
                    && record.getActor().equals(actor())) {
                last = Optional.of(maintenance);
            }
        }
        return last;
    }

    private String actor() {
        return "file:" + file.getFileName();
    }
}
