package dev.vigia.chaos.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.schemas.Topic;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.avro.Span;
import dev.vigia.schemas.json.LogJson;
import dev.vigia.schemas.json.MetricJson;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** A kind of telemetry: where its records go, how a record of the load is known again, and what is counted of it. */
public enum Signal {
    LOGS("logs-vigia-default", "trace.id", "requests", Log.class),
    METRICS("metrics-vigia-default", "event.id", "metric", Metric.class),
    SPANS("traces-vigia-default", "trace.id", "spans", Span.class);

    private final String dataStream;
    private final String idField;
    private final String rollup;
    private final Class<? extends SpecificRecord> type;

    Signal(String dataStream, String idField, String rollup, Class<? extends SpecificRecord> type) {
        this.dataStream = dataStream;
        this.idField = idField;
        this.rollup = rollup;
        this.type = type;
    }

    /** In Elasticsearch. */
    public String dataStream() {
        return dataStream;
    }

    /** The document's field with the id. */
    public String idField() {
        return idField;
    }

    /** Kind of the built-in series that counts every record. */
    public String rollup() {
        return rollup;
    }

    public Class<? extends SpecificRecord> type() {
        return type;
    }

    public Topic topic(Topics topics) {
        return switch (this) {
            case LOGS -> topics.logs();
            case METRICS -> topics.metrics();
            case SPANS -> topics.spans();
        };
    }

    /** Which record of the load it is. */
    public static Optional<RecordId> id(SpecificRecord record) {
        if (record instanceof Log log) return RecordId.parse(log.getTraceId());
        if (record instanceof Metric metric) return RecordId.parse(metric.getId());
        if (record instanceof Span span) return RecordId.parse(span.getTraceId());
        return Optional.empty();
    }

    public static String service(SpecificRecord record) {
        if (record instanceof Log log) return log.getService();
        return record instanceof Metric metric ? metric.getService() : ((Span) record).getService();
    }

    static ObjectNode json(SpecificRecord record) {
        return record instanceof Log log ? LogJson.write(log) : MetricJson.write((Metric) record);
    }
}
