package dev.vigia.processors.backtest;

import dev.vigia.processors.backtest.Recorded.Told;
import dev.vigia.schemas.avro.Alert;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The transitions of the range as one of both tells them, and how all alerts stood before it. Not thread-safe. */
final class Chronicle {

    private final Range range;
    private final Map<String, Alert> before = new TreeMap<>();
    private final List<Told> within = new ArrayList<>();

    Chronicle(Range range) {
        this.range = range;
    }

    /** Takes in the next transition; those of one partition come in order. */
    void add(Told told) {
        Alert alert = told.alert();
        if (!range.counts(alert)) return;
        if (alert.getAt() < range.from()) before.put(alert.getAlertId(), alert);
        else within.add(told);
    }

    /** The last transition of each alert before the range. */
    Collection<Alert> before() {
        return before.values();
    }

    List<Told> within() {
        return within;
    }

    void clear() {
        before.clear();
        within.clear();
    }
}
