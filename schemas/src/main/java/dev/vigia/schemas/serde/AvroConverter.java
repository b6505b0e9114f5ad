package dev.vigia.schemas.serde;

import java.util.Map;
import java.util.Optional;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.common.cache.LRUCache;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.storage.Converter;
import org.jspecify.annotations.Nullable;

/**
 * Avro in Confluent's wire format for Kafka Connect. Configured as Confluent's converter is ({@code schema.registry.url},
 * {@code auto.register.schemas} and so on), and data looks the same through both: enums are strings, a union of null and one
 * type is optional, any other union is a struct with one optional field a branch. A registry that is down is a
 * {@link RetriableException}; data that cannot be read or written is a {@link DataException}.
 */
public final class AvroConverter implements Converter {

    private static final int CACHED_SCHEMAS = 1_000;

    private final LRUCache<org.apache.avro.Schema, AvroToConnect.Mapping> fromAvro = new LRUCache<>(CACHED_SCHEMAS);
    private final LRUCache<Schema, ConnectToAvro.Mapping> toAvro = new LRUCache<>(CACHED_SCHEMAS);

    private AvroSerializer<IndexedRecord> serializer = new AvroSerializer<>();
    private AvroDeserializer<Object> deserializer = new AvroDeserializer<>();

    /** Made and then configured by Connect. */
    public AvroConverter() {}

    @Override
    public void configure(Map<String, ?> config, boolean isKey) {
        serializer = new AvroSerializer<>(new RegistryClient(config));
        serializer.configure(config, isKey);
        deserializer = new AvroDeserializer<>();
        deserializer.configure(config, isKey);
    }

    @Override
    public byte @Nullable [] fromConnectData(String topic, @Nullable Schema schema, @Nullable Object value) {
        if (value == null) return null;
        Schema known = Optional.ofNullable(schema).orElseGet(() -> schemaOf(topic, value));
        ConnectToAvro.Mapping mapping = toAvro.get(known);
        if (mapping == null) {
            mapping = ConnectToAvro.mapping(known);
            toAvro.put(known, mapping);
        }
        Object avro = mapping.value().apply(value);
        try {
            return serializer.write(topic, mapping.schema(), avro);
        } catch (SerializationException e) {
            throw connectError(topic, e);
        }
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte @Nullable [] bytes) {
        if (bytes == null) return SchemaAndValue.NULL;
        try {
            AvroDeserializer.Read<Object> read = deserializer.read(bytes);
            if (read.value() == null) return SchemaAndValue.NULL;
            AvroToConnect.Mapping mapping = mapping(read.writer());
            return new SchemaAndValue(mapping.schema(), mapping.apply(read.value()));
        } catch (SerializationException e) {
            throw connectError(topic, e);
        }
    }

    @Override
    public void close() {
        serializer.close();
        deserializer.close();
    }

    private AvroToConnect.Mapping mapping(org.apache.avro.Schema schema) {
        AvroToConnect.Mapping mapping = fromAvro.get(schema);
        if (mapping == null) {
            mapping = AvroToConnect.mapping(schema);
            fromAvro.put(schema, mapping);
        }
        return mapping;
    }

    private static Schema schemaOf(String topic, Object value) {
        Schema.Type type = ConnectSchema.schemaType(value.getClass());
        if (type != null && type.isPrimitive()) return SchemaBuilder.type(type).build();
        throw new DataException(
                "A value for " + topic + " has no schema, and Avro needs one. Give the connector's values "
                        + "a schema, or use JsonConverter.");
    }

    private static ConnectException connectError(String topic, SerializationException e) {
        String message = topic + ": " + e.getMessage();
        return e instanceof RegistryUnavailableException
                ? new RetriableException(message, e)
                : new DataException(message, e);
    }
}
