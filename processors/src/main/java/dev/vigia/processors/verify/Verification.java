package dev.vigia.processors.verify;

import dev.vigia.processors.aggregate.AggregateSettings;
import dev.vigia.processors.aggregate.Refold;
import dev.vigia.processors.streams.StreamsPart;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.serde.RegistryClient;
import dev.vigia.schemas.serde.RegistryUnavailableException;

/**
 * Folds an installation's own log again and compares, while it goes on or after it has stopped:
 *
 * <ul>
 *   <li><b>cuts</b>: in every partition of {@code signals} the cuts of each input partition are gapless, do not overlap, and
 *       are the same as in the others;
 *   <li><b>deltas</b>: raw records folded again along the cuts, with the rules and the clock of then, give the deltas in
 *       {@code signals} and {@code deltas}, byte for byte;
 *   <li><b>alerts</b>: each partition of {@code signals} folded from its beginning gives the records of the partition of
 *       {@code alerts} of the same number, byte for byte.
 * </ul>
 *
 * It writes nothing. What retention has taken cannot be checked, which the report says; what differs since the program or
 * the limits in its settings have changed it cannot tell from what is wrong.
 */
public final class Verification {

    private final KafkaSettings kafka;
    private final AggregateSettings aggregate;
    private final RegistryClient registry;

    /** @param aggregate the limits that were in force when the log was written */
    public Verification(KafkaSettings kafka, AggregateSettings aggregate, RegistryClient registry) {
        this.kafka = kafka;
        this.aggregate = aggregate;
        this.registry = registry;
    }

    /**
     * Checks what is there now. Reads all of it once and keeps little.
     *
     * @throws UserException when Kafka or the registry does not answer, or the topics are not there
     */
    public Report run() {
        try (Recording recording = new Recording(kafka, StreamsPart.group(kafka, "evaluate"))) {
            return new Replay(kafka.topics(), recording, registry).run(new Refold(kafka, aggregate, registry));
        } catch (RegistryUnavailableException e) {
            throw new UserException("The schema registry does not answer: " + e.getMessage(), e);
        }
    }
}
