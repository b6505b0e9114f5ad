package dev.vigia.bench;

import dev.vigia.processors.aggregate.AggregateSettings;
import dev.vigia.processors.backtest.Backtest;
import dev.vigia.processors.backtest.Range;
import dev.vigia.processors.backtest.Result;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.RuleFile;
import dev.vigia.schemas.serde.RegistryClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code vigia rules backtest} over a log that the parts as shipped have written: with another bound, and with one rule more, for which
 * deltas that nobody recorded are made. What it gives has to be trusted, and all records have to be in it.
 *
 * <p>The log stands for {@value #RECORDS_PER_SECOND} records a second in {@value #TRANSACTIONS_PER_SECOND} transactions, and is written
 * {@value #FASTER} times as fast, so that a run need not take as long as what it stands for. A window holds as many times as many
 * records then, and there are as many times fewer ticks.
 */
final class BacktestBench implements Benchmark {

    private static final int RECORDS_PER_SECOND = 500;
    private static final int TRANSACTIONS_PER_SECOND = 10;
    private static final int FASTER = 10;

    /** Seconds that the writing takes for each of {@code --seconds}: {@code --seconds 36} is an hour's log. */
    private static final int WRITING = 10;

    /** Records that are written first; they are in the log, too. */
    private static final int FIRST = 5_000;

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Fires now and then: a window begins with few records, and one of them may have failed. */
    private static final String RATE =
            "  - {id: failing, filter: http.status > 0, group_by: [service], aggregate: error_rate,"
                    + " errors: http.status >= 500, above: %s, window: 10s, severity: low}\n";

    private static final String ANEW =
            "  - {id: anew, filter: http.status >= 400, group_by: [service], aggregate: count,"
                    + " above: 100, severity: low}\n";

    @Override
    public String name() {
        return "backtest";
    }

    @Override
    public List<Row> run(Options options) throws Exception {
        int records = options.seconds() * WRITING * RECORDS_PER_SECOND * FASTER;
        try (Cluster cluster = Cluster.start(options)) {
            KafkaSettings kafka = cluster.install("");
            long begun = System.currentTimeMillis();
            AggregateSettings settings = settings();
            try (Telemetry telemetry = new Telemetry(kafka);
                    Pipeline pipeline = new Pipeline(cluster, kafka)) {
                telemetry.rules(rules("0.05", ""));
                pipeline.alerting(settings);
                // Once these are folded it keeps up: while it starts, a transaction would have thousands.
                write(telemetry, FIRST);
                await(kafka, settings, FIRST, begun);
                write(telemetry, records);
                await(kafka, settings, FIRST + records, begun);
                pipeline.requireHealth();
            }
            List<Row> rows = new ArrayList<>();
            rows.addAll(measure("bound", kafka, settings, rules("0.2", ""), begun, options.runs()));
            rows.addAll(measure("anew", kafka, settings, rules("0.05", ANEW), begun, options.runs()));
            return rows;
        }
    }

    /** As shipped, but for transactions that come as much faster as the records do. */
    private static AggregateSettings settings() {
        AggregateSettings shipped = AggregateSettings.of("bench");
        return new AggregateSettings(
                shipped.instanceId(),
                Duration.ofMillis(1_000 / (TRANSACTIONS_PER_SECOND * FASTER)),
                shipped.watermarkMargin(),
                shipped.maxSeriesPerService(),
                shipped.maxGroupsPerRule(),
                shipped.warmUpRecords());
    }

    private static String rules(String bound, String more) {
        return BenchRule.file(FiftyRules.all(), String.format(Locale.ROOT, RATE, bound) + more);
    }

    private static void write(Telemetry telemetry, int records) {
        Requests requests = Requests.ofThousandSeries();
        long begun = System.nanoTime();
        for (int sent = 0; sent < records; ) {
            long due = (System.nanoTime() - begun) * RECORDS_PER_SECOND * FASTER / 1_000_000_000L;
            for (; sent < Math.min(due, records); sent++) {
                telemetry.send(requests.request(sent, System.currentTimeMillis() * 1_000), Failures::stop);
            }
            LockSupport.parkNanos(500_000);
        }
        telemetry.flush();
    }

    /** Until all of it has been folded and judged; the backtests that it takes are the warm-up. */
    private static void await(KafkaSettings kafka, AggregateSettings settings, int records, long begun)
            throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (String missing = "all"; !missing.isEmpty(); missing = missing(kafka, settings, records, begun)) {
            Failures.require(System.nanoTime() < deadline, "a backtest does not see all of the log: " + missing);
            Thread.sleep(1_000);
        }
    }

    /** What a backtest lacks; empty for nothing. */
    private static String missing(KafkaSettings kafka, AggregateSettings settings, int records, long begun) {
        try {
            Result result = fold(kafka, settings, rules("0.05", ANEW), begun);
            if (!result.trusted()) return result.selfCheck().toString();
            return folded(result) < records ? "of " + records + " records " + folded(result) + " are in it" : "";
        } catch (UserException e) {
            // It has not folded anything yet.
            return String.valueOf(e.getMessage());
        }
    }

    private static Result fold(KafkaSettings kafka, AggregateSettings settings, String rules, long begun) {
        Range range = new Range(begun, System.currentTimeMillis());
        Backtest.Request request =
                new Backtest.Request(range, Optional.empty(), List.of(new RuleFile(Telemetry.RULES, rules)));
        try (RegistryClient registry = Cluster.registry(kafka)) {
            return new Backtest(kafka, settings, registry).run(request, at -> {});
        }
    }

    private static long folded(Result result) {
        return counts(result).getOrDefault("records", 0L);
    }

    private static Map<String, Long> counts(Result result) {
        return result.selfCheck().checks().get(0).counts();
    }

    private List<Row> measure(
            String what, KafkaSettings kafka, AggregateSettings settings, String rules, long begun, int runs) {
        List<Double> speeds = new ArrayList<>();
        List<Double> days = new ArrayList<>();
        String note = "";
        for (int i = 0; i < runs; i++) {
            long start = System.nanoTime();
            Result result = fold(kafka, settings, rules, begun);
            double seconds = (System.nanoTime() - start) / 1e9;
            Failures.require(result.trusted(), "the result is not trusted: " + result.selfCheck());
            long records = folded(result);
            speeds.add(records / seconds);
            days.add(86_400.0 * RECORDS_PER_SECOND / (records / seconds) / 60);
            note = String.format(
                    Locale.ROOT,
                    "%,d records: %d min of %d a second, with 51 rules; %d a transaction, where %d would be",
                    records,
                    records / RECORDS_PER_SECOND / 60,
                    RECORDS_PER_SECOND,
                    records / counts(result).getOrDefault("transactions", 1L),
                    RECORDS_PER_SECOND / TRANSACTIONS_PER_SECOND);
        }
        return List.of(
                Row.absolute(name() + " " + what, "records/s", speeds, note),
                Row.absolute(name() + " " + what + " day", "min", days, "what a day of it takes, scaled"));
    }
}
