package dev.vigia.app;

import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.Topic;
import dev.vigia.schemas.serde.AvroSerializer;
import dev.vigia.schemas.serde.RegistryClient;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes records straight to topics. */
final class Telemetry implements AutoCloseable {

    private final RegistryClient registry;
    private final AvroSerializer<SpecificRecord> serializer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<Optional<Exception>> failure = new AtomicReference<>(Optional.empty());

    Telemetry(KafkaSettings kafka) {
        registry = new RegistryClient(Map.of("schema.registry.url", kafka.schemaRegistryUrl()));
        serializer = new AvroSerializer<>(registry);
        producer = new KafkaProducer<>(kafka.producer(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    void send(Topic topic, SpecificRecord record) {
        send(new ProducerRecord<>(topic.name(), serializer.serialize(topic.name(), record)));
    }

    void send(ProducerRecord<byte[], byte[]> record) {
        producer.send(record, (metadata, e) -> {
            if (e != null) failure.set(Optional.of(e));
        });
    }

    /** Waits until Kafka has everything. */
    void flush() {
        producer.flush();
        failure.get().ifPresent(e -> {
            throw new AssertionError("Kafka did not take a record", e);
        });
    }

    @Override
    public void close() {
        producer.close();
        registry.close();
    }
}
