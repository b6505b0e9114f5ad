package dev.vigia.schemas.serde;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.InvalidNumberEncodingException;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Avro binary from a byte array. Unlike Avro's own decoder it believes no length that goes beyond the array, so that a few
 * broken bytes cannot ask for gigabytes. For one thread; used again for every record.
 */
final class ArrayDecoder extends Decoder {

    /** Elements of an array or map that take no bytes at all may be this many. */
    private static final int MAX_EMPTY_ELEMENTS = 1 << 16;

    private byte[] bytes = {};
    private int position;

    void reset(byte[] source, int from) {
        bytes = source;
        position = from;
    }

    int remaining() {
        return bytes.length - position;
    }

    @Override
    public void readNull() {}

    @Override
    public boolean readBoolean() throws IOException {
        return next() == 1;
    }

    @Override
    public int readInt() throws IOException {
        long value = readLong();
        if (value != (int) value) throw new InvalidNumberEncodingException("Invalid int encoding");
        return (int) value;
    }

    @Override
    public long readLong() throws IOException {
        long zigzag = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte read = next();
            zigzag |= (read & 0x7fL) << shift;
            if (read >= 0) return (zigzag >>> 1) ^ -(zigzag & 1);
        }
        throw new InvalidNumberEncodingException("Invalid long encoding");
    }

    @Override
    public float readFloat() throws IOException {
        int from = take(Float.BYTES);
        return ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN).getFloat(from);
    }

    @Override
    public double readDouble() throws IOException {
        int from = take(Double.BYTES);
        long bits = 0;
        for (int i = 7; i >= 0; i--) bits = bits << 8 | bytes[from + i] & 0xffL;
        return Double.longBitsToDouble(bits);
    }

    @Override
    public Utf8 readString(@Nullable Utf8 old) throws IOException {
        int length = length();
        int from = take(length);
        return new Utf8(Arrays.copyOfRange(bytes, from, from + length));
    }

    @Override
    public String readString() throws IOException {
        int length = length();
        int from = take(length);
        return new String(bytes, from, length, StandardCharsets.UTF_8);
    }

    @Override
    public void skipString() throws IOException {
        take(length());
    }

    @Override
    public ByteBuffer readBytes(@Nullable ByteBuffer old) throws IOException {
        int length = length();
        int from = take(length);
        return ByteBuffer.wrap(Arrays.copyOfRange(bytes, from, from + length));
    }

    @Override
    public void skipBytes() throws IOException {
        take(length());
    }

    @Override
    public void readFixed(byte[] target, int start, int length) throws IOException {
        System.arraycopy(bytes, take(length), target, start, length);
    }

    @Override
    public void skipFixed(int length) throws IOException {
        take(length);
    }

    @Override
    public int readEnum() throws IOException {
        return readInt();
    }

    @Override
    public int readIndex() throws IOException {
        return readInt();
    }

    @Override
    public long readArrayStart() throws IOException {
        long count = readLong();
        if (count < 0) {
            if (count == Long.MIN_VALUE) throw new AvroRuntimeException("a block of an array has a broken length");
            count = -count;
            readLong();
        }
        if (count > Math.max(remaining(), MAX_EMPTY_ELEMENTS)) {
            throw new AvroRuntimeException("an array or map of " + count + " elements in " + remaining() + " bytes");
        }
        return count;
    }

    @Override
    public long arrayNext() throws IOException {
        return readArrayStart();
    }

    @Override
    public long skipArray() throws IOException {
        long count = readLong();
        while (count < 0) {
            take(length());
            count = readLong();
        }
        return count;
    }

    @Override
    public long readMapStart() throws IOException {
        return readArrayStart();
    }

    @Override
    public long mapNext() throws IOException {
        return readArrayStart();
    }

    @Override
    public long skipMap() throws IOException {
        return skipArray();
    }

    private byte next() throws IOException {
        if (position >= bytes.length) throw truncated();
        return bytes[position++];
    }

    private int length() throws IOException {
        long length = readLong();
        if (length < 0 || length > remaining()) throw truncated();
        return (int) length;
    }

    /** Passes over some bytes and says where they began. */
    private int take(int length) throws IOException {
        if (length > remaining()) throw truncated();
        int from = position;
        position += length;
        return from;
    }

    private static EOFException truncated() {
        return new EOFException("the bytes end too early");
    }
}
