package dev.vigia.processors.rollup;

import dev.vigia.processors.series.MetricAttributes;
import dev.vigia.schemas.avro.Delta;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A built-in series as rollups name it.
 *
 * @param kind {@code requests}, {@code logs}, {@code metric} or {@code spans}
 * @param dimensions by name, sorted
 */
record Series(String kind, String service, Map<String, String> dimensions) {

    static Series of(Delta delta) {
        List<String> group = delta.getGroup();
        Map<String, String> dimensions = new TreeMap<>();
        String second = group.size() > 1 ? group.get(1) : "";
        switch (delta.getSeries()) {
            case "requests", "spans" -> put(dimensions, "route", second);
            case "logs" -> put(dimensions, "level", second);
            case "metric" -> {
                if (group.size() > 2) dimensions.putAll(MetricAttributes.parse(group.get(2)));
                put(dimensions, "metric", second);
            }
            default -> {
                for (int i = 1; i < group.size(); i++) put(dimensions, "group." + i, group.get(i));
            }
        }
        return new Series(delta.getSeries(), group.isEmpty() ? "" : group.get(0), dimensions);
    }

    /**
     * The readable beginning of a rollup's key.
     *
     * @param windowStart milliseconds since 1970-01-01 UTC
     */
    String key(long windowStart) {
        return name() + "|" + windowStart;
    }

    /** {@code kind|service|dims}. What would make it ambiguous is percent-encoded. */
    String name() {
        String dims = dimensions.entrySet().stream()
                .map(entry -> escaped(entry.getKey()) + "=" + escaped(entry.getValue()))
                .collect(Collectors.joining(","));
        return escaped(kind) + "|" + escaped(service) + "|" + dims;
    }

    private static void put(Map<String, String> dimensions, String name, String value) {
        if (!value.isEmpty()) dimensions.put(name, value);
    }

    private static String escaped(String text) {
        return text.replace("%", "%25").replace("|", "%7C").replace(",", "%2C").replace("=", "%3D");
    }
}
