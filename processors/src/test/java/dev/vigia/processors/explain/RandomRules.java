package dev.vigia.processors.explain;

import java.util.Random;

/** Rules of a random installation, which change in this and that. */
final class RandomRules {

    private RandomRules() {}

    /** One of each kind that has one condition. */
    static String simple(Random random) {
        String rare = random.nextBoolean()
                ? "- {id: mean, aggregate: mean, field: http.duration, above: 1.1, severity: low, window: 30s}"
                : "";
        String filter = random.nextBoolean() ? "severity_number >= 17" : "http.status >= 500";
        return """
                calendars:
                  - {id: shifts, zone: UTC, hours: ["08:00-08:10", "08:15-08:41"]}
                rules:
                  - {id: rate, aggregate: error_rate, errors: severity_number >= 17, above: %s, group_by: [service],
                     severity: high, min_samples: 5, window: 30s, for: 20s, recover_for: 20s, max_age: 2m}
                  - {id: errors, aggregate: count, filter: "%s", above: 3, group_by: [service], severity: low, window: 30s}
                  - {id: slow, aggregate: percentile, field: http.duration, percentile: 90, above: 2, severity: low,
                     min_samples: 3, window: 1m, recover_for: 10s}
                  - {id: low, aggregate: count, below: 3, group_by: [service], severity: info, window: 20s}
                  - {id: levels, aggregate: count, severities: {low: 4, high: 7, critical: 10}, recover_at: {low: 3, high: 5},
                     group_by: [service], window: 20s, for: 10s, keep_firing_for: 10s, recover_for: 20s, no_data: keep_last,
                     forget_after: 2m}
                  - {id: row, aggregate: count, above: 4, consecutive: 2, window: 20s, group_by: [service], severity: low,
                     no_data: ignore, forget_after: 1m}
                  - {id: silent, absent_for: 30s, group_by: [service], severity: high, recover_for: 0, forget_after: 5m}
                  - {id: nothing, absent_for: 20s, severity: high, active: shifts}
                  - {id: spike, aggregate: count, compare: ratio, above: 1.5, group_by: [service], severity: low, window: 20s}
                  - {id: surge, aggregate: count, filter: severity_number >= 17, compare: ratio, above: 1.5, severity: low,
                     group_by: [service], window: 20s, min_samples: 3, min_samples_before: 0}
                  - {id: change, aggregate: mean, field: http.duration, compare: difference, above: 0.3, severity: low,
                     window: 1m}
                  - {id: users, aggregate: distinct, field: attributes.user, above: 9, severity: low, window: 30s}
                  - {id: day, aggregate: sum, field: attributes.amount, above: 60, window: day, zone: Asia/Kathmandu,
                     group_by: [service], severity: low}
                  - {id: hour, aggregate: sum, field: attributes.amount, severities: {low: 50, high: 500}, window: 1h}
                  - {id: climb, aggregate: slope, field: http.duration, above: 0.002, severity: low, window: 1m}
                  - {id: last, aggregate: last, field: http.duration, above: 0.9, severity: low, window: 10s}
                  - {id: fresh, aggregate: new_term, memory: 30s, learn_for: 10s, window: 10s, group_by: [attributes.user],
                     severity: low}
                  - {id: crowd, aggregate: count, above: 1, group_by: [attributes.user], severity: low, window: 30s}
                  - {id: spans, source: spans, aggregate: error_rate, above: 0.2, group_by: [service], severity: high,
                     min_samples: 3, window: 1m}
                  %s
                """.formatted(random.nextBoolean() ? "0.2" : "0.3", filter, rare);
    }

    /** One of each kind that has several conditions. */
    static String ofParts(Random random) {
        String filter = random.nextBoolean() ? "severity_number >= 17" : "http.status >= 500";
        return """
                rules:
                  - id: both
                    group_by: [service]
                    parts:
                      errors: {filter: "%1$s", above: 1, window: 30s}
                      slow: {aggregate: percentile, field: http.duration, percentile: 90, above: %2$s, min_samples: 3}
                    condition: errors and slow
                    severity: high
                    for: 10s
                    recover_for: 20s
                  - id: calls
                    group_by: [service]
                    parts:
                      errors: {filter: "%1$s", above: 1, window: 30s}
                      calls: {source: spans, above: 2, window: 1m}
                    condition: errors and calls
                    severity: low
                  - id: unless
                    group_by: [service]
                    parts:
                      errors: {filter: "%1$s", above: 1, window: 20s}
                      calls: {source: spans, above: 0, window: 20s}
                    condition: errors and not calls
                    severity: low
                    max_age: 2m
                  - id: graded
                    group_by: [service]
                    parts:
                      errors: {aggregate: error_rate, errors: "%1$s", above: 0.2, window: 40s}
                      few: {filter: http.status == 200, below: 3, window: 20s}
                      more: {aggregate: count, compare: ratio, above: 1.2, window: 20s}
                    severities: {low: errors, high: errors and (few or more)}
                  - id: then
                    group_by: [service]
                    parts:
                      errors: {filter: "%1$s", above: 1, window: 20s}
                      fine: {filter: http.status == 200, above: 1}
                    sequence: [errors, fine, errors]
                    within: 1m
                    severity: low
                  - id: missing
                    group_by: [service]
                    parts:
                      errors: {filter: "%1$s", above: 1}
                      calls: {source: spans}
                    sequence: [errors, not calls]
                    within: 30s
                    severity: low
                  - id: budget
                    filter: http.status > 0
                    slo:
                      objective: 90
                      burn_rates:
                        - {severity: high, factor: 3, window: 1m, short_window: 20s}
                        - {severity: low, factor: 1.2, window: 1h, short_window: 1m}
                """.formatted(filter, random.nextBoolean() ? "0.8" : "0.9");
    }
}
