package dev.vigia.console.views;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What is known of one service. For one thread at a time; {@link Rollups} sees to that. */
final class ServiceSeries {

    private final Map<SeriesKey, Series> series = new HashMap<>();
    private final Map<String, LiveSlots> liveByKind = new HashMap<>();

    Map<SeriesKey, Series> series() {
        return series;
    }

    LiveSlots live(String kind) {
        return liveByKind.computeIfAbsent(kind, k -> new LiveSlots());
    }

    /** Totals by minute of all series of a kind that count for the service's chart. */
    NavigableMap<Long, Cell> totals(String kind, long since) {
        NavigableMap<Long, Cell> totals = new TreeMap<>();
        series.forEach((key, one) -> {
            if (key.kind().equals(kind) && key.counts()) {
                one.since(since).forEach((minute, cell) -> totals.merge(minute, cell, Cell::plus));
            }
        });
        return totals;
    }

    /** Which of its series tell most about the service: requests where it has some, else spans, else logs. */
    String source() {
        for (String kind : new String[] {"requests", "spans", "logs"}) {
            if (series.keySet().stream().anyMatch(key -> key.kind().equals(kind) && key.counts())) return kind;
        }
        return "";
    }

    /** Forgets what is before a time, and says whether nothing is left. */
    boolean forget(long before) {
        series.values().removeIf(one -> one.forget(before));
        liveByKind.values().forEach(slots -> slots.forget(before));
        return series.isEmpty();
    }
}
