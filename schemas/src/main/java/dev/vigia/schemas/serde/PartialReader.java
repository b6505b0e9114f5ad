package dev.vigia.schemas.serde;

import java.io.IOException;
import java.io.Serial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;

/**
 * Reads some fields of a record and skips the rest, which takes a good deal less time than Avro's readers need. Only
 * where the writer's fields have the types that the class has; for anything else there is Avro's schema resolution.
 */
final class PartialReader<T> {

    /** Reads a value, or skips it and returns null. */
    @FunctionalInterface
    private interface Step {
        @Nullable
        Object run(ArrayDecoder in) throws IOException;
    }

    private final Step step;

    private PartialReader(Step step) {
        this.step = step;
    }

    /**
     * A reader, if the schemas allow it.
     *
     * @param reader schema of the generated class
     * @param wanted paths: {@code service}, {@code http} for all of a record or map, {@code http.status} for one field or key
     *     of it. What is not wanted is null, 0 or false
     */
    static <T> Optional<PartialReader<T>> of(Schema writer, Schema reader, Set<String> wanted) {
        try {
            return Optional.of(new PartialReader<>(record(writer, reader, "", wanted)));
        } catch (Unlike e) {
            return Optional.empty();
        }
    }

    @SuppressWarnings("unchecked") // the class is the one that was generated from the reader's schema
    T read(ArrayDecoder in) throws IOException {
        Object read = step.run(in);
        if (read == null) throw new AvroRuntimeException("no record");
        return (T) read;
    }

    private static Step record(Schema writer, Schema reader, String prefix, Set<String> wanted) throws Unlike {
        require(reader.getType() == Schema.Type.RECORD && writer.getFullName().equals(reader.getFullName()));
        List<Step> steps = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (Field field : writer.getFields()) {
            Field target = reader.getField(field.name());
            String path = prefix + field.name();
            if (target != null && isWanted(path, wanted)) {
                Set<String> inner = wanted.contains(path) ? Set.of() : wanted;
                steps.add(value(field.schema(), target.schema(), path + ".", inner));
                places.add(target.pos());
            } else {
                steps.add(skip(field.schema()));
                places.add(-1);
            }
        }
        // A wanted field that the writer does not have would need its default.
        for (Field field : reader.getFields()) {
            require(!isWanted(prefix + field.name(), wanted) || writer.getField(field.name()) != null);
        }
        return new Fields(reader, steps, places);
    }

    /** Whether all of a field is wanted, or a part of it. */
    private static boolean isWanted(String path, Set<String> wanted) {
        return wanted.contains(path) || wanted.stream().anyMatch(name -> name.startsWith(path + "."));
    }

    /** @param wanted empty for everything */
    private static Step value(Schema writer, Schema reader, String prefix, Set<String> wanted) throws Unlike {
        require(writer.getType() == reader.getType() && writer.getLogicalType() == null);
        return switch (reader.getType()) {
            case STRING -> ArrayDecoder::readString;
            case INT -> ArrayDecoder::readInt;
            case LONG -> ArrayDecoder::readLong;
            case DOUBLE -> ArrayDecoder::readDouble;
            case BOOLEAN -> ArrayDecoder::readBoolean;
            case NULL -> PartialReader::nothing;
            case ENUM -> symbol(writer, reader);
            case UNION -> union(writer, reader, prefix, wanted);
            case MAP -> map(writer.getValueType(), reader.getValueType(), keys(prefix, wanted));
            case ARRAY -> array(value(writer.getElementType(), reader.getElementType(), prefix, Set.of()));
            case RECORD -> wanted.isEmpty() ? whole(writer, reader) : record(writer, reader, prefix, wanted);
            default -> throw new Unlike();
        };
    }

    private static Step whole(Schema writer, Schema reader) throws Unlike {
        Set<String> all = new HashSet<>();
        for (Field field : reader.getFields()) all.add(field.name());
        return record(writer, reader, "", all);
    }

    private static Step union(Schema writer, Schema reader, String prefix, Set<String> wanted) throws Unlike {
        List<Schema> branches = writer.getTypes();
        require(branches.size() == reader.getTypes().size());
        Step[] steps = new Step[branches.size()];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = value(branches.get(i), reader.getTypes().get(i), prefix, wanted);
        }
        return choice(branches, steps);
    }

    private static Step choice(List<Schema> branches, Step[] steps) {
        if (steps.length == 2 && branches.get(0).getType() == Schema.Type.NULL) return optional(steps[1]);
        return in -> steps[index(in.readIndex(), steps.length)].run(in);
    }

    /** Most fields of a record may be missing, and most of those are. */
    private static Step optional(Step value) {
        return in -> index(in.readIndex(), 2) == 0 ? null : value.run(in);
    }

    private static Step symbol(Schema writer, Schema reader) throws Unlike {
        Object[] symbols = new Object[writer.getEnumSymbols().size()];
        for (int i = 0; i < symbols.length; i++) {
            String symbol = writer.getEnumSymbols().get(i);
            require(reader.hasEnumSymbol(symbol));
            symbols[i] = SpecificData.get().createEnum(symbol, reader);
        }
        return in -> symbols[index(in.readEnum(), symbols.length)];
    }

    /** Keys of a map that are wanted; empty for all. */
    private static Set<String> keys(String prefix, Set<String> wanted) {
        Set<String> keys = new HashSet<>();
        for (String name : wanted) if (name.startsWith(prefix)) keys.add(name.substring(prefix.length()));
        return keys;
    }

    private static Step map(Schema writer, Schema reader, Set<String> keys) throws Unlike {
        Step value = value(writer, reader, "", Set.of());
        Step skip = skip(writer);
        return in -> {
            Map<String, @Nullable Object> map = new HashMap<>();
            for (long n = in.readMapStart(); n > 0; n = in.mapNext()) {
                for (long i = 0; i < n; i++) {
                    String key = in.readString();
                    if (keys.isEmpty() || keys.contains(key)) {
                        map.put(key, value.run(in));
                    } else {
                        skip.run(in);
                    }
                }
            }
            return map;
        };
    }

    private static Step array(Step value) {
        return in -> {
            List<@Nullable Object> list = new ArrayList<>();
            for (long n = in.readArrayStart(); n > 0; n = in.arrayNext()) {
                for (long i = 0; i < n; i++) list.add(value.run(in));
            }
            return list;
        };
    }

    private static Step skip(Schema schema) throws Unlike {
        return switch (schema.getType()) {
            case STRING ->
                in -> {
                    in.skipString();
                    return null;
                };
            case BYTES ->
                in -> {
                    in.skipBytes();
                    return null;
                };
            case INT, ENUM, LONG ->
                in -> {
                    in.readLong();
                    return null;
                };
            case DOUBLE ->
                in -> {
                    in.skipFixed(Double.BYTES);
                    return null;
                };
            case FLOAT ->
                in -> {
                    in.skipFixed(Float.BYTES);
                    return null;
                };
            case BOOLEAN ->
                in -> {
                    in.skipFixed(1);
                    return null;
                };
            case NULL -> PartialReader::nothing;
            case UNION -> skipUnion(schema);
            case RECORD -> skipRecord(schema);
            case MAP -> skipMap(skip(schema.getValueType()));
            case ARRAY -> skipArray(skip(schema.getElementType()));
            case FIXED -> throw new Unlike();
        };
    }

    private static Step skipUnion(Schema union) throws Unlike {
        Step[] branches = new Step[union.getTypes().size()];
        for (int i = 0; i < branches.length; i++)
            branches[i] = skip(union.getTypes().get(i));
        return choice(union.getTypes(), branches);
    }

    private static Step skipRecord(Schema record) throws Unlike {
        Step[] fields = new Step[record.getFields().size()];
        for (int i = 0; i < fields.length; i++)
            fields[i] = skip(record.getFields().get(i).schema());
        return in -> {
            for (Step field : fields) field.run(in);
            return null;
        };
    }

    private static Step skipMap(Step value) {
        return in -> {
            for (long n = in.skipMap(); n > 0; n = in.skipMap()) {
                for (long i = 0; i < n; i++) {
                    in.skipString();
                    value.run(in);
                }
            }
            return null;
        };
    }

    private static Step skipArray(Step value) {
        return in -> {
            for (long n = in.skipArray(); n > 0; n = in.skipArray()) {
                for (long i = 0; i < n; i++) value.run(in);
            }
            return null;
        };
    }

    private static @Nullable Object nothing(ArrayDecoder in) {
        return null;
    }

    private static int index(int index, int size) {
        if (index >= 0 && index < size) return index;
        throw new AvroRuntimeException("there is no branch or symbol " + index);
    }

    private static void require(boolean alike) throws Unlike {
        if (!alike) throw new Unlike();
    }

    /** All fields of a record, read or skipped in the order in which they were written. */
    private static final class Fields implements Step {

        private final Schema schema;
        private final GenericData.InstanceSupplier instances;
        private final Step[] steps;
        private final int[] places;

        Fields(Schema schema, List<Step> steps, List<Integer> places) {
            this.schema = schema;
            this.instances = SpecificData.get().getNewRecordSupplier(schema);
            this.steps = steps.toArray(Step[]::new);
            this.places = places.stream().mapToInt(Integer::intValue).toArray();
        }

        @Override
        public Object run(ArrayDecoder in) throws IOException {
            IndexedRecord record = (IndexedRecord) instances.newInstance(none(), schema);
            for (int i = 0; i < steps.length; i++) {
                Object value = steps[i].run(in);
                if (places[i] >= 0) record.put(places[i], value);
            }
            return record;
        }

        /** No record to fill anew. */
        @SuppressWarnings("NullAway")
        private static Object none() {
            return (@Nullable Object) null;
        }
    }

    /** The schemas are not alike enough. */
    private static final class Unlike extends Exception {

        @Serial
        private static final long serialVersionUID = 1;
    }
}
