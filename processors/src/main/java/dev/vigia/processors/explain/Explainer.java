package dev.vigia.processors.explain;

import dev.vigia.processors.aggregate.AggregateSettings;
import dev.vigia.processors.aggregate.Refold;
import dev.vigia.processors.evaluate.Recomputed;
import dev.vigia.processors.evaluate.Recomputed.Computed;
import dev.vigia.processors.explain.Explanation.Counted;
import dev.vigia.processors.explain.Verdict.Difference;
import dev.vigia.processors.rules.AlertId;
import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.Rule.Aggregate;
import dev.vigia.processors.rules.Spec;
import dev.vigia.runtime.Durations;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.avro.OffsetRange;
import dev.vigia.schemas.avro.Span;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.RegistryClient;
import dev.vigia.schemas.serde.RegistryUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
        if (rule.aggregate() instanceof Aggregate.Joint) {
            return without(alert, "Rules of several conditions are not computed again.");
        }
        Samples samples = new Samples(records, Spec.of(rule).kind() == Spec.Kind.ERRORS);
        Refold refold = new Refold(kafka, aggregate, registry);
        Recount recount = new Recount(alert, rule, kafka.topics(), versions, refold, log, samples, late);
        Recount.Outcome outcome = recount.run(AlertId.partition(alert.getAlertId(), log.signalPartitions()));
        Optional<Computed> computed =
                outcome instanceof Recount.Outcome.Done done ? Optional.of(done.computed()) : Optional.empty();
        return new Explanation(
                alert,
                found,
                verdict(alert, rule, recount.window(), outcome),
                computed,
                recount.read(),
                decoded(rule, samples));
    }

    private static Explanation without(Alert alert, String reason) {
        return new Explanation(
                alert, Optional.empty(), new Verdict.Unknown(reason), Optional.empty(), List.of(), List.of());
    }

    private static Verdict verdict(Alert alert, Rule rule, Recomputed window, Recount.Outcome outcome) {
        if (outcome instanceof Recount.Outcome.Expired expired) return new Verdict.Expired(expired.gaps());
        if (outcome instanceof Recount.Outcome.Stopped) {
            return new Verdict.Unknown("There was no time to read all of the records.");
        }
        if (outcome instanceof Recount.Outcome.NotCounted missing) {
            OffsetRange range = missing.range();
            return new Verdict.Differs(List.of(new Difference(
                    "evidence of " + range.getTopic() + "-" + range.getPartition(),
                    words(range),
                    "had not been counted when it was decided")));
        }
        List<Difference> differences = differences(alert, rule, window, ((Recount.Outcome.Done) outcome).computed());
        if (!differences.isEmpty()) {
            return window.forgottenFrom() <= alert.getDataTime()
                    ? new Verdict.Unknown(
                            "By the time it was told, what had been counted in its window may have been thrown away.")
                    : new Verdict.Differs(differences);
        }
        if (rule.aggregate() instanceof Aggregate.NewTerm term && alert.getSamples() > 0) {
            return new Verdict.Unknown(
                    "The records are there and were counted so; that the group had not been seen for "
                            + Durations.format(term.memory()) + " before is not looked for.");
        }
        return new Verdict.Match();
    }

    private static List<Difference> differences(Alert alert, Rule rule, Recomputed window, Computed computed) {
        List<Difference> found = new ArrayList<>();
        differ(found, "window_start", alert.getWindowStart(), window.start());
        boolean bounded = rule.condition().levels().stream()
                .anyMatch(level -> level.severity() == alert.getSeverity()
                        && Double.compare(level.threshold(), alert.getThreshold()) == 0);
        if (!bounded) differ(found, "threshold", alert.getThreshold(), "none of severity " + alert.getSeverity());
        differ(found, "value", alert.getValue(), computed.value().orElse(0));
        differ(found, "samples", alert.getSamples(), computed.samples());
        differ(
                found,
                "evidence.count",
                alert.getEvidence().getCount(),
                computed.evidence().getCount());
        Map<String, String> recorded = ranges(alert.getEvidence().getRanges());
        Map<String, String> again = ranges(computed.evidence().getRanges());
        recorded.forEach((partition, range) ->
                differ(found, "evidence of " + partition, range, again.getOrDefault(partition, "nothing")));
        again.forEach((partition, range) -> {
            if (!recorded.containsKey(partition)) differ(found, "evidence of " + partition, "nothing", range);
        });
        return found;
    }

    private static void differ(List<Difference> found, String what, Object recorded, Object computed) {
        if (!recorded.equals(computed)) {
            found.add(new Difference(what, recorded.toString(), computed.toString()));
        }
    }

    private static Map<String, String> ranges(List<OffsetRange> ranges) {
        Map<String, String> words = new TreeMap<>();
        ranges.forEach(range -> words.put(range.getTopic() + "-" + range.getPartition(), words(range)));
        return words;
    }

    private static String words(OffsetRange range) {
        return "offsets " + range.getFromOffset() + " to " + range.getToOffset() + ", " + range.getCount() + " counted";
    }

    private List<Counted> decoded(Rule rule, Samples samples) {
        AvroDeserializer<? extends SpecificRecord> values = switch (rule.source()) {
            case LOGS -> new AvroDeserializer<>(registry, Log.class);
            case METRICS -> new AvroDeserializer<>(registry, Metric.class);
            case SPANS -> new AvroDeserializer<>(registry, Span.class);
        };
        List<Counted> decoded = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : samples.all()) {
            // It was decoded to be counted.
            Optional.ofNullable(values.deserialize(record.topic(), record.value()))
                    .ifPresent(value ->
                            decoded.add(new Counted(record.topic(), record.partition(), record.offset(), value)));
        }
        return decoded;
    }
}
