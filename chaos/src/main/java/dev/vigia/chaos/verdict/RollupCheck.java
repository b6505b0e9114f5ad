package dev.vigia.chaos.verdict;

import dev.vigia.chaos.load.Signal;
import dev.vigia.chaos.verdict.Evidence.Count;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The rollups count as many as there are, in their topic and in Elasticsearch. */
final class RollupCheck {

    private RollupCheck() {}

    static Check ofTopic(Evidence evidence) {
        return compare("counted once", evidence.written(), evidence.rolledUp());
    }

    /** @param rollups sums by service of a kind of series in Elasticsearch */
    static Check ofElasticsearch(Evidence evidence, Function<String, Map<String, Long>> rollups) {
        Map<Count, Long> sums = new TreeMap<>();
        for (Signal signal : Signal.values()) {
            String kind = signal.rollup();
            rollups.apply(kind).forEach((service, sum) -> sums.put(new Count(kind, service), sum));
        }
        return compare("counts in Elasticsearch", evidence.written(), sums);
    }

    private static Check compare(String name, Map<Count, Long> written, Map<Count, Long> sums) {
        Findings findings = new Findings(name);
        written.forEach((count, number) -> {
            long sum = sums.getOrDefault(count, 0L);
            if (sum != number) {
                findings.differ(count.kind() + " of " + count.service() + ": " + sum + " instead of " + number);
            }
        });
        findings.count(
                "records", written.values().stream().mapToLong(Long::longValue).sum());
        findings.count("series", written.size());
        return findings.check();
    }
}
