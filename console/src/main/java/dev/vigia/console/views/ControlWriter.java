package dev.vigia.console.views;

import dev.vigia.schemas.avro.Control;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Says to {@code control} what somebody wants, and waits until the console's own views know it. Thread-safe. */
public final class ControlWriter {

    private final ControlProducer producer;
    /** Who waits until the console itself has read a record, by the record's id. */
    private final Map<String, CompletableFuture<Boolean>> waiting = new ConcurrentHashMap<>();

    public ControlWriter(ControlProducer producer) {
        this.producer = producer;
    }

    /**
     * Appends what somebody said, and waits until the views of this console know it.
     *
     * @param actor {@code user:name}
     * @param patience how long to wait for the views once Kafka has it
     * @return whether the views know it; exceptionally when Kafka is not sure to have it
     */
    public CompletableFuture<Boolean> say(String actor, Object body, Duration patience) {
        String id = UUID.randomUUID().toString();
        CompletableFuture<Boolean> read = new CompletableFuture<>();
        waiting.put(id, read);
        return producer.append(id, actor, "", body)
                .thenCompose(written -> read.completeOnTimeout(false, patience.toMillis(), TimeUnit.MILLISECONDS))
                .whenComplete((known, failure) -> waiting.remove(id));
    }

    /** Takes a record of {@code control} that the views know. */
    void read(Control record) {
        Optional.ofNullable(waiting.get(record.getId())).ifPresent(read -> read.complete(true));
    }
}
