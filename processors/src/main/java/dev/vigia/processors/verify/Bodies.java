package dev.vigia.processors.verify;

import dev.vigia.schemas.avro.Alert;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/** Records as Avro binary, which is what is compared. */
public final class Bodies {

    private static final int LONGEST = 200;

    private Bodies() {}

    /** What a serializer writes after the schema's id. */
    public static byte[] of(SpecificRecord record) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            new SpecificDatumWriter<SpecificRecord>(record.getSchema(), SpecificData.getForClass(record.getClass()))
                    .write(record, encoder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * An alert without the values of the windows before it, which mostly go further back than all else that it tells: a fold
     * that has begun later knows less of them, and a record of an older release has none.
     */
    public static Alert withoutRecent(Alert alert) {
        return Alert.newBuilder(alert).setRecent(List.of()).setRecentStep(0).build();
    }

    /** A field that two records of one class have different values of. */
    public record Field(String name, String recorded, String again) {}

    /** The first field that differs; empty when the records are the same, byte for byte. */
    public static Optional<Field> firstDifference(SpecificRecord recorded, SpecificRecord again) {
        if (Arrays.equals(of(recorded), of(again))) return Optional.empty();
        for (Schema.Field field : recorded.getSchema().getFields()) {
            Object one = recorded.get(field.pos());
            Object other = again.get(field.pos());
            if (!Objects.equals(one, other)) return Optional.of(new Field(field.name(), text(one), text(other)));
        }
        return Optional.of(new Field("bytes", "the same values in other bytes", "these"));
    }

    private static String text(Object value) {
        String text = String.valueOf(value);
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
