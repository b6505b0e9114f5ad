package dev.vigia.schemas.serde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.schemas.serde.RegistryHttp.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;

/**
 * A client of a schema registry with Confluent's REST API (Confluent Schema Registry, Karapace, Apicurio under
 * {@code /apis/ccompat/v7}). What it was told once it remembers, so it goes on while the registry is down. A failure is
 * remembered too, for a moment, so that no record of a stream asks again. For any number of threads; no network is touched
 * before the first call.
 *
 * <p>Every call throws {@link RegistryUnavailableException} when the registry says nothing about the request, and a plain
 * {@link SerializationException} when it refuses: unknown id, incompatible schema.
 */
public final class RegistryClient implements AutoCloseable {

    /** How long the registry is left alone after it failed to answer. */
    static final Duration BACK_OFF = Duration.ofSeconds(1);
    /** How long a refusal is believed: an unknown id may be known later. */
    static final Duration REFUSAL_KEPT = Duration.ofSeconds(10);

    private static final int MAX_REFUSALS = 1_000;

    private final RegistryHttp http;
    private final LongSupplier nanoTime;

    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
    private final Map<Registered, Integer> ids = new ConcurrentHashMap<>();
    private final Map<String, Versioned> latest = new ConcurrentHashMap<>();
    private final Map<Object, Failure> refusals = new ConcurrentHashMap<>();
    private volatile Failure outage = new Failure("", 0);
    private volatile boolean failing;

    private record Registered(String subject, Schema schema) {}

    private record Failure(String message, long untilNanos) {}

    /** A schema under its id. */
    record Versioned(int id, Schema schema) {}

    /**
     * A client by Confluent's keys: {@code schema.registry.url} (several, comma-separated),
     * {@code basic.auth.credentials.source} ({@code URL} or {@code USER_INFO}), {@code basic.auth.user.info},
     * {@code bearer.auth.token}, {@code http.connect.timeout.ms}, {@code http.read.timeout.ms} (5 s each). Other keys are
     * left alone.
     *
     * @throws org.apache.kafka.common.config.ConfigException naming the key that is wrong
     */
    public RegistryClient(Map<String, ?> config) {
        this(config, System::nanoTime);
    }

    RegistryClient(Map<String, ?> config, LongSupplier nanoTime) {
        this.http = new RegistryHttp(RegistrySettings.of(config));
        this.nanoTime = nanoTime;
    }

    /**
     * Adds a version to a subject, unless it has it already.
     *
     * @return the schema's id
     * @throws SerializationException when the subject's compatibility does not allow it
     */
    public int register(String subject, Schema schema) {
        return id(subject, schema, "/subjects/" + encoded(subject) + "/versions");
    }

    /**
     * The id of a schema that a subject has.
     *
     * @throws SerializationException when it does not have it
     */
    public int idOf(String subject, Schema schema) {
        return id(subject, schema, "/subjects/" + encoded(subject));
    }

    /**
     * The schema of an id.
     *
     * @throws SerializationException when the registry knows no such id
     */
    public Schema schema(int id) {
        Schema known = schemas.get(id);
        return known != null ? known : fetch(id);
    }

    /** The newest version of a subject, as it was when it was asked for first. */
    Versioned latest(String subject) {
        Versioned known = latest.get(subject);
        if (known != null) return known;
        return remote(subject, () -> {
            JsonNode body = ask("GET", "/subjects/" + encoded(subject) + "/versions/latest", MissingNode.getInstance())
                    .body();
            Versioned found = new Versioned(body.path("id").asInt(), parsed(body));
            latest.put(subject, found);
            schemas.put(found.id(), found.schema());
            return found;
        });
    }

    /**
     * Sets how the versions of a subject may differ.
     *
     * @param level for instance {@code FULL_TRANSITIVE}
     */
    public void setCompatibility(String subject, String level) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("compatibility", level);
        String path = "/config/" + encoded(subject);
        remote(new Registered(subject + " " + level, AvroSchemas.NONE), () -> {
            try {
                return ask("PUT", path, body);
            } catch (SerializationException e) {
                // Of two that set it at the same time, a registry may refuse the second.
                Answer present = http.call("GET", path, MissingNode.getInstance());
                if (present.body().path("compatibilityLevel").asText().equals(level)) return present;
                throw e;
            }
        });
    }

    @Override
    public void close() {
        // The HTTP client of Java 17 has nothing to close; its threads end when it is collected.
    }

    private int id(String subject, Schema schema, String path) {
        Registered key = new Registered(subject, schema);
        Integer known = ids.get(key);
        if (known != null) return known;
        return remote(key, () -> {
            String text = AvroSchemas.portable(schema).toString();
            ObjectNode body =
                    JsonNodeFactory.instance.objectNode().put("schema", text).put("schemaType", "AVRO");
            int id = ask("POST", path, body).body().path("id").asInt();
            ids.put(key, id);
            return id;
        });
    }

    private Schema fetch(int id) {
        return remote(id, () -> {
            Schema known = schemas.get(id);
            if (known != null) return known;
            Schema schema = parsed(
                    ask("GET", "/schemas/ids/" + id, MissingNode.getInstance()).body());
            schemas.put(id, schema);
            return schema;
        });
    }

    private Schema parsed(JsonNode body) {
        String type = body.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO")) throw new SerializationException("The schema is " + type + ", not Avro.");
        try {
            return new Schema.Parser().parse(body.path("schema").asText());
        } catch (AvroRuntimeException e) {
            throw new SerializationException("The registry holds a schema that Avro cannot read: " + e.getMessage(), e);
        }
    }

    /** Asks the registry, or repeats what it said a moment ago. One caller at a time. */
    private <T> T remote(Object key, Supplier<T> call) {
        refuseAgain(key);
        synchronized (http) {
            refuseAgain(key);
            try {
                T result = call.get();
                failing = false;
                refusals.remove(key);
                return result;
            } catch (RegistryUnavailableException e) {
                outage = new Failure(String.valueOf(e.getMessage()), nanoTime.getAsLong() + BACK_OFF.toNanos());
                failing = true;
                throw e;
            } catch (SerializationException e) {
                if (refusals.size() >= MAX_REFUSALS) refusals.clear();
                long until = nanoTime.getAsLong() + REFUSAL_KEPT.toNanos();
                refusals.put(key, new Failure(String.valueOf(e.getMessage()), until));
                throw e;
            }
        }
    }

    private void refuseAgain(Object key) {
        Failure refusal = refusals.get(key);
        if (refusal != null && nanoTime.getAsLong() - refusal.untilNanos() < 0) {
            throw new SerializationException(refusal.message());
        }
        Failure down = outage;
        if (failing && nanoTime.getAsLong() - down.untilNanos() < 0) {
            throw new RegistryUnavailableException(down.message());
        }
    }

    private Answer ask(String method, String path, JsonNode body) {
        Answer answer = http.call(method, path, body);
        if (answer.ok()) return answer;
        String what = "The schema registry refuses " + method + " " + path + " (" + answer.errorCode() + "): ";
        throw new SerializationException(
                answer.errorCode() == 40403 && path.startsWith("/schemas/ids/")
                        ? "unknown schema id " + path.substring("/schemas/ids/".length())
                        : what + answer.message());
    }

    private static String encoded(String subject) {
        return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
