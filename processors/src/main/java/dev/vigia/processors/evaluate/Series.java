package dev.vigia.processors.evaluate;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;

/**
 * The buckets of one group under one aggregation spec, in short.
 *
 * @param spec hash of the spec
 * @param since from when on the group is known, milliseconds since 1970-01-01 UTC
 * @param newestEnd end of its newest bucket, milliseconds since 1970-01-01 UTC; {@code since} while there was none
 * @param summed length in milliseconds of the stretch that ends there and whose totals are known; 0 when none are. It grows
 *     with the newest bucket, so that a calendar day is summed once and a window that slides each time it is looked at
 * @param totals of that stretch. They only spare the look at its buckets where the answer is plainly no
 */
record Series(long spec, long since, long newestEnd, long summed, Totals totals) {

    /** A group that is known from a time on. */
    static Series since(long spec, long time) {
        return new Series(spec, time, time, 0, Totals.NONE);
    }

    /** This series with a delta of the bucket that begins at {@code bucket}. */
    Series plus(long bucket, Totals delta) {
        long newest = Math.max(newestEnd, bucket + Buckets.STEP);
        if (summed == 0) return new Series(spec, since, newest, 0, Totals.NONE);
        long from = newestEnd - summed;
        return new Series(spec, since, newest, newest - from, bucket >= from ? totals.plus(delta) : totals);
    }

    /** This series with the totals of its newest window. */
    Series summed(long length, Totals known) {
        return new Series(spec, since, newestEnd, length, known);
    }

    /** Whether the totals are those of the window that begins at {@code start} and ends at {@code end}. */
    boolean sums(long start, long end) {
        return summed > 0 && start == newestEnd - summed && end >= newestEnd;
    }

    /** Whether it has gone on to chunks after this one. */
    boolean isSettled(long chunk) {
        return chunk < Buckets.chunkStart(newestEnd - Buckets.STEP);
    }

    void encode(Encoder out) {
        out.number(spec).number(newestEnd - since).number(newestEnd).number(summed);
        totals.encode(out);
    }

    static Series decode(Decoder in) {
        long spec = in.number();
        // Before layout 2 of heads nobody had to know since when.
        long known = in.version() < 2 ? 0 : in.number();
        long newestEnd = in.number();
        return new Series(spec, newestEnd - known, newestEnd, in.number(), Totals.decode(in));
    }
}
