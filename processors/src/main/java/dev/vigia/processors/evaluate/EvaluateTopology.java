package dev.vigia.processors.evaluate;

import dev.vigia.processors.streams.AvroSerde;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.DispatchSignal;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.avro.Signal;
import dev.vigia.schemas.serde.RegistryClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/**
 * Runs {@link Evaluation} over {@code signals}.
 *
 * <pre>
 *   from-signals -> evaluate (evaluate-state) -> to-alerts, to-alerts-current, to-dispatch-signals, to-metrics
 * </pre>
 *
 * Alerts are keyed by their id, and {@code aggregate} has put the deltas of an alert into the partition of that key, so
 * each partition of {@code signals} writes the partition of the same number.
 */
public final class EvaluateTopology {

    static final String STATE = "evaluate-state";
    static final String TO_ALERTS = "to-alerts";
    static final String TO_ALERTS_CURRENT = "to-alerts-current";
    static final String TO_DISPATCH = "to-dispatch-signals";
    static final String TO_METRICS = "to-metrics";

    private final Topics topics;
    private final RegistryClient registry;
    private final MeterRegistry meters;

    public EvaluateTopology(Topics topics, RegistryClient registry, MeterRegistry meters) {
        this.topics = topics;
        this.registry = registry;
        this.meters = meters;
    }

    public Topology build() {
        var keys = Serdes.String();
        var signals = AvroSerde.of(Signal.class, registry);
        var alerts = AvroSerde.of(Alert.class, registry);
        var dispatch = AvroSerde.of(DispatchSignal.class, registry);
        var state = Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(STATE), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingEnabled()
                .withLoggingEnabled(Map.of());
        return new Topology()
                .addSource(
                        "from-signals",
                        Serdes.ByteArray().deserializer(),
                        signals.deserializer(),
                        topics.signals().name())
                .addProcessor("evaluate", () -> new EvaluateProcessor(topics, meters), "from-signals")
                .addStateStore(state, "evaluate")
                .addSink(TO_ALERTS, topics.alerts().name(), keys.serializer(), alerts.serializer(), "evaluate")
                .addSink(
                        TO_ALERTS_CURRENT,
                        topics.alertsCurrent().name(),
                        keys.serializer(),
                        alerts.serializer(),
                        "evaluate")
                .addSink(
                        TO_DISPATCH,
                        topics.dispatchSignals().name(),
                        keys.serializer(),
                        dispatch.serializer(),
                        "evaluate")
                .addSink(
                        TO_METRICS,
                        topics.metrics().name(),
                        keys.serializer(),
                        AvroSerde.of(Metric.class, registry).serializer(),
                        "evaluate");
    }
}
