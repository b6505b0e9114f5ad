package dev.vigia.console.views;

import dev.vigia.console.views.AlertCommands.Who;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertCommand;
import dev.vigia.schemas.avro.CommandType;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * What somebody wants done with an alert.
 *
 * @param commandId the same for each try; empty for one that is tried once
 * @param episodeId which episode is meant; empty for the present one
 * @param expectedSequence number of the record it was made on; empty for whatever it is
 * @param assignee of an ASSIGN; empty for nobody
 * @param snoozedUntil of a SNOOZE, its end in milliseconds since 1970-01-01 UTC; empty for at once
 */
public record Wish(
        CommandType type,
        Who who,
        Optional<String> commandId,
        Optional<String> episodeId,
        Optional<Long> expectedSequence,
        Optional<String> assignee,
        Optional<Long> snoozedUntil) {

    public static final Duration LONGEST_SNOOZE = Duration.ofDays(30);

    /** A wish that holds for the present episode, however it stands, and is tried once. */
    public static Wish of(CommandType type, Who who) {
        return new Wish(
                type, who, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public Wish made(Optional<String> episode, Optional<Long> sequence) {
        return new Wish(type, who, commandId, episode, sequence, assignee, snoozedUntil);
    }

    public Wish named(Optional<String> id) {
        return new Wish(type, who, id, episodeId, expectedSequence, assignee, snoozedUntil);
    }

    public Wish assigning(Optional<String> whom) {
        return new Wish(type, who, commandId, episodeId, expectedSequence, whom, snoozedUntil);
    }

    public Wish snoozing(Optional<Long> until) {
        return new Wish(type, who, commandId, episodeId, expectedSequence, assignee, until);
    }

    String idOfCommand() {
        return commandId.orElseGet(() -> UUID.randomUUID().toString());
    }

    AlertCommand command(Alert present) {
        return AlertCommand.newBuilder()
                .setAlertId(present.getAlertId())
                .setEpisodeId(present.getEpisodeId())
                .setExpectedSequence(expectedSequence.orElse(null))
                .setType(type)
                .setAssignee(assignee.orElse(null))
                .setSnoozedUntil(snoozedUntil.orElse(null))
                .build();
    }

    /** Whether it was made on another record than the present one. */
    boolean isOutdated(Alert present) {
        return episodeId.filter(id -> !id.equals(present.getEpisodeId())).isPresent()
                || expectedSequence
                        .filter(sequence -> sequence != present.getSequence())
                        .isPresent();
    }

    /** Whether what is wanted is so already. */
    boolean isFulfilled(Alert present) {
        return switch (type) {
            case ACKNOWLEDGE -> present.getAcknowledgedBy() != null;
            case UNACKNOWLEDGE -> present.getAcknowledgedBy() == null;
            case ASSIGN -> assignee.equals(Optional.ofNullable(present.getAssignedTo()));
            case SNOOZE -> snoozedUntil.equals(Optional.ofNullable(present.getSnoozedUntil()));
            case RESOLVE, REOPEN, COMMENT, UNKNOWN -> false;
        };
    }
}
