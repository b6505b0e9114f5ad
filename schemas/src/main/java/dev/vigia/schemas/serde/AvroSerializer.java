package dev.vigia.schemas.serde;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes Avro records in Confluent's wire format under the subject {@code <topic>-value} or {@code <topic>-key}. By
 * Confluent's keys: {@code schema.registry.url}, {@code auto.register.schemas} (default true) and
 * {@code use.latest.version} (default false; when schemas are not registered, records are written as the subject's newest
 * version wants them). For one thread, as Kafka's serializers are.
 *
 * @param <T> specific or generic records
 */
public final class AvroSerializer<T extends IndexedRecord> implements Serializer<T> {

    private static final int MAX_KEPT_BUFFER = 1 << 20;

    private Optional<RegistryClient> registry;
    private boolean ownsRegistry;
    private boolean key;
    private boolean autoRegister = true;
    private boolean useLatest;

    private Bytes buffer = new Bytes();
    private @Nullable BinaryEncoder encoder;

    /** What was written last; records of one topic nearly always have the same schema object. */
    private @Nullable Target last;

    private final Map<Object, Target> targets = new HashMap<>();

    /** To be configured. */
    public AvroSerializer() {
        this.registry = Optional.empty();
    }

    /** Registers schemas as it meets them, as values. */
    public AvroSerializer(RegistryClient registry) {
        this.registry = Optional.of(registry);
    }

    /** How records of one topic and schema are written. */
    private record Target(String topic, Schema schema, int id, Form form) {}

    private interface Form {
        void write(Object datum, BinaryEncoder encoder) throws IOException;
    }

    private record TopicAndSchema(String topic, Schema schema) {}

    @Override
    public void configure(Map<String, ?> config, boolean isKey) {
        key = isKey;
        autoRegister = RegistrySettings.flag(config, "auto.register.schemas", true);
        useLatest = RegistrySettings.flag(config, "use.latest.version", false);
        if (registry.isEmpty()) {
            registry = Optional.of(new RegistryClient(config));
            ownsRegistry = true;
        }
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable T record) {
        return record == null ? null : write(topic, record.getSchema(), record);
    }

    /** Writes anything that fits the schema, records or not. */
    byte[] write(String topic, Schema schema, Object record) {
        Target target = target(topic, schema, record);
        buffer.reset();
        buffer.startWith(target.id());
        BinaryEncoder out = EncoderFactory.get().binaryEncoder(buffer, encoder);
        encoder = null;
        try {
            target.form().write(record, out);
            out.flush();
            // Kept only now: after a failure it would write its rest in front of the next record.
            encoder = out;
            return buffer.toByteArray();
        } catch (IOException | AvroRuntimeException | ClassCastException | NullPointerException e) {
            throw new SerializationException(
                    "Cannot write a record of " + schema.getFullName() + " for " + topic + ": " + e.getMessage(), e);
        } finally {
            if (buffer.size() > MAX_KEPT_BUFFER) buffer = new Bytes();
        }
    }

    @Override
    public void close() {
        if (ownsRegistry) registry.ifPresent(RegistryClient::close);
    }

    private Target target(String topic, Schema schema, Object record) {
        Target same = last;
        if (same != null && same.schema() == schema && same.topic().equals(topic)) return same;
        TopicAndSchema both = new TopicAndSchema(topic, schema);
        Target target = targets.get(both);
        if (target == null || target.schema() != schema) {
            target = newTarget(topic, schema, form(record, schema));
            targets.put(both, target);
        }
        last = target;
        return target;
    }

    private Target newTarget(String topic, Schema schema, Form form) {
        RegistryClient client = registry.orElseThrow(
                () -> new SerializationException("The serializer is not configured: " + RegistrySettings.URL));
        String subject = topic + (key ? "-key" : "-value");
        if (autoRegister) return new Target(topic, schema, client.register(subject, schema), form);
        if (!useLatest) return new Target(topic, schema, client.idOf(subject, schema), form);
        RegistryClient.Versioned latest = client.latest(subject);
        boolean same = latest.schema().equals(AvroSchemas.portable(schema));
        return new Target(topic, schema, latest.id(), same ? form : resolving(schema, latest.schema(), form));
    }

    private static Form form(Object record, Schema schema) {
        if (!(record instanceof SpecificRecord)) return new GenericDatumWriter<>(schema, GenericData.get())::write;
        SpecificData data = SpecificData.getForClass(record.getClass());
        // The generated code writes the same bytes as the generic writer, and makes no objects of numbers.
        data.setCustomCoders(true);
        return new SpecificDatumWriter<>(schema, data)::write;
    }

    /** Writes with another version of the schema: fields are found by name and alias, new ones get their defaults. */
    private static Form resolving(Schema from, Schema to, Form form) {
        Resolution.require(from, to);
        AvroBytesReader<Object> reader = AvroBytesReader.generic(from, to);
        GenericDatumWriter<Object> writer = new GenericDatumWriter<>(to);
        return (record, encoder) -> {
            ByteArrayOutputStream own = new ByteArrayOutputStream();
            BinaryEncoder detour = EncoderFactory.get().directBinaryEncoder(own, null);
            form.write(record, detour);
            writer.write(reader.read(own.toByteArray(), 0), encoder);
        };
    }

    /** A buffer that begins with the header. */
    private static final class Bytes extends ByteArrayOutputStream {

        Bytes() {
            super(1024);
        }

        void startWith(int id) {
            WireFormat.putHeader(buf, id);
            count = WireFormat.HEADER;
        }
    }
}
