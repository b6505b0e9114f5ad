package dev.vigia.schemas.json;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A telemetry record being filled: what logs and metrics have in common. */
abstract class Draft {

    /** Bounds what a small record with a long prefix can grow to. */
    private static final int LONGEST_NAME = 256;

    private static final int MOST_ATTRIBUTES = 1_000;

    private static final String ENVIRONMENT = "deployment.environment.name";

    /** First words of names that tell what wrote a record, and not what happened. */
    private static final Set<String> RESOURCE =
            Set.of("service", "deployment", "host", "container", "k8s", "cloud", "os", "telemetry");

    final Map<String, Object> attributes = new HashMap<>();
    final Map<String, String> resource = new HashMap<>();

    @Nullable
    String id;

    @Nullable
    Long timestamp;

    @Nullable
    String service;

    /** The names of what all drafts have. */
    static <D extends Draft> Names<D> common() {
        return new Names<D>(Draft::unknown)
                .add(Draft::timestamp, "timestamp", "@timestamp", "time", "ts")
                .add((draft, value) -> draft.id = draft.id(value), "id", "event.id")
                .add((draft, value) -> draft.service = draft.first(draft.service, value), "service", "service.name")
                .add(environment(), "environment", "service.environment", "deployment.environment", ENVIRONMENT)
                .add(resource("host.name"), "hostname", "host", "host.name")
                .add(resource("service.instance.id"), "service.node.name")
                .add(Draft::notAnObject, "attributes", "resource")
                .addObject(Draft::attribute, "attributes")
                .addObject(Draft::resource, "resource");
    }

    static <D extends Draft> Names.Known<D> environment() {
        return resource(ENVIRONMENT);
    }

    private static <D extends Draft> Names.Known<D> resource(String name) {
        return (draft, value) -> draft.resource(name, value);
    }

    static <D extends Draft> Names.Known<D> attributeNamed(String name) {
        return (draft, value) -> draft.attribute(name, value);
    }

    static <D extends Draft> void notAnObject(D draft, JsonValue value) throws IOException, InvalidRecord {
        throw value.invalid(value.quote() + " is not an object");
    }

    /** A name that no field has. */
    private void unknown(String name, JsonValue value) throws IOException, InvalidRecord {
        int dot = name.indexOf('.');
        if (dot > 0 && RESOURCE.contains(name.substring(0, dot))) {
            resource(name, value);
        } else {
            attribute(name, value);
        }
    }

    final void attribute(String name, JsonValue value) throws IOException, InvalidRecord {
        keep(named(name, value), value.attribute(), value::path);
    }

    final void resource(String name, JsonValue value) throws IOException, InvalidRecord {
        String text = value.anyText();
        String before = resource.putIfAbsent(named(name, value), text);
        if (before != null && !before.equals(text)) keep(value.path(), text, value::path);
        limit(resource, value::path);
    }

    /** Puts an attribute; one that is there already stays, and the new one is called by its whole path. */
    final void keep(String name, Object value, Supplier<String> path) throws InvalidRecord {
        Object before = attributes.putIfAbsent(name, value);
        if (before != null && !before.equals(value)) attributes.put(path.get(), value);
        limit(attributes, path);
    }

    private static void limit(Map<String, ?> map, Supplier<String> path) throws InvalidRecord {
        if (map.size() > MOST_ATTRIBUTES) {
            throw new InvalidRecord(path.get(), "is one more than the " + MOST_ATTRIBUTES + " attributes of a record");
        }
    }

    private static String named(String name, JsonValue value) throws InvalidRecord {
        if (name.length() > LONGEST_NAME) {
            throw new InvalidRecord(
                    Utf8.wellFormed(value.path().substring(0, LONGEST_NAME)) + "…",
                    "the name is longer than " + LONGEST_NAME + " characters");
        }
        return Utf8.wellFormed(name);
    }

    /** Of several names for one field the first one counts; others that say something else are kept as attributes. */
    final String first(@Nullable String before, JsonValue value) throws IOException, InvalidRecord {
        return first(before, value.text(), value::path);
    }

    final String first(@Nullable String before, String now, Supplier<String> path) throws InvalidRecord {
        if (before == null || before.equals(now)) return now;
        keep(path.get(), now, path);
        return before;
    }

    private static <D extends Draft> void timestamp(D draft, JsonValue value) throws IOException, InvalidRecord {
        if (draft.timestamp == null) {
            draft.timestamp = value.timestamp();
        } else {
            draft.attribute(value.path(), value);
        }
    }

    final String id(JsonValue value) throws IOException, InvalidRecord {
        String text = first(id, value);
        if (text.isEmpty() || text.length() > LONGEST_NAME) {
            throw value.invalid("has to have 1 to " + LONGEST_NAME + " characters");
        }
        return text;
    }

    final long timestamp(Defaults defaults) {
        return timestamp == null ? defaults.timestamp() : timestamp;
    }

    final String service(Defaults defaults) {
        if (service != null && !service.isBlank()) return service;
        return resource.getOrDefault("service.name", defaults.service());
    }
}
