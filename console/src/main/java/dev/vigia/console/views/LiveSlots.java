package dev.vigia.console.views;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What arrived in each slot of {@value #SLOT_MILLIS} ms, from the differences between revisions of the open minutes: finer
 * than minutes, and known seconds after it happened. For one thread at a time.
 */
final class LiveSlots {

    static final long SLOT_MILLIS = 5_000;

    private final Deque<Slot> slots = new ArrayDeque<>();

    /** @param p95 seconds; NaN when there were no durations */
    record Slot(long start, long count, long errors, LatencyBins durations, double p95) {

        Slot plus(long moreCount, long moreErrors, LatencyBins moreDurations) {
            return new Slot(start, count + moreCount, errors + moreErrors, durations.plus(moreDurations), Double.NaN);
        }

        /** The same, with the percentile worked out and the bins given back. */
        Slot closed() {
            return new Slot(start, count, errors, LatencyBins.EMPTY, durations.quantile(0.95));
        }
    }

    /** The slot that a time lies in. */
    static long slotOf(long millis) {
        return Math.floorDiv(millis, SLOT_MILLIS) * SLOT_MILLIS;
    }

    /** Adds what arrived at a time. Records of several partitions may come a little out of order. */
    void add(long arrivedAt, long count, long errors, LatencyBins durations) {
        long start = slotOf(arrivedAt);
        Slot newest = slots.peekLast();
        if (newest == null || newest.start() < start) {
            // The slot before the newest stays open for late partitions.
            if (slots.size() > 1) closeSecondNewest();
            slots.addLast(new Slot(start, 0, 0, LatencyBins.EMPTY, Double.NaN).plus(count, errors, durations));
            return;
        }
        Slot last = slots.removeLast();
        if (last.start() == start || slots.isEmpty() || slots.peekLast().start() != start) {
            slots.addLast(last.plus(count, errors, durations));
        } else {
            slots.addLast(slots.removeLast().plus(count, errors, durations));
            slots.addLast(last);
        }
    }

    private void closeSecondNewest() {
        Slot newest = slots.removeLast();
        Slot second = slots.removeLast();
        slots.addLast(second.durations() == LatencyBins.EMPTY ? second : second.closed());
        slots.addLast(newest);
    }

    /** Slots that begin within a range, the oldest first, with their percentiles. Slots in which nothing arrived are left out. */
    List<Slot> between(long from, long to) {
        List<Slot> found = new ArrayList<>();
        for (Slot slot : slots) {
            if (slot.start() < from || slot.start() >= to) continue;
            found.add(slot.durations() == LatencyBins.EMPTY ? slot : withP95(slot));
        }
        return found;
    }

    private static Slot withP95(Slot slot) {
        return new Slot(
                slot.start(),
                slot.count(),
                slot.errors(),
                slot.durations(),
                slot.durations().quantile(0.95));
    }

    void forget(long before) {
        while (!slots.isEmpty() && slots.peekFirst().start() < before) slots.removeFirst();
    }
}
