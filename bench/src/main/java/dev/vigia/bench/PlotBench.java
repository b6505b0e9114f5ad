package dev.vigia.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How the cost of {@code aggregate} grows with one quantity. Draws {@code docs/performance/<quantity>.svg}. */
final class PlotBench implements Benchmark {

    /** What the names begin with. */
    static final String PREFIX = "plot-";

    private final String quantity;
    private final Plot plot;
    private final List<Integer> values;
    private final Start start;

    /** Measures at one value after the other. */
    interface Series extends AutoCloseable {

        Speed at(int value) throws Exception;

        @Override
        default void close() {}
    }

    /** Starts what the whole series needs. */
    interface Start {

        Series on(Cluster cluster, Options options) throws Exception;
    }

    private PlotBench(String quantity, Plot plot, List<Integer> values, Start start) {
        this.quantity = quantity;
        this.plot = plot;
        this.values = values;
        this.start = start;
    }

    static List<Benchmark> all() {
        return List.of(
                new PlotBench(
                        "load",
                        new Plot("records/s that applications write", Plot.PROCESSORS),
                        List.of(1_000, 2_000, 5_000, 10_000, 20_000, 50_000),
                        UnderLoad::start),
                new PlotBench(
                        "rules",
                        new Plot("rules", Plot.RECORDS),
                        List.of(2, 10, 30, 100, 300, 1_000),
                        FoldSeries::overRules),
                new PlotBench(
                        "series",
                        new Plot("series of requests", Plot.RECORDS),
                        List.of(10, 100, 1_000, 10_000, 100_000),
                        FoldSeries::overSeries),
                new PlotBench(
                        "partitions",
                        new Plot("partitions of logs", Plot.RECORDS),
                        List.of(1, 2, 4, 8, 16, 32),
                        FoldSeries::overPartitions),
                new PlotBench(
                        "instances",
                        new Plot("instances on these processors", Plot.RECORDS),
                        List.of(1, 2, 3, 4),
                        ManyInstances::start));
    }

    @Override
    public String name() {
        return PREFIX + quantity;
    }

    @Override
    public List<Row> run(Options options) throws Exception {
        List<Plot.Point> points = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        try (Cluster cluster = Cluster.start(options);
                Series series = start.on(cluster, options)) {
            for (int value : values) {
                Speed speed = series.at(value);
                points.add(new Plot.Point(value, speed));
                String note = String.format(
                        Locale.ROOT, "%,d %s: %.2f µs of processor time a record", value, quantity, speed.cpuMicros());
                System.err.printf(Locale.ROOT, "  %s, %,.0f records/s%n", note, speed.perSecond());
                rows.add(Row.absolute(name(), "records/s", List.of(speed.perSecond()), note));
            }
        }
        plot.write(Path.of(System.getProperty("vigia.root"), "docs/performance", quantity + ".svg"), points);
        return rows;
    }
}
