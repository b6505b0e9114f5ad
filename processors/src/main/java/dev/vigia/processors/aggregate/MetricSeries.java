package dev.vigia.processors.aggregate;

import dev.vigia.processors.aggregate.Accumulator.Keeping;
import dev.vigia.processors.series.MetricAttributes;
import dev.vigia.processors.state.Ids;
import dev.vigia.schemas.avro.Histogram;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.avro.MetricType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** {@code metric} by service, name and attributes; of cumulative counters, each resource's for itself. */
final class MetricSeries implements BuiltInSeries {

    private static final List<String> OVERFLOW = List.of(Fold.OVERFLOW, "", "");

    private final Heap heap;
    private final int maxSeries;
    private final Map<String, Service> services = new HashMap<>();

    MetricSeries(Heap heap, int maxSeries) {
        this.heap = heap;
        this.maxSeries = maxSeries;
    }

    @Override
    public long timestamp(SpecificRecord record) {
        return ((Metric) record).getTimestamp();
    }

    @Override
    public long weight(SpecificRecord record) {
        return 1;
    }

    @Override
    public void fold(SpecificRecord record, long offset, long bucket) {
        Metric metric = (Metric) record;
        Series series =
                services.computeIfAbsent(metric.getService(), Service::new).series(metric);
        Accumulator accumulator = series.at(bucket, offset);
        accumulator.happened(offset, 1, false);
        Histogram histogram = metric.getHistogram();
        if (metric.getType() == MetricType.CUMULATIVE_COUNTER) {
            // Totals of different series say nothing together.
            if (series.group().get(1).equals(Fold.OVERFLOW)) return;
            accumulator.total(metric.getValue(), metric.getTimestamp());
        } else if (metric.getType() == MetricType.HISTOGRAM && histogram != null) {
            Histograms.add(histogram, metric.getValue(), accumulator);
        } else {
            accumulator.value(metric.getValue(), 1, metric.getTimestamp());
        }
    }

    /** What tells series apart, as it came: quicker to look up than its text. The resource counts for counters alone. */
    private record Point(boolean counter, String name, Map<String, Object> attributes, Map<String, String> resource) {

        static Point of(Metric metric) {
            boolean counter = metric.getType() == MetricType.CUMULATIVE_COUNTER;
            return new Point(
                    counter, metric.getName(), metric.getAttributes(), counter ? metric.getResource() : Map.of());
        }

        /** Which of the counters under the same name and attributes: each instance of a service counts for itself. */
        String instance() {
            return counter ? Ids.of(MetricAttributes.format(resource)) : "";
        }
    }

    /** The series of one service. */
    private final class Service {

        private final String service;
        private final Map<Point, Series> points = new HashMap<>();
        private final Map<List<String>, Series> series = new HashMap<>();

        Service(String service) {
            this.service = service;
        }

        Series series(Metric metric) {
            Point point = Point.of(metric);
            Series known = points.get(point);
            if (known != null) return known;
            List<String> key =
                    List.of(metric.getName(), MetricAttributes.format(metric.getAttributes()), point.instance());
            if (!series.containsKey(key) && series.size() >= maxSeries) key = OVERFLOW;
            Series found = series.computeIfAbsent(key, this::newSeries);
            points.put(point, found);
            return found;
        }

        /** @param key name, attributes and instance */
        private Series newSeries(List<String> key) {
            List<String> group = List.of(service, key.get(0), key.get(1));
            String instance = key.get(2);
            return heap.add(
                    instance.isEmpty()
                            ? new Series("metric", 0, group, Keeping.SKETCH)
                            : Series.ofCounter("metric", group, instance));
        }
    }
}
