package dev.vigia.sinks.elasticsearch.documents;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.schemas.avro.Histogram;
import dev.vigia.schemas.avro.Metric;
import java.util.Locale;

/** One data point. */
final class MetricDocument {

    private MetricDocument() {}

    static void write(Metric metric, Fields fields) {
        fields.micros("@timestamp", metric.getTimestamp())
                .text("event.kind", "metric")
                .text("event.id", metric.getId())
                .text("service.name", metric.getService())
                .text("metric.name", metric.getName())
                .text("metric.type", metric.getType().name().toLowerCase(Locale.ROOT))
                .text("metric.unit", metric.getUnit())
                .real("metric.value", metric.getValue())
                .micros("metric.start", metric.getStartTimestamp());
        if (metric.getHistogram() != null) histogram(metric.getHistogram(), fields.object("metric.histogram"));
        EcsAttributes.resource(fields, metric.getResource());
        fields.flat("attributes", metric.getAttributes());
    }

    private static void histogram(Histogram histogram, ObjectNode out) {
        out.put("count", histogram.getCount());
        histogram.getBounds().forEach(out.putArray("bounds")::add);
        histogram.getCounts().forEach(out.putArray("counts")::add);
    }
}
