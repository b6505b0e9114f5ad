package dev.vigia.processors.aggregate;

import dev.vigia.processors.series.MetricAttributes;
import dev.vigia.schemas.avro.Histogram;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.avro.MetricType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** {@code metric} by service, name and attributes. */
final class MetricSeries implements BuiltInSeries {

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

    /** A name and attributes as they came: quicker to look up than their text. */
    private record Point(String name, Map<String, Object> attributes) {}

    /** The series of one service. */
    private final class Service {

        private final String service;
        private final Map<Point, Series> points = new HashMap<>();
        private final Map<List<String>, Series> series = new HashMap<>();

        Service(String service) {
            this.service = service;
        }

        Series series(Metric metric) {
            Point point = new Point(metric.getName(), metric.getAttributes());
            Series known = points.get(point);
            if (known != null) return known;
            List<String> group = List.of(service, metric.getName(), MetricAttributes.format(metric.getAttributes()));
            if (!series.containsKey(group) && series.size() >= maxSeries) group = List.of(service, Fold.OVERFLOW, "");
            Series found = series.computeIfAbsent(
                    group,
                    key -> heap.add(new Series("metric", 0, key, metric.getType() != MetricType.CUMULATIVE_COUNTER)));
            points.put(point, found);
            return found;
        }
    }
}
