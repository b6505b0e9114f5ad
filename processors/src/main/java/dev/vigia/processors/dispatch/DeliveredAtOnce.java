package dev.vigia.processors.dispatch;

import dev.vigia.processors.oncall.OnCall;
import dev.vigia.processors.routing.Routing;
import dev.vigia.processors.state.HeapStore;
import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DeliveryStatus;
import dev.vigia.schemas.avro.DispatchSignal;
import dev.vigia.schemas.avro.Notification;
import java.util.function.Consumer;

/** {@code dispatch} without Kafka and without channels: what it decides to tell reaches the receiver at once. For one thread. */
public final class DeliveredAtOnce {

    private final Dispatching dispatch;
    private final Consumer<Decision.Tell> told;

    /** The same where nobody is on call. */
    public DeliveredAtOnce(Routing routing, Consumer<Decision.Tell> told) {
        this(routing, OnCall.none(), told);
    }

    /**
     * A fold from the beginning.
     *
     * @param told gets what is told, in order
     */
    public DeliveredAtOnce(Routing routing, OnCall onCall, Consumer<Decision.Tell> told) {
        this.dispatch = new Dispatching(routing, onCall, new HeapStore());
        this.told = told;
    }

    /** Takes in the next entry of the log. */
    public void hear(DispatchSignal signal) {
        for (Decision decision : dispatch.fold(signal)) {
            if (!(decision instanceof Decision.Tell tell)) continue;
            told.accept(tell);
            hear(new DispatchSignal(delivered(tell.notification())));
        }
    }

    private static Delivery delivered(Notification notification) {
        return Delivery.newBuilder()
                .setNotificationId(notification.getId())
                .setAttempt(notification.getAttempt())
                .setReceiver(notification.getReceiver())
                .setChannel(notification.getChannel())
                .setStatus(DeliveryStatus.DELIVERED)
                .setAt(notification.getAt())
                .build();
    }
}
