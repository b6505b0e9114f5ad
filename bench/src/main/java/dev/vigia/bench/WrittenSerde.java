package dev.vigia.bench;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/** What knows how to write and read itself, for Kafka Streams. */
record WrittenSerde<T>(Write<T> write, Read<T> read) implements Serde<T> {

    /** Writes a value. */
    interface Write<T> {
        void write(T value, DataOutput out) throws IOException;
    }

    /** Reads one. */
    interface Read<T> {
        T read(DataInput in) throws IOException;
    }

    @Override
    public Serializer<T> serializer() {
        return (topic, value) -> value == null ? null : bytes(value);
    }

    @Override
    public Deserializer<T> deserializer() {
        return (topic, bytes) -> bytes == null ? null : value(bytes);
    }

    private byte[] bytes(T value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try {
            write.write(value, new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("Memory does not fail.", e);
        }
        return bytes.toByteArray();
    }

    private T value(byte[] bytes) {
        try {
            return read.read(new DataInputStream(new ByteArrayInputStream(bytes)));
        } catch (IOException e) {
            throw new UncheckedIOException("Not such a value.", e);
        }
    }
}
