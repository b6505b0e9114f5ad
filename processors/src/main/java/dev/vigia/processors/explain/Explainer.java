package dev.vigia.processors.explain;

import dev.vigia.processors.aggregate.AggregateSettings;
import dev.vigia.processors.aggregate.Refold;
import dev.vigia.processors.explain.Explanation.Counted;
import dev.vigia.processors.explain.Recount.Sources;
import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.processors.rules.Spec;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.avro.Span;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.RegistryClient;
import dev.vigia.schemas.serde.RegistryUnavailableException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads the records behind a transition of an alert and computes its numbers again, by the code that counted and judged. It
 * writes nothing. What was told differs from what comes out when a record, a rule or the alert is not what it was; or when the
 * program, or the limits in its {@code aggregate} settings, have changed. Thread-safe: each explanation reads for itself.
 */
public final class Explainer {

    private final KafkaSettings kafka;
    private final AggregateSettings aggregate;
    private final RegistryClient registry;

    /** @param aggregate the limits that were in force when the records were counted */
    public Explainer(KafkaSettings kafka, AggregateSettings aggregate, RegistryClient registry) {
        this.kafka = kafka;
        this.aggregate = aggregate;
        this.registry = registry;
    }

    /**
     * Explains one transition.
     *
     * @param records how many of the records that counted are given at most
     * @param late asked now and then whether to give up
     * @throws UserException when Kafka or the registry does not answer
     */
    public Explanation explain(Alert alert, int records, BooleanSupplier late) {
        try (KafkaLog log = new KafkaLog(kafka, registry)) {
            return explain(alert, records, late, log);
        } catch (RegistryUnavailableException e) {
            throw new UserException("The schema registry does not answer: " + e.getMessage(), e);
        }
    }

    private Explanation explain(Alert alert, int records, BooleanSupplier late, RecordedLog log) {
        Versions versions = new Versions();
        log.controls(versions::take);
        return explain(alert, records, late, log, versions);
    }

    Explanation explain(Alert alert, int records, BooleanSupplier late, RecordedLog log, Versions versions) {
        if (alert.getSignalOffset() < 0) {
            return without(alert, "It was told by a version of Vigia that did not note how far it had read.");
        }
        Optional<Rule> found = versions.of(alert);
        if (found.isEmpty()) {
            return without(
                    alert,
                    "There is no rule " + alert.getRuleId() + " in version " + alert.getRuleVersion() + " of "
                            + alert.getRuleSet() + " that can be read in "
                            + kafka.topics().control().name() + ".");
        }
        Rule rule = found.get();
        Refold refold = new Refold(kafka, aggregate, registry);
        Recounts recounts =
                new Recounts(alert, rule, kafka.topics(), new Sources(versions, refold, log, late), records);
        recounts.run();
        Comparison comparison = new Comparison(alert, rule, recounts, kafka.topics());
        return new Explanation(
                alert,
                found,
                comparison.verdict(),
                comparison.computed(),
                comparison.parts(),
                recounts.read(),
                decoded(recounts.samples()));
    }

    private static Explanation without(Alert alert, String reason) {
        return new Explanation(
                alert,
                Optional.empty(),
                new Verdict.Unknown(reason),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of());
    }

    /** Each record once, also where it counts under several specs. */
    private List<Counted> decoded(Map<Spec, Samples> samples) {
        Map<String, Counted> decoded = new LinkedHashMap<>();
        samples.forEach((spec, some) -> {
            AvroDeserializer<? extends SpecificRecord> values = values(spec.source());
            for (ConsumerRecord<byte[], byte[]> record : some.all()) {
                String place = record.topic() + "-" + record.partition() + "@" + record.offset();
                // It was decoded to be counted.
                Optional.ofNullable(values.deserialize(record.topic(), record.value()))
                        .ifPresent(value -> decoded.put(
                                place, new Counted(record.topic(), record.partition(), record.offset(), value)));
            }
        });
        return List.copyOf(decoded.values());
    }

    private AvroDeserializer<? extends SpecificRecord> values(Source source) {
        return switch (source) {
            case LOGS -> new AvroDeserializer<>(registry, Log.class);
            case METRICS -> new AvroDeserializer<>(registry, Metric.class);
            case SPANS -> new AvroDeserializer<>(registry, Span.class);
        };
    }
}
