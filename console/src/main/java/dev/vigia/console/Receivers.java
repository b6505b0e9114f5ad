package dev.vigia.console;

import dev.vigia.schemas.avro.Alert;
import java.util.List;
import java.util.Map;

/** Who is told of which alerts, by the names of {@code routes.yaml}. */
public interface Receivers {

    /** All that are told of anything. */
    List<String> names();

    /**
     * One that is told of an alert.
     *
     * @param group labels that the alerts have in common which it is told of together, by name
     */
    record Told(String name, Map<String, String> group) {}

    /** Those that are told of an alert. One that is told by two routes is there twice, where they group in two ways. */
    List<Told> of(Alert alert);
}
