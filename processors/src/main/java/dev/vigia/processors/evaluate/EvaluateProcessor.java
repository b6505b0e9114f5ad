package dev.vigia.processors.evaluate;

import static java.util.Objects.requireNonNull;

import dev.vigia.processors.state.StreamsStore;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.DispatchSignal;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.avro.Progress;
import dev.vigia.schemas.avro.Signal;
import dev.vigia.schemas.avro.Tick;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashSet;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives the signals of one partition to an {@link Evaluation} and forwards what comes of them. */
final class EvaluateProcessor implements Processor<byte[], Signal, String, SpecificRecord> {

    private static final Logger LOG = LoggerFactory.getLogger(EvaluateProcessor.class);

    /** Human time between two words of how far it has come: milliseconds. */
    private static final long EVERY = 60_000;

    private final Topics topics;
    private final MeterRegistry meters;
    private final Counter signals;
    private final Set<String> broken = new HashSet<>();
    private long saidAt;
    private @Nullable ProcessorContext<String, SpecificRecord> context;
    private @Nullable Evaluation evaluation;

    EvaluateProcessor(Topics topics, MeterRegistry meters) {
        this.topics = topics;
        this.meters = meters;
        this.signals = meters.counter("vigia.evaluate.signals");
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> initialized) {
        context = initialized;
        // The store is restored by now, so the fold goes on from what it held.
        evaluation = new Evaluation(
                initialized.taskId().partition(),
                new StreamsStore(initialized.getStateStore(EvaluateTopology.STATE)),
                topics);
    }

    @Override
    public void process(Record<byte[], Signal> signal) {
        RecordMetadata metadata = requireNonNull(context).recordMetadata().orElseThrow();
        signals.increment();
        for (Outcome outcome : requireNonNull(evaluation).fold(metadata.offset(), signal.value())) {
            if (outcome instanceof Outcome.Transitioned transitioned) tell(transitioned.alert(), signal.timestamp());
            else if (outcome instanceof Outcome.Measured measured) tell(measured.metric(), signal.timestamp());
            else if (outcome instanceof Outcome.BrokenCut cut) warn(cut, metadata);
            else if (outcome instanceof Outcome.RejectedRules rejected) warn(rejected);
        }
        if (signal.value().getBody() instanceof Tick tick) sayHowFar(tick, metadata.partition(), signal.timestamp());
    }

    private void sayHowFar(Tick tick, int partition, long timestamp) {
        if (tick.getAt() - saidAt < EVERY) return;
        OptionalLong dataTime = requireNonNull(evaluation).dataTime();
        if (dataTime.isEmpty()) return;
        saidAt = tick.getAt();
        DispatchSignal signal = new DispatchSignal(new Progress(partition, dataTime.getAsLong()));
        requireNonNull(context).forward(new Record<>(null, signal, timestamp), EvaluateTopology.TO_DISPATCH);
    }

    private void tell(Alert alert, long timestamp) {
        String transition = alert.getTransition().name().toLowerCase(Locale.ROOT);
        meters.counter("vigia.evaluate.transitions", "transition", transition).increment();
        var out = requireNonNull(context);
        out.forward(new Record<>(alert.getAlertId(), alert, timestamp), EvaluateTopology.TO_ALERTS);
        out.forward(new Record<>(alert.getAlertId(), alert, timestamp), EvaluateTopology.TO_ALERTS_CURRENT);
        DispatchSignal signal = new DispatchSignal(alert);
        out.forward(new Record<>(alert.getAlertId(), signal, timestamp), EvaluateTopology.TO_DISPATCH);
        // Somebody waits for it: it does not wait for the commit interval.
        out.commit();
    }

    private void tell(Metric metric, long timestamp) {
        meters.counter("vigia.evaluate.overflow").increment(metric.getValue());
        requireNonNull(context).forward(new Record<>(null, metric, timestamp), EvaluateTopology.TO_METRICS);
    }

    private void warn(Outcome.BrokenCut cut, RecordMetadata metadata) {
        meters.counter("vigia.evaluate.broken_cuts").increment();
        if (!broken.add(cut.topic() + "-" + cut.partition())) return;
        LOG.warn(
                "{}-{} offset {}: the cut of {}-{} begins at {} and not at {}; records were lost or counted twice."
                        + " More of this partition are counted in vigia.evaluate.broken_cuts only",
                metadata.topic(),
                metadata.partition(),
                metadata.offset(),
                cut.topic(),
                cut.partition(),
                cut.from(),
                cut.expectedFrom());
    }

    private void warn(Outcome.RejectedRules rejected) {
        meters.counter("vigia.evaluate.rejected_rules").increment();
        LOG.warn(
                "The rules in {} (control offset {}) stay as they were: {}",
                rejected.file(),
                rejected.version(),
                rejected.problem());
    }
}
