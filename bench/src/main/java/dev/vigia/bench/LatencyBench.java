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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How long it takes from a record's append to Kafka until subscribers can read the alert about it. */
final class LatencyBench implements Benchmark {

    private static final int LENGTH = 3;

    private static final String PROBE =
            "  - {id: probe, filter: \"event_name == 'probe'\", group_by: [attributes.probe],"
                    + " aggregate: count, above: 0, window: 10s, recover_for: 10s, severity: low}\n";

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
                Probes probes = new Probes(telemetry, watch);
                probes.run(0, options.seconds() * LENGTH);
                List<Double> half = new ArrayList<>();
                List<Double> most = new ArrayList<>();
                int alerts = 0;
                for (int round = 1; round <= options.runs(); round++) {
                    List<Double> millis = probes.run(round, options.seconds() * LENGTH);
                    half.add(Spread.quantile(millis, 0.5));
                    most.add(Spread.quantile(millis, 0.99));
                    alerts += millis.size();
                    System.err.printf(
                            Locale.ROOT,
                            "  latency, run %d: %.0f ms, %.0f ms%n",
                            round,
                            half.get(round - 1),
                            most.get(round - 1));
                }
                Failures.require(
                        parts.health().values().stream()
                                .allMatch(h -> h.status() == dev.vigia.runtime.Health.Status.HEALTHY),
                        parts.health().toString());
                String note = String.format(
                        Locale.ROOT, "%d alerts, %,d records/s beside them, 51 rules", alerts, Probes.PER_SECOND);
                return List.of(
                        Row.absolute("latency p50", "ms", half, note), Row.absolute("latency p99", "ms", most, note));
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
