package dev.vigia.bench;

import java.util.List;

/** {@code aggregate} over 100,000 series, against itself over 1,000. Each partition has records of every series. */
final class AggregateSeriesBench implements Benchmark {

    private static final Requests MANY = new Requests(500, 200);

    @Override
    public String name() {
        return "aggregate-series";
    }

    @Override
    public List<Row> run(Options options) throws Exception {
        int records = AggregateBench.PER_SECOND * options.seconds();
        List<BenchRule> rules = BenchRule.ofAllRequests();
        try (Cluster cluster = Cluster.start(options)) {
            FoldRun many = FoldRun.install(cluster.install("many-"), MANY, rules, records);
            FoldRun few = FoldRun.install(cluster.install("few-"), Requests.ofThousandSeries(), rules, records);
            Duel.Result result = new Duel(name(), options).fight(many, few);
            return List.of(Row.compared(name(), "records/s", result, "itself with " + few.note(), many.note()));
        }
    }
}
