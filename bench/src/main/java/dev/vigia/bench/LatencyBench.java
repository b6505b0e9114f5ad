package dev.vigia.bench;

import dev.vigia.runtime.KafkaSettings;
import java.util.List;

/** How long it takes from a record's append to Kafka until subscribers can read the alert about it. */
final class LatencyBench implements Benchmark {

    /** Each probe is an alert. */
    static final String PROBE =
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
            try (Telemetry telemetry = new Telemetry(kafka);
                    AlertWatch watch = new AlertWatch(kafka);
                    Pipeline pipeline = new Pipeline(cluster, kafka)) {
                // First of all: records that are folded before a rule is known do not count for it.
                telemetry.rules(BenchRule.file(FiftyRules.all(), PROBE));
                pipeline.alerting();
                Probes probes = new Probes(telemetry, watch.seen());
                List<Row> rows = probes.latencies(name(), options, "an alert each, 51 rules");
                pipeline.requireHealth();
                return rows;
            }
        }
    }
}
