package dev.vigia.schemas.json;

import dev.vigia.schemas.avro.ExceptionInfo;
import dev.vigia.schemas.avro.Http;
import dev.vigia.schemas.avro.Log;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A log being filled. */
final class LogDraft extends Draft {

    static final Names<LogDraft> NAMES = names();

    private static final int HIGHEST_SEVERITY = 24;
    private static final Pattern HEX = Pattern.compile("[0-9a-f]*[1-9a-f][0-9a-f]*");

    private final HttpDraft http = new HttpDraft();
    private @Nullable Long observed;
    private @Nullable Integer severityNumber;
    private @Nullable String severityText;
    private @Nullable String message;
    private @Nullable String eventName;
    private @Nullable String traceId;
    private @Nullable String spanId;
    private @Nullable String exceptionType;
    private @Nullable String exceptionMessage;
    private @Nullable String stackTrace;
    private long count = 1;

    private static Names<LogDraft> names() {
        Names<LogDraft> names = Draft.<LogDraft>common()
                .add(
                        (log, v) -> log.message = log.first(log.message, v.anyText(), v::path),
                        "message",
                        "body",
                        "msg",
                        "log")
                .add((log, v) -> log.severityText = log.first(log.severityText, v), "level", "severity_text")
                .add(
                        (log, v) -> log.severityText = log.first(log.severityText, v),
                        "log.level",
                        "severity",
                        "levelname")
                .add((log, v) -> log.severityNumber = (int) v.whole(0, HIGHEST_SEVERITY), "severity_number")
                .add((log, v) -> log.observed = v.timestamp(), "observed_timestamp", "event.created")
                .add((log, v) -> log.eventName = log.first(log.eventName, v), "event_name", "event")
                .add((log, v) -> log.eventName = log.first(log.eventName, v), "event.action", "event.name")
                .add((log, v) -> log.traceId = log.hex(log.traceId, v, 32), "trace_id", "trace.id", "traceId")
                .add((log, v) -> log.spanId = log.hex(log.spanId, v, 16), "span_id", "span.id", "spanId")
                .add((log, v) -> log.count = v.whole(1, Long.MAX_VALUE), "count")
                .addObject(Draft::attribute, "metadata")
                .add(environment(), "metadata.environment")
                .add(attributeNamed("user.name"), "user", "user.name")
                .add(attributeNamed("user.id"), "user.id", "user_id", "metadata.user_id", "metadata.userId");
        addException(names);
        HttpDraft.addTo(names);
        return names;
    }

    private static void addException(Names<LogDraft> names) {
        names.add((log, v) -> log.exceptionType = log.first(log.exceptionType, v), "exception.type", "error.type")
                .add((log, v) -> log.exceptionMessage = log.first(log.exceptionMessage, v), "exception.message")
                .add((log, v) -> log.exceptionMessage = log.first(log.exceptionMessage, v), "error.message")
                .add((log, v) -> log.stackTrace = log.first(log.stackTrace, v), "exception.stack_trace")
                .add((log, v) -> log.stackTrace = log.first(log.stackTrace, v), "exception.stacktrace", "exception")
                .add((log, v) -> log.stackTrace = log.first(log.stackTrace, v), "error.stack_trace", "error.stack")
                .add((log, v) -> log.stackTrace = log.first(log.stackTrace, v), "stack_trace", "exc_info");
    }

    HttpDraft http() {
        return http;
    }

    /** A W3C id; one of another form is kept as an attribute, and one of zeros says nothing. */
    private @Nullable String hex(@Nullable String before, JsonValue value, int digits)
            throws IOException, InvalidRecord {
        String text = first(before, value);
        if (text.equals(before)) return before;
        String id = text.toLowerCase(Locale.ROOT).replace("-", "");
        // B3 allows trace ids of half the length.
        if (digits == 32 && id.length() == 16) id = "0".repeat(16) + id;
        if (id.length() == digits && HEX.matcher(id).matches()) return id;
        attribute(value.path(), value);
        return null;
    }

    Log finish(Defaults defaults) throws InvalidRecord {
        String text = severityText;
        int number = severityNumber != null ? severityNumber : text == null ? 0 : Levels.number(text);
        Http request = http.finish(this).orElse(null);
        return new Log(
                id,
                timestamp(defaults),
                observed,
                number,
                text,
                message == null ? "" : message,
                eventName,
                service(defaults),
                resource,
                attributes,
                traceId,
                spanId,
                request,
                exception(),
                count);
    }

    private @Nullable ExceptionInfo exception() {
        if (exceptionType == null && exceptionMessage == null && stackTrace == null) return null;
        return new ExceptionInfo(exceptionType == null ? "" : exceptionType, exceptionMessage, stackTrace);
    }
}
