package dev.vigia.processors.control;

import dev.vigia.processors.rules.AlertId;
import dev.vigia.processors.streams.AvroSerde;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DispatchSignal;
import dev.vigia.schemas.avro.Post;
import dev.vigia.schemas.avro.PostedAlert;
import dev.vigia.schemas.avro.Signal;
import dev.vigia.schemas.serde.RegistryClient;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.Stores;

/**
 * Copies what operators and files say, and a tick each second, into every partition of {@code signals} and into
 * {@code dispatch.signals}, where the results of deliveries go as well. An alert from outside goes into the one partition of
 * {@code signals} that it belongs to.
 *
 * <pre>
 *   from-control -> control (control-seen) -> to-signals, to-dispatch-signals
 *   from-deliveries -> deliveries -> to-dispatch-signals
 *   from-alerts-posted -> posts -> to-signals
 * </pre>
 *
 * This is the only topology with a clock.
 */
public final class ControlTopology {

    static final String SEEN = "control-seen";
    static final String TO_SIGNALS = "to-signals";
    static final String TO_DISPATCH = "to-dispatch-signals";

    private final Topics topics;
    private final RegistryClient registry;
    private final Inputs inputs;
    private final Clock clock;

    /**
     * A topology that is not built yet.
     *
     * @param inputs what the ticks say about the input topics
     * @param clock human time
     */
    public ControlTopology(Topics topics, RegistryClient registry, Inputs inputs, Clock clock) {
        this.topics = topics;
        this.registry = registry;
        this.inputs = inputs;
        this.clock = clock;
    }

    public Topology build() {
        var none = Serdes.ByteArray();
        var seen = Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(SEEN), Serdes.String(), Serdes.Long())
                .withLoggingEnabled(Map.of());
        return new Topology()
                .addSource(
                        "from-control",
                        none.deserializer(),
                        AvroSerde.of(Control.class, registry).deserializer(),
                        topics.control().name())
                .addProcessor("control", () -> new ControlProcessor(inputs, clock), "from-control")
                .addStateStore(seen, "control")
                .addSource(
                        "from-deliveries",
                        none.deserializer(),
                        AvroSerde.of(Delivery.class, registry).deserializer(),
                        topics.deliveries().name())
                .addProcessor("deliveries", DeliveryProcessor::new, "from-deliveries")
                .addSource(
                        "from-alerts-posted",
                        none.deserializer(),
                        AvroSerde.of(Post.class, registry).deserializer(),
                        topics.alertsPosted().name())
                .addProcessor("posts", PostProcessor::new, "from-alerts-posted")
                .addSink(
                        TO_SIGNALS,
                        topics.signals().name(),
                        none.serializer(),
                        AvroSerde.of(Signal.class, registry).serializer(),
                        toTheirPartitions(),
                        "control",
                        "posts")
                .addSink(
                        TO_DISPATCH,
                        topics.dispatchSignals().name(),
                        none.serializer(),
                        AvroSerde.of(DispatchSignal.class, registry).serializer(),
                        "control",
                        "deliveries");
    }

    private static StreamPartitioner<byte[], Signal> toTheirPartitions() {
        return (topic, key, signal, partitions) -> Optional.of(
                signal.getBody() instanceof PostedAlert alert
                        ? Set.of(AlertId.partition(AlertId.ofLabels(alert.getLabels()), partitions))
                        : everyPartition(partitions));
    }

    private static Set<Integer> everyPartition(int partitions) {
        return IntStream.range(0, partitions).boxed().collect(Collectors.toSet());
    }
}
