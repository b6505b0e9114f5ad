package dev.vigia.schemas.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.DateTimeException;
import org.jspecify.annotations.Nullable;

/**
 * The value that a parser stands on, read as what a field wants. A value that does not fit is an {@link InvalidRecord} which
 * names the field.
 */
final class JsonValue {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int LONGEST_QUOTE = 40;

    private final JsonParser parser;

    JsonValue(JsonParser parser) {
        this.parser = parser;
    }

    JsonParser parser() {
        return parser;
    }

    boolean isObject() {
        return parser.hasToken(JsonToken.START_OBJECT);
    }

    boolean isNumber() {
        return parser.currentToken().isNumeric();
    }

    /** A text; a number or a truth value as it is written. */
    String text() throws IOException, InvalidRecord {
        if (!parser.currentToken().isScalarValue()) throw invalid(quote() + " is not a text");
        return Utf8.wellFormed(parser.getText());
    }

    /** A text; a list or an object as JSON text. */
    String anyText() throws IOException, InvalidRecord {
        return parser.currentToken().isScalarValue() ? text() : json();
    }

    long whole(long min, long max) throws IOException, InvalidRecord {
        long number;
        try {
            number = switch (parser.currentToken()) {
                case VALUE_NUMBER_INT -> parser.getLongValue();
                case VALUE_NUMBER_FLOAT -> parser.getDecimalValue().longValueExact();
                case VALUE_STRING -> new BigDecimal(parser.getText().strip()).longValueExact();
                default -> throw invalid(quote() + " is not a number");
            };
        } catch (NumberFormatException e) {
            throw invalid(quote() + " is not a number");
        } catch (ArithmeticException | InputCoercionException e) {
            throw invalid(quote() + " is not a whole number of at most 64 bits");
        }
        if (number < min) throw invalid(number + " is less than " + min);
        if (number > max) throw invalid(number + " is more than " + max);
        return number;
    }

    /** A finite number. */
    double number() throws IOException, InvalidRecord {
        double number;
        try {
            number = switch (parser.currentToken()) {
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
                case VALUE_STRING -> Double.parseDouble(parser.getText());
                default -> throw invalid(quote() + " is not a number");
            };
        } catch (NumberFormatException e) {
            throw invalid(quote() + " is not a number");
        }
        if (!Double.isFinite(number)) throw invalid(quote() + " is not a finite number");
        return number;
    }

    /** Microseconds since 1970-01-01 UTC, of a text or a number that {@link Timestamps} knows. */
    long timestamp() throws IOException, InvalidRecord {
        try {
            return switch (parser.currentToken()) {
                case VALUE_NUMBER_INT -> Timestamps.ofEpoch(parser.getLongValue());
                case VALUE_NUMBER_FLOAT -> Timestamps.ofEpoch(number());
                case VALUE_STRING -> Timestamps.parse(parser.getText());
                default -> throw new DateTimeException("not a time");
            };
        } catch (DateTimeException | InputCoercionException e) {
            throw invalid(quote() + " is not a time; write for instance 2024-02-03T04:05:06.789Z, or a Unix time");
        }
    }

    /**
     * A value of an attribute: text, {@link Long}, {@link Double} or {@link Boolean}. A number that fits in neither stays as
     * it is written; a list or an object is JSON text.
     */
    Object attribute() throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> Utf8.wellFormed(parser.getText());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == NumberType.BIG_INTEGER ? parser.getText() : parser.getLongValue();
            case VALUE_NUMBER_FLOAT ->
                Double.isFinite(parser.getDoubleValue()) ? parser.getDoubleValue() : parser.getText();
            default -> json();
        };
    }

    private String json() throws IOException {
        StringWriter out = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(out)) {
            generator.copyCurrentStructure(parser);
        }
        return Utf8.wellFormed(out.toString());
    }

    /** The field's name as the record has it, dotted. */
    String path() {
        @Nullable JsonStreamContext context = parser.getParsingContext();
        if (parser.currentToken().isStructStart()) context = context.getParent();
        if (context != null && context.inArray()) context = context.getParent();
        StringBuilder path = new StringBuilder();
        for (; context != null && context.inObject(); context = context.getParent()) {
            path.insert(0, path.isEmpty() ? context.getCurrentName() : context.getCurrentName() + ".");
        }
        return Utf8.wellFormed(path.toString());
    }

    InvalidRecord invalid(String problem) {
        return new InvalidRecord(path(), problem);
    }

    /** The value for a message to a person: short. */
    String quote() throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "'" + shortened(Utf8.wellFormed(parser.getText())) + "'";
            default -> shortened(parser.getText());
        };
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_QUOTE
                ? text
                : text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, LONGEST_QUOTE) - 1)) + "…";
    }
}
