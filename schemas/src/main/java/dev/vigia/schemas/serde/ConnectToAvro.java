package dev.vigia.schemas.serde;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalTypes;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Works out, once for a Connect schema, how its values become Avro's. Used for one schema and then thrown away. */
final class ConnectToAvro {

    /** Named types by their full name: Avro wants each defined once. */
    private final Map<String, Named> named = new HashMap<>();

    private record Named(Schema connect, Mapping mapping) {}

    /** An Avro schema, and how values get there from Connect's. */
    record Mapping(org.apache.avro.Schema schema, Function<Object, Object> value) {

        @Nullable
        Object apply(@Nullable Object connect) {
            return connect == null ? null : value.apply(connect);
        }
    }

    /** @throws DataException when Avro has nothing like the schema */
    static Mapping mapping(Schema schema) {
        try {
            return new ConnectToAvro().map(schema, schema.defaultValue() != null);
        } catch (AvroRuntimeException e) {
            throw new DataException("Avro cannot hold " + schema.name() + ": " + e.getMessage(), e);
        }
    }

    /** @param valueFirst whether null comes last in the union of an optional value, as a default value needs it */
    private Mapping map(Schema schema, boolean valueFirst) {
        Mapping mapping = mandatory(schema);
        if (!schema.isOptional()) return mapping;
        org.apache.avro.Schema none = org.apache.avro.Schema.create(org.apache.avro.Schema.Type.NULL);
        List<org.apache.avro.Schema> branches = new ArrayList<>();
        if (!valueFirst) branches.add(none);
        boolean choice = mapping.schema().getType() == org.apache.avro.Schema.Type.UNION;
        if (choice) branches.addAll(mapping.schema().getTypes());
        else branches.add(mapping.schema());
        if (valueFirst) branches.add(none);
        return new Mapping(org.apache.avro.Schema.createUnion(branches), mapping.value());
    }

    private Mapping mandatory(Schema schema) {
        boolean isNamed = schema.type() == Schema.Type.STRUCT && !ConnectMetadata.UNION.equals(schema.name())
                || parameter(schema, ConnectMetadata.ENUM).isPresent()
                || parameter(schema, ConnectMetadata.FIXED_SIZE).isPresent();
        if (isNamed) return namedType(schema);
        Mapping mapping = logical(schema).orElseGet(() -> plain(schema));
        if (mapping.schema().getType() != org.apache.avro.Schema.Type.UNION) describe(schema, mapping.schema());
        return mapping;
    }

    private Optional<Mapping> logical(Schema schema) {
        String name = schema.name() == null ? "" : schema.name();
        return switch (name) {
            case Decimal.LOGICAL_NAME -> Optional.of(decimal(schema));
            case Date.LOGICAL_NAME ->
                Optional.of(new Mapping(
                        LogicalTypes.date().addToSchema(type(org.apache.avro.Schema.Type.INT)),
                        v -> Date.fromLogical(schema, (java.util.Date) v)));
            case Time.LOGICAL_NAME ->
                Optional.of(new Mapping(
                        LogicalTypes.timeMillis().addToSchema(type(org.apache.avro.Schema.Type.INT)),
                        v -> Time.fromLogical(schema, (java.util.Date) v)));
            case Timestamp.LOGICAL_NAME ->
                Optional.of(new Mapping(
                        LogicalTypes.timestampMillis().addToSchema(type(org.apache.avro.Schema.Type.LONG)),
                        v -> Timestamp.fromLogical(schema, (java.util.Date) v)));
            default -> Optional.empty();
        };
    }

    private static Mapping decimal(Schema schema) {
        int scale =
                parameter(schema, Decimal.SCALE_FIELD).map(Integer::parseInt).orElse(0);
        int precision = parameter(schema, ConnectMetadata.DECIMAL_PRECISION)
                .map(Integer::parseInt)
                .orElse(ConnectMetadata.DEFAULT_PRECISION);
        return new Mapping(
                LogicalTypes.decimal(precision, scale).addToSchema(type(org.apache.avro.Schema.Type.BYTES)),
                value -> ByteBuffer.wrap(Decimal.fromLogical(schema, (BigDecimal) value)));
    }

    private Mapping plain(Schema schema) {
        return switch (schema.type()) {
            case BOOLEAN -> new Mapping(type(org.apache.avro.Schema.Type.BOOLEAN), value -> value);
            case INT8, INT16 -> {
                org.apache.avro.Schema small = type(org.apache.avro.Schema.Type.INT);
                small.addProp(ConnectMetadata.TYPE, schema.type().getName());
                yield new Mapping(small, value -> ((Number) value).intValue());
            }
            case INT32 -> new Mapping(type(org.apache.avro.Schema.Type.INT), value -> value);
            case INT64 -> new Mapping(type(org.apache.avro.Schema.Type.LONG), value -> value);
            case FLOAT32 -> new Mapping(type(org.apache.avro.Schema.Type.FLOAT), value -> value);
            case FLOAT64 -> new Mapping(type(org.apache.avro.Schema.Type.DOUBLE), value -> value);
            case STRING -> new Mapping(type(org.apache.avro.Schema.Type.STRING), value -> value);
            case BYTES -> new Mapping(type(org.apache.avro.Schema.Type.BYTES), value -> ByteBuffer.wrap(bytes(value)));
            case ARRAY -> array(schema);
            case MAP ->
                schema.keySchema().type() == Schema.Type.STRING
                                && !schema.keySchema().isOptional()
                        ? textMap(schema)
                        : entryMap(schema);
            case STRUCT -> choice(schema);
        };
    }

    private Mapping array(Schema schema) {
        Mapping item = map(schema.valueSchema(), false);
        return new Mapping(org.apache.avro.Schema.createArray(item.schema()), value -> {
            List<@Nullable Object> out = new ArrayList<>();
            for (Object element : (Collection<?>) value) out.add(item.apply(element));
            return out;
        });
    }

    private Mapping textMap(Schema schema) {
        Mapping item = map(schema.valueSchema(), false);
        return new Mapping(org.apache.avro.Schema.createMap(item.schema()), value -> {
            Map<Object, @Nullable Object> out = new LinkedHashMap<>();
            ((Map<?, ?>) value).forEach((key, element) -> out.put(key, item.apply(element)));
            return out;
        });
    }

    private Mapping entryMap(Schema schema) {
        Mapping key = map(schema.keySchema(), false);
        Mapping item = map(schema.valueSchema(), false);
        String name = unusedName(ConnectMetadata.DEFAULT_NAMESPACE + "." + ConnectMetadata.MAP_ENTRY);
        org.apache.avro.Schema entry = org.apache.avro.Schema.createRecord(name, null, null, false);
        entry.setFields(List.of(
                new org.apache.avro.Schema.Field(ConnectMetadata.ENTRY_KEY, key.schema()),
                new org.apache.avro.Schema.Field(ConnectMetadata.ENTRY_VALUE, item.schema())));
        Mapping mapping = new Mapping(org.apache.avro.Schema.createArray(entry), value -> {
            List<Object> out = new ArrayList<>();
            ((Map<?, ?>) value).forEach((k, v) -> {
                GenericData.Record pair = new GenericData.Record(entry);
                pair.put(0, key.apply(k));
                pair.put(1, item.apply(v));
                out.add(pair);
            });
            return out;
        });
        named.put(name, new Named(schema, mapping));
        return mapping;
    }

    /** One definition for every place where the same type stands; other types of the same name get a number. */
    private Mapping namedType(Schema schema) {
        String wanted = avroName(schema);
        Named known = named.get(wanted);
        if (known != null && sameType(known.connect(), schema)) return known.mapping();
        String name = unusedName(wanted);
        Mapping mapping = schema.type() == Schema.Type.STRUCT
                ? record(schema, name)
                : schema.type() == Schema.Type.BYTES ? fixed(schema, name) : enumeration(schema, name);
        if (!name.equals(schema.name())) {
            if (schema.name() != null) mapping.schema().addProp(ConnectMetadata.NAME, schema.name());
        }
        named.put(name, new Named(schema, mapping));
        return mapping;
    }

    private Mapping record(Schema schema, String name) {
        org.apache.avro.Schema record = org.apache.avro.Schema.createRecord(name, schema.doc(), null, false);
        List<Mapping> mappings = new ArrayList<>();
        List<org.apache.avro.Schema.Field> fields = new ArrayList<>();
        for (Field field : schema.fields()) {
            Mapping mapping = map(field.schema(), field.schema().defaultValue() != null);
            mappings.add(mapping);
            fields.add(avroField(field, mapping));
        }
        record.setFields(fields);
        if (schema.version() != null) record.addProp(ConnectMetadata.VERSION, schema.version());
        parameters(schema, record);
        return new Mapping(record, value -> {
            Struct struct = (Struct) value;
            GenericData.Record out = new GenericData.Record(record);
            List<Field> from = schema.fields();
            for (int i = 0; i < mappings.size(); i++) {
                // Without the default: a null that was written stays null.
                out.put(
                        i,
                        mappings.get(i)
                                .apply(struct.getWithoutDefault(from.get(i).name())));
            }
            return out;
        });
    }

    private static org.apache.avro.Schema.Field avroField(Field field, Mapping mapping) {
        Object fallback = field.schema().defaultValue();
        boolean choice = ConnectMetadata.UNION.equals(field.schema().name());
        Object avro = null;
        if (fallback != null && !choice) avro = AvroDefaults.of(mapping.value().apply(fallback));
        else if (field.schema().isOptional()) avro = JsonProperties.NULL_VALUE;
        boolean documented = field.schema().type() != Schema.Type.STRUCT
                && parameter(field.schema(), ConnectMetadata.ENUM).isEmpty();
        String doc = documented ? field.schema().doc() : null;
        return new org.apache.avro.Schema.Field(field.name(), mapping.schema(), doc, avro);
    }

    private static Mapping fixed(Schema schema, String name) {
        int size = Integer.parseInt(schema.parameters().get(ConnectMetadata.FIXED_SIZE));
        org.apache.avro.Schema fixed = org.apache.avro.Schema.createFixed(name, null, null, size);
        return new Mapping(fixed, value -> {
            byte[] bytes = bytes(value);
            if (bytes.length == size) return new GenericData.Fixed(fixed, bytes);
            throw new DataException(name + " has " + size + " bytes, not " + bytes.length);
        });
    }

    private static Mapping enumeration(Schema schema, String name) {
        String prefix = ConnectMetadata.ENUM + ".";
        List<String> symbols = new ArrayList<>();
        schema.parameters().forEach((key, value) -> {
            if (key.startsWith(prefix)) symbols.add(value);
        });
        String fallback = schema.parameters().get(ConnectMetadata.ENUM_DEFAULT);
        org.apache.avro.Schema type = org.apache.avro.Schema.createEnum(name, schema.doc(), null, symbols, fallback);
        return new Mapping(type, value -> {
            if (!type.hasEnumSymbol(value.toString())) {
                throw new DataException("'" + value + "' is not one of " + symbols + ", as " + name + " has them");
            }
            return new GenericData.EnumSymbol(type, value.toString());
        });
    }

    private Mapping choice(Schema schema) {
        List<Mapping> branches = new ArrayList<>();
        for (Field field : schema.fields()) branches.add(mandatory(field.schema()));
        org.apache.avro.Schema union = org.apache.avro.Schema.createUnion(
                branches.stream().map(Mapping::schema).toList());
        return new Mapping(union, value -> {
            Struct struct = (Struct) value;
            for (int i = 0; i < branches.size(); i++) {
                Object chosen = struct.get(schema.fields().get(i));
                if (chosen != null) return branches.get(i).value().apply(chosen);
            }
            throw new DataException("a union with no branch set");
        });
    }

    private static void describe(Schema schema, org.apache.avro.Schema avro) {
        if (schema.name() != null && avro.getLogicalType() == null) avro.addProp(ConnectMetadata.NAME, schema.name());
        if (schema.version() != null && avro.getLogicalType() == null) {
            avro.addProp(ConnectMetadata.VERSION, schema.version());
        }
        parameters(schema, avro);
    }

    private static void parameters(Schema schema, org.apache.avro.Schema avro) {
        if (schema.parameters() == null || avro.getLogicalType() != null) return;
        avro.addProp(ConnectMetadata.PARAMETERS, new LinkedHashMap<>(schema.parameters()));
    }

    private static Optional<String> parameter(Schema schema, String key) {
        return Optional.ofNullable(schema.parameters()).map(parameters -> parameters.get(key));
    }

    /** A name that Avro allows: what it does not know becomes an underscore. */
    private static String avroName(Schema schema) {
        String name = schema.name() == null
                ? ConnectMetadata.DEFAULT_NAMESPACE + "." + ConnectMetadata.DEFAULT_RECORD
                : schema.name();
        return name.replaceAll("[^A-Za-z0-9_.]", "_").replaceAll("(^|\\.)(?=[0-9]|\\.|$)", "$1_");
    }

    private String unusedName(String wanted) {
        String name = wanted;
        for (int i = 2; named.containsKey(name); i++) name = wanted + i;
        return name;
    }

    private static boolean sameType(Schema a, Schema b) {
        if (a.type() != b.type()) return false;
        return a.type() == Schema.Type.STRUCT
                ? a.fields().equals(b.fields())
                : java.util.Objects.equals(a.parameters(), b.parameters());
    }

    private static org.apache.avro.Schema type(org.apache.avro.Schema.Type type) {
        return org.apache.avro.Schema.create(type);
    }

    private static byte[] bytes(Object value) {
        if (value instanceof byte[] bytes) return bytes;
        ByteBuffer buffer = ((ByteBuffer) value).duplicate();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
