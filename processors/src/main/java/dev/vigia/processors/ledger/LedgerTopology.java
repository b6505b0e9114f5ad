package dev.vigia.processors.ledger;

import dev.vigia.processors.streams.AvroSerde;
import dev.vigia.schemas.Topic;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Balance;
import dev.vigia.schemas.avro.LedgerEntry;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.serde.RegistryClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/**
 * Runs a {@link Ledger} over {@code ledger.entries}.
 *
 * <pre>
 *   from-ledger-entries -> balance (ledger-state) -> to-ledger, to-metrics
 * </pre>
 */
public final class LedgerTopology {

    static final String STATE = "ledger-state";
    static final String TO_LEDGER = "to-ledger";
    static final String TO_METRICS = "to-metrics";

    private final Topics topics;
    private final RegistryClient registry;
    private final MeterRegistry meters;

    public LedgerTopology(Topics topics, RegistryClient registry, MeterRegistry meters) {
        this.topics = topics;
        this.registry = registry;
        this.meters = meters;
    }

    /** The topology, with every node and store named. */
    public Topology build() {
        var keys = Serdes.String();
        var state = Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(STATE), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingEnabled()
                .withLoggingEnabled(Map.of());
        return new Topology()
                .addSource(
                        "from-ledger-entries",
                        Serdes.ByteArray().deserializer(),
                        AvroSerde.of(LedgerEntry.class, registry).deserializer(),
                        topics.ledgerEntries().name())
                .addProcessor("balance", () -> new LedgerProcessor(kept(), meters), "from-ledger-entries")
                .addStateStore(state, "balance")
                .addSink(
                        TO_LEDGER,
                        topics.ledger().name(),
                        keys.serializer(),
                        AvroSerde.of(Balance.class, registry).serializer(),
                        "balance")
                .addSink(
                        TO_METRICS,
                        topics.metrics().name(),
                        keys.serializer(),
                        AvroSerde.of(Metric.class, registry).serializer(),
                        "balance");
    }

    /** How long Kafka keeps what is counted. */
    private Duration kept() {
        return topics.aggregated().stream()
                .map(Topic::retention)
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }
}
