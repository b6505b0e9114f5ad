package dev.vigia.schemas;

import dev.vigia.schemas.avro.Alert;

/**
 * What marks a drill: an incident that somebody makes up, to see whether people are told of one. It goes through everything that a
 * real one goes through, and counts in no statistics of services or incidents.
 */
public final class Drills {

    /** {@code service.name} of its records: they are in no other service's series. */
    public static final String SERVICE = "vigia-drill";

    /** Attribute of its records and label of its alert: the drill's id. */
    public static final String LABEL = "drill";

    private Drills() {}

    /** Whether the alert is a drill's; so is one from outside that has the label. */
    public static boolean isDrill(Alert alert) {
        return !alert.getGroup().getOrDefault(LABEL, "").isEmpty()
                || !alert.getLabels().getOrDefault(LABEL, "").isEmpty();
    }
}
