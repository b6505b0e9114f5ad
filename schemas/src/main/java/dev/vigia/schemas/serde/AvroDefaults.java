package dev.vigia.schemas.serde;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.JsonProperties;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** Default values of fields in the form that a schema's JSON has them in. */
final class AvroDefaults {

    private AvroDefaults() {}

    static Object of(@Nullable Object value) {
        if (value == null) return JsonProperties.NULL_VALUE;
        if (value instanceof IndexedRecord record) {
            Map<String, Object> out = new LinkedHashMap<>();
            record.getSchema().getFields().forEach(field -> out.put(field.name(), of(record.get(field.pos()))));
            return out;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> out = new LinkedHashMap<>();
            map.forEach((key, element) -> out.put(key.toString(), of(element)));
            return out;
        }
        if (value instanceof Collection<?> list) {
            List<Object> out = new ArrayList<>();
            list.forEach(element -> out.add(of(element)));
            return out;
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        if (value instanceof GenericFixed fixed) return fixed.bytes();
        return value instanceof CharSequence || value instanceof GenericEnumSymbol<?> ? value.toString() : value;
    }
}
