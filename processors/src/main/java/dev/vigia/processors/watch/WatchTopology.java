package dev.vigia.processors.watch;

import dev.vigia.processors.streams.AvroSerde;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.serde.RegistryClient;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/**
 * Turns into metrics what a {@link Lookout} sees, what becomes a dead letter, and what could not be delivered.
 *
 * <pre>
 *   from-watched (dead-letters, deliveries) -> watch (watch-state) -> to-metrics
 * </pre>
 *
 * Both topics have one partition, so there is one task, and of several instances one looks around.
 */
final class WatchTopology {

    static final String STATE = "watch-state";

    private final Topics topics;
    private final RegistryClient registry;
    private final Lookout lookout;

    WatchTopology(Topics topics, RegistryClient registry, Lookout lookout) {
        this.topics = topics;
        this.registry = registry;
        this.lookout = lookout;
    }

    Topology build() {
        var bytes = Serdes.ByteArray();
        // What is told and not over, and what has happened in the last seconds: hardly anything.
        var state = Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(STATE), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingEnabled(Map.of());
        return new Topology()
                .addSource(
                        "from-watched",
                        bytes.deserializer(),
                        bytes.deserializer(),
                        topics.deadLetters().name(),
                        topics.deliveries().name())
                .addProcessor("watch", () -> new WatchProcessor(topics, registry, lookout), "from-watched")
                .addStateStore(state, "watch")
                .addSink(
                        "to-metrics",
                        topics.metrics().name(),
                        bytes.serializer(),
                        AvroSerde.of(Metric.class, registry).serializer(),
                        "watch");
    }
}
