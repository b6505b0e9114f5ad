package dev.vigia.processors.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Builds keys whose order as bytes is the order of their parts. Immutable: every part gives a new key. */
public final class Key {

    private final byte[] bytes;

    private Key(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @param table the first byte of all keys of one kind */
    public static Key of(char table) {
        return new Key(new byte[] {(byte) table});
    }

    /** A byte, in unsigned order. */
    public Key octet(int value) {
        return new Key(grown(1, value));
    }

    /** Eight bytes in unsigned order, as a hash. */
    public Key hash(long value) {
        return new Key(grown(Long.BYTES, value));
    }

    /** Eight bytes in signed order, as a time. */
    public Key time(long value) {
        return hash(value ^ Long.MIN_VALUE);
    }

    /** A text as the last part. */
    public Key text(String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        byte[] out = Arrays.copyOf(bytes, bytes.length + text.length);
        System.arraycopy(text, 0, out, bytes.length, text.length);
        return new Key(out);
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /** The smallest key above every key that begins with this one. */
    public byte[] end() {
        byte[] out = bytes.clone();
        int last = out.length - 1;
        while (out[last] == -1) last--;
        out[last]++;
        return Arrays.copyOf(out, last + 1);
    }

    /** The hash that {@link #hash} wrote at an index. */
    public static long hashAt(byte[] key, int index) {
        long value = 0;
        for (int i = index; i < index + Long.BYTES; i++) value = value << 8 | (key[i] & 0xff);
        return value;
    }

    /** The time that {@link #time} wrote at an index. */
    public static long timeAt(byte[] key, int index) {
        return hashAt(key, index) ^ Long.MIN_VALUE;
    }

    /** The text that {@link #text} wrote from an index on. */
    public static String textAt(byte[] key, int index) {
        return new String(key, index, key.length - index, StandardCharsets.UTF_8);
    }

    private byte[] grown(int size, long value) {
        byte[] out = Arrays.copyOf(bytes, bytes.length + size);
        for (int i = 0; i < size; i++) out[out.length - 1 - i] = (byte) (value >>> (8 * i));
        return out;
    }
}
