package dev.vigia.schemas.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names that a form knows, as a tree. A name with dots is found however it is written: {@code "a.b.c"}, {@code "a":
 * {"b": {"c": …}}}, {@code "a": {"b.c": …}}. Names of other values are given dotted; {@code null} says nothing.
 *
 * @param <D> what is filled
 */
final class Names<D> {

    /** Takes the value of a known name. */
    interface Known<D> {
        void set(D draft, JsonValue value) throws IOException, InvalidRecord;
    }

    /** Takes the value of any other name. */
    interface Other<D> {
        void set(D draft, String name, JsonValue value) throws IOException, InvalidRecord;
    }

    /** Objects deeper than this are not taken apart. */
    private static final int DEEPEST = 8;

    private final Map<String, Names<D>> below = new HashMap<>();
    private @Nullable Known<D> known;
    private @Nullable Other<D> other;

    Names(@Nullable Other<D> other) {
        this.other = other;
    }

    /** Adds names of one field. */
    Names<D> add(Known<D> field, String... names) {
        for (String name : names) {
            for (Names<D> node : nodes(name)) node.known = field;
        }
        return this;
    }

    /** Adds an object of any names; these are given to {@code field} without the name of the object. */
    Names<D> addObject(Other<D> field, String name) {
        for (Names<D> node : nodes(name)) node.other = field;
        return this;
    }

    /** The places of a name, one for each way of splitting it at dots. */
    private List<Names<D>> nodes(String name) {
        List<Names<D>> nodes = new ArrayList<>();
        nodes.add(child(name));
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            nodes.addAll(child(name.substring(0, dot)).nodes(name.substring(dot + 1)));
        }
        return nodes;
    }

    private Names<D> child(String name) {
        return below.computeIfAbsent(name, n -> new Names<>(null));
    }

    /** Reads the object that the parser stands on, to its end. */
    void read(JsonParser parser, D draft) throws IOException, InvalidRecord {
        JsonValue value = new JsonValue(parser);
        if (!value.isObject()) throw new InvalidRecord("", value.quote() + " is not a record; write an object");
        if (other == null) throw new IllegalStateException("the root needs a place for other names");
        new Reading<>(value, draft).object(this, other, "", 1);
    }

    /** One object on its way into one draft. */
    private record Reading<D>(JsonValue value, D draft) {

        void object(@Nullable Names<D> names, Other<D> other, String prefix, int depth)
                throws IOException, InvalidRecord {
            JsonParser parser = value.parser();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                if (parser.nextToken() == JsonToken.VALUE_NULL) continue;
                Names<D> found = names == null ? null : names.below.get(name);
                if (found != null && found.known != null && !(value.isObject() && found.isObject())) {
                    found.known.set(draft, value);
                } else if (value.isObject() && found != null && found.other != null) {
                    object(found, found.other, "", depth + 1);
                } else if (value.isObject() && depth < DEEPEST) {
                    object(found, other, prefix.isEmpty() ? name : prefix + '.' + name, depth + 1);
                } else {
                    other.set(draft, prefix.isEmpty() ? name : prefix + '.' + name, value);
                }
            }
        }
    }

    private boolean isObject() {
        return !below.isEmpty() || other != null;
    }
}
