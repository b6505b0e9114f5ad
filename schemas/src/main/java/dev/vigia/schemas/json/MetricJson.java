package dev.vigia.schemas.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.schemas.avro.Histogram;
import dev.vigia.schemas.avro.Metric;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Locale;

/**
 * The JSON form of metrics. A point in full:
 *
 * <pre>
 * {"id": "7f3a", "timestamp": "2024-02-03T04:05:06.789Z", "service": "checkout",
 *  "name": "http.server.request.duration", "unit": "s", "type": "histogram", "value": 3.2,
 *  "histogram": {"count": 12, "bounds": [0.1, 0.5], "counts": [4, 7, 1]},
 *  "start_timestamp": "2024-02-03T04:00:00Z", "attributes": {"http.route": "/pay"}, "resource": {"host.name": "web-1"}}
 * </pre>
 *
 * {@code name} and {@code value} are required ({@code value} of a histogram is its sum). {@code type} is {@code gauge} (the
 * default), {@code counter} (an increase), {@code cumulative_counter} (a total) or {@code histogram}. {@code tags} and
 * {@code labels} are read as {@code attributes}; any other name becomes an attribute, as with {@link LogJson}.
 */
public final class MetricJson {

    private MetricJson() {}

    /** Reads a point; one without a time was measured now. */
    public static Metric parse(JsonNode node) throws InvalidRecord {
        return parse(node, Defaults.at(Instant.now()));
    }

    /** Reads a point. */
    public static Metric parse(JsonNode node, Defaults defaults) throws InvalidRecord {
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
    public static Metric parse(JsonParser parser, Defaults defaults) throws IOException, InvalidRecord {
        MetricDraft draft = new MetricDraft();
        MetricDraft.NAMES.read(parser, draft);
        return draft.finish(defaults);
    }

    /** The same point as JSON: {@link #parse} gives an equal one if its numbers are finite. */
    public static ObjectNode write(Metric metric) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        Written.text(out, "id", metric.getId());
        out.put("timestamp", Written.time(metric.getTimestamp()));
        out.put("service", metric.getService());
        out.put("name", metric.getName());
        Written.text(out, "unit", metric.getUnit());
        out.put("type", metric.getType().name().toLowerCase(Locale.ROOT));
        out.put("value", metric.getValue());
        if (metric.getStartTimestamp() != null) {
            out.put("start_timestamp", Written.time(metric.getStartTimestamp()));
        }
        if (metric.getHistogram() != null) write(metric.getHistogram(), out.putObject("histogram"));
        Written.attributes(out, metric.getAttributes());
        Written.resource(out, metric.getResource());
        return out;
    }

    private static void write(Histogram histogram, ObjectNode out) {
        out.put("count", histogram.getCount());
        var bounds = out.putArray("bounds");
        histogram.getBounds().forEach(bounds::add);
        var counts = out.putArray("counts");
        histogram.getCounts().forEach(counts::add);
    }
}
