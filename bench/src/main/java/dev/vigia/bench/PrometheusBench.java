package dev.vigia.bench;

import dev.vigia.bench.Alertmanager.Setting;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.avro.Log;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * From the first error of a fault until somebody is told: Vigia, and on the same faults at the same time Prometheus with
 * Alertmanager, once as they come and once as fast as is sensible. Each error counts up what is scraped and is a log in Kafka.
 */
final class PrometheusBench implements Benchmark {

    /** For both: more than five errors. */
    private static final String RULES = """
            rules:
              - {id: probe, filter: "event_name == 'error'", group_by: [attributes.fault], aggregate: count, above: 5,
                 window: 10s, severity: high}
            """;

    private static final String ROUTES = """
            receivers: [{name: webhook, channel: webhook}]
            route: {receivers: [webhook]}
            """;
    private static final String VIGIA = "vigia";

    private static final int WARM_UP = 5;
    private static final int FAULTS = 12;
    private static final long ERROR_EVERY_NANOS = 10_000_000;
    /** The slowest one scrapes once within it, so that faults begin at any moment between two scrapes. */
    private static final Duration SPREAD = Duration.ofMinutes(1);

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @Override
    public String name() {
        return "prometheus";
    }

    @Override
    public List<Row> run(Options options) throws Exception {
        if (!Alertmanager.installed()) {
            return List.of(Row.missing(name(), "it is not here: apt-get install " + Alertmanager.PACKAGES));
        }
        try (Cluster cluster = Cluster.start(options);
                Closing closing = new Closing()) {
            KafkaSettings kafka = cluster.install("");
            Telemetry telemetry = closing.add(new Telemetry(kafka));
            AlertWatch watch = closing.add(new AlertWatch(kafka));
            FaultyShop shop = closing.add(new FaultyShop());
            telemetry.rules(RULES);
            closing.add(new Pipeline(cluster, kafka))
                    .alerting()
                    .telling(ROUTES, "http://127.0.0.1:" + shop.port() + "/webhook/" + VIGIA);
            List<Alertmanager> peers = new ArrayList<>();
            for (Setting setting : Setting.values()) {
                peers.add(closing.add(
                        Alertmanager.start(cluster.dir().resolve(setting.toString()), setting, shop.port())));
            }
            Faults faults = new Faults(shop, telemetry);
            faults.expectAll();
            warmUp(faults, shop);
            awaitScrapes(shop, peers);
            faults.happen(
                    peers,
                    () -> faults.areTold(watch.seen())
                            && faults.areTold(shop.told(VIGIA))
                            && List.of(Setting.values()).stream()
                                    .allMatch(one -> faults.areTold(shop.told(one.toString()))));
            List<Row> rows = new ArrayList<>();
            for (Setting setting : Setting.values()) {
                Map<String, Long> theirs = faults.millis(shop.told(setting.toString()));
                rows.add(row(setting, "alert", faults.millis(watch.seen()), theirs));
                rows.add(row(setting, "webhook", faults.millis(shop.told(VIGIA)), theirs));
            }
            return rows;
        }
    }

    /** Faults that do not count, until all of Vigia is warm and knows its rule. */
    private static void warmUp(Faults faults, FaultyShop shop) throws InterruptedException {
        for (int i = 0; i < WARM_UP; i++) {
            String fault = "warm-" + i;
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!shop.told(VIGIA).containsKey(fault)) {
                Failures.require(System.nanoTime() < deadline, "Vigia has not told of a fault");
                faults.error(fault);
                Thread.sleep(20);
            }
        }
    }

    /** Each has to have seen all counters at 0. */
    private static void awaitScrapes(FaultyShop shop, List<Alertmanager> peers) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (Setting setting : Setting.values()) {
            while (shop.scrapes(setting.toString()) < 2) {
                for (Alertmanager peer : peers) peer.requireAlive();
                Failures.require(System.nanoTime() < deadline, "Prometheus does not scrape");
                Thread.sleep(100);
            }
        }
    }

    private static Row row(Setting setting, String what, Map<String, Long> ours, Map<String, Long> theirs) {
        List<Double> millis = new ArrayList<>();
        List<Double> reference = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        ours.forEach((fault, time) -> {
            double other = theirs.getOrDefault(fault, 0L);
            millis.add((double) time);
            reference.add(other);
            ratios.add(other / time);
        });
        Row.Comparison comparison = new Row.Comparison(
                "the webhook of Prometheus and Alertmanager, " + setting,
                Spread.of(reference),
                Spread.of(ratios),
                Optional.empty(),
                Optional.empty());
        String note = String.format(
                Locale.ROOT,
                "%d faults; from the first error until the %s; the ratio says how many times as long theirs takes",
                ours.size(),
                what.equals("alert") ? "active alert can be read" : "webhook is called");
        return new Row(
                "prometheus-" + setting + " " + what,
                "ms",
                Optional.of(Spread.of(millis)),
                Optional.of(comparison),
                ours.size(),
                note);
    }

    /** What goes on in all of them at once. */
    private static final class Faults {

        private final FaultyShop shop;
        private final Telemetry telemetry;
        /** When each fault's first error was: milliseconds since 1970-01-01 UTC. */
        private final Map<String, Long> begun = new TreeMap<>();

        Faults(FaultyShop shop, Telemetry telemetry) {
            this.shop = shop;
            this.telemetry = telemetry;
        }

        private static String fault(int number) {
            return "fault-" + number;
        }

        void expectAll() {
            for (int i = 0; i < FAULTS; i++) shop.expect(fault(i));
        }

        void error(String fault) {
            shop.count(fault);
            Log log = Log.newBuilder()
                    .setTimestamp(System.currentTimeMillis() * 1_000)
                    .setService("shop")
                    .setSeverityNumber(17)
                    .setEventName("error")
                    .setAttributes(Map.of("fault", fault))
                    .build();
            telemetry.send(log, Failures::stop);
        }

        /** Begins one after the other, at random times, and lets all go on until somebody has had enough. */
        void happen(List<Alertmanager> peers, BooleanSupplier enough) throws Exception {
            long[] due =
                    new Random(1).longs(FAULTS, 0, SPREAD.toNanos()).sorted().toArray();
            long start = System.nanoTime();
            long next = start;
            while (begun.size() < FAULTS || !enough.getAsBoolean()) {
                long elapsed = System.nanoTime() - start;
                Failures.require(elapsed < SPREAD.plus(PATIENCE).toNanos(), "somebody was not told of all faults");
                for (Alertmanager peer : peers) peer.requireAlive();
                for (int i = 0; i < FAULTS && due[i] <= elapsed; i++) {
                    begun.putIfAbsent(fault(i), System.currentTimeMillis());
                    error(fault(i));
                }
                next += ERROR_EVERY_NANOS;
                LockSupport.parkNanos(next - System.nanoTime());
            }
        }

        boolean areTold(Map<String, Long> told) {
            return told.keySet().containsAll(begun.keySet());
        }

        Map<String, Long> millis(Map<String, Long> told) {
            Map<String, Long> millis = new TreeMap<>();
            begun.forEach((fault, at) -> millis.put(fault, told.getOrDefault(fault, at) - at));
            return millis;
        }
    }
}
