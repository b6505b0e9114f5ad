package dev.vigia.bench;

import dev.vigia.schemas.avro.Log;
import java.util.List;
import java.util.function.Predicate;

/**
 * A rule, and the same filter in Java, to count by.
 *
 * @param yaml the rule in a rule file's list
 */
record BenchRule(String id, String yaml, Predicate<Log> matches) {

    static final String COUNT = "aggregate: count, above: 1000000000";
    static final String ERROR_RATE = "aggregate: error_rate, errors: http.status >= 500, above: 0.99";
    static final String PERCENTILE = "aggregate: percentile, percentile: 95, field: http.duration, above: 900";
    static final String MEAN = "aggregate: mean, field: http.response_bytes, above: 1000000000";

    static BenchRule of(String id, String filter, String groupBy, String aggregate, Predicate<Log> matches) {
        String yaml = "  - {id: %s, filter: \"%s\", group_by: %s, %s, max_age: 1d, severity: low}%n"
                .formatted(id, filter, groupBy, aggregate);
        return new BenchRule(id, yaml, matches);
    }

    /** The two rules that count every request. */
    static List<BenchRule> ofAllRequests() {
        return List.of(
                of("all-errors", "http.status > 0", "[service]", ERROR_RATE, log -> true),
                of("all-durations", "http.status > 0", "[service]", PERCENTILE, log -> true));
    }

    /** A rule file with all of them, and more. */
    static String file(List<BenchRule> rules, String more) {
        StringBuilder file = new StringBuilder("rules:\n").append(more);
        rules.forEach(rule -> file.append(rule.yaml()));
        return file.toString();
    }
}
