package dev.vigia.console.views;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The last minutes of one series. For one thread at a time. */
final class Series {

    private final NavigableMap<Long, List<Cell>> minutes = new TreeMap<>();

    /** Takes a revision and answers with what it replaces; {@link Cell#NOTHING} when there was none. */
    Cell put(long minute, Cell cell) {
        List<Cell> parts = minutes.computeIfAbsent(minute, m -> new ArrayList<>(1));
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).part() == cell.part()) return parts.set(i, cell);
        }
        parts.add(cell);
        return Cell.NOTHING;
    }

    /** Totals of the minutes that begin at a time or later. */
    NavigableMap<Long, Cell> since(long start) {
        NavigableMap<Long, Cell> totals = new TreeMap<>();
        minutes.tailMap(start, true)
                .forEach((minute, parts) ->
                        totals.put(minute, parts.stream().reduce(Cell::plus).orElse(Cell.NOTHING)));
        return Collections.unmodifiableNavigableMap(totals);
    }

    /** Forgets the minutes that began before a time, and says whether nothing is left. */
    boolean forget(long before) {
        minutes.headMap(before).clear();
        return minutes.isEmpty();
    }
}
