package dev.vigia.console.views;

import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.Topic;
import dev.vigia.schemas.avro.Control;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Says to {@code control} what somebody wants. Thread-safe. */
public final class ControlWriter implements AutoCloseable {

    private final Topic control;
    private final InstantSource clock;
    private final Producer<String, Control> producer;
    /** Who waits until the console itself has read a record, by the record's id. */
    private final Map<String, CompletableFuture<Boolean>> waiting = new ConcurrentHashMap<>();

    public ControlWriter(KafkaSettings kafka, Serializer<Control> serializer, InstantSource clock) {
        this.control = kafka.topics().control();
        this.clock = clock;
        Map<String, Object> config = kafka.producer();
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "console-silences");
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 3_000);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 5_000);
        this.producer = new KafkaProducer<>(config, new StringSerializer(), serializer);
    }

    /**
     * Appends what somebody said, and waits until the views of this console know it.
     *
     * @param actor {@code user:name}
     * @param patience how long to wait for the views once Kafka has it
     * @return whether the views know it; exceptionally when Kafka is not sure to have it
     */
    public CompletableFuture<Boolean> say(String actor, Object body, Duration patience) {
        Control record = Control.newBuilder()
                .setId(UUID.randomUUID().toString())
                .setAt(clock.millis())
                .setActor(actor)
                .setBody(body)
                .build();
        CompletableFuture<Boolean> read = new CompletableFuture<>();
        waiting.put(record.getId(), read);
        CompletableFuture<Control> appended = new CompletableFuture<>();
        producer.send(new ProducerRecord<>(control.name(), record.getId(), record), (metadata, failure) -> {
            if (failure == null) appended.complete(record);
            else appended.completeExceptionally(failure);
        });
        return appended.thenCompose(
                        written -> read.completeOnTimeout(false, patience.toMillis(), TimeUnit.MILLISECONDS))
                .whenComplete((known, failure) -> waiting.remove(record.getId()));
    }

    /** Takes a record of {@code control} that the views know. */
    void read(Control record) {
        Optional.ofNullable(waiting.get(record.getId())).ifPresent(read -> read.complete(true));
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
