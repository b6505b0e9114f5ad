package dev.vigia.processors.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.processors.rules.RuleSetParser;
import dev.vigia.processors.sketch.Distinct;
import dev.vigia.processors.sketch.Sketch;
import dev.vigia.schemas.avro.Delta;
import dev.vigia.schemas.avro.Histogram;
import dev.vigia.schemas.avro.Http;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.avro.MetricType;
import dev.vigia.schemas.avro.Span;
import dev.vigia.schemas.avro.SpanKind;
import dev.vigia.schemas.avro.SpanStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FoldTest {

    private static final long NOW = 1_800_000_000_000L;
    private static final AggregateSettings LIMITS =
            new AggregateSettings("x", Duration.ofMillis(100), Duration.ofSeconds(10), 3, 2, 0);

    @Test
    void drain_requests_byServiceAndRoute() {
        Fold fold = fold(Source.LOGS, "");
        add(fold, 10, request("cart", "/a", 200, 1.0));
        add(fold, 11, request("cart", "/b", 404, 2.0));
        add(fold, 12, request("cart", "/a", 503, 4.0));
        add(fold, 13, request("cart", null, 200, null));

        Delta total = only(fold, "requests", "cart", "");
        assertThat(total.getCount()).isEqualTo(4);
        assertThat(total.getErrors()).isEqualTo(1);
        assertThat(total.getClientErrors()).isEqualTo(1);
        assertThat(total.getValues()).isEqualTo(3);
        assertThat(total.getSum()).isEqualTo(7);
        assertThat(total.getMin()).isEqualTo(1);
        assertThat(total.getMax()).isEqualTo(4);
        assertThat(total.getFirstOffset()).isEqualTo(10);
        assertThat(total.getLastOffset()).isEqualTo(13);
        assertThat(total.getExemplars()).containsExactly(12L);
        assertThat(total.getSpec()).isZero();
        assertThat(Sketch.of(total.getSketch()).count()).isEqualTo(3);
        assertThat(only(fold, "requests", "cart", "/a").getCount()).isEqualTo(2);
        assertThat(only(fold, "requests", "cart", "/b").getExemplars()).containsExactly(11L);
    }

    @Test
    void drain_logs_byLevelAndWeighted() {
        Fold fold = fold(Source.LOGS, "");
        add(fold, 0, log("cart", 9).setCount(5).build());
        add(fold, 1, log("cart", 10).build());
        add(fold, 2, log("cart", 18).build());
        add(fold, 3, log("cart", 0).build());
        add(fold, 4, log("cart", 99).setCount(0).build());
        assertThat(only(fold, "logs", "cart", "info").getCount()).isEqualTo(6);
        assertThat(only(fold, "logs", "cart", "error").getErrors()).isEqualTo(1);
        assertThat(only(fold, "logs", "cart", "unknown").getCount()).isEqualTo(2);
        assertThat(only(fold, "logs", "cart", "info").getSketch()).isNull();
    }

    @Test
    void drain_severalBuckets_oneDeltaEachInOrder() {
        Fold fold = fold(Source.LOGS, "");
        for (long ago : new long[] {0, 10_000, 5_000, 86_400_000, 10_000}) {
            add(fold, 0, log("cart", 9).setTimestamp((NOW - ago) * 1_000).build());
        }
        assertThat(fold.drain(0))
                .extracting(Delta::getBucket, Delta::getCount)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(NOW - 86_400_000, 1L),
                        org.assertj.core.groups.Tuple.tuple(NOW - 10_000, 3L),
                        org.assertj.core.groups.Tuple.tuple(NOW, 1L));
        assertThat(Fold.bucket(-1)).isEqualTo(-10_000);
    }

    @Test
    void add_elevenMinutesAhead_isRefused() {
        Fold fold = fold(Source.LOGS, "");
        assertThat(fold.add(
                        0, log("cart", 9).setTimestamp((NOW + 599_000) * 1_000).build()))
                .isEmpty();
        assertThat(fold.add(
                        1, log("cart", 9).setTimestamp((NOW + 601_000) * 1_000).build()))
                .hasValue("the time stamp is 1 s beyond the 10 minutes it may be ahead of the clock");
        assertThat(fold.drain(0)).hasSize(1);
        assertThat(fold.newestMicros()).isEqualTo((NOW + 599_000) * 1_000);
    }

    @Test
    void drain_moreRoutesThanAllowed_overflow() {
        Fold fold = fold(Source.LOGS, "");
        for (int i = 0; i < 10; i++) add(fold, i, request("cart", "/" + i, 200, 1.0));
        add(fold, 10, request("cart", "/0", 200, 1.0));
        assertThat(only(fold, "requests", "cart", "").getCount()).isEqualTo(11);
        assertThat(only(fold, "requests", "cart", "/0").getCount()).isEqualTo(2);
        assertThat(only(fold, "requests", "cart", Fold.OVERFLOW).getCount()).isEqualTo(7);
    }

    @Test
    void drain_rule_countsWhatItsFilterMatches() {
        Fold fold = fold(
                Source.LOGS,
                "{id: r, filter: service == 'cart', group_by: [http.route, attributes.user], aggregate: error_rate,"
                        + " above: 0, severity: low}");
        add(fold, 0, request("cart", "/a", 500, 1.0));
        add(fold, 1, request("cart", "/a", 200, 1.0));
        add(fold, 2, request("search", "/a", 500, 1.0));
        Delta delta = only(fold, "r", "/a", "");
        assertThat(delta.getCount()).isEqualTo(2);
        assertThat(delta.getErrors()).isEqualTo(1);
        assertThat(delta.getExemplars()).containsExactly(0L);
        assertThat(delta.getSpec()).isNotZero();
        assertThat(delta.getSketch()).isNull();
    }

    @Test
    void drain_ruleWithoutGroup_hasOneSeries() {
        Fold fold = fold(
                Source.LOGS,
                "{id: r, aggregate: percentile, percentile: 50, field: http.duration, above: 1, severity: low}");
        add(fold, 0, request("cart", "/a", 200, 2.0));
        add(fold, 1, log("search", 9).build());
        Delta delta = only(fold, "r");
        assertThat(delta.getCount()).isEqualTo(2);
        assertThat(delta.getValues()).isEqualTo(1);
        assertThat(Sketch.of(delta.getSketch()).percentile(50)).isBetween(1.98, 2.02);
    }

    @Test
    void drain_distinctRule_holdsWhichValuesThereWere() {
        Fold fold = fold(Source.LOGS, "{id: r, aggregate: distinct, field: http.route, above: 1, severity: low}");
        add(fold, 0, request("cart", "/a", 200, 2.0));
        add(fold, 1, request("cart", "/b", 200, 2.0));
        add(fold, 2, request("cart", "/a", 200, 2.0));
        add(fold, 3, request("cart", null, 200, 2.0));
        add(fold, 4, log("cart", 9).setCount(7).build());
        Delta delta = only(fold, "r");
        assertThat(delta.getCount()).isEqualTo(11);
        assertThat(delta.getValues()).isEqualTo(3);
        assertThat(Distinct.of(delta.getDistinct()).count()).isEqualTo(2);
        assertThat(delta.getSketch()).isNull();
        assertThat(delta.getMax()).isZero();
        assertThat(only(fold, "logs", "cart", "info").getDistinct()).isNull();
    }

    @Test
    void drain_distinctRuleWithoutValues_holdsNone() {
        Fold fold = fold(Source.LOGS, "{id: r, aggregate: distinct, field: http.route, above: 1, severity: low}");
        add(fold, 0, log("cart", 9).build());
        assertThat(only(fold, "r").getDistinct()).isNull();
    }

    @Test
    void drain_olderThanMaxAge_onlyTheRuleLeavesItOut() {
        Fold fold = fold(Source.LOGS, "{id: r, aggregate: count, above: 1, severity: low, max_age: 1h}");
        add(fold, 0, log("cart", 9).setTimestamp((NOW - 3_600_001) * 1_000).build());
        add(fold, 1, log("cart", 9).setTimestamp((NOW - 3_600_000) * 1_000).build());
        List<Delta> deltas = fold.drain(0);
        assertThat(deltas).filteredOn(d -> d.getSeries().equals("logs")).hasSize(2);
        assertThat(deltas)
                .filteredOn(d -> d.getSeries().equals("r"))
                .singleElement()
                .extracting(Delta::getFirstOffset)
                .isEqualTo(1L);
    }

    @Test
    void drain_moreGroupsThanAllowed_overflow() {
        Fold fold = fold(
                Source.LOGS, "{id: r, group_by: [attributes.ip, service], aggregate: count, above: 1, severity: low}");
        for (int i = 0; i < 5; i++) {
            add(
                    fold,
                    i,
                    log("cart", 9).setAttributes(Map.of("ip", "10.0.0." + i)).build());
        }
        assertThat(only(fold, "r", "10.0.0.1", "cart").getCount()).isEqualTo(1);
        assertThat(only(fold, "r", Fold.OVERFLOW, Fold.OVERFLOW).getCount()).isEqualTo(3);
    }

    @Test
    void drain_filterThatCannotTell_isCounted() {
        Fold fold = fold(Source.LOGS, "{id: r, filter: attributes.n > 5, aggregate: count, above: 1, severity: low}");
        add(fold, 0, log("cart", 9).build());
        assertThat(fold.filterErrors()).isEqualTo(1);
        assertThat(fold.drain(0)).hasSize(1);
    }

    @Test
    void drain_gauges_bySortedAttributes() {
        Fold fold = fold(Source.METRICS, "");
        add(fold, 0, metric(2.0).setAttributes(Map.of("b", 1L, "a", "x,y")).build());
        add(
                fold,
                1,
                metric(4.0)
                        .setAttributes(Map.of("b", "1", "a", "x,y"))
                        .setTimestamp(NOW * 1_000 + 5)
                        .build());
        add(fold, 2, metric(3.0).setAttributes(Map.of("b", 1L, "a", "x,y")).build());
        add(
                fold,
                3,
                metric(Double.NaN).setAttributes(Map.of("b", 1L, "a", "x,y")).build());
        Delta delta = only(fold, "metric", "host", "m", "a=x\\,y,b=1");
        assertThat(delta.getCount()).isEqualTo(4);
        assertThat(delta.getValues()).isEqualTo(3);
        assertThat(delta.getLast()).isEqualTo(4);
        assertThat(delta.getFirstTimestamp()).isZero();
    }

    @Test
    void drain_cumulativeCounter_holdsFirstLastAndTheIncrease() {
        Fold fold = fold(Source.METRICS, "");
        double[] totals = {100, 110, 115, 3, 10};
        for (int i = 0; i < totals.length; i++) add(fold, i, total(i, totals[i]).build());
        Delta delta = only(fold, "metric", "host", "m", "");
        assertThat(delta.getFirst()).isEqualTo(100);
        assertThat(delta.getLast()).isEqualTo(10);
        assertThat(delta.getSum()).isEqualTo(15 + 3 + 7);
        assertThat(delta.getFirstTimestamp()).isEqualTo(NOW * 1_000);
        assertThat(delta.getLastTimestamp()).isEqualTo(NOW * 1_000 + 4);
        assertThat(delta.getSketch()).isNull();
    }

    @Test
    void drain_cumulativeCounterOutOfOrder_isNoReset() {
        Fold fold = fold(Source.METRICS, "");
        add(fold, 0, total(1, 100).build());
        add(fold, 1, total(5, 140).build());
        add(fold, 2, total(3, 120).build());
        add(fold, 3, total(5, 140).build());
        add(fold, 4, total(6, 150).build());
        Delta delta = only(fold, "metric", "host", "m", "");
        assertThat(delta.getSum()).isEqualTo(50);
        assertThat(delta.getLast()).isEqualTo(150);
        assertThat(delta.getValues()).isEqualTo(5);
    }

    @Test
    void drain_cumulativeCountersOfTwoHosts_areTwo() {
        Fold fold = fold(Source.METRICS, "");
        for (int i = 0; i < 10; i++) {
            add(
                    fold,
                    i,
                    total(i, i % 2 * 5_000 + i)
                            .setResource(Map.of("host.name", "h" + i % 2))
                            .build());
        }
        List<Delta> deltas = fold.drain(0);
        assertThat(deltas).extracting(Delta::getSum).containsExactly(8.0, 8.0);
        assertThat(deltas)
                .extracting(Delta::getInstance)
                .doesNotHaveDuplicates()
                .doesNotContain("");
        assertThat(deltas).extracting(Delta::getGroup).containsOnly(List.of("host", "m", ""));
    }

    @Test
    void drain_histogram_countsItsValues() {
        Fold fold = fold(Source.METRICS, "");
        add(
                fold,
                0,
                metric(30)
                        .setType(MetricType.HISTOGRAM)
                        .setHistogram(new Histogram(4L, List.of(2.0, 10.0), List.of(1L, 2L, 1L)))
                        .build());
        Delta delta = only(fold, "metric", "host", "m", "");
        assertThat(delta.getCount()).isEqualTo(1);
        assertThat(delta.getValues()).isEqualTo(4);
        assertThat(delta.getSum()).isEqualTo(30);
        assertThat(delta.getMin()).isEqualTo(1);
        assertThat(delta.getMax()).isEqualTo(10);
        assertThat(Sketch.of(delta.getSketch()).percentile(50)).isBetween(5.9, 6.1);
    }

    @Test
    void drain_spans_serversAndConsumersOnly() {
        Fold fold = fold(Source.SPANS, "");
        add(
                fold,
                0,
                span(SpanKind.SERVER).setStatus(SpanStatus.ERROR).setWeight(2.6).build());
        add(fold, 1, span(SpanKind.CLIENT).build());
        add(fold, 2, span(SpanKind.CONSUMER).build());
        Delta delta = only(fold, "spans", "cart", "GET /");
        assertThat(delta.getCount()).isEqualTo(4);
        assertThat(delta.getErrors()).isEqualTo(3);
        assertThat(delta.getValues()).isEqualTo(4);
        assertThat(delta.getSum()).isEqualTo(2.0);
        assertThat(fold.drain(0)).hasSize(1);
    }

    @Test
    void drain_sameRecordsAgain_givesTheSameBytes() {
        String rule =
                "{id: r, group_by: [service], aggregate: percentile, percentile: 95, field: http.duration, above: 1, severity: low}";
        List<Log> logs = new ArrayList<>();
        Random random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            logs.add(request(
                    "s" + random.nextInt(5),
                    "/" + random.nextInt(9),
                    200 + 100 * random.nextInt(4),
                    random.nextDouble()));
        }
        Fold one = fold(Source.LOGS, rule);
        Fold two = fold(Source.LOGS, rule);
        for (int i = 0; i < logs.size(); i++) {
            add(one, i, logs.get(i));
            add(two, i, logs.get(i));
        }
        assertThat(one.drain(0)).isEqualTo(two.drain(0));
    }

    private static Fold fold(Source source, String rule) {
        String yaml = "rules:" + (rule.isEmpty() ? " []" : "\n  - " + rule);
        CompiledRules rules =
                CompiledRules.of(RuleSetParser.parse("x.yaml", yaml).rules());
        return new Fold(source, rules, LIMITS, NOW);
    }

    private static void add(Fold fold, long offset, org.apache.avro.specific.SpecificRecord record) {
        assertThat(fold.add(offset, record)).isEmpty();
    }

    private static Delta only(Fold fold, String series, String... group) {
        List<Delta> found = fold.drain(0).stream()
                .filter(d -> d.getSeries().equals(series) && d.getGroup().equals(List.of(group)))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static Log.Builder log(String service, int severity) {
        return Log.newBuilder().setTimestamp(NOW * 1_000).setService(service).setSeverityNumber(severity);
    }

    private static Log request(String service, String route, int status, Double seconds) {
        Http.Builder http = Http.newBuilder().setStatus(status).setRoute(route);
        if (seconds != null) http.setDuration((long) (seconds * 1e9));
        return log(service, 9).setHttp(http.build()).build();
    }

    private static Metric.Builder metric(double value) {
        return Metric.newBuilder()
                .setTimestamp(NOW * 1_000)
                .setService("host")
                .setName("m")
                .setValue(value);
    }

    /** A counter's total so many microseconds from now on. */
    private static Metric.Builder total(long micros, double total) {
        return metric(total).setType(MetricType.CUMULATIVE_COUNTER).setTimestamp(NOW * 1_000 + micros);
    }

    private static Span.Builder span(SpanKind kind) {
        return Span.newBuilder()
                .setTimestamp(NOW * 1_000)
                .setDuration(500_000_000)
                .setTraceId("t")
                .setSpanId("s")
                .setName("GET /")
                .setService("cart")
                .setKind(kind);
    }
}
