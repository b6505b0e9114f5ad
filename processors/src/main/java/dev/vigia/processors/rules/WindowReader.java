package dev.vigia.processors.rules;

import dev.vigia.processors.rules.Rule.Aggregate;
import dev.vigia.runtime.Durations;
import java.time.Duration;

/** Reads how long windows are, and how much has to be in them, of rules and of their parts. */
final class WindowReader {

    static final Duration LONGEST = Duration.ofDays(1);

    private static final Duration SHORTEST_TREND = Duration.ofMinutes(1);

    private WindowReader() {}

    /** @param usual where the field is not there */
    static Duration window(YamlMap map, String field, Duration usual, Duration longest, Aggregate aggregate) {
        Duration window = length(map, field, usual, longest);
        if (aggregate instanceof Aggregate.Trend && window.compareTo(SHORTEST_TREND) < 0) {
            throw map.error(field, "has to be 1m or longer for a trend");
        }
        return window;
    }

    /** A time in whole buckets. */
    static Duration length(YamlMap map, String field, Duration usual, Duration longest) {
        Duration length = map.steps(field, usual);
        if (length.isZero() || length.compareTo(longest) > 0) {
            throw map.error(field, "has to be from 10s to " + Durations.format(longest));
        }
        return length;
    }

    static long minSamples(YamlMap map, Aggregate aggregate) {
        long samples = map.whole("min_samples").orElse(usualMinSamples(aggregate));
        if (samples < 1) throw map.error("min_samples", "has to be 1 or more");
        return samples;
    }

    /** Shares and percentiles of a handful say nothing (requirements 1.14). */
    private static long usualMinSamples(Aggregate aggregate) {
        if (aggregate instanceof Aggregate.Change change) return usualMinSamples(change.of());
        boolean share = aggregate instanceof Aggregate.Share || aggregate instanceof Aggregate.BurnRate;
        return share || aggregate instanceof Aggregate.Percentile ? 20 : 1;
    }
}
