package dev.vigia.console.views;

import dev.vigia.schemas.avro.Rollup;
import java.util.Map;

/**
 * Names a built-in series.
 *
 * @param kind {@code requests}, {@code logs}, {@code metric} or {@code spans}
 * @param dimensions as in {@link Rollup}; empty for a service's total
 */
public record SeriesKey(String kind, String service, Map<String, String> dimensions) {

    static SeriesKey of(Rollup rollup) {
        return new SeriesKey(rollup.getKind(), rollup.getService(), Map.copyOf(rollup.getDimensions()));
    }

    /** Whether the series is a part of what a service's chart shows: its request total, or all its logs or spans. */
    boolean counts() {
        return switch (kind) {
            case "requests" -> dimensions.values().stream().allMatch(String::isEmpty);
            case "logs", "spans" -> true;
            default -> false;
        };
    }
}
