package dev.vigia.processors.state;

import java.util.Arrays;

/** A set of offsets, kept as runs of consecutive ones. Grows at its end. Not thread-safe. */
public final class Runs {

    /** Looks at a run. */
    @FunctionalInterface
    public interface Visitor {

        /** @param to offset after the last one */
        void visit(long from, long to);
    }

    /** First offset and offset after the last one of each run, in ascending order. */
    private long[] bounds = new long[2];

    private int size;

    /** Adds offsets above all that are there. */
    public void add(long from, long to) {
        if (from >= to) return;
        if (size > 0 && bounds[size - 1] == from) {
            bounds[size - 1] = to;
            return;
        }
        if (size == bounds.length) bounds = Arrays.copyOf(bounds, 2 * size);
        bounds[size++] = from;
        bounds[size++] = to;
    }

    /** Takes away what lies below an offset. */
    public void removeBelow(long offset) {
        int kept = 0;
        for (int i = 0; i < size; i += 2) {
            if (bounds[i + 1] <= offset) continue;
            bounds[kept++] = Math.max(bounds[i], offset);
            bounds[kept++] = bounds[i + 1];
        }
        size = kept;
    }

    /** How many lie below an offset. */
    public long below(long offset) {
        long count = 0;
        for (int i = 0; i < size && bounds[i] < offset; i += 2) count += Math.min(bounds[i + 1], offset) - bounds[i];
        return count;
    }

    public long count() {
        return below(Long.MAX_VALUE);
    }

    public void clear() {
        size = 0;
    }

    /** Goes through the runs in ascending order. */
    public void forEach(Visitor visitor) {
        for (int i = 0; i < size; i += 2) visitor.visit(bounds[i], bounds[i + 1]);
    }

    public void encode(Encoder out) {
        out.number(size);
        long last = 0;
        for (int i = 0; i < size; i++) {
            out.number(bounds[i] - last);
            last = bounds[i];
        }
    }

    public static Runs decode(Decoder in) {
        Runs runs = new Runs();
        runs.size = in.integer();
        runs.bounds = new long[Math.max(2, runs.size)];
        long last = 0;
        for (int i = 0; i < runs.size; i++) {
            last += in.number();
            runs.bounds[i] = last;
        }
        return runs;
    }
}
