package dev.vigia.processors.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SpecTest {

    private static final String BASE = "{id: r, filter: http.status > 0, group_by: [service], aggregate: percentile, "
            + "field: http.duration, percentile: 95, above: 1, window: 1m, severity: low}";

    @Test
    void hash_whatTheDeltaHolds_changesIt() {
        assertThat(Stream.of(
                                BASE,
                                BASE.replace("status > 0", "status > 1"),
                                BASE.replace("[service]", "[service, http.route]"),
                                BASE.replace("field: http.duration", "field: http.response_bytes"),
                                BASE.replace("percentile, ", "mean, ").replace("percentile: 95, ", ""),
                                BASE.replace("percentile, ", "distinct, ").replace("percentile: 95, ", ""),
                                share("http.status > 499"),
                                share("http.status > 399"))
                        .map(SpecTest::hash)
                        .distinct())
                .hasSize(8);
    }

    private static String share(String numerator) {
        return BASE.replace("percentile, ", "distinct_ratio, numerator: " + numerator + ", ")
                .replace("percentile: 95, above: 1", "above: 0.5");
    }

    @Test
    void hash_whatKeepsTheSameOfTheRecords_isTheSame() {
        assertSame("count, above: 1", "rate, above: 1", "new_term, memory: 1d", "count, compare: ratio, above: 3");
        assertSame(
                "error_rate, above: 0.1, errors: http.status > 500", "ratio, above: 0.1, numerator: http.status > 500");
        assertSame(
                "max, above: 1, field: http.duration",
                "slope, above: 1, field: http.duration",
                "time_to, below: 1, target: 9, field: http.duration");
    }

    private static void assertSame(String... aggregates) {
        assertThat(Stream.of(aggregates)
                        .map(aggregate -> "{id: r, group_by: [service], severity: low, aggregate: " + aggregate + "}")
                        .map(SpecTest::hash)
                        .distinct())
                .hasSize(1);
    }

    @Test
    void hash_howItIsJudged_keepsIt() {
        assertThat(Stream.of(
                                BASE,
                                BASE.replace("95", "99"),
                                BASE.replace("above: 1", "below: 2"),
                                BASE.replace("window: 1m", "window: 5m, for: 1m"),
                                BASE.replace("severity: low", "severity: high, max_age: 2h"))
                        .map(SpecTest::hash)
                        .distinct())
                .containsExactly(-3218447613102780993L);
    }

    private static long hash(String rule) {
        List<Rule> rules = RuleSetParser.parse("x.yaml", "rules:\n  - " + rule).rules();
        return Spec.of(rules.get(0)).hash();
    }
}
