package dev.vigia.sinks.elasticsearch.documents;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vigia.schemas.avro.Span;
import dev.vigia.schemas.avro.SpanEvent;
import dev.vigia.schemas.avro.SpanStatus;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** One finished span. */
final class SpanDocument {

    private SpanDocument() {}

    static void write(Span span, Fields fields) {
        fields.micros("@timestamp", span.getTimestamp())
                .text("event.kind", "event")
                .number("event.duration", span.getDuration())
                .text("event.outcome", outcome(span.getStatus()))
                .text("service.name", span.getService())
                .text("trace.id", span.getTraceId())
                .text("span.id", span.getSpanId())
                .text("parent.id", span.getParentSpanId())
                .text("span.name", span.getName())
                .text("span.kind", span.getKind().name().toLowerCase(Locale.ROOT))
                .real("span.weight", span.getWeight())
                .text("error.message", span.getStatusMessage());
        if (!span.getEvents().isEmpty()) fields.json("span.events", out -> events(span.getEvents(), out));
        EcsAttributes.resource(fields, span.getResource());
        EcsAttributes.record(fields, span.getAttributes());
    }

    private static String outcome(SpanStatus status) {
        return switch (status) {
            case OK -> "success";
            case ERROR -> "failure";
            case UNSET -> "unknown";
        };
    }

    private static void events(List<SpanEvent> events, JsonGenerator out) throws IOException {
        out.writeStartArray();
        for (SpanEvent event : events) {
            out.writeStartObject();
            Instant at = Instant.EPOCH.plus(event.getTimestamp(), ChronoUnit.MICROS);
            out.writeStringField("@timestamp", at.toString());
            out.writeStringField("name", event.getName());
            out.writeFieldName("attributes");
            Fields.writeFlat(out, event.getAttributes());
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}
