package dev.vigia.processors.sketch;

import com.datadoghq.sketch.ddsketch.DDSketch;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * How many values there were of which size: a DDSketch. A percentile lies within {@value #RELATIVE_ACCURACY} of the true
 * value, relatively. Merging is exact: the same values give the same sketch and the same bytes, in whatever order and
 * grouping they came. Mutable, for one thread.
 *
 * <p>Of each sign the {@value #MAX_BINS} bins of the largest magnitudes are kept, which is a range of 1 to 10^17; smaller
 * ones count as the smallest of these.
 *
 * @see <a href="https://arxiv.org/abs/1908.10693">DDSketch: a fast and fully-mergeable quantile sketch</a>
 */
public final class Sketch {

    public static final double RELATIVE_ACCURACY = 0.01;

    static final int MAX_BINS = 2048;

    private final DDSketch bins = empty();

    /** The interpolated mapping takes no logarithm, so that every JVM puts a value into the same bin. */
    static DDSketch empty() {
        return DDSketch.balancedCollapsingLowest(RELATIVE_ACCURACY, MAX_BINS);
    }

    /**
     * A sketch from its bytes.
     *
     * @param bytes what {@link #toBytes} gave; neither position nor content is changed
     * @throws IllegalArgumentException when they are not a sketch, or one of another accuracy
     */
    public static Sketch of(ByteBuffer bytes) {
        Sketch sketch = new Sketch();
        sketch.merge(bytes);
        return sketch;
    }

    /** Adds a value {@code weight} times. A value that is not a number is left out; an infinite one counts as the largest. */
    public void add(double value, long weight) {
        if (Double.isNaN(value) || weight < 1) return;
        double largest = bins.getIndexMapping().maxIndexableValue();
        bins.accept(Math.max(-largest, Math.min(largest, value)), weight);
    }

    /** Adds all values of another sketch, which stays as it is. */
    public void merge(Sketch other) {
        bins.mergeWith(other.bins);
    }

    /**
     * Adds all values of another sketch from its bytes.
     *
     * @throws IllegalArgumentException when they are not a sketch; this one may then hold a part of them
     */
    public void merge(ByteBuffer bytes) {
        try {
            SketchProto.read(bytes.duplicate(), bins);
        } catch (IOException e) {
            throw new IllegalArgumentException("These bytes are not a sketch: " + e.getMessage(), e);
        }
    }

    /** How many values were added. */
    public long count() {
        return Math.round(bins.getCount());
    }

    /** Takes all values away. */
    public void clear() {
        bins.clear();
    }

    /**
     * The value that a share of the values does not exceed.
     *
     * @param percentile 0 to 100
     * @return 0 when the sketch is empty
     */
    public double percentile(double percentile) {
        return bins.isEmpty() ? 0.0 : bins.getValueAtQuantile(percentile / 100.0);
    }

    /** The sketch in sketches-java's protobuf form ({@code DDSketch.proto}). */
    public ByteBuffer toBytes() {
        return ByteBuffer.wrap(SketchProto.write(bins));
    }
}
