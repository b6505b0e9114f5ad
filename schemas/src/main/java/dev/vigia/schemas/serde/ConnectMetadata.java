package dev.vigia.schemas.serde;

/**
 * The names under which Confluent's Avro converter keeps in one kind of schema what only the other kind has. The same names
 * are used here, so that data written with the one converter reads the same with the other.
 */
final class ConnectMetadata {

    /** Properties of an Avro schema. */
    static final String NAME = "connect.name";

    static final String DOC = "connect.doc";
    static final String VERSION = "connect.version";
    static final String PARAMETERS = "connect.parameters";
    static final String TYPE = "connect.type";
    static final String DEFAULT_NAMESPACE = "io.confluent.connect.avro";
    static final String DEFAULT_RECORD = "ConnectDefault";

    /** Parameters of a Connect schema. */
    static final String FIXED_SIZE = "connect.fixed.size";

    static final String DECIMAL_PRECISION = "connect.decimal.precision";
    static final int DEFAULT_PRECISION = 64;

    /** The enum's full name; with a dot and a symbol appended, that symbol. */
    static final String ENUM = "io.confluent.connect.avro.Enum";

    static final String ENUM_DEFAULT = "io.confluent.connect.avro.enum.default";

    /** Name of the struct that stands for a union: one optional field a branch. */
    static final String UNION = "io.confluent.connect.avro.Union";

    /** Name of the records that stand for the entries of a map whose keys are not text. */
    static final String MAP_ENTRY = "MapEntry";

    static final String ENTRY_KEY = "key";
    static final String ENTRY_VALUE = "value";

    private ConnectMetadata() {}
}
