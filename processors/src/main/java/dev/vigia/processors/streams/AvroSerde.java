package dev.vigia.processors.streams;

import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.AvroSerializer;
import dev.vigia.schemas.serde.RegistryClient;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Our Avro records in topics and stores. Kafka Streams shares the serializer of a node between all its threads, so the ones
 * given here keep one of Vigia's for each thread.
 */
public final class AvroSerde<T extends SpecificRecord> implements Serde<T> {

    private final Class<T> type;
    private final RegistryClient registry;

    private AvroSerde(Class<T> type, RegistryClient registry) {
        this.type = type;
        this.registry = registry;
    }

    /** The serde of a class that Avro generated. */
    public static <T extends SpecificRecord> AvroSerde<T> of(Class<T> type, RegistryClient registry) {
        return new AvroSerde<>(type, registry);
    }

    @Override
    public Serializer<T> serializer() {
        ThreadLocal<AvroSerializer<T>> perThread = ThreadLocal.withInitial(() -> new AvroSerializer<>(registry));
        return (topic, record) -> perThread.get().serialize(topic, record);
    }

    @Override
    public Deserializer<T> deserializer() {
        ThreadLocal<AvroDeserializer<T>> perThread =
                ThreadLocal.withInitial(() -> new AvroDeserializer<>(registry, type));
        return (topic, bytes) -> perThread.get().deserialize(topic, bytes);
    }
}
