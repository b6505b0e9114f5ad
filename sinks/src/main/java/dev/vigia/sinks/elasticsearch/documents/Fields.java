package dev.vigia.sinks.elasticsearch.documents;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one document after the other, by their dotted paths. What is null or empty is left out, and so are numbers
 * that JSON does not have. A path keeps its place in the tree from document to document, so that paths have to be few: names
 * that come with the data go into {@link #flat}. Not thread-safe.
 */
final class Fields {

    /** A value that is more than one. */
    interface Json {
        void write(JsonGenerator out) throws IOException;
    }

    private static final class Node {
        private final SerializedString name;
        private final @Nullable Node parent;
        private final List<Node> children = new ArrayList<>();
        private Object value = "";
        /** The last document that it was in. */
        private long document;

        private Node(String name, @Nullable Node parent) {
            this.name = new SerializedString(name);
            this.parent = parent;
        }
    }

    private final Node root = new Node("", null);
    private final Map<String, Node> nodes = new HashMap<>();
    private final Timestamps timestamps = new Timestamps();

    /** Begins a document. */
    Fields clear() {
        root.document++;
        return this;
    }

    Fields text(String path, @Nullable String value) {
        return value == null || value.isEmpty() ? this : set(path, value);
    }

    Fields number(String path, @Nullable Long value) {
        return value == null ? this : set(path, value);
    }

    Fields real(String path, double value) {
        return Double.isFinite(value) ? set(path, value) : this;
    }

    Fields flag(String path, boolean value) {
        return set(path, value);
    }

    /** @param micros since 1970-01-01 UTC */
    Fields micros(String path, @Nullable Long micros) {
        return micros == null ? this : set(path, timestamps.micros(micros));
    }

    /** @param millis since 1970-01-01 UTC */
    Fields millis(String path, @Nullable Long millis) {
        return millis == null ? this : set(path, timestamps.micros(Math.multiplyExact(millis, 1_000L)));
    }

    /** Written as Base64. */
    Fields bytes(String path, byte[] value) {
        return set(path, value);
    }

    /** JSON that is the same in many documents. */
    Fields raw(String path, SerializedString json) {
        return set(path, json);
    }

    /** An object or an array that the caller writes, later. */
    Fields json(String path, Json value) {
        return set(path, value);
    }

    /** A map whose keys stay as they are, dots included: the form of fields mapped as {@code flattened}. */
    Fields flat(String path, Map<String, ?> values) {
        return values.isEmpty() ? this : json(path, out -> writeFlat(out, values));
    }

    /** Writes an object of Avro's {@code union { string, long, double, boolean }}. */
    static void writeFlat(JsonGenerator out, Map<String, ?> values) throws IOException {
        out.writeStartObject();
        for (Map.Entry<String, ?> value : values.entrySet()) {
            out.writeFieldName(value.getKey());
            writeValue(out, value.getValue());
        }
        out.writeEndObject();
    }

    private Fields set(String path, Object value) {
        Node node = node(path);
        node.value = value;
        for (Node at = node; at != null && at.document != root.document; at = at.parent) at.document = root.document;
        return this;
    }

    private Node node(String path) {
        Node known = nodes.get(path);
        return known == null ? place(path) : known;
    }

    private Node place(String path) {
        int dot = path.lastIndexOf('.');
        Node parent = dot < 0 ? root : node(path.substring(0, dot));
        Node node = new Node(path.substring(dot + 1), parent);
        parent.children.add(node);
        nodes.put(path, node);
        return node;
    }

    /** Writes the document. */
    void write(JsonGenerator out) throws IOException {
        write(root, out);
    }

    private void write(Node node, JsonGenerator out) throws IOException {
        if (node.children.isEmpty()) {
            writeValue(out, node.value);
            return;
        }
        out.writeStartObject();
        for (Node child : node.children) {
            if (child.document != root.document) continue;
            out.writeFieldName(child.name);
            write(child, out);
        }
        out.writeEndObject();
    }

    private static void writeValue(JsonGenerator out, Object value) throws IOException {
        if (value instanceof Long number) {
            out.writeNumber(number);
        } else if (value instanceof Double number && Double.isFinite(number)) {
            out.writeNumber(number);
        } else if (value instanceof Boolean flag) {
            out.writeBoolean(flag);
        } else if (value instanceof byte[] bytes) {
            out.writeBinary(bytes);
        } else if (value instanceof SerializedString raw) {
            out.writeRawValue(raw);
        } else if (value instanceof Json json) {
            json.write(out);
        } else {
            out.writeString(value.toString());
        }
    }
}
