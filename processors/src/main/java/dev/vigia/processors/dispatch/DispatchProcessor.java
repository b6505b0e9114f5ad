package dev.vigia.processors.dispatch;

import static java.util.Objects.requireNonNull;

import dev.vigia.processors.state.StreamsStore;
import dev.vigia.schemas.avro.DispatchSignal;
import dev.vigia.schemas.avro.Notification;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives signals to a {@link Dispatching} and forwards the notifications it decides on. */
final class DispatchProcessor implements Processor<byte[], DispatchSignal, String, Notification> {

    private static final Logger LOG = LoggerFactory.getLogger(DispatchProcessor.class);

    private final Routes routes;
    private final MeterRegistry meters;
    private @Nullable ProcessorContext<String, Notification> context;
    private @Nullable Dispatching dispatching;

    DispatchProcessor(Routes routes, MeterRegistry meters) {
        this.routes = routes;
        this.meters = meters;
    }

    @Override
    public void init(ProcessorContext<String, Notification> initialized) {
        context = initialized;
        dispatching = new Dispatching(routes, new StreamsStore(initialized.getStateStore(DispatchTopology.STATE)));
    }

    @Override
    public void process(Record<byte[], DispatchSignal> signal) {
        for (Decision decision : requireNonNull(dispatching).fold(signal.value())) {
            count(decision);
            if (decision instanceof Decision.Tell tell) {
                Notification notification = tell.notification();
                requireNonNull(context).forward(new Record<>(notification.getId(), notification, signal.timestamp()));
            } else if (decision instanceof Decision.Leave leave && isLoss(leave.reason())) {
                LOG.warn(
                        "{} is not told of alert {}: {}",
                        leave.receiver(),
                        leave.alertId(),
                        leave.reason().words());
            }
        }
    }

    private static boolean isLoss(Reason reason) {
        return reason == Reason.REFUSED || reason == Reason.GAVE_UP || reason == Reason.NEVER_TOLD;
    }

    private void count(Decision decision) {
        String kind = decision.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        String reason = decision.reason().name().toLowerCase(Locale.ROOT);
        meters.counter("vigia.dispatch.decisions", "decision", kind, "reason", reason)
                .increment();
    }
}
