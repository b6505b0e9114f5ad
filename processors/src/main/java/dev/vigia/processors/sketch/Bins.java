package dev.vigia.processors.sketch;

import com.datadoghq.sketch.ddsketch.store.Store;
import java.util.Arrays;

/** The filled bins of one sign, by ascending index. */
final class Bins {

    private static final int MANY = 32;

    private final int[] indexes;
    private final double[] counts;
    private int size;

    private Bins(int room) {
        indexes = new int[room];
        counts = new double[room];
    }

    static Bins of(Store store) {
        if (store.isEmpty()) return new Bins(0);
        Bins bins = new Bins(store.getMaxIndex() - store.getMinIndex() + 1);
        // Stores keep their bins by ascending index, and give them in that order.
        store.forEach(bins::add);
        return bins;
    }

    /** Bins that values fell into once each. The indexes get into another order. */
    static Bins of(int[] indexes, int length) {
        Bins bins = new Bins(length);
        if (length < MANY) {
            Arrays.sort(indexes, 0, length);
            for (int i = 0; i < length; i++) bins.add(indexes[i], 1);
        } else {
            bins.count(indexes, length);
        }
        return bins;
    }

    /** Sorts by counting, which is quicker for many. */
    private void count(int[] values, int length) {
        int first = values[0];
        int last = values[0];
        for (int i = 1; i < length; i++) {
            first = Math.min(first, values[i]);
            last = Math.max(last, values[i]);
        }
        int[] times = new int[last - first + 1];
        for (int i = 0; i < length; i++) times[values[i] - first]++;
        for (int i = 0; i < times.length; i++) if (times[i] > 0) add(first + i, times[i]);
    }

    private void add(int index, double count) {
        if (size > 0 && indexes[size - 1] == index) {
            counts[size - 1] += count;
        } else {
            indexes[size] = index;
            counts[size++] = count;
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    int index(int i) {
        return indexes[i];
    }

    double count(int i) {
        return counts[i];
    }

    /** How many bins there are from the first filled one to the last, empty ones included. */
    int span() {
        return size == 0 ? 0 : indexes[size - 1] - indexes[0] + 1;
    }
}
