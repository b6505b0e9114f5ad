package dev.vigia.processors.verify;

import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.RegistryClient;
import dev.vigia.schemas.serde.RegistryUnavailableException;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;

/** Reads the values of one topic. For one thread. */
public final class Decoding<T> {

    private final AvroDeserializer<T> deserializer;

    public Decoding(RegistryClient registry, Class<T> type) {
        deserializer = new AvroDeserializer<>(registry, type);
    }

    /**
     * The value; empty when it is none, which the processors pass over, too.
     *
     * @throws RegistryUnavailableException when the registry does not say what the bytes are
     */
    public Optional<T> read(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Optional.ofNullable(deserializer.deserialize(record.topic(), record.value()));
        } catch (RegistryUnavailableException e) {
            throw e;
        } catch (SerializationException e) {
            return Optional.empty();
        }
    }
}
