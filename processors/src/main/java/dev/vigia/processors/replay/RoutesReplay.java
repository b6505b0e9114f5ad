package dev.vigia.processors.replay;

import dev.vigia.processors.verify.Decoding;
import dev.vigia.processors.verify.Offsets;
import dev.vigia.processors.verify.Tape;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.DispatchSignal;
import dev.vigia.schemas.serde.RegistryClient;
import dev.vigia.schemas.serde.RegistryUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Says who would have been told in a stretch of the past by other routes and schedules: folds {@code dispatch.signals} as {@code dispatch} does, from
 * the oldest that is left, by the present ones and by the others. Writes nothing.
 */
public final class RoutesReplay {

    /** How far the clocks of brokers and of {@code control} may be apart: milliseconds. */
    private static final long SLACK = 300_000;

    private final KafkaSettings kafka;
    private final RegistryClient registry;

    public RoutesReplay(KafkaSettings kafka, RegistryClient registry) {
        this.kafka = kafka;
        this.registry = registry;
    }

    /**
     * Folds what is there now. Reads all of it once.
     *
     * @param from begin of the time in question: milliseconds since 1970-01-01 UTC
     * @param to its end, exclusive
     * @throws UserException when the time is empty, nothing of it is left, or Kafka or the registry does not answer
     */
    public RoutesComparison run(long from, long to, Plan present, Plan changed) {
        if (from >= to) {
            throw new UserException("The time is empty: it would begin at " + Instant.ofEpochMilli(from)
                    + " and end at " + Instant.ofEpochMilli(to) + ".");
        }
        List<RoutesComparison> parts = new ArrayList<>();
        try (Offsets offsets = new Offsets(kafka)) {
            List<TopicPartition> partitions = offsets.partitions(kafka.topics().dispatchSignals());
            Map<TopicPartition, Long> ends = offsets.ends(partitions);
            for (TopicPartition partition : partitions) {
                try (Tape tape = new Tape(kafka, partition, ends.getOrDefault(partition, 0L))) {
                    parts.add(fold(tape, new Rehearsal(present, from, to), new Rehearsal(changed, from, to), from, to));
                }
            }
        } catch (RegistryUnavailableException e) {
            throw new UserException("The schema registry does not answer: " + e.getMessage(), e);
        }
        long logFrom = parts.stream().mapToLong(RoutesComparison::logFrom).min().orElse(to);
        if (logFrom >= to) {
            throw new UserException("Nothing is left of the time before " + Instant.ofEpochMilli(to)
                    + ": dispatch.signals is kept for 14 days.");
        }
        return new RoutesComparison(
                from, to, logFrom, sorted(parts, RoutesComparison::present), sorted(parts, RoutesComparison::changed));
    }

    private RoutesComparison fold(Tape tape, Rehearsal present, Rehearsal changed, long from, long to) {
        Decoding<DispatchSignal> signals = new Decoding<>(registry, DispatchSignal.class);
        long logFrom = to;
        for (Optional<ConsumerRecord<byte[], byte[]>> next = tape.next(); next.isPresent(); next = tape.next()) {
            // Signals are in the order of the clock that ticks, which is the broker's within a few seconds.
            if (next.get().timestamp() > to + SLACK) break;
            logFrom = Math.min(logFrom, next.get().timestamp());
            signals.read(next.get()).ifPresent(signal -> {
                present.hear(signal);
                changed.hear(signal);
            });
        }
        return new RoutesComparison(from, to, logFrom, present.told(), changed.told());
    }

    private static List<Telling> sorted(List<RoutesComparison> parts, Function<RoutesComparison, List<Telling>> side) {
        return parts.stream()
                .flatMap(part -> side.apply(part).stream())
                .sorted(Comparator.comparingLong(Telling::at))
                .toList();
    }
}
