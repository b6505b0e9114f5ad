package dev.vigia.processors.aggregate;

import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Delta;
import dev.vigia.schemas.avro.WarmUp;
import dev.vigia.schemas.serde.RegistryClient;
import dev.vigia.schemas.serde.RegistryUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Folds raw records again along a recorded cut. With the rules and the time that the frame names, and the settings that
 * were in force, the deltas are those that were recorded, byte for byte; they come in the order in which the series were
 * met, where recorded ones are spread over the partitions of {@code signals} and {@code deltas}. For one thread.
 */
public final class Refold {

    /** How far a record may be ahead of the clock of its transaction; others are dead letters. */
    public static final Duration MAX_AHEAD = Fold.MAX_AHEAD;

    private final Topics topics;
    private final AggregateSettings settings;
    private final RegistryClient registry;
    private final boolean rulesOnly;

    private List<Rule> rules = List.of();
    private CompiledRules compiled = CompiledRules.of(rules);
    private Decoder decoder;

    public Refold(KafkaSettings kafka, AggregateSettings settings, RegistryClient registry) {
        this(kafka, settings, registry, false);
    }

    private Refold(KafkaSettings kafka, AggregateSettings settings, RegistryClient registry, boolean rulesOnly) {
        this.rulesOnly = rulesOnly;
        this.topics = kafka.topics();
        this.settings = settings;
        this.registry = registry;
        this.decoder = new Decoder(topics, registry, compiled);
    }

    /** One that gives the deltas of rules only. */
    public static Refold ofRules(KafkaSettings kafka, AggregateSettings settings, RegistryClient registry) {
        return new Refold(kafka, settings, registry, true);
    }

    /**
     * What a frame says about the circumstances.
     *
     * @param cut index of the cut in the frame
     * @param rules those in force at the frame's {@code rules_offset}
     * @param writtenAt the frame's {@code written_at}
     * @param warmUp the frame's {@code warm_up}: which of the rules earlier records were counted for
     */
    public record Circumstances(int cut, List<Rule> rules, long writtenAt, Optional<WarmUp> warmUp) {

        /** Those of records that were counted as they came. */
        public Circumstances(int cut, List<Rule> rules, long writtenAt) {
            this(cut, rules, writtenAt, Optional.empty());
        }
    }

    /**
     * The deltas of a cut.
     *
     * @param records of the cut's partition from its first offset on, in order; those at or beyond its end are left out
     * @throws RegistryUnavailableException when a schema is not known here yet
     */
    public List<Delta> refold(Cut cut, Iterable<ConsumerRecord<byte[], byte[]>> records, Circumstances circumstances) {
        if (circumstances.warmUp().isPresent()) {
            return refoldEarlier(
                    cut, records, circumstances, circumstances.warmUp().get());
        }
        use(circumstances.rules());
        Source source = decoder.source(cut.getTopic());
        Fold fold = rulesOnly
                ? Fold.ofRules(source, compiled, settings, circumstances.writtenAt())
                : new Fold(source, compiled, settings, circumstances.writtenAt());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.offset() >= cut.getToOffset()) break;
            if (record.offset() >= cut.getFromOffset()) add(source, record, fold);
        }
        return fold.drain(circumstances.cut());
    }

    private List<Delta> refoldEarlier(
            Cut cut, Iterable<ConsumerRecord<byte[], byte[]>> records, Circumstances circumstances, WarmUp warmUp) {
        Source source = decoder.source(cut.getTopic());
        WarmUpFold fold = new WarmUpFold(
                topics,
                registry,
                settings,
                source,
                circumstances.rules(),
                warmUp.getRules(),
                circumstances.writtenAt());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.offset() >= cut.getToOffset()) break;
            if (record.offset() >= cut.getFromOffset()) fold.add(record);
        }
        return fold.drain(circumstances.cut());
    }

    /** Many cuts in a row have the same rules. */
    private void use(List<Rule> inForce) {
        if (inForce.equals(rules)) return;
        rules = List.copyOf(inForce);
        compiled = CompiledRules.of(rules);
        decoder = new Decoder(topics, registry, compiled);
    }

    private void add(Source source, ConsumerRecord<byte[], byte[]> record, Fold fold) {
        try {
            // What is refused went to the dead letters when it was folded first.
            var unused = fold.add(record.offset(), decoder.decode(source, record));
        } catch (RegistryUnavailableException e) {
            throw e;
        } catch (SerializationException e) {
            // likewise
        }
    }
}
