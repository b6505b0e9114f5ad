package dev.vigia.sinks;

import dev.vigia.runtime.DeadLetters;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Sends what cannot go on to {@code dead-letters}, with its original key, value and headers. Thread-safe. */
public final class DeadLetterSender implements AutoCloseable {

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final String stage;

    /**
     * @param producer closed together with this
     * @param topic full name of the topic of dead letters
     * @param stage which part gives up, for instance {@code elasticsearch}
     */
    public DeadLetterSender(Producer<byte[], byte[]> producer, String topic, String stage) {
        this.producer = producer;
        this.topic = topic;
        this.stage = stage;
    }

    /** Whether the record is a dead letter already, which must not beget another. */
    public boolean isDeadLetter(RawRecord record) {
        return record.topic().equals(topic);
    }

    /**
     * Sends one.
     *
     * @param whenDone called from another thread once Kafka has it (empty), or has not and will not (what went wrong)
     */
    public void send(RawRecord record, String reason, Consumer<Optional<Exception>> whenDone) {
        try {
            producer.send(
                    letter(record, reason), (metadata, exception) -> whenDone.accept(Optional.ofNullable(exception)));
        } catch (KafkaException e) {
            whenDone.accept(Optional.of(e));
        }
    }

    private ProducerRecord<byte[], byte[]> letter(RawRecord record, String reason) {
        return new ProducerRecord<>(
                topic,
                null,
                null,
                record.key().orElse(null),
                record.value().orElse(null),
                DeadLetters.headers(
                        record.headers(),
                        stage,
                        reason,
                        record.topic(),
                        record.partition().partition(),
                        record.offset()));
    }

    @Override
    public void close() {
        producer.close();
    }
}
