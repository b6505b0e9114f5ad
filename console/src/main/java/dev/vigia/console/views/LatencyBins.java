package dev.vigia.console.views;

import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;
import com.datadoghq.sketch.ddsketch.mapping.LinearlyInterpolatedMapping;
import com.datadoghq.sketch.ddsketch.mapping.LogarithmicMapping;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;

/**
 * How many durations there were of which length, from a DDSketch in sketches-java's protobuf form. Other than a sketch it can
 * tell what has come since an earlier state. Durations are not negative, so negative values are left out. Immutable.
 *
 * @param mapping {@code DDSketch.proto}'s IndexMapping as it stands in the bytes: only bins of the same mapping belong together
 * @param counts how many values, by bin; bin {@link #ZERO} holds the zeros
 */
record LatencyBins(ByteBuffer mapping, Map<Integer, Double> counts) {

    static final LatencyBins EMPTY = new LatencyBins(ByteBuffer.allocate(0), Map.of());

    private static final int ZERO = Integer.MIN_VALUE;

    /** @throws IllegalArgumentException when the bytes are not a sketch */
    static LatencyBins of(ByteBuffer sketch) {
        ByteBuffer mapping = EMPTY.mapping;
        TreeMap<Integer, Double> counts = new TreeMap<>();
        try {
            CodedInputStream in = CodedInputStream.newInstance(sketch.duplicate());
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case 1 -> mapping = in.readByteBuffer();
                    case 2 -> readStore(in.readByteBuffer(), counts);
                    case 4 -> counts.merge(ZERO, in.readDouble(), Double::sum);
                    default -> in.skipField(tag);
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("not a DDSketch: " + e.getMessage(), e);
        }
        return new LatencyBins(mapping, counts);
    }

    LatencyBins plus(LatencyBins other) {
        if (counts.isEmpty()) return other;
        return combined(other, Double::sum);
    }

    /** What came on top of an earlier state. */
    LatencyBins minus(LatencyBins earlier) {
        return earlier.counts.isEmpty() ? this : combined(earlier, (now, then) -> now - then);
    }

    /**
     * The duration that a share of all does not exceed, in seconds.
     *
     * @param share 0 to 1
     * @return NaN when there are none
     */
    double quantile(double share) {
        double total = counts.values().stream().mapToDouble(Double::doubleValue).sum();
        if (total < 0.5) return Double.NaN;
        double rank = share * (total - 1);
        double seen = 0;
        int bin = ZERO;
        for (Map.Entry<Integer, Double> entry : counts.entrySet()) {
            bin = entry.getKey();
            seen += entry.getValue();
            if (seen > rank) break;
        }
        return bin == ZERO ? 0 : readMapping(mapping).value(bin);
    }

    private LatencyBins combined(LatencyBins other, DoubleBinaryOperator operator) {
        if (other.counts.isEmpty()) return this;
        if (!mapping.equals(other.mapping)) return this;
        TreeMap<Integer, Double> result = new TreeMap<>(counts);
        other.counts.forEach((bin, count) -> {
            double sum = operator.applyAsDouble(result.getOrDefault(bin, 0.0), count);
            if (sum > 0) result.put(bin, sum);
            else result.remove(bin);
        });
        return new LatencyBins(mapping, result);
    }

    /** A store has its counts sparse (field 1), contiguous (fields 2 and 3), or both. */
    private static void readStore(ByteBuffer store, Map<Integer, Double> counts) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(store);
        double[] contiguous = {};
        int first = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> readEntry(in.readByteBuffer(), counts);
                case 2 -> contiguous = readDoubles(in.readByteBuffer());
                case 3 -> first = in.readSInt32();
                default -> in.skipField(tag);
            }
        }
        for (int i = 0; i < contiguous.length; i++) {
            if (contiguous[i] > 0) counts.merge(first + i, contiguous[i], Double::sum);
        }
    }

    private static void readEntry(ByteBuffer entry, Map<Integer, Double> counts) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(entry);
        int bin = 0;
        double count = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> bin = in.readSInt32();
                case 2 -> count = in.readDouble();
                default -> in.skipField(tag);
            }
        }
        if (count > 0) counts.merge(bin, count, Double::sum);
    }

    private static double[] readDoubles(ByteBuffer packed) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(packed);
        double[] values = new double[packed.remaining() / Double.BYTES];
        for (int i = 0; i < values.length; i++) values[i] = in.readDouble();
        return values;
    }

    private static IndexMapping readMapping(ByteBuffer mapping) {
        double gamma = 0;
        double offset = 0;
        int interpolation = 0;
        try {
            CodedInputStream in = CodedInputStream.newInstance(mapping.duplicate());
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case 1 -> gamma = in.readDouble();
                    case 2 -> offset = in.readDouble();
                    case 3 -> interpolation = in.readEnum();
                    default -> in.skipField(tag);
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("not a DDSketch: " + e.getMessage(), e);
        }
        return switch (interpolation) {
            case 0 -> new LogarithmicMapping(gamma, offset);
            case 1 -> new LinearlyInterpolatedMapping(gamma, offset);
            case 3 -> new CubicallyInterpolatedMapping(gamma, offset);
            default -> throw new IllegalArgumentException("a DDSketch with unknown interpolation " + interpolation);
        };
    }
}
