package dev.vigia.console.views;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.json.AvroJson;
import java.util.Locale;

/** Alerts as people read them in JSON. */
public final class AlertJson {

    private AlertJson() {}

    /** The fields of the topic's schema, and {@code status}. */
    public static ObjectNode of(Alert alert) {
        return AvroJson.of(alert).put("status", status(alert));
    }

    /** {@code pending active recovering}, or {@code resolved} when it is over. */
    public static String status(Alert alert) {
        return status(alert.getState());
    }

    /** {@code pending active recovering}, or {@code resolved} when it is over. */
    public static String status(AlertState state) {
        return state == AlertState.INACTIVE ? "resolved" : state.name().toLowerCase(Locale.ROOT);
    }
}
