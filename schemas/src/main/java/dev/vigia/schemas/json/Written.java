package dev.vigia.schemas.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the JSON forms have in common when they are written. */
final class Written {

    private Written() {}

    static void text(ObjectNode out, String name, @Nullable String text) {
        if (text != null) out.put(name, text);
    }

    /** @param micros since 1970-01-01 UTC */
    static String time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }

    static void attributes(ObjectNode out, Map<String, Object> attributes) {
        if (attributes.isEmpty()) return;
        ObjectNode object = out.putObject("attributes");
        new TreeMap<>(attributes).forEach((name, value) -> attribute(object, name, value));
    }

    private static void attribute(ObjectNode out, String name, Object value) {
        if (value instanceof Long number) {
            out.put(name, number);
        } else if (value instanceof Double number && Double.isFinite(number)) {
            out.put(name, number);
        } else if (value instanceof Boolean flag) {
            out.put(name, flag);
        } else {
            out.put(name, value.toString());
        }
    }

    static void resource(ObjectNode out, Map<String, String> resource) {
        if (resource.isEmpty()) return;
        ObjectNode object = out.putObject("resource");
        new TreeMap<>(resource).forEach(object::put);
    }
}
