package dev.vigia.sinks.elasticsearch;

import dev.vigia.sinks.Mailbox;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where records go that Elasticsearch will never have. A record is finished only when Kafka has its dead letter. What is a
 * dead letter already is not made into another: it is counted, and stays in its topic. For the task's thread only.
 */
final class DeadLetterDesk {

    /**
     * What happens to a record afterwards.
     *
     * @param finish counts it as finished
     * @param delay tries again later
     */
    record Exits(BiConsumer<Pending, Fate> finish, Consumer<Pending> delay) {}

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterDesk.class);
    private static final long QUIET_MILLIS = 60_000;

    private final Parts parts;
    private final Mailbox mailbox;
    private final Exits exits;
    private long quietUntil = Long.MIN_VALUE;
    private long unmentioned;

    DeadLetterDesk(Parts parts, Mailbox mailbox, Exits exits) {
        this.parts = parts;
        this.mailbox = mailbox;
        this.exits = exits;
    }

    void reject(Pending pending, String reason) {
        pending.reject(reason);
        if (parts.deadLetters().isDeadLetter(pending.record())) {
            mention("The dead letter {} is not in Elasticsearch: {} ({} more in the last minute)", pending, reason);
            exits.finish().accept(pending, Fate.DROPPED);
        } else {
            parts.deadLetters()
                    .send(pending.record(), reason, error -> mailbox.post(() -> sent(pending, reason, error)));
        }
    }

    private void sent(Pending pending, String reason, Optional<Exception> error) {
        if (error.isPresent()) {
            mention(
                    "Kafka does not take the dead letter of {}: {} ({} more in the last minute)",
                    pending,
                    error.get().toString());
            exits.delay().accept(pending);
        } else {
            mention("{} became a dead letter: {} ({} more in the last minute)", pending, reason);
            exits.finish().accept(pending, Fate.DEAD_LETTERED);
        }
    }

    /** Once a minute at most: a stream of bad records must not fill the log. */
    private void mention(String message, Pending pending, String reason) {
        long now = parts.clock().millis();
        if (now < quietUntil) {
            unmentioned++;
            return;
        }
        LOG.warn(message, pending.record(), reason, unmentioned);
        unmentioned = 0;
        quietUntil = now + QUIET_MILLIS;
    }
}
