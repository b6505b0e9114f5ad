package dev.vigia.processors.evaluate;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;

/**
 * The buckets of one group under one aggregation spec, in short.
 *
 * @param spec hash of the spec
 * @param newestEnd end of its newest bucket, milliseconds since 1970-01-01 UTC
 * @param summed length in milliseconds of the window that ends there and whose totals are known; 0 when none are
 * @param totals of that window. They only spare the look at its buckets where the answer is plainly no
 */
record Series(long spec, long newestEnd, long summed, Totals totals) {

    /** This series with a delta of the bucket that begins at {@code bucket}. */
    Series plus(long bucket, Totals delta) {
        long end = bucket + Buckets.STEP;
        if (end > newestEnd) return new Series(spec, end, 0, Totals.NONE);
        boolean within = bucket >= newestEnd - summed;
        return within ? new Series(spec, newestEnd, summed, totals.plus(delta)) : this;
    }

    void encode(Encoder out) {
        out.number(spec).number(newestEnd).number(summed);
        totals.encode(out);
    }

    static Series decode(Decoder in) {
        return new Series(in.number(), in.number(), in.number(), Totals.decode(in));
    }
}
