package dev.vigia.schemas.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.vigia.schemas.avro.Histogram;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.avro.MetricType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A metric being filled. */
final class MetricDraft extends Draft {

    static final Names<MetricDraft> NAMES = Draft.<MetricDraft>common()
            .add((m, v) -> m.name = m.first(m.name, v), "name", "metric", "metric.name")
            .add((m, v) -> m.unit = m.first(m.unit, v), "unit")
            .add((m, v) -> m.value = v.number(), "value", "sum", "histogram.sum")
            .add((m, v) -> m.type = type(v), "type", "metric.type")
            .add((m, v) -> m.start = v.timestamp(), "start_timestamp")
            .add(Draft::notAnObject, "histogram")
            .add((m, v) -> m.count = v.whole(0, Long.MAX_VALUE), "histogram.count")
            .add((m, v) -> m.bounds = bounds(v), "histogram.bounds")
            .add((m, v) -> m.counts = counts(v), "histogram.counts")
            .addObject(Draft::attribute, "tags")
            .addObject(Draft::attribute, "labels");

    private @Nullable String name;
    private @Nullable String unit;
    private @Nullable Double value;
    private @Nullable MetricType type;
    private @Nullable Long start;
    private @Nullable Long count;
    private @Nullable List<Double> bounds;
    private @Nullable List<Long> counts;

    private static MetricType type(JsonValue value) throws IOException, InvalidRecord {
        return switch (value.text().toLowerCase(Locale.ROOT)) {
            case "gauge" -> MetricType.GAUGE;
            case "counter" -> MetricType.COUNTER;
            case "cumulative_counter" -> MetricType.CUMULATIVE_COUNTER;
            case "histogram" -> MetricType.HISTOGRAM;
            default -> throw value.invalid(value.quote() + " is none of gauge, counter, cumulative_counter, histogram");
        };
    }

    private static List<Double> bounds(JsonValue value) throws IOException, InvalidRecord {
        List<Double> bounds = new ArrayList<>();
        JsonParser parser = list(value);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            double bound = value.number();
            if (!bounds.isEmpty() && bound <= bounds.get(bounds.size() - 1)) {
                throw value.invalid("the bounds do not ascend");
            }
            bounds.add(bound);
        }
        return bounds;
    }

    private static List<Long> counts(JsonValue value) throws IOException, InvalidRecord {
        List<Long> counts = new ArrayList<>();
        JsonParser parser = list(value);
        while (parser.nextToken() != JsonToken.END_ARRAY) counts.add(value.whole(0, Integer.MAX_VALUE));
        return counts;
    }

    private static JsonParser list(JsonValue value) throws IOException, InvalidRecord {
        if (!value.parser().hasToken(JsonToken.START_ARRAY)) throw value.invalid(value.quote() + " is not a list");
        return value.parser();
    }

    Metric finish(Defaults defaults) throws InvalidRecord {
        if (name == null || name.isBlank()) throw new InvalidRecord("name", "is missing");
        Histogram histogram = histogram();
        if (value == null) {
            throw new InvalidRecord("value", histogram == null ? "is missing" : "is missing; of a histogram, the sum");
        }
        return new Metric(
                id,
                timestamp(defaults),
                name,
                unit,
                type(histogram),
                value,
                start,
                histogram,
                service(defaults),
                resource,
                attributes);
    }

    private MetricType type(@Nullable Histogram histogram) throws InvalidRecord {
        MetricType plain = type == null ? MetricType.GAUGE : type;
        if (histogram == null && plain == MetricType.HISTOGRAM) throw new InvalidRecord("histogram", "is missing");
        if (histogram != null && type != null && type != MetricType.HISTOGRAM) {
            throw new InvalidRecord("type", "is not histogram, but there is a histogram");
        }
        return histogram == null ? plain : MetricType.HISTOGRAM;
    }

    private @Nullable Histogram histogram() throws InvalidRecord {
        if (bounds == null && counts == null && count == null) return null;
        if (bounds == null) throw new InvalidRecord("histogram.bounds", "is missing");
        if (counts == null) throw new InvalidRecord("histogram.counts", "is missing");
        if (counts.size() != bounds.size() + 1) {
            throw new InvalidRecord(
                    "histogram.counts",
                    "has " + counts.size() + " entries; " + bounds.size() + " bounds need " + (bounds.size() + 1));
        }
        long total = counts.stream().mapToLong(Long::longValue).sum();
        if (count != null && count != total) {
            throw new InvalidRecord("histogram.count", count + " is not the sum of the counts, " + total);
        }
        return new Histogram(total, bounds, counts);
    }
}
