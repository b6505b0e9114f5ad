package dev.vigia.processors.rules;

import dev.vigia.processors.rules.Rule.Source;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * One field of a record: {@code service}, {@code http.route}, {@code attributes.source.address}. After
 * {@code attributes.} and {@code resource.} the rest of the path is one key, dots included. Immutable.
 */
public sealed interface FieldPath {

    /** Prefixes of paths into the records' maps. */
    String ATTRIBUTES = "attributes";

    String RESOURCE = "resource";

    /** The path as people write it. */
    String path();

    /** The value as text; {@code ""} when there is none. Numbers as Java writes them. */
    String text(SpecificRecord record);

    /** The value as a number; {@code NaN} when there is none or it is not a number. */
    double number(SpecificRecord record);

    /** What a group-by field is called in an alert: the path without {@code attributes.} or {@code resource.} */
    default String label() {
        return label(path());
    }

    /** What a group-by path is called in an alert: the path without {@code attributes.} or {@code resource.} */
    static String label(String path) {
        for (String map : new String[] {ATTRIBUTES, RESOURCE}) {
            if (path.startsWith(map + ".")) return path.substring(map.length() + 1);
        }
        return path;
    }

    /** The field of that path, or nothing when the records have no such field. */
    static Optional<FieldPath> of(Source source, String path) {
        int dot = path.indexOf('.');
        String head = dot < 0 ? "" : path.substring(0, dot);
        if ((head.equals(ATTRIBUTES) || head.equals(RESOURCE)) && dot + 1 < path.length()) {
            return Optional.of(new Entry(path, Fields.map(source, head), path.substring(dot + 1)));
        }
        return Optional.ofNullable(Fields.of(source).get(path));
    }

    /** A text, {@code ""} when the record has none. */
    record Text(String path, Function<SpecificRecord, String> read) implements FieldPath {

        @Override
        public String text(SpecificRecord record) {
            return read.apply(record);
        }

        @Override
        public double number(SpecificRecord record) {
            return Double.NaN;
        }
    }

    /** A whole number; {@code absent} stands for none, which CEL sees as 0. */
    record Whole(String path, ToLongFunction<SpecificRecord> read) implements FieldPath {

        static final long ABSENT = Long.MIN_VALUE;

        long orZero(SpecificRecord record) {
            long value = read.applyAsLong(record);
            return value == ABSENT ? 0 : value;
        }

        @Override
        public String text(SpecificRecord record) {
            long value = read.applyAsLong(record);
            return value == ABSENT ? "" : Long.toString(value);
        }

        @Override
        public double number(SpecificRecord record) {
            long value = read.applyAsLong(record);
            return value == ABSENT ? Double.NaN : value;
        }
    }

    /** A real number; {@code NaN} stands for none, which CEL sees as 0. */
    record Real(String path, ToDoubleFunction<SpecificRecord> read) implements FieldPath {

        double orZero(SpecificRecord record) {
            double value = read.applyAsDouble(record);
            return Double.isNaN(value) ? 0 : value + 0.0; // no -0.0, which CEL tells from 0
        }

        @Override
        public String text(SpecificRecord record) {
            double value = read.applyAsDouble(record);
            return Double.isNaN(value) ? "" : Double.toString(value);
        }

        @Override
        public double number(SpecificRecord record) {
            return read.applyAsDouble(record);
        }
    }

    /** The value of one key in a map of text, whole and real numbers and booleans. */
    record Entry(String path, Function<SpecificRecord, ? extends Map<String, ?>> map, String key) implements FieldPath {

        @Nullable
        Object value(SpecificRecord record) {
            return map.apply(record).get(key);
        }

        @Override
        public String text(SpecificRecord record) {
            Object value = value(record);
            return value == null ? "" : value.toString();
        }

        @Override
        public double number(SpecificRecord record) {
            return value(record) instanceof Number number ? number.doubleValue() : Double.NaN;
        }
    }
}
