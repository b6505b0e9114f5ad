package dev.vigia.bench;

import dev.vigia.processors.aggregate.AggregateSettings;
import dev.vigia.processors.aggregate.Aggregator;
import dev.vigia.processors.control.ControlPart;
import dev.vigia.processors.evaluate.EvaluateTopology;
import dev.vigia.processors.streams.StreamsPart;
import dev.vigia.processors.streams.StreamsSettings;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.runtime.Parts;
import dev.vigia.schemas.serde.RegistryClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;

/** How long it takes from a record's append to Kafka until subscribers can read the alert about it. */
final class LatencyBench implements Benchmark {

    private static final String PROBE =
            "  - {id: probe, filter: \"event_name == 'probe'\", group_by: [attributes.probe],"
                    + " aggregate: count, above: 0, window: 10s, recover_for: 10s, flapping: off, severity: low}\n";

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public List<Row> run(Options options) throws Exception {
        try (Cluster cluster = Cluster.start(options)) {
            KafkaSettings kafka = cluster.install("");
            try (RegistryClient registry = Cluster.registry(kafka);
                    Telemetry telemetry = new Telemetry(kafka);
                    AlertWatch watch = new AlertWatch(kafka);
                    Parts parts = new Parts()) {
                // First of all: records that are folded before a rule is known do not count for it.
                telemetry.rules(BenchRule.file(FiftyRules.all(), PROBE));
                start(parts, cluster, kafka, registry);
                Probes probes = new Probes(telemetry, watch.seen());
                List<Row> rows = probes.latencies(name(), options, "an alert each, 51 rules");
                Failures.require(
                        parts.health().values().stream()
                                .allMatch(h -> h.status() == dev.vigia.runtime.Health.Status.HEALTHY),
                        parts.health().toString());
                return rows;
            }
        }
    }

    private static void start(Parts parts, Cluster cluster, KafkaSettings kafka, RegistryClient registry) {
        MeterRegistry meters = new SimpleMeterRegistry();
        StreamsSettings streams = StreamsSettings.in(cluster.dir().resolve("streams"));
        parts.start(new Aggregator(kafka, AggregateSettings.of("bench"), meters, Clock.systemUTC()));
        parts.start(new ControlPart(kafka, streams, registry, Clock.systemUTC()));
        parts.start(new StreamsPart(
                "evaluate", new EvaluateTopology(kafka.topics(), registry, meters).build(), kafka, streams));
    }
}
