package dev.vigia.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.Alert;
import java.time.Duration;

/** Computes again, from the raw records, what a transition tells. What judges alerts is no part of the console. */
@FunctionalInterface
public interface Explaining {

    /**
     * Explains a transition; takes not much longer than {@code patience}.
     *
     * @return a JSON object, with {@code verdict} {@code match}, {@code differs}, {@code expired} or {@code unknown}
     * @throws UserException when Kafka or the registry does not answer
     */
    ObjectNode explain(Alert transition, Duration patience);
}
