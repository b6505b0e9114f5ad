package dev.vigia.processors.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigia.schemas.avro.Span;
import dev.vigia.schemas.avro.SpanKind;
import dev.vigia.schemas.avro.SpanStatus;
import dev.vigia.schemas.json.Defaults;
import dev.vigia.schemas.json.InvalidRecord;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Spans as tests write them: the fields of {@link Span} by their names, but {@code duration_ms} in milliseconds. All but
 * {@code name} may be missing.
 */
final class SpanJson {

    private static final double NANOS_OF_MILLI = 1e6;

    private SpanJson() {}

    static Span parse(JsonNode json, Defaults defaults) throws InvalidRecord {
        Span.Builder span = Span.newBuilder()
                .setTimestamp(defaults.timestamp())
                .setDuration(0)
                .setTraceId("")
                .setSpanId("")
                .setName("")
                .setService(defaults.service());
        for (Map.Entry<String, JsonNode> field : json.properties()) set(span, field.getKey(), field.getValue());
        if (span.getName().isEmpty()) throw new InvalidRecord("name", "is missing");
        return span.build();
    }

    private static void set(Span.Builder span, String name, JsonNode value) throws InvalidRecord {
        switch (name) {
            case "service" -> span.setService(value.asText());
            case "name" -> span.setName(value.asText());
            case "kind" -> span.setKind(word(name, value, SpanKind.class));
            case "status" -> span.setStatus(word(name, value, SpanStatus.class));
            case "status_message" -> span.setStatusMessage(value.asText());
            case "duration_ms" -> span.setDuration(Math.round(number(name, value) * NANOS_OF_MILLI));
            case "weight" -> span.setWeight(number(name, value));
            case "trace_id" -> span.setTraceId(value.asText());
            case "span_id" -> span.setSpanId(value.asText());
            case "parent_span_id" -> span.setParentSpanId(value.asText());
            case "attributes" -> span.setAttributes(attributes(value));
            case "resource" -> span.setResource(resource(value));
            default -> throw new InvalidRecord(name, "is not known");
        }
    }

    private static double number(String name, JsonNode value) throws InvalidRecord {
        if (!value.isNumber()) throw new InvalidRecord(name, value + " is not a number");
        return value.asDouble();
    }

    private static <E extends Enum<E>> E word(String name, JsonNode value, Class<E> type) throws InvalidRecord {
        List<E> words = Arrays.asList(type.getEnumConstants());
        for (E word : words) if (word.name().equalsIgnoreCase(value.asText())) return word;
        throw new InvalidRecord(name, value + " is none of " + words.toString().toLowerCase(Locale.ROOT));
    }

    private static Map<String, Object> attributes(JsonNode json) {
        Map<String, Object> attributes = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            JsonNode value = entry.getValue();
            if (value.isIntegralNumber()) attributes.put(entry.getKey(), value.longValue());
            else if (value.isNumber()) attributes.put(entry.getKey(), value.doubleValue());
            else if (value.isBoolean()) attributes.put(entry.getKey(), value.booleanValue());
            else attributes.put(entry.getKey(), value.isTextual() ? value.textValue() : value.toString());
        }
        return attributes;
    }

    private static Map<String, String> resource(JsonNode json) {
        Map<String, String> resource = new HashMap<>();
        json.properties()
                .forEach(entry -> resource.put(entry.getKey(), entry.getValue().asText()));
        return resource;
    }
}
