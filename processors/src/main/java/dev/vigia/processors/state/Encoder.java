package dev.vigia.processors.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SortedMap;

/** Writes a value of a state store: small, and the same bytes for the same value. {@link Decoder} reads it back. */
public final class Encoder {

    private byte[] buffer = new byte[128];
    private int size;

    /** @param version of the value's layout, 0 to 127 */
    public Encoder(int version) {
        put((byte) version);
    }

    /** A whole number; the nearer to 0, the fewer bytes. */
    public Encoder number(long value) {
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7fL) != 0) {
            put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        put((byte) rest);
        return this;
    }

    public Encoder real(double value) {
        long bits = Double.doubleToLongBits(value);
        for (int shift = 56; shift >= 0; shift -= 8) put((byte) (bits >>> shift));
        return this;
    }

    public Encoder flag(boolean value) {
        put((byte) (value ? 1 : 0));
        return this;
    }

    public Encoder text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Texts by name, in the order of their names. */
    public Encoder texts(SortedMap<String, String> texts) {
        number(texts.size());
        texts.forEach((name, text) -> text(name).text(text));
        return this;
    }

    public Encoder bytes(byte[] value) {
        number(value.length);
        room(value.length);
        System.arraycopy(value, 0, buffer, size, value.length);
        size += value.length;
        return this;
    }

    /** What was written so far. */
    public byte[] toBytes() {
        return Arrays.copyOf(buffer, size);
    }

    private void put(byte value) {
        room(1);
        buffer[size++] = value;
    }

    private void room(int bytes) {
        if (size + bytes > buffer.length) buffer = Arrays.copyOf(buffer, Math.max(size + bytes, 2 * buffer.length));
    }
}
