package dev.vigia.processors.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A YAML value as JSON. What only YAML has (dates, numbers to other bases) stays the text that it is. */
final class YamlJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private YamlJson() {}

    static JsonNode of(Node node) {
        if (node instanceof ScalarNode scalar) return scalar(scalar);
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = JSON.arrayNode();
            sequence.getValue().forEach(value -> array.add(of(value)));
            return array;
        }
        ObjectNode object = JSON.objectNode();
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                String key = tuple.getKeyNode() instanceof ScalarNode name ? name.getValue() : "?";
                object.set(key, of(tuple.getValueNode()));
            }
        }
        return object;
    }

    private static JsonNode scalar(ScalarNode scalar) {
        String text = scalar.getValue();
        if (Tag.NULL.equals(scalar.getTag())) return JSON.nullNode();
        if (Tag.BOOL.equals(scalar.getTag()) && text.equalsIgnoreCase("true")) return JSON.booleanNode(true);
        if (Tag.BOOL.equals(scalar.getTag()) && text.equalsIgnoreCase("false")) return JSON.booleanNode(false);
        if (Tag.INT.equals(scalar.getTag()) && text.matches("-?(0|[1-9][0-9]{0,17})")) {
            return JSON.numberNode(Long.parseLong(text));
        }
        if (Tag.FLOAT.equals(scalar.getTag()) && text.matches("-?[0-9]+\\.[0-9]*([eE][-+]?[0-9]+)?")) {
            return JSON.numberNode(new BigDecimal(text));
        }
        return JSON.textNode(text);
    }
}
