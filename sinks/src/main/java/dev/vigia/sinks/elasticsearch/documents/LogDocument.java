package dev.vigia.sinks.elasticsearch.documents;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vigia.schemas.avro.ExceptionInfo;
import dev.vigia.schemas.avro.Http;
import dev.vigia.schemas.avro.Log;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A log record; an access-log line has {@code http} and {@code url}, an error has {@code error}. */
final class LogDocument {

    private LogDocument() {}

    static void write(Log log, Fields fields) {
        fields.micros("@timestamp", log.getTimestamp())
                .text("message", log.getMessage())
                .text("log.level", level(log))
                .text("service.name", log.getService())
                .text("trace.id", log.getTraceId())
                .text("span.id", log.getSpanId())
                .text("event.kind", "event")
                .text("event.id", log.getId())
                .text("event.action", log.getEventName())
                .micros("event.created", log.getObservedTimestamp())
                .number("vigia.count", log.getCount());
        if (log.getSeverityNumber() > 0) fields.number("event.severity", (long) log.getSeverityNumber());
        http(log.getHttp(), fields);
        exception(log.getException(), fields);
        EcsAttributes.resource(fields, log.getResource());
        EcsAttributes.record(fields, log.getAttributes());
    }

    private static String level(Log log) {
        int severity = log.getSeverityNumber();
        if (severity >= 21) return "fatal";
        if (severity >= 17) return "error";
        if (severity >= 13) return "warn";
        if (severity >= 9) return "info";
        if (severity >= 5) return "debug";
        if (severity >= 1) return "trace";
        return log.getSeverityText() == null ? "" : log.getSeverityText().toLowerCase(Locale.ROOT);
    }

    private static void http(@Nullable Http http, Fields fields) {
        if (http == null) return;
        fields.json("event.category", LogDocument::web)
                .text("http.request.method", http.getMethod())
                .text("http.request.referrer", http.getReferrer())
                .number("http.response.body.bytes", http.getResponseBytes())
                .text("http.version", http.getVersion())
                .text("http.route", http.getRoute())
                .text("url.path", http.getPath())
                .text("url.query", http.getQuery())
                .text("user_agent.original", http.getUserAgent())
                .number("event.duration", http.getDuration());
        if (http.getStatus() > 0) {
            fields.number("http.response.status_code", (long) http.getStatus())
                    .text("event.outcome", http.getStatus() >= 500 ? "failure" : "success");
        }
        if (http.getClientAddress() != null) EcsAttributes.client(fields, http.getClientAddress());
    }

    /** A field that may have several values, and so is an array. */
    private static void web(JsonGenerator out) throws IOException {
        out.writeStartArray();
        out.writeString("web");
        out.writeEndArray();
    }

    private static void exception(@Nullable ExceptionInfo exception, Fields fields) {
        if (exception == null) return;
        fields.text("error.type", exception.getType())
                .text("error.message", exception.getMessage())
                .text("error.stack_trace", exception.getStackTrace());
    }
}
