package dev.vigia.sinks.elasticsearch.documents;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vigia.schemas.avro.Histogram;
import dev.vigia.schemas.avro.Metric;
import java.io.IOException;
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
        Histogram histogram = metric.getHistogram();
        if (histogram != null) fields.json("metric.histogram", out -> histogram(histogram, out));
        EcsAttributes.resource(fields, metric.getResource());
        fields.flat("attributes", metric.getAttributes());
    }

    private static void histogram(Histogram histogram, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeNumberField("count", histogram.getCount());
        out.writeArrayFieldStart("bounds");
        for (double bound : histogram.getBounds()) out.writeNumber(bound);
        out.writeEndArray();
        out.writeArrayFieldStart("counts");
        for (long count : histogram.getCounts()) out.writeNumber(count);
        out.writeEndArray();
        out.writeEndObject();
    }
}
