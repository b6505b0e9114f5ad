package dev.vigia.bench;

import java.util.List;

/** {@code aggregate} with 1,000 rules, against itself with 10. */
final class AggregateRulesBench implements Benchmark {

    private static final int MANY = 1_000;
    private static final int FEW = 10;

    @Override
    public String name() {
        return "aggregate-rules";
    }

    @Override
    public List<Row> run(Options options) throws Exception {
        int records = AggregateBench.PER_SECOND * options.seconds();
        Requests requests = Requests.ofThousandSeries();
        try (Cluster cluster = Cluster.start(options)) {
            FoldRun many = FoldRun.install(cluster.install("many-"), requests, RouteRules.of(MANY), records);
            FoldRun few = FoldRun.install(cluster.install("few-"), requests, RouteRules.of(FEW), records);
            Duel.Result result = new Duel(name(), options).fight(many, few);
            return List.of(Row.compared(name(), "records/s", result, "itself with " + few.note(), many.note()));
        }
    }
}
