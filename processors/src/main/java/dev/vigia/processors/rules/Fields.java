package dev.vigia.processors.rules;

import dev.vigia.processors.rules.FieldPath.Real;
import dev.vigia.processors.rules.FieldPath.Text;
import dev.vigia.processors.rules.FieldPath.Whole;
import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.schemas.avro.ExceptionInfo;
import dev.vigia.schemas.avro.Http;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.avro.Span;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** The fields that rules may name, for each kind of record. What a record lacks reads as {@code ""} or 0. */
final class Fields {

    private static final double NANOS = 1e9;

    private static final Map<String, FieldPath> LOGS = logs();
    private static final Map<String, FieldPath> METRICS = metrics();
    private static final Map<String, FieldPath> SPANS = spans();

    private Fields() {}

    /** All fields but the entries of maps, by path. Fields of one structure ({@code http.…}) share the prefix. */
    static Map<String, FieldPath> of(Source source) {
        return switch (source) {
            case LOGS -> LOGS;
            case METRICS -> METRICS;
            case SPANS -> SPANS;
        };
    }

    /** How to read {@code attributes} or {@code resource}. */
    static Function<SpecificRecord, Map<String, ?>> map(Source source, String name) {
        boolean attributes = name.equals(FieldPath.ATTRIBUTES);
        return switch (source) {
            case LOGS -> attributes ? r -> ((Log) r).getAttributes() : r -> ((Log) r).getResource();
            case METRICS -> attributes ? r -> ((Metric) r).getAttributes() : r -> ((Metric) r).getResource();
            case SPANS -> attributes ? r -> ((Span) r).getAttributes() : r -> ((Span) r).getResource();
        };
    }

    /** Level of an OpenTelemetry severity number (1 to 24) as a lower-case word; {@code unknown} outside of it. */
    static String level(int severityNumber) {
        if (severityNumber < 1 || severityNumber > 24) return "unknown";
        return LEVELS[(severityNumber - 1) / 4];
    }

    private static final String[] LEVELS = {"trace", "debug", "info", "warn", "error", "fatal"};

    private static Map<String, FieldPath> logs() {
        Catalogue<Log> c = new Catalogue<>();
        c.text("id", Log::getId);
        c.text("service", Log::getService);
        c.text("message", Log::getMessage);
        c.text("level", log -> level(log.getSeverityNumber()));
        c.whole("severity_number", Log::getSeverityNumber);
        c.text("event_name", Log::getEventName);
        c.text("trace_id", Log::getTraceId);
        c.text("span_id", Log::getSpanId);
        c.http("method", Http::getMethod);
        c.http("route", Http::getRoute);
        c.http("path", Http::getPath);
        c.http("query", Http::getQuery);
        c.whole(
                "http.status",
                log -> log.getHttp() == null ? Whole.ABSENT : log.getHttp().getStatus());
        c.real("http.duration", log -> {
            Long nanos = log.getHttp() == null ? null : log.getHttp().getDuration();
            return nanos == null ? Double.NaN : nanos / NANOS;
        });
        c.whole("http.response_bytes", log -> {
            Long bytes = log.getHttp() == null ? null : log.getHttp().getResponseBytes();
            return bytes == null ? Whole.ABSENT : bytes;
        });
        c.http("version", Http::getVersion);
        c.http("client_address", Http::getClientAddress);
        c.http("user_agent", Http::getUserAgent);
        c.http("referrer", Http::getReferrer);
        c.exception("type", ExceptionInfo::getType);
        c.exception("message", ExceptionInfo::getMessage);
        return c.fields;
    }

    private static Map<String, FieldPath> metrics() {
        Catalogue<Metric> c = new Catalogue<>();
        c.text("id", Metric::getId);
        c.text("service", Metric::getService);
        c.text("name", Metric::getName);
        c.text("unit", Metric::getUnit);
        c.real("value", Metric::getValue);
        return c.fields;
    }

    private static Map<String, FieldPath> spans() {
        Catalogue<Span> c = new Catalogue<>();
        c.text("service", Span::getService);
        c.text("name", Span::getName);
        c.text("kind", span -> span.getKind().name());
        c.text("status", span -> span.getStatus().name());
        c.text("status_message", Span::getStatusMessage);
        c.text("trace_id", Span::getTraceId);
        c.text("span_id", Span::getSpanId);
        c.real("duration", span -> span.getDuration() / NANOS);
        return c.fields;
    }

    /** Collects fields of one kind of record. */
    private static final class Catalogue<R extends SpecificRecord> {

        private final Map<String, FieldPath> fields = new LinkedHashMap<>();

        @SuppressWarnings("unchecked") // the source of a rule decides both the field and the records
        void text(String path, Function<R, @Nullable String> read) {
            fields.put(path, new Text(path, record -> {
                String value = read.apply((R) record);
                return value == null ? "" : value;
            }));
        }

        @SuppressWarnings("unchecked")
        void whole(String path, ToLongFunction<R> read) {
            fields.put(path, new Whole(path, record -> read.applyAsLong((R) record)));
        }

        @SuppressWarnings("unchecked")
        void real(String path, ToDoubleFunction<R> read) {
            fields.put(path, new Real(path, record -> read.applyAsDouble((R) record)));
        }

        void http(String name, Function<Http, @Nullable String> read) {
            text("http." + name, log -> {
                Http http = ((Log) log).getHttp();
                return http == null ? null : read.apply(http);
            });
        }

        void exception(String name, Function<ExceptionInfo, @Nullable String> read) {
            text("exception." + name, log -> {
                ExceptionInfo exception = ((Log) log).getException();
                return exception == null ? null : read.apply(exception);
            });
        }
    }
}
