package dev.vigia.schemas.serde;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.LogicalTypes;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Works out, once for an Avro schema, how its values become Connect's. Used for one schema and then thrown away. */
final class AvroToConnect {

    /** Full names of the records that the present one lies in. */
    private final Deque<String> enclosing = new ArrayDeque<>();

    /** Makes a value of a Connect schema from an Avro value, which is not null. */
    private interface Conversion {
        Object convert(Schema schema, Object avro);
    }

    /** A Connect schema, and how values get there. */
    record Mapping(Schema schema, Conversion value) {

        @Nullable
        Object apply(@Nullable Object avro) {
            return avro == null ? null : value.convert(schema, avro);
        }
    }

    /** A schema that is not finished: whether it is optional, and its default, are said by what it lies in. */
    private record Draft(SchemaBuilder schema, Conversion value) {

        static Draft of(SchemaBuilder schema, Function<Object, Object> value) {
            return new Draft(schema, (built, avro) -> value.apply(avro));
        }

        Mapping finished() {
            return new Mapping(schema.build(), value);
        }
    }

    /** @throws DataException when Connect has nothing like the schema */
    static Mapping mapping(org.apache.avro.Schema schema) {
        return new AvroToConnect().map(schema);
    }

    private Mapping map(org.apache.avro.Schema schema) {
        return draft(schema).finished();
    }

    private Mapping mapField(org.apache.avro.Schema.Field field) {
        Draft draft = draft(field.schema());
        if (field.doc() != null && draft.schema().doc() == null) draft.schema().doc(field.doc());
        if (field.hasDefaultValue()) {
            Object value = GenericData.get().getDefaultValue(field);
            // A struct carries its schema, default included: it cannot be its own default.
            boolean holdable = value != null && draft.schema().type() != Schema.Type.STRUCT;
            if (holdable)
                draft.schema().defaultValue(draft.value().convert(draft.schema().build(), value));
        }
        return draft.finished();
    }

    private Draft draft(org.apache.avro.Schema schema) {
        if (schema.getType() == org.apache.avro.Schema.Type.UNION) return union(schema);
        Draft draft = logical(schema).orElseGet(() -> plain(schema));
        SchemaBuilder builder = draft.schema();
        String name = schema.getProp(ConnectMetadata.NAME);
        if (name != null && builder.name() == null) builder.name(name);
        if (schema.getProp(ConnectMetadata.DOC) != null) builder.doc(schema.getProp(ConnectMetadata.DOC));
        if (schema.getObjectProp(ConnectMetadata.VERSION) instanceof Number version && builder.version() == null) {
            builder.version(version.intValue());
        }
        if (schema.getObjectProp(ConnectMetadata.PARAMETERS) instanceof Map<?, ?> parameters) {
            parameters.forEach((key, value) -> parameter(builder, key.toString(), String.valueOf(value)));
        }
        return draft;
    }

    private static void parameter(SchemaBuilder builder, String key, String value) {
        if (builder.parameters() == null || !builder.parameters().containsKey(key)) builder.parameter(key, value);
    }

    private static Optional<Draft> logical(org.apache.avro.Schema schema) {
        var logical = schema.getLogicalType();
        if (logical instanceof LogicalTypes.Decimal decimal) {
            SchemaBuilder builder = Decimal.builder(decimal.getScale());
            if (decimal.getPrecision() != ConnectMetadata.DEFAULT_PRECISION) {
                builder.parameter(ConnectMetadata.DECIMAL_PRECISION, Integer.toString(decimal.getPrecision()));
            }
            return Optional.of(
                    Draft.of(builder, value -> new BigDecimal(new BigInteger(bytes(value)), decimal.getScale())));
        }
        if (logical instanceof LogicalTypes.Date) {
            return Optional.of(Draft.of(Date.builder(), v -> Date.toLogical(Date.SCHEMA, (Integer) v)));
        }
        if (logical instanceof LogicalTypes.TimeMillis) {
            return Optional.of(Draft.of(Time.builder(), v -> Time.toLogical(Time.SCHEMA, (Integer) v)));
        }
        if (logical instanceof LogicalTypes.TimestampMillis) {
            return Optional.of(Draft.of(Timestamp.builder(), v -> Timestamp.toLogical(Timestamp.SCHEMA, (Long) v)));
        }
        return Optional.empty();
    }

    private Draft plain(org.apache.avro.Schema schema) {
        return switch (schema.getType()) {
            case BOOLEAN -> Draft.of(SchemaBuilder.bool(), value -> value);
            case INT -> integer(schema);
            case LONG -> Draft.of(SchemaBuilder.int64(), value -> value);
            case FLOAT -> Draft.of(SchemaBuilder.float32(), value -> value);
            case DOUBLE -> Draft.of(SchemaBuilder.float64(), value -> value);
            case STRING -> Draft.of(SchemaBuilder.string(), Object::toString);
            case BYTES -> Draft.of(SchemaBuilder.bytes(), value -> ByteBuffer.wrap(bytes(value)));
            case FIXED -> fixed(schema);
            case ENUM -> enumeration(schema);
            case ARRAY -> array(schema);
            case MAP -> textMap(map(schema.getValueType()));
            case RECORD -> record(schema);
            case NULL, UNION -> throw new DataException("Connect has no type for Avro's " + schema + " by itself");
        };
    }

    private static Draft integer(org.apache.avro.Schema schema) {
        String type = schema.getProp(ConnectMetadata.TYPE);
        if ("int8".equals(type)) return Draft.of(SchemaBuilder.int8(), value -> ((Number) value).byteValue());
        if ("int16".equals(type)) return Draft.of(SchemaBuilder.int16(), value -> ((Number) value).shortValue());
        return Draft.of(SchemaBuilder.int32(), value -> value);
    }

    private static Draft fixed(org.apache.avro.Schema schema) {
        SchemaBuilder builder = SchemaBuilder.bytes()
                .name(schema.getFullName())
                .parameter(ConnectMetadata.FIXED_SIZE, Integer.toString(schema.getFixedSize()));
        return Draft.of(builder, value -> ByteBuffer.wrap(bytes(value)));
    }

    private static Draft enumeration(org.apache.avro.Schema schema) {
        SchemaBuilder builder =
                SchemaBuilder.string().name(schema.getFullName()).parameter(ConnectMetadata.ENUM, schema.getFullName());
        schema.getEnumSymbols().forEach(symbol -> builder.parameter(ConnectMetadata.ENUM + "." + symbol, symbol));
        if (schema.getEnumDefault() != null) builder.parameter(ConnectMetadata.ENUM_DEFAULT, schema.getEnumDefault());
        if (schema.getDoc() != null) builder.doc(schema.getDoc());
        return Draft.of(builder, Object::toString);
    }

    private Draft array(org.apache.avro.Schema schema) {
        org.apache.avro.Schema items = schema.getElementType();
        boolean entries = items.getType() == org.apache.avro.Schema.Type.RECORD
                && items.getName().startsWith(ConnectMetadata.MAP_ENTRY)
                && ConnectMetadata.DEFAULT_NAMESPACE.equals(items.getNamespace());
        if (entries) return entryMap(items);
        Mapping item = map(items);
        return Draft.of(SchemaBuilder.array(item.schema()), value -> {
            List<@Nullable Object> out = new ArrayList<>();
            for (Object element : (Collection<?>) value) out.add(item.apply(element));
            return out;
        });
    }

    private static Draft textMap(Mapping item) {
        return Draft.of(SchemaBuilder.map(Schema.STRING_SCHEMA, item.schema()), value -> {
            Map<String, @Nullable Object> out = new LinkedHashMap<>();
            ((Map<?, ?>) value).forEach((key, element) -> out.put(key.toString(), item.apply(element)));
            return out;
        });
    }

    private Draft entryMap(org.apache.avro.Schema entry) {
        Mapping key = map(entry.getField(ConnectMetadata.ENTRY_KEY).schema());
        Mapping item = map(entry.getField(ConnectMetadata.ENTRY_VALUE).schema());
        int keyAt = entry.getField(ConnectMetadata.ENTRY_KEY).pos();
        int valueAt = entry.getField(ConnectMetadata.ENTRY_VALUE).pos();
        return Draft.of(SchemaBuilder.map(key.schema(), item.schema()), value -> {
            Map<@Nullable Object, @Nullable Object> out = new LinkedHashMap<>();
            for (Object element : (Collection<?>) value) {
                IndexedRecord pair = (IndexedRecord) element;
                out.put(key.apply(pair.get(keyAt)), item.apply(pair.get(valueAt)));
            }
            return out;
        });
    }

    private Draft record(org.apache.avro.Schema schema) {
        if (enclosing.contains(schema.getFullName())) {
            throw new DataException("Connect cannot hold " + schema.getFullName() + ", which contains itself");
        }
        enclosing.push(schema.getFullName());
        SchemaBuilder builder = SchemaBuilder.struct();
        boolean unnamed = schema.getNamespace() != null
                && schema.getNamespace().equals(ConnectMetadata.DEFAULT_NAMESPACE)
                && schema.getName().startsWith(ConnectMetadata.DEFAULT_RECORD);
        String name = schema.getProp(ConnectMetadata.NAME);
        if (name != null || !unnamed) builder.name(name != null ? name : schema.getFullName());
        if (schema.getDoc() != null) builder.doc(schema.getDoc());
        List<Mapping> mappings = new ArrayList<>();
        for (var field : schema.getFields()) {
            Mapping mapping = mapField(field);
            mappings.add(mapping);
            builder.field(field.name(), mapping.schema());
        }
        enclosing.pop();
        return new Draft(builder, (built, value) -> {
            Struct struct = new Struct(built);
            IndexedRecord record = (IndexedRecord) value;
            List<Field> fields = built.fields();
            for (int i = 0; i < mappings.size(); i++) {
                struct.put(fields.get(i), mappings.get(i).apply(record.get(i)));
            }
            return struct;
        });
    }

    private Draft union(org.apache.avro.Schema union) {
        List<org.apache.avro.Schema> branches = union.getTypes().stream()
                .filter(branch -> branch.getType() != org.apache.avro.Schema.Type.NULL)
                .toList();
        if (branches.isEmpty()) throw new DataException("Connect has no type for a union of null alone");
        Draft draft = branches.size() == 1 ? draft(branches.get(0)) : choice(union);
        if (union.isNullable()) draft.schema().optional();
        return draft;
    }

    private Draft choice(org.apache.avro.Schema union) {
        SchemaBuilder builder = SchemaBuilder.struct().name(ConnectMetadata.UNION);
        List<Optional<Mapping>> mappings = new ArrayList<>();
        for (org.apache.avro.Schema branch : union.getTypes()) {
            if (branch.getType() == org.apache.avro.Schema.Type.NULL) {
                mappings.add(Optional.empty());
            } else {
                Draft draft = draft(branch);
                draft.schema().optional();
                Mapping mapping = draft.finished();
                mappings.add(Optional.of(mapping));
                builder.field(branch.getName(), mapping.schema());
            }
        }
        return new Draft(builder, (built, value) -> {
            int branch = GenericData.get().resolveUnion(union, value);
            Struct struct = new Struct(built);
            mappings.get(branch)
                    .ifPresent(m -> struct.put(union.getTypes().get(branch).getName(), m.apply(value)));
            return struct;
        });
    }

    private static byte[] bytes(Object value) {
        if (value instanceof GenericFixed fixed) return fixed.bytes();
        ByteBuffer buffer = ((ByteBuffer) value).duplicate();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
