package dev.vigia.processors.streams;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;

/**
 * Keys of state stores that sort, as bytes, by their parts in turn: text by code point, numbers by value. So all keys that
 * begin with the same parts lie together, where {@code prefixScan} finds them.
 */
public final class OrderedKey {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(32);

    /** An empty key. */
    public static OrderedKey start() {
        return new OrderedKey();
    }

    /** Adds a text. Two zero bytes end it; one within it is written as 0, 1. */
    public OrderedKey text(String text) {
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            bytes.write(b);
            if (b == 0) bytes.write(1);
        }
        bytes.write(0);
        bytes.write(0);
        return this;
    }

    /** Adds a number, negative ones first. */
    public OrderedKey number(long number) {
        long flipped = number ^ Long.MIN_VALUE;
        for (int shift = 56; shift >= 0; shift -= 8) bytes.write((int) (flipped >>> shift));
        return this;
    }

    /** Adds bytes as they are; only as the last part. */
    public OrderedKey raw(Bytes part) {
        bytes.writeBytes(part.get());
        return this;
    }

    public Bytes key() {
        return Bytes.wrap(bytes.toByteArray());
    }
}
