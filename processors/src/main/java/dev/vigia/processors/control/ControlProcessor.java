package dev.vigia.processors.control;

import static java.util.Objects.requireNonNull;

import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.ControlSignal;
import dev.vigia.schemas.avro.DispatchSignal;
import dev.vigia.schemas.avro.Signal;
import dev.vigia.schemas.avro.Tick;
import java.time.Clock;
import java.time.Duration;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Passes each record of {@code control} on once, with its offset, and the clock each second. */
final class ControlProcessor implements Processor<byte[], Control, byte[], SpecificRecord> {

    private static final Duration TICK = Duration.ofSeconds(1);

    private final Inputs inputs;
    private final Clock clock;
    private @Nullable ProcessorContext<byte[], SpecificRecord> context;
    /** Ids that were passed on, and the offsets they had. */
    private @Nullable KeyValueStore<String, Long> seen;

    ControlProcessor(Inputs inputs, Clock clock) {
        this.inputs = inputs;
        this.clock = clock;
    }

    @Override
    public void init(ProcessorContext<byte[], SpecificRecord> initialized) {
        context = initialized;
        seen = initialized.getStateStore(ControlTopology.SEEN);
        initialized.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, streamsClock -> tick());
    }

    @Override
    public void process(Record<byte[], Control> said) {
        long offset = requireNonNull(context).recordMetadata().orElseThrow().offset();
        if (requireNonNull(seen).putIfAbsent(said.value().getId(), offset) != null) return;
        forward(new ControlSignal(offset, said.value()), said.timestamp());
    }

    private void tick() {
        long now = clock.millis();
        forward(new Tick(now, inputs.known()), now);
    }

    private void forward(SpecificRecord body, long timestamp) {
        var out = requireNonNull(context);
        out.forward(new Record<>(null, new Signal(body), timestamp), ControlTopology.TO_SIGNALS);
        out.forward(new Record<>(null, new DispatchSignal(body), timestamp), ControlTopology.TO_DISPATCH);
    }
}
