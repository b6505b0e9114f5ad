package dev.vigia.schemas.serde;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads Avro in Confluent's wire format. With a class (by the constructor, or {@code specific.avro.value.type} and
 * {@code specific.avro.key.type}) every version of the schema is read as the class's own. With
 * {@code specific.avro.reader=true} the class is found by the schema's name. Otherwise records are generic, by the schema
 * they were written with. For one thread, as Kafka's deserializers are.
 *
 * @param <T> what comes out
 */
public final class AvroDeserializer<T> implements Deserializer<T> {

    private Optional<RegistryClient> registry;
    private Optional<Class<?>> type;
    private final Set<String> wanted;
    private boolean ownsRegistry;
    private boolean findClass;

    private final Map<Integer, AvroBytesReader<T>> readers = new HashMap<>();
    private int lastId;
    private @Nullable AvroBytesReader<T> lastReader;

    /** To be configured. */
    public AvroDeserializer() {
        this.registry = Optional.empty();
        this.type = Optional.empty();
        this.wanted = Set.of();
    }

    /** Reads every version of the schema as {@code type}, which Avro generated. */
    public AvroDeserializer(RegistryClient registry, Class<T> type) {
        this(registry, type, Set.of());
    }

    /**
     * Reads every version of the schema as {@code type}, but only some of its fields, which is quicker. What is not wanted
     * may be null, 0 or false.
     *
     * @param wanted paths: {@code service}, {@code http} for all of a record, {@code http.status} for one field of it; empty for
     *     everything
     */
    public AvroDeserializer(RegistryClient registry, Class<T> type, Set<String> wanted) {
        this.registry = Optional.of(registry);
        this.type = Optional.of(type);
        this.wanted = Set.copyOf(wanted);
    }

    @Override
    public void configure(Map<String, ?> config, boolean isKey) {
        findClass = RegistrySettings.flag(config, "specific.avro.reader", false);
        String typeKey = isKey ? "specific.avro.key.type" : "specific.avro.value.type";
        if (type.isEmpty()) type = RegistrySettings.text(config, typeKey).map(name -> named(typeKey, name));
        if (registry.isEmpty()) {
            registry = Optional.of(new RegistryClient(config));
            ownsRegistry = true;
        }
    }

    /**
     * Reads one value.
     *
     * @throws RegistryUnavailableException when the schema is not known here yet and the registry does not answer
     * @throws SerializationException when the bytes are not such a record; its message says in one line what is wrong
     */
    @Override
    public @Nullable T deserialize(String topic, byte @Nullable [] bytes) {
        if (bytes == null) return null;
        return read(bytes).value();
    }

    /** A value, and the schema it was written with. */
    record Read<T>(Schema writer, T value) {}

    Read<T> read(byte[] bytes) {
        AvroBytesReader<T> reader = reader(WireFormat.id(bytes));
        return new Read<>(reader.writer(), reader.read(bytes, WireFormat.HEADER));
    }

    @Override
    public void close() {
        if (ownsRegistry) registry.ifPresent(RegistryClient::close);
    }

    private AvroBytesReader<T> reader(int id) {
        AvroBytesReader<T> same = lastReader;
        if (same != null && id == lastId) return same;
        AvroBytesReader<T> reader = readers.get(id);
        if (reader == null) {
            reader = newReader(id);
            readers.put(id, reader);
        }
        lastId = id;
        lastReader = reader;
        return reader;
    }

    private AvroBytesReader<T> newReader(int id) {
        RegistryClient client = registry.orElseThrow(
                () -> new SerializationException("The deserializer is not configured: " + RegistrySettings.URL));
        Schema writer = client.schema(id);
        Optional<Class<?>> target = type.isEmpty() && findClass ? Optional.of(generated(writer)) : type;
        if (target.isEmpty()) return AvroBytesReader.generic(writer, writer);
        Schema reader = SpecificData.get().getSchema(target.get());
        Resolution.require(writer, reader);
        return AvroBytesReader.specific(writer, reader, target.get(), wanted);
    }

    private static Class<?> generated(Schema writer) {
        Class<?> found = SpecificData.get().getClass(writer);
        if (found != null && SpecificRecord.class.isAssignableFrom(found)) return found;
        throw new SerializationException(
                "There is no class " + writer.getFullName()
                        + ", which specific.avro.reader asks for. Put it on the class path, or set specific.avro.reader=false.");
    }

    private static Class<?> named(String key, String name) {
        try {
            return Class.forName(name, true, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException e) {
            throw new ConfigException(key + ": there is no class " + name);
        }
    }
}
