package dev.vigia.schemas.serde;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** Reads Avro binary that was written with one schema, as another. For one thread. */
final class AvroBytesReader<T> {

    private final Schema writer;
    private final Form<T> form;
    private final ArrayDecoder decoder = new ArrayDecoder();

    private AvroBytesReader(Schema writer, Form<T> form) {
        this.writer = writer;
        this.form = form;
    }

    @FunctionalInterface
    private interface Form<T> {
        T read(ArrayDecoder in) throws IOException;
    }

    static <T> AvroBytesReader<T> generic(Schema writer, Schema reader) {
        return new AvroBytesReader<>(writer, whole(new GenericDatumReader<>(writer, reader, GenericData.get())));
    }

    /**
     * Reads into the class that is generated from {@code reader}.
     *
     * @param wanted paths of the fields that are needed; empty for all
     */
    static <T> AvroBytesReader<T> specific(Schema writer, Schema reader, Class<?> type, Set<String> wanted) {
        Optional<PartialReader<T>> partial =
                wanted.isEmpty() ? Optional.empty() : PartialReader.of(writer, reader, wanted);
        if (partial.isPresent()) return new AvroBytesReader<>(writer, partial.get()::read);
        return new AvroBytesReader<>(
                writer, whole(new SpecificDatumReader<>(writer, reader, SpecificData.getForClass(type))));
    }

    private static <T> Form<T> whole(DatumReader<T> reader) {
        return in -> reader.read(nothing(), in);
    }

    Schema writer() {
        return writer;
    }

    /** @throws SerializationException when the bytes are not one record of the writer's schema */
    T read(byte[] bytes, int from) {
        decoder.reset(bytes, from);
        T record;
        try {
            record = form.read(decoder);
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException | ClassCastException e) {
            throw new SerializationException("not a record of " + writer.getFullName() + ": " + e.getMessage(), e);
        }
        if (decoder.remaining() > 0) {
            throw new SerializationException(
                    "not a record of " + writer.getFullName() + ": " + decoder.remaining() + " bytes are left over");
        }
        return record;
    }

    /** No record to fill anew. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return (@Nullable T) null;
    }
}
