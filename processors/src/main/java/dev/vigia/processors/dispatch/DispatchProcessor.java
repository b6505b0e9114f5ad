package dev.vigia.processors.dispatch;

import static java.util.Objects.requireNonNull;

import dev.vigia.processors.oncall.OnCall;
import dev.vigia.processors.routing.Routing;
import dev.vigia.processors.state.StreamsStore;
import dev.vigia.schemas.avro.DispatchDecision;
import dev.vigia.schemas.avro.DispatchSignal;
import dev.vigia.schemas.avro.Notification;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives signals to a {@link Dispatching} and forwards what it decides, and the notifications of that. */
final class DispatchProcessor implements Processor<byte[], DispatchSignal, String, SpecificRecord> {

    private static final Logger LOG = LoggerFactory.getLogger(DispatchProcessor.class);

    private final Routing routing;
    private final OnCall onCall;
    private final MeterRegistry meters;
    private @Nullable ProcessorContext<String, SpecificRecord> context;
    private @Nullable Dispatching dispatching;

    DispatchProcessor(Routing routing, OnCall onCall, MeterRegistry meters) {
        this.routing = routing;
        this.onCall = onCall;
        this.meters = meters;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> initialized) {
        context = initialized;
        dispatching =
                new Dispatching(routing, onCall, new StreamsStore(initialized.getStateStore(DispatchTopology.STATE)));
    }

    @Override
    public void process(Record<byte[], DispatchSignal> signal) {
        Dispatching fold = requireNonNull(dispatching);
        for (Decision decision : fold.fold(signal.value())) {
            count(decision);
            if (decision instanceof Decision.Tell tell) {
                Notification notification = tell.notification();
                forward(notification.getId(), notification, signal.timestamp(), DispatchTopology.NOTIFICATIONS);
            } else if (decision instanceof Decision.Leave leave && isLoss(leave.reason())) {
                LOG.warn(
                        "{} told of {}: {}",
                        leave.receiver().isEmpty() ? "Nobody is" : leave.receiver() + " is not",
                        names(leave),
                        leave.reason().words());
            }
            for (DispatchDecision record : DecisionRecords.of(decision, fold.now())) {
                forward(DecisionRecords.key(record), record, signal.timestamp(), DispatchTopology.DECISIONS);
            }
        }
    }

    private void forward(String key, SpecificRecord record, long timestamp, String sink) {
        requireNonNull(context).forward(new Record<>(key, record, timestamp), sink);
    }

    private static String names(Decision.Leave leave) {
        if (leave.reason() == Reason.STANDS_STILL) return "life";
        return leave.about().isEmpty()
                ? "what was summed up"
                : leave.about().stream().map(Decision.About::alertId).collect(Collectors.joining(", ", "alert ", ""));
    }

    private static boolean isLoss(Reason reason) {
        return reason == Reason.REFUSED
                || reason == Reason.GAVE_UP
                || reason == Reason.NEVER_TOLD
                || reason == Reason.NO_ROUTE
                || reason == Reason.STANDS_STILL
                || reason == Reason.NOBODY_ON_CALL;
    }

    private void count(Decision decision) {
        String kind = decision.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        String reason = decision.reason().name().toLowerCase(Locale.ROOT);
        meters.counter("vigia.dispatch.decisions", "decision", kind, "reason", reason)
                .increment();
    }
}
