package dev.vigia.bench;

import dev.vigia.runtime.KafkaSettings;

/**
 * Some instances of {@code aggregate} with 50 rules that share the partitions. The first half of the records is for getting
 * started and warm.
 */
final class ManyInstances implements PlotBench.Series {

    private static final int PARTITIONS = 12;
    private static final int PER_SECOND = 600_000;

    private final KafkaSettings kafka;
    private final Cluster cluster;
    private final long records;

    private ManyInstances(KafkaSettings kafka, Cluster cluster, long records) {
        this.kafka = kafka;
        this.cluster = cluster;
        this.records = records;
    }

    static ManyInstances start(Cluster cluster, Options options) {
        KafkaSettings kafka = cluster.install("", PARTITIONS);
        int records = 2 * PER_SECOND * options.seconds();
        try (Telemetry telemetry = new Telemetry(kafka)) {
            telemetry.rules(BenchRule.file(FiftyRules.all(), ""));
            telemetry.fill(Requests.ofThousandSeries(), records);
        }
        return new ManyInstances(kafka, cluster, records);
    }

    @Override
    public Speed at(int count) throws Exception {
        try (Instances instances = Instances.start(kafka, cluster.dir(), count)) {
            Instances.Mark half = instances.await(records / 2);
            return instances.await(records).since(half);
        } finally {
            try (Group group = new Group(kafka, "aggregate", kafka.topics().logs())) {
                group.forget();
            }
        }
    }
}
