package dev.vigia.bench;

import dev.vigia.schemas.serde.RegistryClient;
import org.apache.kafka.common.serialization.Deserializer;

/** A {@link RequestReader} for each thread: Kafka Streams shares the deserializer of a node between all its threads. */
final class RequestReaders implements Deserializer<Request> {

    private final ThreadLocal<RequestReader> readers;

    RequestReaders(RegistryClient registry) {
        readers = ThreadLocal.withInitial(() -> new RequestReader(registry));
    }

    @Override
    public Request deserialize(String topic, byte[] bytes) {
        return readers.get().deserialize(topic, bytes);
    }
}
