package dev.vigia.console.views;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.schemas.avro.ExceptionInfo;
import dev.vigia.schemas.avro.Http;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.json.AvroJson;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A log as the console shows it.
 *
 * @param number grows by one with each line that this console has seen
 * @param level {@code trace debug info warn error fatal}, or {@code unknown}
 * @param text what a search looks through, in lower case
 * @param json what the API answers with
 */
public record LogLine(long number, String level, String service, String text, ObjectNode json) {

    private static final int MAX_MESSAGE = 2_000;
    private static final int MAX_STACK_TRACE = 8_000;
    private static final int MAX_ATTRIBUTES = 40;
    private static final int MAX_ATTRIBUTE = 500;
    private static final String[] LEVELS = {"trace", "debug", "info", "warn", "error", "fatal"};

    static LogLine of(long number, Log log) {
        String level = level(log.getSeverityNumber());
        ObjectNode json = AvroJson.of(log);
        json.put("number", number);
        json.put("at", Math.floorDiv(log.getTimestamp(), 1_000L));
        json.put("level", level);
        cut(json, "message", MAX_MESSAGE);
        if (json.get("exception") instanceof ObjectNode exception) {
            cut(exception, "message", MAX_MESSAGE);
            cut(exception, "stack_trace", MAX_STACK_TRACE);
        }
        bound(json, "attributes");
        bound(json, "resource");
        return new LogLine(number, level, log.getService(), searched(log), json);
    }

    /** The word for an OpenTelemetry severity number. */
    static String level(int severityNumber) {
        if (severityNumber < 1 || severityNumber > 24) return "unknown";
        return LEVELS[(severityNumber - 1) / 4];
    }

    private static void cut(ObjectNode json, String field, int length) {
        String text = json.path(field).asText("");
        if (text.length() > length) json.put(field, text.substring(0, length) + "…");
    }

    private static void bound(ObjectNode json, String field) {
        if (!(json.get(field) instanceof ObjectNode map)) return;
        int[] left = {MAX_ATTRIBUTES};
        map.properties().removeIf(entry -> left[0]-- <= 0);
        map.properties().stream()
                .filter(entry -> entry.getValue().isTextual())
                .map(Map.Entry::getKey)
                .toList()
                .forEach(name -> cut(map, name, MAX_ATTRIBUTE));
    }

    private static String searched(Log log) {
        StringBuilder text = new StringBuilder(log.getService()).append('\n');
        append(text, log.getMessage(), MAX_MESSAGE);
        ExceptionInfo exception = log.getException();
        if (exception != null) {
            append(text, exception.getType(), MAX_ATTRIBUTE);
            append(text, exception.getMessage(), MAX_MESSAGE);
        }
        Http http = log.getHttp();
        if (http != null) {
            append(text, http.getMethod() + " " + http.getPath() + " " + http.getStatus(), MAX_MESSAGE);
        }
        append(text, log.getTraceId(), MAX_ATTRIBUTE);
        return text.toString().toLowerCase(Locale.ROOT);
    }

    private static void append(StringBuilder text, @Nullable String part, int length) {
        if (part != null) text.append(part, 0, Math.min(length, part.length())).append('\n');
    }
}
