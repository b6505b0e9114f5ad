package dev.vigia.console.views;

import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.Topic;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertCommand;
import dev.vigia.schemas.avro.Control;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
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
    /** Commands whose outcome is not known, by id. */
    private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();

    /**
     * A command that is in the log.
     *
     * @param id the id of the record in {@code control}
     * @param outcome the transition it brought about, or the one of another id that came before it and leaves it without
     *     effect; empty when neither was seen in time
     */
    public record Sent(String id, CompletableFuture<Optional<Alert>> outcome) {}

    /**
     * Who wants it done.
     *
     * @param actor {@code user:name}
     * @param reason in the actor's words; empty for none
     */
    public record Who(String actor, String reason) {}

    private record Waiting(AlertCommand command, CompletableFuture<Optional<Alert>> outcome) {

        /** Whether the record after the one that the command was made on is another's. */
        boolean isForestalledBy(Alert alert) {
            Long expected = command.getExpectedSequence();
            return expected != null
                    && alert.getAlertId().equals(command.getAlertId())
                    && alert.getEpisodeId().equals(command.getEpisodeId())
                    && alert.getSequence() > expected;
        }
    }

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
     * Sends a command. One whose id is being waited for is not sent again.
     *
     * @param id of the record in {@code control}; a record whose id was there before has no effect
     * @param patience how long to wait for the outcome once the command is in the log
     * @return completes when the command is in the log, or exceptionally when it is not sure to be
     */
    public CompletableFuture<Sent> send(String id, AlertCommand command, Who who, Duration patience) {
        Control record = Control.newBuilder()
                .setId(id)
                .setAt(clock.millis())
                .setActor(who.actor())
                .setReason(who.reason().isBlank() ? null : who.reason())
                .setBody(command)
                .build();
        CompletableFuture<Optional<Alert>> outcome = new CompletableFuture<>();
        Waiting before = waiting.putIfAbsent(id, new Waiting(command, outcome));
        if (before != null) return CompletableFuture.completedFuture(new Sent(id, before.outcome()));
        CompletableFuture<Sent> sent = new CompletableFuture<>();
        producer.send(new ProducerRecord<>(control.name(), id, record), (metadata, failure) -> {
            if (failure != null) {
                waiting.remove(id);
                outcome.complete(Optional.empty());
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
        waiting.forEach((id, one) -> {
            if (id.equals(alert.getCommandId()) || one.isForestalledBy(alert)) {
                one.outcome().complete(Optional.of(alert));
            }
        });
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
