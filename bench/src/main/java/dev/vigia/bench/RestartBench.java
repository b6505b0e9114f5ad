package dev.vigia.bench;

import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.Topic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How long a {@code kill -9} under load holds things up, with 100,000 series. */
final class RestartBench implements Benchmark {

    /** 110,000 series, of which the first {@value #FILLING} records have about {@value #KNOWN}. */
    private static final Requests REQUESTS = new Requests(550, 200);

    private static final int FILLING = 300_000;
    private static final int KNOWN = 103_000;
    /** At once: a transaction of {@code aggregate} keeps up to 10,000 groups of a rule apart in each partition. */
    private static final int CHUNK = 20_000;

    private static final long STANDBY_MILLIS = 15_000;
    private static final long CHUNK_MILLIS = 200;
    private static final long LOOK_MILLIS = 20;
    private static final long PATIENCE_NANOS = 120_000_000_000L;

    private static final String RULES = """
            rules:
              - {id: routes, filter: "http.status > 0", group_by: [service, http.route], aggregate: error_rate,
                 errors: "http.status >= 500", above: 0.99, min_samples: 1000, severity: low}
            """;

    private final String name;
    private final List<String> processors;
    private final boolean standby;
    private final int perSecond;

    private RestartBench(String name, List<String> processors, boolean standby, int perSecond) {
        this.name = name;
        this.processors = processors;
        this.standby = standby;
        this.perSecond = perSecond;
    }

    static RestartBench aggregate() {
        return new RestartBench("restart", List.of("aggregate"), false, 10_000);
    }

    /** With what Kafka Streams keeps in its stores. */
    static RestartBench state() {
        return new RestartBench("restart-state", List.of("evaluate", "rollup"), false, 2_000);
    }

    /** The same, but another process has a copy of the stores, and the killed one does not come back for a while. */
    static RestartBench standby() {
        return new RestartBench("restart-standby", List.of("evaluate", "rollup"), true, 2_000);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Row> run(Options options) throws Exception {
        try (Cluster cluster = Cluster.start(options);
                Closing closing = new Closing()) {
            KafkaSettings kafka = cluster.install("");
            try (Telemetry telemetry = new Telemetry(kafka)) {
                telemetry.rules(RULES);
            }
            List<Instance> instances = new ArrayList<>();
            for (String instance : standby ? List.of("one", "two") : List.of("one")) {
                Path folder = cluster.dir().resolve(instance);
                instances.add(closing.add(Instance.start(kafka, folder, standby ? 1 : 0, processors)));
            }
            if (!processors.contains("aggregate")) {
                Path folder = cluster.dir().resolve("upstream");
                closing.add(Instance.start(kafka, folder, 0, List.of("aggregate", "control")));
            }
            List<CatchUp> groups = new ArrayList<>();
            for (String processor : processors) {
                groups.add(closing.add(new CatchUp(kafka, processor, input(kafka, processor))));
            }
            fill(kafka, groups);
            closing.add(Load.start(kafka, REQUESTS, perSecond));
            return rows(options, instances, groups);
        }
    }

    private static Topic input(KafkaSettings kafka, String processor) {
        return switch (processor) {
            case "aggregate" -> kafka.topics().logs();
            case "evaluate" -> kafka.topics().signals();
            default -> kafka.topics().deltas();
        };
    }

    /** Makes the series known to those that keep state. */
    private void fill(KafkaSettings kafka, List<CatchUp> groups) throws Exception {
        try (Telemetry telemetry = new Telemetry(kafka)) {
            for (int from = 0; from < FILLING; from += CHUNK) {
                telemetry.fill(REQUESTS, from, CHUNK);
                Thread.sleep(CHUNK_MILLIS);
            }
        }
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        for (CatchUp group : groups) {
            while (Group.sum(group.group().committed()) == 0 || group.group().lag() > 100) {
                Failures.require(System.nanoTime() < deadline, group.processor() + " lags behind");
                Thread.sleep(LOOK_MILLIS);
            }
            System.err.println("  " + name + ": " + group.processor() + " has all series");
        }
    }

    private List<Row> rows(Options options, List<Instance> instances, List<CatchUp> groups) throws Exception {
        Map<String, List<Double>> millis = new TreeMap<>();
        for (int run = 0; run < options.runs(); run++) {
            settle(options, groups);
            Instance victim = instances.get(run % instances.size());
            kill(victim, groups);
            for (CatchUp group : groups) {
                millis.computeIfAbsent(group.processor(), processor -> new ArrayList<>())
                        .add(group.millis());
                System.err.printf(
                        Locale.ROOT,
                        "  run %d: %s %,.0f ms; usual lag %.0f%n",
                        run + 1,
                        group.processor(),
                        group.millis(),
                        group.usual());
            }
            if (standby) victim.restart();
        }
        List<Row> rows = new ArrayList<>();
        millis.forEach((processor, list) -> rows.add(Row.absolute(name + " " + processor, "ms", list, note())));
        return rows;
    }

    /** Looks at the usual lag for a while. With a standby, that is also the time for which it can copy the stores. */
    private void settle(Options options, List<CatchUp> groups) throws Exception {
        if (standby) Thread.sleep(STANDBY_MILLIS);
        long until = System.nanoTime() + options.seconds() * 1_000_000_000L;
        while (System.nanoTime() < until) {
            for (CatchUp group : groups) group.sample();
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private void kill(Instance victim, List<CatchUp> groups) throws Exception {
        for (CatchUp group : groups) group.begin();
        victim.kill();
        if (!standby) victim.restart();
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        boolean done = false;
        while (!done) {
            Thread.sleep(LOOK_MILLIS);
            done = true;
            for (CatchUp group : groups) done &= group.done();
            Failures.require(done || System.nanoTime() < deadline, "not caught up: " + groups);
        }
    }

    private String note() {
        return String.format(
                Locale.ROOT,
                "kill -9 under %,d records/s with about %,d series, until the lag is as before; %s",
                perSecond,
                KNOWN,
                standby
                        ? "it stays away, and another process has a warm copy of its state"
                        : "it is started again at once, by itself");
    }
}
