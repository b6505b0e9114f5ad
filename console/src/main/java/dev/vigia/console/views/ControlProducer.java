package dev.vigia.console.views;

import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.Topic;
import dev.vigia.schemas.avro.Control;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Appends to {@code control}. Thread-safe. */
public final class ControlProducer implements AutoCloseable {

    private final Topic control;
    private final InstantSource clock;
    private final Producer<String, Control> producer;

    public ControlProducer(KafkaSettings kafka, Serializer<Control> serializer, InstantSource clock) {
        this(kafka.topics().control(), producer(kafka, serializer), clock);
    }

    /** @param producer which is closed with this */
    public ControlProducer(Topic control, Producer<String, Control> producer, InstantSource clock) {
        this.control = control;
        this.producer = producer;
        this.clock = clock;
    }

    private static Producer<String, Control> producer(KafkaSettings kafka, Serializer<Control> serializer) {
        Map<String, Object> config = kafka.producer();
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "console-control");
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 3_000);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 5_000);
        return new KafkaProducer<>(config, new StringSerializer(), serializer);
    }

    /**
     * Appends what somebody says now.
     *
     * @param id of the record; one whose id was there before has no effect
     * @param actor {@code user:name}
     * @param reason in the actor's words; blank for none
     * @return completes when Kafka has it, exceptionally when Kafka is not sure to have it
     */
    CompletableFuture<Void> append(String id, String actor, String reason, Object body) {
        Control record = Control.newBuilder()
                .setId(id)
                .setAt(clock.millis())
                .setActor(actor)
                .setReason(reason.isBlank() ? null : reason)
                .setBody(body)
                .build();
        CompletableFuture<Void> appended = new CompletableFuture<>();
        producer.send(new ProducerRecord<>(control.name(), id, record), (metadata, failure) -> {
            if (failure == null) appended.complete(null);
            else appended.completeExceptionally(failure);
        });
        return appended;
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
