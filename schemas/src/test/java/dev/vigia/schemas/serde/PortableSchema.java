package dev.vigia.schemas.serde;

import org.apache.avro.Schema;

/** The schema as it goes to the registry, for tests of other packages. */
public final class PortableSchema {

    private PortableSchema() {}

    public static Schema of(Schema schema) {
        return AvroSchemas.portable(schema);
    }
}
