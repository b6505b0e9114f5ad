package dev.vigia.processors.normalize;

import dev.vigia.processors.streams.AvroSerde;
import dev.vigia.schemas.Topic;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.serde.RegistryClient;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;

/**
 * {@code logs.raw} to {@code logs}, {@code metrics.raw} to {@code metrics}: JSON or Avro to canonical records. A record whose
 * id came within the last 24 hours is dropped. What cannot be read, or lies in the future, becomes a dead letter.
 */
public final class NormalizeTopology {

    static final String CONTENT_TYPE = "content-type";

    private final Topics topics;
    private final RegistryClient registry;
    private final MeterRegistry meters;

    public NormalizeTopology(Topics topics, RegistryClient registry, MeterRegistry meters) {
        this.topics = topics;
        this.registry = registry;
        this.meters = meters;
    }

    /** The topology, with every node and store named. */
    public Topology build() {
        Topology topology = new Topology();
        add(topology, Kind.LOGS, topics.logsRaw(), topics.logs());
        add(topology, Kind.METRICS, topics.metricsRaw(), topics.metrics());
        return topology;
    }

    private <T extends SpecificRecord> void add(Topology topology, Kind<T> kind, Topic raw, Topic canonical) {
        String source = kind.name() + "-raw";
        String processor = "normalize-" + kind.name();
        Counters counters = Counters.of(meters, kind);
        ByteArraySerializer bytes = new ByteArraySerializer();
        topology.addSource(source, new ByteArrayDeserializer(), new ByteArrayDeserializer(), raw.name())
                .addProcessor(processor, () -> new Normalizer<>(kind, registry, counters), source)
                .addStateStore(SeenIds.store(idsOf(kind)), processor)
                .addSink(
                        canonicalSink(kind),
                        canonical.name(),
                        bytes,
                        AvroSerde.of(kind.type(), registry).serializer(),
                        processor)
                .addSink(deadLetterSink(kind), topics.deadLetters().name(), bytes, bytes, processor);
    }

    static String idsOf(Kind<?> kind) {
        return "ids-of-" + kind.name();
    }

    static String canonicalSink(Kind<?> kind) {
        return "to-" + kind.name();
    }

    static String deadLetterSink(Kind<?> kind) {
        return kind.name() + "-to-dead-letters";
    }
}
