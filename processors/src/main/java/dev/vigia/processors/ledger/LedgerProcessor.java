package dev.vigia.processors.ledger;

import static java.util.Objects.requireNonNull;

import dev.vigia.processors.state.StreamsStore;
import dev.vigia.schemas.avro.LedgerEntry;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives entries to a {@link Ledger} and forwards what comes of them. */
final class LedgerProcessor implements Processor<byte[], LedgerEntry, String, SpecificRecord> {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerProcessor.class);

    private final Duration mendable;
    private final MeterRegistry meters;
    private @Nullable ProcessorContext<String, SpecificRecord> context;
    private @Nullable Ledger ledger;

    LedgerProcessor(Duration mendable, MeterRegistry meters) {
        this.mendable = mendable;
        this.meters = meters;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> initialized) {
        context = initialized;
        ledger = new Ledger(new StreamsStore(initialized.getStateStore(LedgerTopology.STATE)), mendable);
    }

    @Override
    public void process(Record<byte[], LedgerEntry> entry) {
        meters.counter("vigia.ledger.entries").increment();
        var out = requireNonNull(context);
        for (Outcome outcome : requireNonNull(ledger).fold(entry.value(), entry.timestamp())) {
            if (outcome instanceof Outcome.Told told) {
                out.forward(
                        new Record<>(told.partition().toString(), told.balance(), entry.timestamp()),
                        LedgerTopology.TO_LEDGER);
            } else if (outcome instanceof Outcome.Measured measured) {
                out.forward(new Record<>(null, measured.metric(), entry.timestamp()), LedgerTopology.TO_METRICS);
            } else if (outcome instanceof Outcome.Rejected rejected) {
                meters.counter("vigia.ledger.rejected").increment();
                LOG.warn("An entry says of {} what cannot be: {}", rejected.partition(), rejected.claim());
            }
        }
    }
}
