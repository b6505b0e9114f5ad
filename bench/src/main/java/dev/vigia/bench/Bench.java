package dev.vigia.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs benchmarks, prints a table and writes {@code bench/target/bench.json}. */
@Command(
        name = "bin/bench",
        mixinStandardHelpOptions = true,
        description = "Measures Vigia next to the simplest thing that does a comparable job.")
public final class Bench implements Callable<Integer> {

    private static final List<Benchmark> ROWS = List.of(
            new GatewayBench(),
            new AggregateBench(),
            new AggregateRulesBench(),
            new AggregateSeriesBench(),
            new EpisodesBench(),
            new BacktestBench(),
            PeerBench.flink(),
            PeerBench.streams(),
            new SinkBench(),
            new RsyslogBench(),
            new LatencyBench(),
            new WebhookBench(),
            new StormBench(),
            new SearchableBench(),
            new PrometheusBench(),
            RestartBench.aggregate(),
            RestartBench.state(),
            RestartBench.standby());

    /** All plots in one word. They are drawn when they are asked for only. */
    private static final String PLOTS = "plots";

    @Parameters(
            arity = "0..*",
            paramLabel = "NAME",
            description = "rows of the table, by default all of them; or plots, which draws docs/performance/*.svg")
    private List<String> names = List.of();

    @Option(names = "--seconds", description = "about how long a timed run takes; default ${DEFAULT-VALUE}")
    private int seconds = 6;

    @Option(names = "--runs", description = "timed runs of each way; default ${DEFAULT-VALUE}")
    private int runs = 5;

    @Option(
            names = "--profile",
            description = "record the last run of each of our ways with JFR and print its hot spots")
    private boolean profile;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Options options =
                new Options(seconds, runs, profile, Path.of(System.getProperty("vigia.root"), "bench/target"));
        List<Row> rows = new ArrayList<>();
        for (Benchmark benchmark : chosen()) {
            System.err.println(benchmark.name());
            rows.addAll(benchmark.run(options));
            // Each time: what was measured stays, should a later one fail.
            new Report(rows, arguments()).write(options.target().resolve("bench.json"));
        }
        System.out.println(new Report(rows, arguments()).table());
        return 0;
    }

    private List<Benchmark> chosen() {
        List<Benchmark> known = new ArrayList<>(ROWS);
        known.addAll(PlotBench.all());
        List<String> possible =
                new ArrayList<>(known.stream().map(Benchmark::name).toList());
        possible.add(PLOTS);
        for (String name : names) {
            if (!possible.contains(name)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "There is no benchmark '" + name + "'; there are " + String.join(", ", possible));
            }
        }
        return known.stream().filter(this::wanted).toList();
    }

    private boolean wanted(Benchmark benchmark) {
        boolean plot = benchmark.name().startsWith(PlotBench.PREFIX);
        if (names.isEmpty()) return !plot;
        return names.contains(benchmark.name()) || plot && names.contains(PLOTS);
    }

    private List<String> arguments() {
        return spec.commandLine().getParseResult().originalArgs();
    }
}
