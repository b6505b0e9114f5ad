package dev.vigia.processors.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads what {@link Encoder} wrote, in the same order. */
public final class Decoder {

    private final byte[] bytes;
    private int position = 1;

    /**
     * Begins to read a value.
     *
     * @param newest the newest version of the layout that the caller knows
     * @throws IllegalStateException when the value was written by a newer program
     */
    public Decoder(byte[] bytes, int newest) {
        this.bytes = bytes;
        if (bytes[0] > newest) {
            throw new IllegalStateException("The state was written by a newer version of Vigia (layout " + bytes[0]
                    + ", known up to " + newest + "); run that version, or delete the state to fold it anew.");
        }
    }

    /** Version of the layout that the value was written in. */
    public int version() {
        return bytes[0];
    }

    public long number() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes[position++];
            value |= (next & 0x7fL) << shift;
            if (next >= 0) return (value >>> 1) ^ -(value & 1);
        }
    }

    /** A number that was an {@code int}. */
    public int integer() {
        return Math.toIntExact(number());
    }

    public double real() {
        long bits = 0;
        for (int i = 0; i < 8; i++) bits = bits << 8 | (bytes[position++] & 0xff);
        return Double.longBitsToDouble(bits);
    }

    public boolean flag() {
        return bytes[position++] != 0;
    }

    public String text() {
        int length = integer();
        position += length;
        return new String(bytes, position - length, length, StandardCharsets.UTF_8);
    }

    public SortedMap<String, String> texts() {
        SortedMap<String, String> texts = new TreeMap<>();
        for (int i = integer(); i > 0; i--) texts.put(text(), text());
        return texts;
    }

    public byte[] bytes() {
        int length = integer();
        position += length;
        return Arrays.copyOfRange(bytes, position - length, position);
    }
}
