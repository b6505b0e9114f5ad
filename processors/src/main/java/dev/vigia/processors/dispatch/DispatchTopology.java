package dev.vigia.processors.dispatch;

import dev.vigia.processors.oncall.OnCall;
import dev.vigia.processors.routing.Routing;
import dev.vigia.processors.streams.AvroSerde;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.DispatchDecision;
import dev.vigia.schemas.avro.DispatchSignal;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.serde.RegistryClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/**
 * Runs {@link Dispatching} over {@code dispatch.signals}.
 *
 * <pre>
 *   from-dispatch-signals -> dispatch (dispatch-state) -> to-notifications, to-decisions
 * </pre>
 */
public final class DispatchTopology {

    static final String STATE = "dispatch-state";
    static final String NOTIFICATIONS = "to-notifications";
    static final String DECISIONS = "to-decisions";

    private final Topics topics;
    private final RegistryClient registry;
    private final Routing routing;
    private final OnCall onCall;
    private final MeterRegistry meters;

    public DispatchTopology(
            Topics topics, RegistryClient registry, Routing routing, OnCall onCall, MeterRegistry meters) {
        this.topics = topics;
        this.registry = registry;
        this.routing = routing;
        this.onCall = onCall;
        this.meters = meters;
    }

    public Topology build() {
        var state = Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(STATE), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingEnabled(Map.of());
        return new Topology()
                .addSource(
                        "from-dispatch-signals",
                        Serdes.ByteArray().deserializer(),
                        AvroSerde.of(DispatchSignal.class, registry).deserializer(),
                        topics.dispatchSignals().name())
                .addProcessor("dispatch", () -> new DispatchProcessor(routing, onCall, meters), "from-dispatch-signals")
                .addStateStore(state, "dispatch")
                .addSink(
                        NOTIFICATIONS,
                        topics.notifications().name(),
                        Serdes.String().serializer(),
                        AvroSerde.of(Notification.class, registry).serializer(),
                        "dispatch")
                .addSink(
                        DECISIONS,
                        topics.decisions().name(),
                        Serdes.String().serializer(),
                        AvroSerde.of(DispatchDecision.class, registry).serializer(),
                        "dispatch");
    }
}
