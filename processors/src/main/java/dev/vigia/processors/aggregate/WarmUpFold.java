package dev.vigia.processors.aggregate;

import dev.vigia.processors.aggregate.RuleSeries.Span;
import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Delta;
import dev.vigia.schemas.avro.WarmedRule;
import dev.vigia.schemas.serde.RegistryClient;
import dev.vigia.schemas.serde.RegistryUnavailableException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;

/** Counts a slice of earlier records for rules that lack them. For one thread. */
final class WarmUpFold {

    private final Source source;
    private final Decoder decoder;
    private final Fold fold;
    private final Map<Counting, Span> wanted;

    private record Counting(String rule, long spec) {}

    /**
     * A fold without records.
     *
     * @param rules in force
     * @param lacking what is counted for them
     * @param clock milliseconds since 1970-01-01 UTC: what is of the future is so by this
     */
    WarmUpFold(
            Topics topics,
            RegistryClient registry,
            AggregateSettings limits,
            Source source,
            Collection<Rule> rules,
            List<WarmedRule> lacking,
            long clock) {
        this.source = source;
        this.wanted = lacking.stream()
                .collect(Collectors.toMap(
                        one -> new Counting(one.getRule(), one.getSpec()),
                        one -> new Span(one.getSince(), one.getUntil())));
        Set<String> lack = lacking.stream().map(WarmedRule::getRule).collect(Collectors.toSet());
        CompiledRules compiled = CompiledRules.of(
                rules.stream().filter(rule -> lack.contains(rule.id())).toList());
        this.decoder = new Decoder(topics, registry, compiled);
        this.fold = Fold.ofEarlier(
                source,
                compiled,
                limits,
                clock,
                rule -> wanted.getOrDefault(new Counting(rule.id(), rule.spec()), Span.NONE));
    }

    /** Counts the next record. What cannot be went to the dead letters when it came. */
    void add(ConsumerRecord<byte[], byte[]> record) {
        try {
            var unused = fold.add(record.offset(), decoder.decode(source, record));
        } catch (RegistryUnavailableException e) {
            throw e;
        } catch (SerializationException e) {
            // as it was then
        }
    }

    /** The deltas of all that was added, as those of the cut at {@code cut} in the frame. */
    List<Delta> drain(int cut) {
        return fold.drain(cut);
    }
}
