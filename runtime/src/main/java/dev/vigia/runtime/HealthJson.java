package dev.vigia.runtime;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Health as JSON: {@code status}, {@code timestamp} (ISO 8601, UTC), {@code version}, {@code services}. */
public final class HealthJson {

    private HealthJson() {}

    public static ObjectNode of(Map<String, Health> parts) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("status", Parts.overall(parts).word());
        json.put("timestamp", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
        json.put("version", Version.current());
        ObjectNode services = json.putObject("services");
        parts.forEach((name, health) -> {
            ObjectNode service =
                    services.putObject(name).put("status", health.status().word());
            if (!health.detail().isEmpty()) service.put("detail", health.detail());
        });
        return json;
    }
}
