package dev.vigia.sinks.elasticsearch;

import dev.vigia.schemas.avro.LedgerEntry;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;

/** Writes entries of the ledger, one after another. For one thread. */
final class LedgerSender {

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final Serializer<LedgerEntry> serializer;

    /**
     * @param producer somebody else's to close
     * @param topic full name of the topic of entries
     */
    LedgerSender(Producer<byte[], byte[]> producer, String topic, Serializer<LedgerEntry> serializer) {
        this.producer = producer;
        this.topic = topic;
        this.serializer = serializer;
    }

    /**
     * Sends an entry.
     *
     * @param whenDone called from another thread once Kafka has it (empty), or has not and will not (what went wrong)
     */
    void send(LedgerEntry entry, Consumer<Optional<Exception>> whenDone) {
        try {
            // The order of entries is one for all partitions.
            producer.send(
                    new ProducerRecord<>(topic, 0, null, serializer.serialize(topic, entry)),
                    (metadata, exception) -> whenDone.accept(Optional.ofNullable(exception)));
        } catch (KafkaException e) {
            whenDone.accept(Optional.of(e));
        }
    }
}
