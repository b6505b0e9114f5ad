package dev.vigia.processors.rollup;

import dev.vigia.schemas.avro.Delta;
import dev.vigia.schemas.avro.Frame;
import dev.vigia.schemas.avro.Rollup;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Merges the deltas of a partition into minutes and sends what has changed about once a second.
 *
 * <p>A minute is closed one hour of data time after its end or its last delta, whichever is later. So a delta for a minute
 * that is not in the store, and may have been closed, begins a part of its own; it can neither replace the total that was
 * sent before nor be counted twice.
 *
 * <p>Deltas of a cumulative counter are joined: the step from one to the next counts in the minute of the next.
 */
final class RollupProcessor implements Processor<byte[], Frame, String, Rollup> {

    private static final Duration IDLE_CHECK = Duration.ofSeconds(1);

    private final MeterRegistry meters;

    private @Nullable ProcessorContext<String, Rollup> context;
    private @Nullable OpenRollups open;
    private long sentInSecond = Long.MIN_VALUE;
    private long arrival;
    private boolean quiet;

    RollupProcessor(MeterRegistry meters) {
        this.meters = meters;
    }

    /** An accumulator in use, and when the stored one was to close. */
    private record InUse(Accumulator accumulator, Optional<Long> closedBefore) {}

    @Override
    public void init(ProcessorContext<String, Rollup> initialized) {
        context = initialized;
        // Frames stop when nothing happens. What the last one changed is sent by the clock then.
        initialized.schedule(IDLE_CHECK, PunctuationType.WALL_CLOCK_TIME, now -> {
            if (quiet) send(initialized, open(initialized));
            quiet = true;
        });
    }

    @Override
    public void process(Record<byte[], Frame> record) {
        ProcessorContext<String, Rollup> to = context;
        if (to == null) throw new IllegalStateException("Kafka Streams calls init first.");
        Frame frame = record.value();
        quiet = false;
        arrival = record.timestamp();
        OpenRollups rollups = open(to);
        fold(frame, rollups);
        if (!frame.getPartial()) rollups.advance(frame.getCuts());
        long second = Math.floorDiv(frame.getWrittenAt(), 1_000L);
        if (second == sentInSecond) return;
        sentInSecond = second;
        send(to, rollups);
        rollups.close();
    }

    /** Reads and writes each minute once a frame, however many deltas it has for it. */
    private void fold(Frame frame, OpenRollups rollups) {
        Map<String, InUse> touched = new LinkedHashMap<>();
        for (Delta delta : frame.getDeltas()) {
            Series series = Series.of(delta);
            long windowStart = Math.floorDiv(delta.getBucket(), Accumulator.MINUTE) * Accumulator.MINUTE;
            double total = Counters.isCounter(delta)
                    ? rollups.counters().increase(series, delta, rollups.dataTime())
                    : delta.getSum();
            touched.computeIfAbsent(series.key(windowStart), name -> find(name, series, windowStart, rollups))
                    .accumulator()
                    .add(delta, total, rollups.dataTime());
        }
        touched.forEach((name, inUse) -> rollups.putChanged(name, inUse.accumulator(), inUse.closedBefore()));
        meters.counter("vigia.rollup.deltas").increment(frame.getDeltas().size());
    }

    private InUse find(String name, Series series, long windowStart, OpenRollups rollups) {
        Optional<Accumulator> known = rollups.get(name);
        if (known.isPresent())
            return new InUse(known.get(), Optional.of(known.get().closesAt()));
        boolean mayHaveClosed = rollups.dataTime() >= windowStart + Accumulator.MINUTE + Accumulator.KEPT_OPEN;
        if (mayHaveClosed) meters.counter("vigia.rollup.late.parts").increment();
        return new InUse(
                new Accumulator(series, windowStart, mayHaveClosed ? rollups.dataTime() : 0), Optional.empty());
    }

    private void send(ProcessorContext<String, Rollup> to, OpenRollups rollups) {
        for (String name : rollups.takeChanged()) {
            Optional<Accumulator> changed = rollups.get(name);
            if (changed.isEmpty()) continue;
            Accumulator accumulator = changed.get();
            to.forward(new Record<>(accumulator.rollupKey(), accumulator.nextRevision(), arrival));
            rollups.put(name, accumulator);
            meters.counter("vigia.rollup.records").increment();
        }
    }

    private OpenRollups open(ProcessorContext<String, Rollup> from) {
        OpenRollups rollups = open;
        if (rollups == null) {
            rollups = new OpenRollups(from.getStateStore(RollupTopology.STORE));
            open = rollups;
        }
        return rollups;
    }
}
