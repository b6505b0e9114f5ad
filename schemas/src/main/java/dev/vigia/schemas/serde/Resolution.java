package dev.vigia.schemas.serde;

import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.kafka.common.errors.SerializationException;

/** Whether records of one schema can be read as another. */
final class Resolution {

    private Resolution() {}

    /** @throws SerializationException naming the fields that stand in the way */
    static void require(Schema writer, Schema reader) {
        var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
        if (result.getType() == SchemaCompatibilityType.COMPATIBLE) return;
        String where = result.getResult().getIncompatibilities().stream()
                .map(problem -> problem.getLocation() + " " + problem.getMessage())
                .collect(Collectors.joining("; "));
        throw new SerializationException(
                "A record of " + writer.getFullName() + " cannot be read as " + reader.getFullName() + ": " + where);
    }
}
