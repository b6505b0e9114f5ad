package dev.vigia.bench;

import dev.vigia.runtime.KafkaSettings;
import java.time.Duration;

/** {@code aggregate} with 50 rules in a JVM of its own, while records come at an even pace. */
final class UnderLoad implements PlotBench.Series {

    private static final Requests REQUESTS = Requests.ofThousandSeries();
    private static final int WARMING_RECORDS = 4_000_000;
    private static final Duration SETTLE = Duration.ofSeconds(3);

    private final KafkaSettings kafka;
    private final Instances instances;
    private final Duration length;

    private UnderLoad(KafkaSettings kafka, Instances instances, Duration length) {
        this.kafka = kafka;
        this.instances = instances;
        this.length = length;
    }

    static UnderLoad start(Cluster cluster, Options options) throws Exception {
        KafkaSettings kafka = cluster.install("");
        Instances instances = Instances.start(kafka, cluster.dir(), 1);
        try (Telemetry telemetry = new Telemetry(kafka)) {
            telemetry.rules(BenchRule.file(FiftyRules.all(), ""));
            telemetry.fill(REQUESTS, WARMING_RECORDS);
        }
        instances.await(WARMING_RECORDS);
        return new UnderLoad(kafka, instances, Duration.ofSeconds(options.seconds()));
    }

    @Override
    public Speed at(int perSecond) throws Exception {
        try (Load load = Load.start(kafka, REQUESTS, perSecond)) {
            load.last(SETTLE);
            Instances.Mark begun = instances.mark();
            load.last(length);
            Speed speed = instances.mark().since(begun);
            Failures.require(
                    speed.perSecond() > 0.9 * perSecond,
                    "of " + perSecond + " records/s only " + (long) speed.perSecond() + " are folded");
            return speed;
        }
    }

    @Override
    public void close() {
        instances.close();
    }
}
