package dev.vigia.bench;

import java.util.List;

/** The fold of raw records to deltas, exactly once, against a consumer that only decodes them. */
final class AggregateBench implements Benchmark {

    /** Records of a run of about the wished length, should this be the speed. */
    static final int PER_SECOND = 800_000;

    @Override
    public String name() {
        return "aggregate";
    }

    @Override
    public List<Row> run(Options options) throws Exception {
        int records = PER_SECOND * options.seconds();
        try (Cluster cluster = Cluster.start(options)) {
            FoldRun fold = FoldRun.install(cluster.install(""), Requests.ofThousandSeries(), FiftyRules.all(), records);
            Duel.Result result = new Duel(name(), options).fight(fold, round -> fold.bare());
            return List.of(Row.compared(
                    name(), "records/s", result, "bare consumer, same decode", fold.note() + "; sums checked"));
        }
    }
}
