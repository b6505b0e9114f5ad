package dev.vigia.schemas.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.schemas.avro.ExceptionInfo;
import dev.vigia.schemas.avro.Http;
import dev.vigia.schemas.avro.Log;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/**
 * The JSON form of logs. A record in full:
 *
 * <pre>
 * {"id": "7f3a", "timestamp": "2024-02-03T04:05:06.789Z", "level": "ERROR", "severity_number": 17,
 *  "message": "payment failed", "service": "checkout", "event_name": "payment_failed",
 *  "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736", "span_id": "00f067aa0ba902b7",
 *  "http": {"method": "POST", "route": "/pay/{id}", "path": "/pay/7", "query": "a=b", "status": 502,
 *           "duration_ms": 12.5, "response_bytes": 312, "version": "1.1", "referrer": "…", "user_agent": "…",
 *           "client_address": "192.0.2.7"},
 *  "exception": {"type": "PaymentException", "message": "declined", "stack_trace": "…"},
 *  "attributes": {"order.id": 7}, "resource": {"service.version": "1.2.0"}, "count": 1}
 * </pre>
 *
 * Nothing is required. A time is ISO 8601 (without a zone: UTC) or a Unix time whose size tells its unit; levels are read as
 * {@link Levels} says. {@code http.duration} is in nanoseconds, {@code http.duration_ms} in milliseconds; a status makes the
 * record the report of a finished request. ECS names ({@code @timestamp}, {@code log.level}, {@code url.path},
 * {@code error.stack_trace}, …) and the members of a browser's {@code metadata} are known too, nested or dotted. Any other
 * name becomes an attribute: objects by dotted names, lists as JSON text. {@code null} says nothing.
 */
public final class LogJson {

    /** Below this many nanoseconds a double of milliseconds is exact when rounded. */
    private static final long EXACT_NANOS = 1L << 50;

    private static final double NANOS_OF_MILLI = 1e6;

    private LogJson() {}

    /** Reads a record; one without a time happened now. */
    public static Log parse(JsonNode node) throws InvalidRecord {
        return parse(node, Defaults.at(Instant.now()));
    }

    /** Reads a record. */
    public static Log parse(JsonNode node, Defaults defaults) throws InvalidRecord {
        try (JsonParser parser = node.traverse()) {
            parser.nextToken();
            return parse(parser, defaults);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads the object whose start the parser stands on; the parser then stands on its end. After an {@link InvalidRecord}
     * it stands somewhere within.
     *
     * @throws IOException when it is not JSON
     */
    public static Log parse(JsonParser parser, Defaults defaults) throws IOException, InvalidRecord {
        LogDraft draft = new LogDraft();
        LogDraft.NAMES.read(parser, draft);
        return draft.finish(defaults);
    }

    /** The same record as JSON: {@link #parse} gives an equal one. Numbers that JSON has no form for become text. */
    public static ObjectNode write(Log log) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        Written.text(out, "id", log.getId());
        out.put("timestamp", Written.time(log.getTimestamp()));
        if (log.getObservedTimestamp() != null) {
            out.put("observed_timestamp", Written.time(log.getObservedTimestamp()));
        }
        Written.text(out, "level", log.getSeverityText());
        out.put("severity_number", log.getSeverityNumber());
        out.put("message", log.getMessage());
        Written.text(out, "event_name", log.getEventName());
        out.put("service", log.getService());
        Written.text(out, "trace_id", log.getTraceId());
        Written.text(out, "span_id", log.getSpanId());
        if (log.getHttp() != null) write(log.getHttp(), out.putObject("http"));
        if (log.getException() != null) write(log.getException(), out.putObject("exception"));
        Written.attributes(out, log.getAttributes());
        Written.resource(out, log.getResource());
        if (log.getCount() != 1) out.put("count", log.getCount());
        return out;
    }

    private static void write(Http http, ObjectNode out) {
        Written.text(out, "method", http.getMethod());
        Written.text(out, "route", http.getRoute());
        Written.text(out, "path", http.getPath());
        Written.text(out, "query", http.getQuery());
        out.put("status", http.getStatus());
        Long nanos = http.getDuration();
        if (nanos != null && nanos < EXACT_NANOS) out.put("duration_ms", nanos / NANOS_OF_MILLI);
        if (nanos != null && nanos >= EXACT_NANOS) out.put("duration", nanos);
        if (http.getResponseBytes() != null) out.put("response_bytes", http.getResponseBytes());
        Written.text(out, "version", http.getVersion());
        Written.text(out, "referrer", http.getReferrer());
        Written.text(out, "user_agent", http.getUserAgent());
        Written.text(out, "client_address", http.getClientAddress());
    }

    private static void write(ExceptionInfo exception, ObjectNode out) {
        out.put("type", exception.getType());
        Written.text(out, "message", exception.getMessage());
        Written.text(out, "stack_trace", exception.getStackTrace());
    }
}
