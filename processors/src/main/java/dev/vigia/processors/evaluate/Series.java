package dev.vigia.processors.evaluate;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The buckets of one group under one aggregation spec, in short.
 *
 * @param spec hash of the spec
 * @param since from when on the group is known, milliseconds since 1970-01-01 UTC
 * @param newestEnd end of its newest bucket, milliseconds since 1970-01-01 UTC; {@code since} while there was none
 * @param stretches what is known of the totals of its newest windows. It only spares the look at their buckets where the answer
 *     is plainly no
 */
record Series(long spec, long since, long newestEnd, List<Stretch> stretches) {

    Series {
        stretches = List.copyOf(stretches);
    }

    /**
     * A stretch of time that ends with the newest bucket, and whose totals are known. It grows with the newest bucket, so that a
     * calendar day is summed once and a window that slides each time it is looked at.
     *
     * @param window length of the windows that it is kept for, at most: milliseconds
     * @param length milliseconds
     */
    record Stretch(long window, long length, Totals totals) {

        private boolean isOfUse() {
            return length <= window;
        }
    }

    /** A group that is known from a time on. */
    static Series since(long spec, long time) {
        return new Series(spec, time, time, List.of());
    }

    /** This series with a delta of the bucket that begins at {@code bucket}. */
    Series plus(long bucket, Totals delta) {
        long newest = Math.max(newestEnd, bucket + Buckets.STEP);
        if (stretches.isEmpty()) return new Series(spec, since, newest, stretches);
        List<Stretch> grown = new ArrayList<>(stretches.size());
        for (Stretch stretch : stretches) {
            long from = newestEnd - stretch.length();
            Totals totals = bucket >= from ? stretch.totals().plus(delta) : stretch.totals();
            Stretch longer = new Stretch(stretch.window(), newest - from, totals);
            if (longer.isOfUse()) grown.add(longer);
        }
        return new Series(spec, since, newest, grown);
    }

    /** This series with the totals of its newest window. */
    Series summed(long window, long length, Totals totals) {
        List<Stretch> known = new ArrayList<>(stretches.size() + 1);
        for (Stretch stretch : stretches) if (stretch.window() != window) known.add(stretch);
        known.add(new Stretch(window, length, totals));
        return new Series(spec, since, newestEnd, known);
    }

    /** This series when nothing is known of the totals any more. */
    Series unsummed() {
        return new Series(spec, since, newestEnd, List.of());
    }

    /** The totals of a window that begins at {@code start} and ends at {@code end}, where they are known. */
    Optional<Totals> sums(long window, long start, long end) {
        if (end < newestEnd) return Optional.empty();
        for (Stretch stretch : stretches) {
            if (stretch.window() == window && start == newestEnd - stretch.length())
                return Optional.of(stretch.totals());
        }
        return Optional.empty();
    }

    /** Whether it has gone on to chunks after this one. */
    boolean isSettled(long chunk) {
        return chunk < Buckets.chunkStart(newestEnd - Buckets.STEP);
    }

    void encode(Encoder out) {
        out.number(spec).number(newestEnd - since).number(newestEnd).number(stretches.size());
        for (Stretch stretch : stretches) {
            out.number(stretch.window()).number(stretch.length());
            stretch.totals().encode(out);
        }
    }

    static Series decode(Decoder in) {
        long spec = in.number();
        // Before layout 2 of heads nobody had to know since when.
        long known = in.version() < 2 ? 0 : in.number();
        long newestEnd = in.number();
        List<Stretch> stretches = new ArrayList<>();
        if (in.version() < 6) {
            // There was one stretch, of which nobody knows any more what for.
            in.number();
            Totals.decode(in);
        } else {
            for (int i = in.integer(); i > 0; i--) {
                stretches.add(new Stretch(in.number(), in.number(), Totals.decode(in)));
            }
        }
        return new Series(spec, newestEnd - known, newestEnd, stretches);
    }
}
