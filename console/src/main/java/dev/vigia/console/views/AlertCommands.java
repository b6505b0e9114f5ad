package dev.vigia.console.views;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertCommand;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Says to {@code control} what somebody wants done with an alert, and waits for the outcome on {@code alerts}. Thread-safe.
 */
public final class AlertCommands {

    private final ControlProducer producer;
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

    public AlertCommands(ControlProducer producer) {
        this.producer = producer;
    }

    /**
     * Sends a command. One whose id is being waited for is not sent again.
     *
     * @param id of the record in {@code control}; a record whose id was there before has no effect
     * @param patience how long to wait for the outcome once the command is in the log
     * @return completes when the command is in the log, or exceptionally when it is not sure to be
     */
    public CompletableFuture<Sent> send(String id, AlertCommand command, Who who, Duration patience) {
        CompletableFuture<Optional<Alert>> outcome = new CompletableFuture<>();
        Waiting before = waiting.putIfAbsent(id, new Waiting(command, outcome));
        if (before != null) return CompletableFuture.completedFuture(new Sent(id, before.outcome()));
        outcome.whenComplete((ended, thrown) -> waiting.remove(id));
        return producer.append(id, who.actor(), who.reason(), command)
                .whenComplete((written, failure) -> {
                    if (failure != null) outcome.complete(Optional.empty());
                })
                .thenApply(written -> {
                    outcome.completeOnTimeout(Optional.empty(), patience.toMillis(), TimeUnit.MILLISECONDS);
                    return new Sent(id, outcome);
                });
    }

    /** Takes a record of {@code alerts}. */
    public void accept(Alert alert) {
        waiting.forEach((id, one) -> {
            if (id.equals(alert.getCommandId()) || one.isForestalledBy(alert)) {
                one.outcome().complete(Optional.of(alert));
            }
        });
    }
}
