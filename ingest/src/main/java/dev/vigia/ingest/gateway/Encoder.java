package dev.vigia.ingest.gateway;

import dev.vigia.schemas.Topic;
import dev.vigia.schemas.serde.AvroSerializer;
import dev.vigia.schemas.serde.RegistryClient;
import java.nio.charset.StandardCharsets;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records of one schema as Avro. Thread-safe: each thread has a serializer of its own.
 *
 * @param <R> the record
 */
final class Encoder<R extends SpecificRecord> {

    private final Topic canonical;
    private final Topic raw;
    private final ThreadLocal<AvroSerializer<R>> serializers;

    /** @param raw where records with an id go; their schema is the canonical topic's */
    Encoder(RegistryClient registry, Topic canonical, Topic raw) {
        this.canonical = canonical;
        this.raw = raw;
        this.serializers = ThreadLocal.withInitial(() -> new AvroSerializer<>(registry));
    }

    ProducerRecord<byte[], byte[]> encode(R record, @Nullable String id, byte @Nullable [] key) {
        byte[] value = serializers.get().serialize(canonical.name(), record);
        return id == null
                ? new ProducerRecord<>(canonical.name(), key, value)
                : new ProducerRecord<>(raw.name(), id.getBytes(StandardCharsets.UTF_8), value);
    }
}
