package dev.vigia.processors.aggregate;

import dev.vigia.processors.sketch.Distinct;
import dev.vigia.processors.sketch.Sketch;
import dev.vigia.schemas.avro.Delta;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What records add to one series in one bucket. Records come in the order of their offsets. */
final class Accumulator {

    private static final int MAX_EXEMPLARS = 3;
    /** Has neither a sketch nor distinct values. */
    private static final Delta EMPTY = new Delta();

    private final long bucket;
    private final @Nullable Sketch sketch;
    private final @Nullable Distinct distinct;
    private final @Nullable Distinct badDistinct;

    private long count;
    private long errors;
    private long clientErrors;
    private long values;
    private double sum;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private double last;
    private long lastTimestamp;
    private double first;
    private long firstTimestamp;
    private final long firstOffset;
    private long lastOffset;

    private final long[] exemplars = new long[MAX_EXEMPLARS];
    private int kept;
    private boolean keptAreBad;

    /** What is kept of the values besides numbers. */
    enum Keeping {
        NOTHING,
        /** How they are distributed. */
        SKETCH,
        /** Which ones there were. */
        DISTINCT,
        /** Which ones there were, and which of them bad records had. */
        DISTINCT_BAD
    }

    Accumulator(long bucket, long offset, Keeping keeping) {
        this.bucket = bucket;
        this.firstOffset = offset;
        this.sketch = keeping == Keeping.SKETCH ? new Sketch() : null;
        boolean both = keeping == Keeping.DISTINCT_BAD;
        this.distinct = both || keeping == Keeping.DISTINCT ? new Distinct() : null;
        this.badDistinct = both ? new Distinct() : null;
    }

    long bucket() {
        return bucket;
    }

    /** Something happened {@code weight} times. */
    void happened(long offset, long weight, boolean bad) {
        count += weight;
        if (bad) errors += weight;
        lastOffset = offset;
        if (bad && !keptAreBad) {
            keptAreBad = true;
            kept = 0;
        }
        if (bad == keptAreBad && kept < MAX_EXEMPLARS) exemplars[kept++] = offset;
    }

    /** What just happened was a request that was answered with 4xx. */
    void clientError(long weight) {
        clientErrors += weight;
    }

    /** What just happened had a value; one that is infinite or no number is left out. */
    void value(double value, long weight, long timestamp) {
        if (!Double.isFinite(value)) return;
        if (values == 0 || timestamp >= lastTimestamp) {
            last = value;
            lastTimestamp = timestamp;
        }
        distributed(value * weight, value, value, weight);
        if (sketch != null) sketch.add(value, weight);
    }

    /** What just happened had a value of which only counts whether there was the same before; {@code ""} is none. */
    void term(String value, long weight, boolean bad) {
        if (distinct == null || value.isEmpty()) return;
        distributed(0, 0, 0, weight);
        distinct.add(value);
        if (bad && badDistinct != null) badDistinct.add(value);
    }

    /** What just happened stands for values of which the sum and about the extremes are known. */
    void distributed(double total, double lowest, double highest, long weight) {
        values += weight;
        sum += total;
        min = Math.min(min, lowest);
        max = Math.max(max, highest);
    }

    /** Some of these values were about this large. */
    void sketched(double value, long weight) {
        if (sketch != null && Double.isFinite(value)) sketch.add(value, weight);
    }

    /**
     * What just happened told the total of a counter. One that is less than before was reset: it began at 0 again. One that
     * is no newer than the last is late, and the step over it is counted.
     */
    void total(double total, long timestamp) {
        if (!Double.isFinite(total)) return;
        if (values == 0 || timestamp > lastTimestamp) grewTo(total, timestamp);
        values++;
        min = Math.min(min, total);
        max = Math.max(max, total);
    }

    private void grewTo(double total, long timestamp) {
        if (values == 0) {
            first = total;
            firstTimestamp = timestamp;
        } else {
            sum += total >= last ? total - last : total;
        }
        last = total;
        lastTimestamp = timestamp;
    }

    Delta toDelta(int cut, Series series) {
        List<Long> offsets = new ArrayList<>(kept);
        for (int i = 0; i < kept; i++) offsets.add(exemplars[i]);
        return new Delta(
                cut,
                series.name(),
                series.spec(),
                series.group(),
                series.instance(),
                bucket,
                count,
                errors,
                clientErrors,
                values,
                sum,
                values == 0 ? 0 : min,
                values == 0 ? 0 : max,
                last,
                lastTimestamp,
                first,
                firstTimestamp,
                sketch == null || values == 0 ? EMPTY.getSketch() : sketch.toBytes(),
                firstOffset,
                lastOffset,
                offsets,
                distinct == null || values == 0 ? EMPTY.getDistinct() : distinct.toBytes(),
                badDistinct == null || values == 0 ? EMPTY.getBadDistinct() : badDistinct.toBytes());
    }
}
