package dev.vigia.schemas;

import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.avro.MetricType;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The Kafka key of a metric in {@code metrics}. A cumulative counter is keyed by its series, so that one partition sees its
 * totals in order; anything else needs no key.
 */
public final class MetricKey {

    private MetricKey() {}

    /** Service, name, sorted resource and sorted attributes as UTF-8, for a cumulative counter. */
    public static Optional<byte[]> of(Metric metric) {
        if (metric.getType() != MetricType.CUMULATIVE_COUNTER) return Optional.empty();
        StringBuilder key = new StringBuilder(metric.getService()).append('|').append(metric.getName());
        new TreeMap<>(metric.getResource()).forEach((name, value) -> append(key, name, value));
        new TreeMap<>(metric.getAttributes()).forEach((name, value) -> append(key, name, value));
        return Optional.of(key.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void append(StringBuilder key, String name, Object value) {
        key.append('|').append(name).append('=').append(value);
    }
}
