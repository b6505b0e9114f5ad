package dev.vigia.processors.simulate;

import dev.vigia.processors.dispatch.Decision;
import dev.vigia.processors.dispatch.DeliveredAtOnce;
import dev.vigia.processors.routing.Routing;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.ControlSignal;
import dev.vigia.schemas.avro.DispatchSignal;
import dev.vigia.schemas.avro.Frame;
import dev.vigia.schemas.avro.Signal;
import dev.vigia.schemas.avro.Tick;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code dispatch} in simulated time, as it is shipped. It has a tick with all that happens, and what it decides to tell is
 * delivered at once. For one thread.
 */
final class Notifying {

    /** Routes by which one receiver is told of everything. */
    static final Routing EVERYBODY = Routing.parse(
            "routes",
            "receivers: [{name: everybody, channel: webhook}]\nroute: {receivers: [everybody], repeat_interval: 0s}",
            Map.of());

    private final DeliveredAtOnce dispatch;
    private final List<Decision.Tell> told = new ArrayList<>();

    Notifying(Routing routes) {
        this.dispatch = new DeliveredAtOnce(routes, told::add);
    }

    /** Takes in the next entry of the log that alerts are folded from. */
    void hear(Signal signal) {
        if (signal.getBody() instanceof Tick tick) fold(tick);
        if (signal.getBody() instanceof Frame frame) fold(new Tick(frame.getWrittenAt(), List.of()));
        if (signal.getBody() instanceof ControlSignal said) {
            fold(new Tick(said.getControl().getAt(), List.of()));
            fold(said);
        }
    }

    /** Takes in a transition. */
    void hear(Alert alert) {
        fold(alert);
    }

    private void fold(Object body) {
        dispatch.hear(new DispatchSignal(body));
    }

    /** What was told to whom so far, in order. */
    List<Decision.Tell> told() {
        return List.copyOf(told);
    }
}
