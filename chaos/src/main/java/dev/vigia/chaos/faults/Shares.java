package dev.vigia.chaos.faults;

import dev.vigia.chaos.cluster.Cluster;
import dev.vigia.chaos.cluster.Http;
import dev.vigia.chaos.cluster.Kind;
import dev.vigia.chaos.cluster.Member;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How much of the work each instance of the processors does, by its own meters. */
public final class Shares {

    private static final Map<String, String> METERS = new TreeMap<>(
            Map.of("vigia_aggregate_records_total", "records", "vigia_evaluate_signals_total", "signals"));

    private Shares() {}

    /** What each instance does a second, in words. */
    public static String during(Duration watched, Cluster cluster) throws InterruptedException {
        List<Member> instances = cluster.running(Kind.PROCESSORS);
        Map<String, Double> before = read(cluster, instances);
        Scene.pause(watched);
        Map<String, Double> after = read(cluster, instances);
        double seconds = watched.toMillis() / 1e3;
        return instances.stream()
                .map(instance -> instance + ": "
                        + METERS.entrySet().stream()
                                .map(meter -> {
                                    String key = instance + meter.getKey();
                                    double more = after.getOrDefault(key, 0.0) - before.getOrDefault(key, 0.0);
                                    return String.format(Locale.ROOT, "%.0f %s/s", more / seconds, meter.getValue());
                                })
                                .collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
    }

    /** By instance and meter. */
    private static Map<String, Double> read(Cluster cluster, List<Member> instances) {
        Map<String, Double> all = new HashMap<>();
        for (Member instance : instances) {
            meters(cluster.url(instance)).forEach((meter, value) -> all.put(instance + meter, value));
        }
        return all;
    }

    private static Map<String, Double> meters(URI instance) {
        try {
            return Http.get(instance.resolve("/metrics"))
                    .body()
                    .lines()
                    .map(line -> line.split(" "))
                    .filter(words -> METERS.containsKey(words[0]))
                    .collect(Collectors.toMap(words -> words[0], words -> Double.parseDouble(words[1])));
        } catch (UncheckedIOException e) {
            // It has ended, which is for the verdict to say.
            return Map.of();
        }
    }
}
