package dev.vigia.ingest.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.json.InvalidRecord;
import dev.vigia.schemas.json.LogJson;
import dev.vigia.schemas.json.MetricJson;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShopTrafficTest {

    private static final Instant START = Instant.parse("2026-03-02T12:00:00Z");

    private static ShopTraffic traffic(long seed) {
        return new ShopTraffic(ShopSettings.of("http://127.0.0.1:1", seed), START);
    }

    private static Instant at(long seconds) {
        return START.plusSeconds(seconds);
    }

    @Test
    void between_sameSeed_givesTheSameRecordsHoweverCut() {
        List<ShopRecord> whole = traffic(7).between(START, at(90));
        List<ShopRecord> pieces = new ArrayList<>();
        ShopTraffic other = traffic(7);
        for (int piece = 0; piece < 40; piece++) {
            pieces.addAll(other.between(START.plusMillis(piece * 2_250L), START.plusMillis((piece + 1) * 2_250L)));
        }

        assertThat(pieces).isEqualTo(whole);
        assertThat(traffic(8).between(START, at(90))).isNotEqualTo(whole);
    }

    @Test
    void startingIn_anySecond_endsWithinTheLongestJourney() {
        ShopTraffic traffic = traffic(7);
        for (long second = 55; second < 200; second++) {
            Instant end = traffic.beginning(second).plus(ShopTraffic.LONGEST);
            assertThat(traffic.startingIn(second)).allMatch(it -> it.timestamp().isBefore(end));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void between_incidents_breakCheckoutAndNothingElse(long seed) {
        ShopTraffic traffic = traffic(seed);
        Incident first = traffic.plan().before(at(3_600)).get(0);
        assertThat(first.start()).isEqualTo(at(60));
        assertThat(first.end()).isEqualTo(at(180));
        assertThat(first.failureShare()).isBetween(0.35, 0.6);

        List<ObjectNode> before = requests(traffic.between(START, at(60)));
        List<ObjectNode> within = requests(traffic.between(at(60), at(180)));
        List<ObjectNode> after = requests(traffic.between(at(186), at(480)));

        assertThat(failures(before)).isLessThan(0.005);
        assertThat(failures(after)).isLessThan(0.005);
        assertThat(failures(of("checkout", within))).isCloseTo(first.failureShare(), within(0.08));
        for (String service : Set.of("storefront", "catalog", "cart", "payment", "search", "shipping", "auth")) {
            assertThat(failures(of(service, within))).as(service).isLessThan(0.012);
        }
        assertThat(median(of("checkout", within))).isGreaterThan(4 * median(of("checkout", before)));
        assertThat(median(of("catalog", within))).isLessThan(2 * median(of("catalog", before)));
    }

    @Test
    void between_tenMinutes_isAboutAsBusyAsAsked() {
        List<ShopRecord> records = traffic(3).between(START, at(600));

        assertThat(requests(records).size() / 600.0).isBetween(50.0, 70.0);
        assertThat(requests(records).stream().map(it -> it.path("service").asText()))
                .contains("storefront", "catalog", "search", "cart", "checkout", "payment", "shipping", "auth");
        assertThat(records.stream().map(it -> it.json().path("event_name").asText()))
                .contains(
                        "order_placed",
                        "payment_timeout",
                        "checkout_failed",
                        "login_failed",
                        "login_succeeded",
                        "cart_item_added");
        assertThat(records.stream()
                        .filter(it -> it.kind() == ShopRecord.Kind.METRIC)
                        .map(it -> it.json().path("name").asText())
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("shop.revenue", "shop.pool.usage", "shop.queue.size");
    }

    @Test
    void between_requestsOfOneTrace_areLinkedThroughServices() {
        Map<String, List<ObjectNode>> traces = requests(traffic(3).between(START, at(30))).stream()
                .collect(Collectors.groupingBy(it -> it.path("trace_id").asText()));

        List<ObjectNode> order = traces.values().stream()
                .filter(it -> it.stream()
                        .anyMatch(r -> r.path("http").path("route").asText().equals("/shipments")))
                .findFirst()
                .orElseThrow();
        Set<String> spans =
                order.stream().map(it -> it.path("span_id").asText()).collect(Collectors.toCollection(HashSet::new));
        assertThat(order.stream().map(it -> it.path("service").asText()))
                .containsExactlyInAnyOrder("cart", "payment", "shipping", "checkout", "storefront");
        assertThat(order.stream()
                        .map(it -> it.path("attributes").path("parent_span_id"))
                        .filter(it -> !it.isMissingNode()))
                .hasSize(4)
                .allMatch(it -> spans.contains(it.asText()));
    }

    @Test
    void between_failedLogins_comeFromManyAddresses() {
        Map<String, Long> failed = traffic(3).between(START, at(600)).stream()
                .map(ShopRecord::json)
                .filter(it -> it.path("event_name").asText().equals("login_failed"))
                .collect(Collectors.groupingBy(
                        it -> it.path("attributes").path("source.address").asText(), Collectors.counting()));

        assertThat(failed.values()).allMatch(it -> it <= 5);
    }

    @Test
    void before_anHour_hasIncidentsWithPauses() {
        List<Incident> incidents = traffic(11).plan().before(at(3_600));

        assertThat(incidents).hasSizeBetween(6, 9);
        for (int i = 1; i < incidents.size(); i++) {
            assertThat(Duration.between(
                            incidents.get(i - 1).end(), incidents.get(i).start()))
                    .isBetween(Duration.ofMinutes(5), Duration.ofMinutes(9));
        }
    }

    @Test
    void between_records_areInTheNativeForm() throws InvalidRecord {
        for (ShopRecord record : traffic(5).between(START, at(120))) {
            if (record.kind() == ShopRecord.Kind.METRIC) {
                Metric metric = MetricJson.parse(record.json());
                assertThat(metric.getTimestamp()).isEqualTo(micros(record));
                assertThat(metric.getService()).isNotEqualTo("unknown");
                continue;
            }
            Log log = LogJson.parse(record.json());
            assertThat(log.getTimestamp()).isEqualTo(micros(record));
            assertThat(log.getService()).isNotEqualTo("unknown");
            assertThat(log.getTraceId()).hasSize(32);
            assertThat(log.getSpanId()).hasSize(16);
            assertThat(log.getSeverityNumber()).isIn(9, 13, 17);
            if (log.getHttp() != null) {
                assertThat(log.getHttp().getStatus()).isBetween(200, 599);
                assertThat(log.getHttp().getDuration()).isPositive();
                assertThat(log.getHttp().getRoute()).startsWith("/");
            }
            if (log.getException() != null) {
                assertThat(log.getException().getStackTrace().lines().count()).isGreaterThan(5);
            }
        }
    }

    private static long micros(ShopRecord record) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, record.timestamp());
    }

    private static List<ObjectNode> requests(List<ShopRecord> records) {
        return records.stream()
                .map(ShopRecord::json)
                .filter(it -> it.has("http"))
                .toList();
    }

    private static List<ObjectNode> of(String service, List<ObjectNode> requests) {
        return requests.stream()
                .filter(it -> it.path("service").asText().equals(service))
                .toList();
    }

    private static double failures(List<ObjectNode> requests) {
        return requests.stream()
                        .filter(it -> it.path("http").path("status").asInt() >= 500)
                        .count()
                / (double) requests.size();
    }

    private static double median(List<ObjectNode> requests) {
        List<Double> sorted = requests.stream()
                .map(it -> it.path("http").path("duration_ms"))
                .map(JsonNode::asDouble)
                .sorted()
                .toList();
        return sorted.get(sorted.size() / 2);
    }
}
