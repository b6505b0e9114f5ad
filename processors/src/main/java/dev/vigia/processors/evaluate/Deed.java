package dev.vigia.processors.evaluate;

import dev.vigia.processors.evaluate.Telling.Cause;
import dev.vigia.schemas.avro.AlertCommand;
import dev.vigia.schemas.avro.Transition;
import java.util.Optional;

/**
 * What a command does to an episode that goes on.
 *
 * @param told the transition that tells of it
 * @param care what people have said by then
 */
record Deed(Transition told, Care care) {

    /** Empty for a command that ends an episode or takes that back, and for one that changes nothing. */
    static Optional<Deed> of(AlertCommand command, Care care, Cause cause) {
        Optional<String> assignee = Optional.ofNullable(command.getAssignee());
        Optional<Long> snoozedUntil = Optional.ofNullable(command.getSnoozedUntil());
        return switch (command.getType()) {
            case ACKNOWLEDGE -> change(Transition.ACKNOWLEDGED, care, care.acknowledged(cause.actor(), cause.at()));
            case UNACKNOWLEDGE -> change(Transition.UNACKNOWLEDGED, care, care.unacknowledged());
            case ASSIGN -> change(Transition.ASSIGNED, care, care.assignedTo(assignee));
            case SNOOZE -> change(Transition.SNOOZED, care, care.snoozedUntil(snoozedUntil));
            case COMMENT -> cause.reason().map(words -> new Deed(Transition.COMMENTED, care));
            case RESOLVE, REOPEN, UNKNOWN -> Optional.empty();
        };
    }

    private static Optional<Deed> change(Transition told, Care before, Care after) {
        return before.equals(after) ? Optional.empty() : Optional.of(new Deed(told, after));
    }
}
