package dev.vigia.sinks.elasticsearch.documents;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one document by their dotted paths. What is null or empty is left out, and so are numbers that JSON does
 * not have. Not thread-safe.
 */
final class Fields {

    private final ObjectNode root = JsonNodeFactory.instance.objectNode();

    ObjectNode json() {
        return root;
    }

    Fields text(String path, @Nullable String value) {
        if (value != null && !value.isEmpty()) parent(path).put(leaf(path), value);
        return this;
    }

    Fields number(String path, @Nullable Long value) {
        if (value != null) parent(path).put(leaf(path), value);
        return this;
    }

    Fields real(String path, double value) {
        if (Double.isFinite(value)) parent(path).put(leaf(path), value);
        return this;
    }

    Fields flag(String path, boolean value) {
        parent(path).put(leaf(path), value);
        return this;
    }

    /** @param micros since 1970-01-01 UTC */
    Fields micros(String path, @Nullable Long micros) {
        return micros == null ? this : time(path, Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }

    /** @param millis since 1970-01-01 UTC */
    Fields millis(String path, @Nullable Long millis) {
        return millis == null ? this : time(path, Instant.ofEpochMilli(millis));
    }

    private Fields time(String path, Instant time) {
        return text(path, time.toString());
    }

    /** An object that the caller fills; one that stays empty is there nonetheless. */
    ObjectNode object(String path) {
        return parent(path).withObjectProperty(leaf(path));
    }

    ArrayNode array(String path) {
        return parent(path).withArrayProperty(leaf(path));
    }

    Fields tag(String path, String value) {
        array(path).add(value);
        return this;
    }

    /** A map whose keys stay as they are, dots included: the form of fields mapped as {@code flattened}. */
    Fields flat(String path, Map<String, ?> values) {
        if (values.isEmpty()) return this;
        ObjectNode object = object(path);
        values.forEach((key, value) -> put(object, key, value));
        return this;
    }

    /** Puts a value of Avro's {@code union { string, long, double, boolean }}. */
    static void put(ObjectNode object, String key, Object value) {
        if (value instanceof Long number) {
            object.put(key, number);
        } else if (value instanceof Double number && Double.isFinite(number)) {
            object.put(key, number);
        } else if (value instanceof Boolean flag) {
            object.put(key, flag);
        } else {
            object.put(key, value.toString());
        }
    }

    private ObjectNode parent(String path) {
        ObjectNode node = root;
        int from = 0;
        for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', from)) {
            node = node.withObjectProperty(path.substring(from, dot));
            from = dot + 1;
        }
        return node;
    }

    private static String leaf(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }
}
