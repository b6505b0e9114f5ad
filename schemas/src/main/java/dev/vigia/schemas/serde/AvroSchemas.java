package dev.vigia.schemas.serde;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.avro.Schema;

/** Schemas as other programs see them. */
final class AvroSchemas {

    /** Stands for no schema. */
    static final Schema NONE = Schema.create(Schema.Type.NULL);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JAVA_STRING = "avro.java.string";

    private AvroSchemas() {}

    /** The schema without what concerns generated Java classes only. */
    static Schema portable(Schema schema) {
        String text = schema.toString();
        if (!text.contains(JAVA_STRING)) return schema;
        try {
            JsonNode tree = JSON.readTree(text);
            strip(tree);
            return new Schema.Parser().parse(tree.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Avro writes JSON that Jackson cannot read.", e);
        }
    }

    private static void strip(JsonNode node) {
        if (node instanceof ObjectNode object) object.remove(JAVA_STRING);
        node.forEach(AvroSchemas::strip);
    }
}
