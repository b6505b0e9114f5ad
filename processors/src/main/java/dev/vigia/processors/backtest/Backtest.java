package dev.vigia.processors.backtest;

import dev.vigia.processors.aggregate.AggregateSettings;
import dev.vigia.processors.aggregate.Refold;
import dev.vigia.processors.rules.RuleSetParser;
import dev.vigia.processors.streams.StreamsPart;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.RuleFile;
import dev.vigia.schemas.serde.RegistryClient;
import dev.vigia.schemas.serde.RegistryUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * Says what would have happened in a stretch of the past with other rules. The log of then is folded again by the code that
 * runs: original records along the recorded cuts for rules that are counted anew, recorded deltas for all others, and ticks,
 * changes of rules and what people said in the order of {@code signals}. The rules of then are folded beside the candidate,
 * and have to give exactly what was recorded. Writes nothing.
 */
public final class Backtest {

    private final KafkaSettings kafka;
    private final AggregateSettings aggregate;
    private final RegistryClient registry;

    /** @param aggregate the limits that were in force when the log was written */
    public Backtest(KafkaSettings kafka, AggregateSettings aggregate, RegistryClient registry) {
        this.kafka = kafka;
        this.aggregate = aggregate;
        this.registry = registry;
    }

    /**
     * What is asked.
     *
     * @param range event time that is looked at
     * @param warmUp how long before the range the fold begins; empty for the beginning of the log
     * @param candidates rule files, each in place of all versions of the one of its name; none to check that what was
     *     recorded comes out again
     */
    public record Request(Range range, Optional<Duration> warmUp, List<RuleFile> candidates) {

        /** @throws UserException when the range is empty, a file cannot be read, or two have the same name */
        public Request {
            candidates = List.copyOf(candidates);
            if (range.from() >= range.to()) {
                throw new UserException("The range is empty: it would begin at " + Instant.ofEpochMilli(range.from())
                        + " and end at " + Instant.ofEpochMilli(range.to()) + ".");
            }
            Set<String> names = new HashSet<>();
            for (RuleFile file : candidates) {
                if (file.getContent() != null) RuleSetParser.parse(file.getName(), file.getContent());
                if (!names.add(file.getName())) {
                    throw new UserException("Two files are called " + file.getName()
                            + ", and each would stand in place of that file. Give one of them another name.");
                }
            }
        }

        /** The time from which on the log is folded, in milliseconds since 1970-01-01 UTC; empty for its beginning. */
        OptionalLong begin() {
            return warmUp.map(length -> OptionalLong.of(range.from() - length.toMillis()))
                    .orElse(OptionalLong.empty());
        }
    }

    /**
     * Folds what is there now. Reads all of it once and keeps little.
     *
     * @param progress is given how far it has got, again and again: the time at which what comes next was written, in
     *     milliseconds since 1970-01-01 UTC
     * @throws UserException when Kafka or the registry does not answer, the topics are not there, or nothing is left of the
     *     time in question
     */
    public Result run(Request request, LongConsumer progress) {
        try (KafkaRecorded recorded =
                new KafkaRecorded(kafka, StreamsPart.group(kafka, "evaluate"), registry, request.begin())) {
            return new Run(recorded, kafka.topics(), () -> Refold.ofRules(kafka, aggregate, registry), request)
                    .fold(progress);
        } catch (RegistryUnavailableException e) {
            throw new UserException("The schema registry does not answer: " + e.getMessage(), e);
        }
    }
}
