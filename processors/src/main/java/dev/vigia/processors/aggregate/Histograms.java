package dev.vigia.processors.aggregate;

import dev.vigia.schemas.avro.Histogram;
import java.util.List;

/** Adds the values that a histogram stands for; one of them counts as the middle of its bucket. */
final class Histograms {

    private Histograms() {}

    /**
     * Adds a histogram's values. One whose bounds and counts do not fit together has only its sum and count.
     *
     * @param sum of the values
     */
    static void add(Histogram histogram, double sum, Accumulator into) {
        if (histogram.getCount() < 1 || !Double.isFinite(sum)) return;
        List<Double> bounds = histogram.getBounds();
        List<Long> counts = histogram.getCounts();
        double mean = sum / histogram.getCount();
        if (counts.size() != bounds.size() + 1 || bounds.isEmpty()) {
            into.distributed(sum, mean, mean, histogram.getCount());
            into.sketched(mean, histogram.getCount());
            return;
        }
        double lowest = mean;
        double highest = mean;
        for (int i = 0; i < counts.size(); i++) {
            long count = counts.get(i);
            if (count < 1) continue;
            double middle = middle(bounds, i);
            into.sketched(middle, count);
            lowest = Math.min(lowest, middle);
            highest = Math.max(highest, middle);
        }
        into.distributed(sum, lowest, highest, histogram.getCount());
    }

    private static double middle(List<Double> bounds, int bucket) {
        if (bucket == bounds.size()) return bounds.get(bucket - 1);
        double upper = bounds.get(bucket);
        double lower = bucket == 0 ? Math.min(0, upper) : bounds.get(bucket - 1);
        return (lower + upper) / 2;
    }
}
