package dev.vigia.console.views;

import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.Topic;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertCommand;
import dev.vigia.schemas.avro.CommandType;
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

/**
 * Says to {@code control} what somebody wants done with an alert, and waits for the outcome on {@code alerts}. Thread-safe.
 */
public final class AlertCommands implements AutoCloseable {

    private final Topic control;
    private final InstantSource clock;
    private final Producer<String, Control> producer;
    /** Outcomes by the ids of their commands. */
    private final Map<String, CompletableFuture<Optional<Alert>>> waiting = new ConcurrentHashMap<>();

    /**
     * A command that is in the log.
     *
     * @param id the id of the record in {@code control}
     * @param outcome the transition it brought about; empty when none was seen in time
     */
    public record Sent(String id, CompletableFuture<Optional<Alert>> outcome) {}

    /**
     * Who wants it done.
     *
     * @param actor {@code user:name}
     * @param reason in the actor's words; empty for none
     */
    public record Who(String actor, String reason) {}

    public AlertCommands(KafkaSettings kafka, Serializer<Control> serializer, InstantSource clock) {
        this.control = kafka.topics().control();
        this.clock = clock;
        Map<String, Object> config = kafka.producer();
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "console-commands");
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 3_000);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 5_000);
        this.producer = new KafkaProducer<>(config, new StringSerializer(), serializer);
    }

    /**
     * Sends a command about the present episode of an alert.
     *
     * @param patience how long to wait for the outcome once the command is in the log
     * @return completes when the command is in the log, or exceptionally when it is not sure to be
     */
    public CompletableFuture<Sent> send(Alert alert, CommandType type, Who who, Duration patience) {
        String id = UUID.randomUUID().toString();
        Control record = Control.newBuilder()
                .setId(id)
                .setAt(clock.millis())
                .setActor(who.actor())
                .setReason(who.reason().isBlank() ? null : who.reason())
                .setBody(AlertCommand.newBuilder()
                        .setAlertId(alert.getAlertId())
                        .setEpisodeId(alert.getEpisodeId())
                        .setType(type)
                        .build())
                .build();
        CompletableFuture<Optional<Alert>> outcome = new CompletableFuture<>();
        waiting.put(id, outcome);
        CompletableFuture<Sent> sent = new CompletableFuture<>();
        producer.send(new ProducerRecord<>(control.name(), id, record), (metadata, failure) -> {
            if (failure != null) {
                waiting.remove(id);
                sent.completeExceptionally(failure);
            } else {
                outcome.completeOnTimeout(Optional.empty(), patience.toMillis(), TimeUnit.MILLISECONDS)
                        .whenComplete((ended, thrown) -> waiting.remove(id));
                sent.complete(new Sent(id, outcome));
            }
        });
        return sent;
    }

    /** Takes a record of {@code alerts}. */
    public void accept(Alert alert) {
        Optional.ofNullable(alert.getCommandId())
                .map(waiting::get)
                .ifPresent(outcome -> outcome.complete(Optional.of(alert)));
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
