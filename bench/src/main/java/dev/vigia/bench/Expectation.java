package dev.vigia.bench;

import dev.vigia.schemas.avro.Log;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the deltas of a number of {@link Requests} have to add up to, counted without Vigia's code.
 *
 * @param counts happenings by rule id, and of all requests
 */
record Expectation(long records, Map<String, Long> counts) {

    static final String REQUESTS = "requests";

    static Expectation of(int records, Requests requests, List<BenchRule> rules) {
        Map<String, Long> counts = new TreeMap<>(Map.of(REQUESTS, (long) records));
        for (int n = 0; n < records; n++) {
            Log log = requests.request(n, 0);
            for (BenchRule rule : rules) {
                if (rule.matches().test(log)) counts.merge(rule.id(), 1L, Long::sum);
            }
        }
        return new Expectation(records, counts);
    }

    double matchesPerRecord() {
        long all = counts.values().stream().mapToLong(Long::longValue).sum() - records;
        return (double) all / records;
    }

    void check(Map<String, Long> found) {
        Failures.require(found.equals(counts), "the deltas add up to " + found + " instead of " + counts);
    }
}
