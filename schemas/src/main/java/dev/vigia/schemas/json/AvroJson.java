package dev.vigia.schemas.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Avro records as people read them in JSON: the schema's field names, words of enumerations in lower case, and neither
 * fields that are null nor bytes. A list keeps what is null in it.
 */
public final class AvroJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private AvroJson() {}

    public static ObjectNode of(IndexedRecord avro) {
        ObjectNode json = JSON.objectNode();
        for (Schema.Field field : avro.getSchema().getFields()) {
            Object value = avro.get(field.pos());
            if (value != null && !(value instanceof ByteBuffer)) json.set(field.name(), node(value));
        }
        return json;
    }

    private static JsonNode node(@Nullable Object value) {
        if (value == null) return JSON.nullNode();
        if (value instanceof IndexedRecord nested) return of(nested);
        if (value instanceof Map<?, ?> map) {
            ObjectNode json = JSON.objectNode();
            map.forEach((key, entry) -> json.set(String.valueOf(key), node(entry)));
            return json;
        }
        if (value instanceof Collection<?> list) {
            ArrayNode json = JSON.arrayNode(list.size());
            list.forEach(entry -> json.add(node(entry)));
            return json;
        }
        if (value instanceof Boolean b) return JSON.booleanNode(b);
        if (value instanceof Integer i) return JSON.numberNode(i);
        if (value instanceof Long l) return JSON.numberNode(l);
        if (value instanceof Number n) return number(n.doubleValue());
        if (value instanceof Enum<?> || value instanceof GenericEnumSymbol<?>) {
            return JSON.textNode(value.toString().toLowerCase(Locale.ROOT));
        }
        return JSON.textNode(String.valueOf(value));
    }

    /** JSON has no words for numbers that are none. */
    public static JsonNode number(double value) {
        return Double.isFinite(value) ? JSON.numberNode(value) : JSON.nullNode();
    }
}
