package dev.vigia.bench;

import dev.vigia.runtime.KafkaSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** {@code aggregate} in this JVM over records that are all there, on an installation of its own for each value. */
final class FoldSeries {

    private static final int LONGEST_WARM_UP = 4;
    private static final int ROUTES = 20;
    private static final int USUAL_RULES = 50;

    private FoldSeries() {}

    static PlotBench.Series overRules(Cluster cluster, Options options) {
        return rules -> speed(
                cluster.install("rules" + rules + "-"), Requests.ofThousandSeries(), RouteRules.of(rules), options);
    }

    /** Without rules; every service has 20 routes. */
    static PlotBench.Series overSeries(Cluster cluster, Options options) {
        return series -> speed(
                cluster.install("series" + series + "-"),
                new Requests(Math.max(1, series / ROUTES), Math.min(series, ROUTES)),
                List.of(),
                options);
    }

    static PlotBench.Series overPartitions(Cluster cluster, Options options) {
        return partitions -> speed(
                cluster.install("partitions" + partitions + "-", partitions),
                Requests.ofThousandSeries(),
                RouteRules.of(USUAL_RULES),
                options);
    }

    /** The median run, once a run takes hardly less processor time than the one before. */
    private static Speed speed(KafkaSettings kafka, Requests requests, List<BenchRule> rules, Options options)
            throws Exception {
        FoldRun fold = FoldRun.install(kafka, requests, rules, AggregateBench.PER_SECOND * options.seconds());
        double before = Double.POSITIVE_INFINITY;
        for (int round = 0; round < LONGEST_WARM_UP; round++) {
            double cpu = fold.run(round).cpuMicros();
            if (cpu > Duel.WARM * before) break;
            before = cpu;
        }
        List<Speed> runs = new ArrayList<>();
        for (int run = 0; run < options.runs(); run++) runs.add(fold.run(run));
        runs.sort(Comparator.comparingDouble(Speed::cpuMicros));
        return runs.get(runs.size() / 2);
    }
}
