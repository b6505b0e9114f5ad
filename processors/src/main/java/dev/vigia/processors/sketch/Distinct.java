package dev.vigia.processors.sketch;

import com.dynatrace.hash4j.distinctcount.UltraLogLog;
import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which texts there were, to tell how many different ones. Up to {@value #FEW} the count is exact: each is kept by a hash of 64
 * bits. Beyond that it is an estimate with a standard error of 1.2 % (within 2.4 % in 95 of 100 cases), never below
 * {@value #FEW} + 1. Merging is exact: the same texts give the same count and the same bytes, in whatever order and grouping
 * they came. Mutable, for one thread.
 *
 * @see <a href="https://arxiv.org/abs/2308.16862">UltraLogLog: a practical and more space-efficient alternative to
 *     HyperLogLog</a>
 */
public final class Distinct {

    /** How many are told apart without error. */
    public static final int FEW = 512;

    private static final int PRECISION = 12;
    private static final int REGISTERS = 1 << PRECISION;
    private static final int FIRST_ROOM = 4;
    private static final byte HASHES = 0;
    private static final byte ESTIMATED = 1;
    private static final Hasher64 HASHER = Hashing.xxh3_64();
    private static final long[] NONE = {};

    /** Hashes, each with its sign turned so that they sort as unsigned numbers; the first {@link #size}. */
    private long[] few = NONE;

    private int size;
    /** All of them, once they are more than {@link #FEW}. */
    private @Nullable UltraLogLog many;

    /**
     * From bytes.
     *
     * @param bytes what {@link #toBytes} gave; neither position nor content is changed
     * @throws IllegalArgumentException when they are something else
     */
    public static Distinct of(ByteBuffer bytes) {
        Distinct distinct = new Distinct();
        distinct.merge(bytes);
        return distinct;
    }

    /** Adds a text. */
    public void add(String text) {
        add(HASHER.hashBytesToLong(text.getBytes(StandardCharsets.UTF_8)));
    }

    private void add(long hash) {
        UltraLogLog estimated = many;
        if (estimated != null) {
            estimated.add(hash);
            return;
        }
        long sorted = hash ^ Long.MIN_VALUE;
        int found = Arrays.binarySearch(few, 0, size, sorted);
        if (found >= 0) return;
        if (size == FEW) {
            estimated().add(hash);
            return;
        }
        if (size == few.length) few = Arrays.copyOf(few, Math.max(FIRST_ROOM, Math.min(FEW, 2 * size)));
        int at = -found - 1;
        System.arraycopy(few, at, few, at + 1, size - at);
        few[at] = sorted;
        size++;
    }

    /** From now on they are estimated. */
    private UltraLogLog estimated() {
        UltraLogLog known = many;
        if (known != null) return known;
        UltraLogLog estimated = UltraLogLog.create(PRECISION);
        for (int i = 0; i < size; i++) estimated.add(few[i] ^ Long.MIN_VALUE);
        few = NONE;
        size = 0;
        many = estimated;
        return estimated;
    }

    /** Adds all of another, which keeps its own. */
    public void merge(Distinct other) {
        UltraLogLog theirs = other.many;
        if (theirs == null) {
            for (int i = 0; i < other.size; i++) add(other.few[i] ^ Long.MIN_VALUE);
        } else {
            estimated().add(theirs);
        }
    }

    /**
     * Adds all of another from its bytes.
     *
     * @param bytes what {@link #toBytes} gave; neither position nor content is changed
     * @throws IllegalArgumentException when they are something else
     */
    public void merge(ByteBuffer bytes) {
        ByteBuffer in = bytes.duplicate();
        byte form = in.hasRemaining() ? in.get() : -1;
        if (form == HASHES && in.remaining() % Long.BYTES == 0 && in.remaining() <= FEW * Long.BYTES) {
            while (in.hasRemaining()) add(in.getLong());
        } else if (form == ESTIMATED && in.remaining() == REGISTERS) {
            byte[] registers = new byte[REGISTERS];
            in.get(registers);
            estimated().add(UltraLogLog.wrap(registers));
        } else {
            throw new IllegalArgumentException("These bytes do not say which texts there were");
        }
    }

    /** How many different ones there were. */
    public long count() {
        UltraLogLog estimated = many;
        return estimated == null ? size : Math.max(FEW + 1, Math.round(estimated.getDistinctCountEstimate()));
    }

    /** As bytes, at most 4,097: a form, then the hashes or the registers. */
    public ByteBuffer toBytes() {
        UltraLogLog estimated = many;
        if (estimated != null) {
            return ByteBuffer.allocate(1 + REGISTERS)
                    .put(ESTIMATED)
                    .put(estimated.getState())
                    .flip();
        }
        ByteBuffer out = ByteBuffer.allocate(1 + size * Long.BYTES).put(HASHES);
        for (int i = 0; i < size; i++) out.putLong(few[i] ^ Long.MIN_VALUE);
        return out.flip();
    }
}
