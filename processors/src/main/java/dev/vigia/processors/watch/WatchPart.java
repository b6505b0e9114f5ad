package dev.vigia.processors.watch;

import dev.vigia.processors.streams.StreamsPart;
import dev.vigia.processors.streams.StreamsSettings;
import dev.vigia.runtime.Health;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.runtime.Part;
import dev.vigia.schemas.serde.RegistryClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;

/** {@link WatchTopology} as it runs, with its lookout. */
public final class WatchPart implements Part {

    /** It tells something every ten seconds; more transactions would only cost. */
    private static final Duration COMMIT_INTERVAL = Duration.ofSeconds(1);

    private final KafkaLookout lookout;
    private final StreamsPart topology;

    public WatchPart(
            KafkaSettings kafka,
            WatchSettings settings,
            StreamsSettings streams,
            RegistryClient registry,
            MeterRegistry meters,
            Clock clock) {
        lookout = new KafkaLookout(kafka, settings.connect(), meters, clock);
        topology = new StreamsPart(
                "watch",
                new WatchTopology(kafka.topics(), registry, lookout).build(),
                kafka,
                streams.withCommitInterval(COMMIT_INTERVAL));
    }

    @Override
    public String name() {
        return topology.name();
    }

    @Override
    public void start() {
        topology.start();
    }

    /** How it runs itself; if well, how what it looks at does. */
    @Override
    public Health health() {
        Health own = topology.health();
        return own.status() == Health.Status.HEALTHY ? lookout.health() : own;
    }

    @Override
    public void close() {
        topology.close();
        lookout.close();
    }
}
