package dev.vigia.processors.rules;

import dev.vigia.processors.rules.FieldPath.Entry;
import dev.vigia.processors.rules.FieldPath.Real;
import dev.vigia.processors.rules.FieldPath.Whole;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Numeric fields against constants, by CEL's operators. */
final class Comparisons {

    private Comparisons() {}

    static Predicate whole(String operator, Whole field, long constant) {
        return switch (operator) {
            case "_==_" -> record -> Match.of(field.orZero(record) == constant);
            case "_!=_" -> record -> Match.of(field.orZero(record) != constant);
            case "_<_" -> record -> Match.of(field.orZero(record) < constant);
            case "_<=_" -> record -> Match.of(field.orZero(record) <= constant);
            case "_>_" -> record -> Match.of(field.orZero(record) > constant);
            case "_>=_" -> record -> Match.of(field.orZero(record) >= constant);
            default -> throw new IllegalArgumentException(operator);
        };
    }

    static Predicate real(String operator, Real field, double constant) {
        return switch (operator) {
            case "_==_" -> record -> Match.of(field.orZero(record) == constant);
            case "_!=_" -> record -> Match.of(field.orZero(record) != constant);
            case "_<_" -> record -> Match.of(field.orZero(record) < constant);
            case "_<=_" -> record -> Match.of(field.orZero(record) <= constant);
            case "_>_" -> record -> Match.of(field.orZero(record) > constant);
            case "_>=_" -> record -> Match.of(field.orZero(record) >= constant);
            default -> throw new IllegalArgumentException(operator);
        };
    }

    /**
     * An attribute: equality with what is not a number is false; an order there is none, which is an error.
     *
     * @param whole whether the constant was written as a whole number: CEL's evaluator compares {@code NaN} and -0.0 against
     *     those as {@link Double#compare} does, and against real ones as Java's operators do
     */
    static Predicate number(String operator, Entry field, double constant, boolean whole) {
        return switch (operator) {
            case "_==_" -> record -> equal(field.value(record), constant, whole);
            case "_!=_" -> record -> equal(field.value(record), constant, whole).not();
            case "_<_" -> record -> order(field.value(record), constant, whole, order -> order < 0);
            case "_<=_" -> record -> order(field.value(record), constant, whole, order -> order <= 0);
            case "_>_" -> record -> order(field.value(record), constant, whole, order -> order > 0);
            case "_>=_" -> record -> order(field.value(record), constant, whole, order -> order >= 0);
            default -> throw new IllegalArgumentException(operator);
        };
    }

    private static Match equal(@Nullable Object value, double constant, boolean whole) {
        if (value == null) return Match.ERROR;
        if (value instanceof Long number) return Match.of(compare(number, constant, whole) == 0);
        if (!(value instanceof Double number)) return Match.NO;
        return Match.of(whole ? Double.compare(number, constant) == 0 : number == constant);
    }

    private static Match order(@Nullable Object value, double constant, boolean whole, IntPredicate test) {
        if (value instanceof Long number) return Match.of(test.test(compare(number, constant, whole)));
        if (!(value instanceof Double number)) return Match.ERROR;
        if (whole) return Match.of(test.test(Double.compare(number, constant)));
        if (Double.isNaN(number)) return Match.NO;
        return Match.of(test.test(number < constant ? -1 : number > constant ? 1 : 0));
    }

    /** Whole numbers beyond 2^53 lose digits against a real one, as they do in CEL's evaluator. */
    private static int compare(long number, double constant, boolean whole) {
        return whole ? Long.compare(number, (long) constant) : Double.compare(number, constant);
    }
}
