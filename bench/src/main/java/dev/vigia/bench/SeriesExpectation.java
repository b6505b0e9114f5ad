package dev.vigia.bench;

import static java.util.Objects.requireNonNull;

import dev.vigia.schemas.avro.Http;
import dev.vigia.schemas.avro.Log;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What requests add up to by series, counted without Vigia's code. */
final class SeriesExpectation {

    private static final double[] PERCENTILES = {1, 50, 95, 99};
    /** A sketch's; a little is for rounding. */
    private static final double ACCURACY = 0.01 + 1e-9;

    private static final double NANOS = 1e9;

    private final Map<List<String>, Exact> series = new HashMap<>();

    /** One series: how often each duration was met, in nanoseconds. */
    private static final class Exact {

        private final TreeMap<Long, Long> durations = new TreeMap<>();
        private long count;
        private long errors;
        private long clientErrors;

        void add(int status, long duration) {
            count++;
            if (status >= 500) errors++;
            else if (status >= 400) clientErrors++;
            durations.merge(duration, 1L, Long::sum);
        }

        double sum() {
            return durations.entrySet().stream()
                            .mapToLong(entry -> entry.getKey() * entry.getValue())
                            .sum()
                    / NANOS;
        }

        /** The value at the rank that DDSketch takes: the share of all but one. */
        double percentile(double percentile) {
            double rank = percentile / 100 * (count - 1);
            long passed = 0;
            for (Map.Entry<Long, Long> entry : durations.entrySet()) {
                passed += entry.getValue();
                if (passed > rank) return entry.getKey() / NANOS;
            }
            throw new IllegalStateException("no values");
        }
    }

    static SeriesExpectation of(int records, Requests requests) {
        SeriesExpectation expectation = new SeriesExpectation();
        for (int n = 0; n < records; n++) {
            Log log = requests.request(n, 0);
            Http http = log.getHttp();
            expectation.add(log.getService(), http.getRoute(), http);
            expectation.add(log.getService(), "", http);
        }
        return expectation;
    }

    private void add(String service, String route, Http http) {
        series.computeIfAbsent(List.of(service, route), group -> new Exact()).add(http.getStatus(), http.getDuration());
    }

    /** Ends the program unless every series is there, and each is right. */
    void check(SeriesTotals found) {
        Failures.require(
                found.series().keySet().equals(series.keySet()),
                found.series().size() + " series were found instead of " + series.size());
        found.series().forEach((group, totals) -> check(group, totals, requireNonNull(series.get(group))));
    }

    private static void check(List<String> group, Totals found, Exact exact) {
        same(group, "requests", found.count(), exact.count);
        same(group, "errors", found.errors(), exact.errors);
        same(group, "client errors", found.clientErrors(), exact.clientErrors);
        same(group, "values in the sketch", found.sketch().count(), exact.count);
        close(group, "the sum", found.sum(), exact.sum(), 1e-9);
        for (double percentile : PERCENTILES) {
            double is = found.sketch().percentile(percentile);
            close(group, "percentile " + percentile, is, exact.percentile(percentile), ACCURACY);
        }
    }

    private static void same(List<String> group, String what, long found, long exact) {
        Failures.require(found == exact, group + ": " + found + " " + what + " instead of " + exact);
    }

    private static void close(List<String> group, String what, double found, double exact, double tolerance) {
        Failures.require(
                Math.abs(found - exact) <= tolerance * exact,
                group + ": " + what + " is " + found + " instead of " + exact);
    }
}
