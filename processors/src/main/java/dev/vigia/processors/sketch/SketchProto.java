package dev.vigia.processors.sketch;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.store.Store;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * {@code DDSketch.proto} of sketches-java, read and written by hand: the classes generated into that jar do not load with
 * the protobuf runtime used here. Of the two forms of a store, sparse and contiguous, the smaller one is written.
 */
final class SketchProto {

    private static final int MAPPING = 1;
    private static final int POSITIVE = 2;
    private static final int NEGATIVE = 3;
    private static final int ZEROS = 4;
    private static final int SPARSE = 1;
    private static final int CONTIGUOUS = 2;
    private static final int CONTIGUOUS_START = 3;

    /** How values map to bins, as every sketch of ours has it. */
    private static final byte[] OUR_MAPPING = ourMapping();

    private SketchProto() {}

    static byte[] write(DDSketch sketch) {
        Store positive = sketch.getPositiveValueStore();
        Store negative = sketch.getNegativeValueStore();
        double zeros = sketch.getCount() - positive.getTotalCount() - negative.getTotalCount();
        return write(Bins.of(positive), Bins.of(negative), zeros);
    }

    static byte[] write(Bins positive, Bins negative, double zeros) {
        // Of the exact size: by default the stream would take a buffer of 4 kB, for some ten bytes.
        byte[] bytes = new byte
                [CodedOutputStream.computeByteArraySize(MAPPING, OUR_MAPPING)
                        + fieldSize(POSITIVE, positive)
                        + fieldSize(NEGATIVE, negative)
                        + (zeros > 0 ? CodedOutputStream.computeDoubleSize(ZEROS, zeros) : 0)];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            out.writeByteArray(MAPPING, OUR_MAPPING);
            store(POSITIVE, positive, out);
            store(NEGATIVE, negative, out);
            if (zeros > 0) out.writeDouble(ZEROS, zeros);
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new UncheckedIOException("Memory does not fail.", e);
        }
        return bytes;
    }

    private static int fieldSize(int field, Bins bins) {
        if (bins.isEmpty()) return 0;
        int size = size(bins);
        return CodedOutputStream.computeTagSize(field) + CodedOutputStream.computeUInt32SizeNoTag(size) + size;
    }

    /** Adds what the bytes hold to {@code sketch}. */
    static void read(ByteBuffer bytes, DDSketch sketch) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        boolean mapped = false;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case MAPPING -> {
                    if (!Arrays.equals(in.readByteArray(), OUR_MAPPING)) {
                        throw new IOException("it has another accuracy, or maps values to bins in another way");
                    }
                    mapped = true;
                }
                case POSITIVE -> readStore(in.readByteArray(), sketch.getPositiveValueStore());
                case NEGATIVE -> readStore(in.readByteArray(), sketch.getNegativeValueStore());
                case ZEROS -> sketch.accept(0.0, checked(in.readDouble()));
                default -> in.skipField(tag);
            }
        }
        if (!mapped) throw new IOException("it does not say how values map to bins");
    }

    private static void store(int field, Bins bins, CodedOutputStream out) throws IOException {
        if (bins.isEmpty()) return;
        out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeUInt32NoTag(size(bins));
        if (isSparse(bins)) {
            sparse(bins, out);
        } else {
            contiguous(bins, out);
        }
    }

    /** An entry of the sparse form takes about 14 bytes, one of the contiguous form 8. */
    private static boolean isSparse(Bins bins) {
        return bins.size() * 14 < bins.span() * 8;
    }

    private static int size(Bins bins) {
        if (!isSparse(bins)) {
            int length = bins.span() * Double.BYTES;
            return CodedOutputStream.computeTagSize(CONTIGUOUS)
                    + CodedOutputStream.computeUInt32SizeNoTag(length)
                    + length
                    + CodedOutputStream.computeSInt32Size(CONTIGUOUS_START, bins.index(0));
        }
        int size = 0;
        // With its tag and length, which take one byte each.
        for (int i = 0; i < bins.size(); i++) size += 2 + binSize(bins.index(i));
        return size;
    }

    private static int binSize(int index) {
        return CodedOutputStream.computeSInt32Size(1, index) + CodedOutputStream.computeDoubleSize(2, 0);
    }

    private static void sparse(Bins bins, CodedOutputStream out) throws IOException {
        for (int i = 0; i < bins.size(); i++) {
            out.writeTag(SPARSE, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            out.writeUInt32NoTag(binSize(bins.index(i)));
            out.writeSInt32(1, bins.index(i));
            out.writeDouble(2, bins.count(i));
        }
    }

    private static void contiguous(Bins bins, CodedOutputStream out) throws IOException {
        out.writeTag(CONTIGUOUS, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeUInt32NoTag(bins.span() * Double.BYTES);
        int next = bins.index(0);
        for (int i = 0; i < bins.size(); i++) {
            for (; next < bins.index(i); next++) out.writeDoubleNoTag(0);
            out.writeDoubleNoTag(bins.count(i));
            next++;
        }
        out.writeSInt32(CONTIGUOUS_START, bins.index(0));
    }

    private static void readStore(byte[] bytes, Store store) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        double[] counts = {};
        int start = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case SPARSE -> readBin(in, store);
                case CONTIGUOUS -> counts = readCounts(in);
                case CONTIGUOUS_START -> start = in.readSInt32();
                default -> in.skipField(tag);
            }
        }
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) store.add(start + i, counts[i]);
        }
    }

    private static void readBin(CodedInputStream in, Store store) throws IOException {
        int limit = in.pushLimit(in.readUInt32());
        int index = 0;
        double count = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> index = in.readSInt32();
                case 2 -> count = checked(in.readDouble());
                default -> in.skipField(tag);
            }
        }
        in.popLimit(limit);
        if (count > 0) store.add(index, count);
    }

    private static double[] readCounts(CodedInputStream in) throws IOException {
        int length = in.readUInt32();
        int limit = in.pushLimit(length);
        double[] counts = new double[Math.min(length, in.getBytesUntilLimit()) / Double.BYTES];
        for (int i = 0; i < counts.length; i++) counts[i] = checked(in.readDouble());
        in.popLimit(limit);
        return counts;
    }

    private static double checked(double count) throws IOException {
        if (!(count >= 0) || Double.isInfinite(count)) throw new IOException("it holds a count of " + count);
        return count;
    }

    private static byte[] ourMapping() {
        try {
            CodedInputStream in = CodedInputStream.newInstance(Sketch.empty().serialize());
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (WireFormat.getTagFieldNumber(tag) == MAPPING) return in.readByteArray();
                in.skipField(tag);
            }
            throw new IllegalStateException("sketches-java writes no mapping.");
        } catch (IOException e) {
            throw new UncheckedIOException("Memory does not fail.", e);
        }
    }
}
