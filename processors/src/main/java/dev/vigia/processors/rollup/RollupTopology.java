package dev.vigia.processors.rollup;

import dev.vigia.processors.streams.AvroSerde;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Frame;
import dev.vigia.schemas.avro.Rollup;
import dev.vigia.schemas.serde.RegistryClient;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;

/** {@code deltas} to {@code rollups}: one record a built-in series and minute, sent again while the minute grows. */
public final class RollupTopology {

    static final String STORE = "open-rollups";

    private final Topics topics;
    private final RegistryClient registry;
    private final MeterRegistry meters;

    public RollupTopology(Topics topics, RegistryClient registry, MeterRegistry meters) {
        this.topics = topics;
        this.registry = registry;
        this.meters = meters;
    }

    /** The topology, with every node and store named. */
    public Topology build() {
        return new Topology()
                .addSource(
                        "deltas",
                        new ByteArrayDeserializer(),
                        AvroSerde.of(Frame.class, registry).deserializer(),
                        topics.deltas().name())
                .addProcessor("merge-minutes", () -> new RollupProcessor(meters), "deltas")
                .addStateStore(OpenRollups.store(STORE), "merge-minutes")
                .addSink(
                        "to-rollups",
                        topics.rollups().name(),
                        new StringSerializer(),
                        AvroSerde.of(Rollup.class, registry).serializer(),
                        "merge-minutes");
    }
}
