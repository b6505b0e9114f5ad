package dev.vigia.bench;

import dev.vigia.runtime.KafkaSettings;
import java.util.List;

/** How long it takes from a record's append to Kafka until a webhook has been told of the alert about it. */
final class WebhookBench implements Benchmark {

    private static final String ROUTES = """
            receivers: [{name: webhook, channel: webhook}]
            route:
              receivers: []
              routes:
                - { matchers: ['alertname="probe"'], receivers: [webhook] }
            """;

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public List<Row> run(Options options) throws Exception {
        try (Cluster cluster = Cluster.start(options)) {
            KafkaSettings kafka = cluster.install("");
            try (Telemetry telemetry = new Telemetry(kafka);
                    WebhookWatch watch = new WebhookWatch();
                    Pipeline pipeline = new Pipeline(cluster, kafka)) {
                // First of all: records that are folded before a rule is known do not count for it.
                telemetry.rules(BenchRule.file(FiftyRules.all(), LatencyBench.PROBE));
                pipeline.alerting().telling(ROUTES, watch.url());
                List<Row> rows =
                        new Probes(telemetry, watch.seen()).latencies(name(), options, "a request each, 51 rules");
                pipeline.requireHealth();
                return rows;
            }
        }
    }
}
