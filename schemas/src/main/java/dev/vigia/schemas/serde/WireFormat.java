package dev.vigia.schemas.serde;

import org.apache.kafka.common.errors.SerializationException;

/**
 * Confluent's wire format: a zero byte, the schema's id as four bytes (big-endian), Avro binary.
 *
 * @see <a href="https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html#wire-format">
 *     the format</a>
 */
final class WireFormat {

    static final byte MAGIC = 0;
    static final int HEADER = 5;

    private WireFormat() {}

    static void putHeader(byte[] bytes, int id) {
        bytes[0] = MAGIC;
        bytes[1] = (byte) (id >>> 24);
        bytes[2] = (byte) (id >>> 16);
        bytes[3] = (byte) (id >>> 8);
        bytes[4] = (byte) id;
    }

    /** @throws SerializationException when the bytes are not in this format */
    static int id(byte[] bytes) {
        if (bytes.length == 0) throw new SerializationException("not Avro: there are no bytes");
        if (bytes[0] != MAGIC) {
            throw new SerializationException(
                    String.format("not Avro: the first byte is 0x%02x instead of 0x00", bytes[0] & 0xff));
        }
        if (bytes.length < HEADER) {
            throw new SerializationException("not Avro: " + bytes.length + " bytes are too few for a schema id");
        }
        return (bytes[1] & 0xff) << 24 | (bytes[2] & 0xff) << 16 | (bytes[3] & 0xff) << 8 | bytes[4] & 0xff;
    }
}
