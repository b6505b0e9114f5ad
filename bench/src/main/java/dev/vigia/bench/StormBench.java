package dev.vigia.bench;

import dev.vigia.runtime.KafkaSettings;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * 10,000 alerts within ten seconds, for a receiver that takes 20 notifications a minute as the routes that ship have it: how long until
 * a summary has been delivered and until everything has been told, and what it leaves in memory. One alert that nobody is told of, or
 * one that is told twice, ends the benchmark.
 */
final class StormBench implements Benchmark {

    private static final int ALERTS = 10_000;
    private static final Duration WITHIN = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    /** A first one that warms up, and starts the receiver's minute. */
    private static final int FEW = 100;

    private static final String ROUTES = """
            receivers: [{ name: webhook, channel: webhook, storm: { limit: 20, per: 1m } }]
            route: { receivers: [webhook] }
            """;

    @Override
    public String name() {
        return "storm";
    }

    @Override
    public List<Row> run(Options options) throws Exception {
        try (Cluster cluster = Cluster.start(options)) {
            KafkaSettings kafka = cluster.install("");
            try (Storm storm = new Storm(kafka);
                    WebhookWatch watch = new WebhookWatch();
                    Pipeline pipeline = new Pipeline(cluster, kafka)) {
                pipeline.ticking().telling(ROUTES, watch.url());
                storm.begin(0, FEW, Duration.ofSeconds(1));
                await(storm, FEW);
                List<Row> rows = measure(storm);
                pipeline.requireHealth();
                return rows;
            }
        }
    }

    private List<Row> measure(Storm storm) {
        long heapBefore = heap();
        int deliveredBefore = storm.delivered();
        int singlyBefore = storm.singly();
        long begun = System.nanoTime();
        storm.begin(1, ALERTS, WITHIN);
        await(storm, FEW + ALERTS);
        double all = (storm.newest() - begun) / 1e9;
        double summary = (storm.firstSummary().orElseThrow() - begun) / 1e9;
        double mebibytes = (heap() - heapBefore) / (double) (1 << 20);
        String note = String.format(
                Locale.ROOT,
                "%,d alerts of 10 rules within %d s, 20 notifications a minute: %d notifications, %d alerts by themselves",
                ALERTS,
                WITHIN.toSeconds(),
                storm.delivered() - deliveredBefore,
                storm.singly() - singlyBefore);
        return List.of(
                Row.absolute(name() + " summary", "s", List.of(summary), note + "; until the first summary was delivered"),
                Row.absolute(name() + " all", "s", List.of(all), "until everything had been told"),
                Row.absolute(name() + " heap", "MiB", List.of(mebibytes), "more in use afterwards than before, collected"));
    }

    /** Waits until so many have been told in all, and looks for a while whether more are. */
    private static void await(Storm storm, long alerts) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (storm.told() < alerts) {
            storm.look(Duration.ofMillis(100));
            Failures.require(System.nanoTime() < deadline, "of " + alerts + " alerts only " + storm.told() + " are told");
        }
        for (int i = 0; i < 30; i++) storm.look(Duration.ofMillis(100));
        Failures.require(storm.told() == alerts, storm.told() + " alerts are told, of " + alerts);
    }

    /** What is in use once everything has been collected, in bytes. */
    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
