package dev.vigia.console;

import dev.vigia.schemas.avro.Alert;
import java.util.List;

/** Who is told of which alerts, by the names of {@code routes.yaml}. */
public interface Receivers {

    /** All that are told of anything. */
    List<String> names();

    /** Those that are told of an alert. */
    List<String> of(Alert alert);
}
