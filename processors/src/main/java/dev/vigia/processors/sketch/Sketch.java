package dev.vigia.processors.sketch;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;
import com.datadoghq.sketch.ddsketch.store.CollapsingLowestDenseStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

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

    /** As long as no more than so many values have come, all of them positive, they are kept by the indexes of their bins. */
    private static final int FEW = 256;

    private static final int FIRST_ROOM = 4;
    /** It takes no logarithm, so that every JVM puts a value into the same bin. */
    private static final IndexMapping MAPPING = new CubicallyInterpolatedMapping(RELATIVE_ACCURACY);

    private static final double LARGEST = MAPPING.maxIndexableValue();
    private static final double SMALLEST = MAPPING.minIndexableValue();
    private static final int[] NONE = {};

    private int[] few = NONE;
    private int kept;
    /** All values, once they are many or others; making it costs more than counting some ten values does. */
    private @Nullable DDSketch many;

    static DDSketch empty() {
        return new DDSketch(MAPPING, () -> new CollapsingLowestDenseStore(MAX_BINS));
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
        double indexable = Math.max(-LARGEST, Math.min(LARGEST, value));
        if (many == null && weight == 1 && kept < FEW && indexable > SMALLEST) {
            keep(MAPPING.index(indexable));
        } else {
            bins().accept(indexable, weight);
        }
    }

    private void keep(int index) {
        if (kept == few.length) few = Arrays.copyOf(few, Math.max(FIRST_ROOM, 2 * kept));
        few[kept++] = index;
    }

    private DDSketch bins() {
        DDSketch bins = many;
        if (bins == null) {
            bins = empty();
            for (int i = 0; i < kept; i++) bins.getPositiveValueStore().add(few[i]);
            few = NONE;
            kept = 0;
            many = bins;
        }
        return bins;
    }

    /** Adds all values of another sketch, which keeps its own. */
    public void merge(Sketch other) {
        bins().mergeWith(other.bins());
    }

    /**
     * Adds all values of another sketch from its bytes.
     *
     * @throws IllegalArgumentException when they are not a sketch; this one may then hold a part of them
     */
    public void merge(ByteBuffer bytes) {
        try {
            SketchProto.read(bytes.duplicate(), bins());
        } catch (IOException e) {
            throw new IllegalArgumentException("These bytes are not a sketch: " + e.getMessage(), e);
        }
    }

    /** How many values were added. */
    public long count() {
        return many == null ? kept : Math.round(many.getCount());
    }

    /** Takes all values away. */
    public void clear() {
        few = NONE;
        kept = 0;
        many = null;
    }

    /**
     * The value that a share of the values does not exceed.
     *
     * @param percentile 0 to 100
     * @return 0 when the sketch is empty
     */
    public double percentile(double percentile) {
        return count() == 0 ? 0.0 : bins().getValueAtQuantile(percentile / 100.0);
    }

    /** The sketch in sketches-java's protobuf form ({@code DDSketch.proto}). */
    public ByteBuffer toBytes() {
        if (many != null) return ByteBuffer.wrap(SketchProto.write(many));
        Bins bins = Bins.of(few, kept);
        boolean tooMany = bins.span() > MAX_BINS;
        return ByteBuffer.wrap(tooMany ? SketchProto.write(bins()) : SketchProto.write(bins, Bins.of(NONE, 0), 0));
    }
}
