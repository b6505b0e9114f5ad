package dev.vigia.console.views;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.CommandType;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Takes what people want done with alerts, says what plainly cannot be, and sends the rest. Thread-safe. */
public final class AlertDesk {

    private final CurrentAlerts current;
    private final AlertHistory history;
    private final AlertCommands commands;

    public AlertDesk(CurrentAlerts current, AlertHistory history, AlertCommands commands) {
        this.current = current;
        this.history = history;
        this.commands = commands;
    }

    /** What came of a wish. */
    public sealed interface Answer {

        /** It was done; {@code transition} tells of it. */
        record Done(String commandId, Alert transition) implements Answer {}

        /** It was so already, and nothing was sent. */
        record Unchanged(Alert present) implements Answer {}

        /** The command is in the log, and no outcome was seen in time. */
        record Logged(String commandId) implements Answer {}

        /** Nothing was done. */
        record Refused(Refusal refusal, Alert present) implements Answer {}

        /** There is no such alert. */
        record Unknown(String alertId) implements Answer {}
    }

    /** Why nothing was done. */
    public enum Refusal {
        NOT_ACTIVE("the episode is over"),
        NOT_OVER("the episode is not over"),
        NOT_REOPENABLE("nobody resolved it; a rule's alert comes back by itself"),
        MOVED_ON("something has happened since; look at it as it is now"),
        COMMAND_ID_TAKEN("the command id was used for another alert");

        private final String words;

        Refusal(String words) {
            this.words = words;
        }

        /** For people. */
        public String words() {
            return words;
        }
    }

    /** @param patience how long to wait for the outcome once the command is in the log */
    public CompletableFuture<Answer> ask(String alertId, Wish wish, Duration patience) {
        Optional<Alert> present = current.get(alertId);
        if (present.isEmpty()) return answered(new Answer.Unknown(alertId));
        Alert alert = present.get();
        Optional<Alert> done = wish.commandId().flatMap(history::ofCommand);
        if (done.isPresent()) return answered(again(alertId, done.get()));
        Optional<Refusal> refusal = refusal(alert, wish);
        if (refusal.isPresent()) return answered(new Answer.Refused(refusal.get(), alert));
        if (wish.isFulfilled(alert)) return answered(new Answer.Unchanged(alert));
        return commands.send(wish.idOfCommand(), wish.command(alert), wish.who(), patience)
                .thenCompose(sent -> sent.outcome().thenApply(outcome -> answer(sent.id(), outcome)));
    }

    private static CompletableFuture<Answer> answered(Answer answer) {
        return CompletableFuture.completedFuture(answer);
    }

    private static Answer again(String alertId, Alert done) {
        if (!done.getAlertId().equals(alertId)) return new Answer.Refused(Refusal.COMMAND_ID_TAKEN, done);
        return new Answer.Done(String.valueOf(done.getCommandId()), done);
    }

    private static Optional<Refusal> refusal(Alert present, Wish wish) {
        boolean over = present.getState() == AlertState.INACTIVE;
        if (wish.isOutdated(present)) return Optional.of(Refusal.MOVED_ON);
        if (wish.type() != CommandType.REOPEN) return over ? Optional.of(Refusal.NOT_ACTIVE) : Optional.empty();
        if (!over) return Optional.of(Refusal.NOT_OVER);
        return present.getCommandId() == null ? Optional.of(Refusal.NOT_REOPENABLE) : Optional.empty();
    }

    private static Answer answer(String commandId, Optional<Alert> outcome) {
        if (outcome.isEmpty()) return new Answer.Logged(commandId);
        Alert alert = outcome.get();
        return commandId.equals(alert.getCommandId())
                ? new Answer.Done(commandId, alert)
                : new Answer.Refused(Refusal.MOVED_ON, alert);
    }
}
