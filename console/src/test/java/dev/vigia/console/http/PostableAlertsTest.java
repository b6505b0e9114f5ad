package dev.vigia.console.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigia.schemas.avro.PostedAlert;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Alertmanager makes of a posted alert, and what it refuses. */
class PostableAlertsTest {

    private static final long NOW = Instant.parse("2027-01-01T12:00:00Z").toEpochMilli();

    private static PostedAlert one(String json) {
        PostableAlerts alerts = PostableAlerts.read("[" + json + "]", NOW);
        assertThat(alerts.problems()).isEmpty();
        return alerts.sound().get(0);
    }

    @Test
    void alert_asPrometheusSendsIt_isTakenAsItIs() {
        PostedAlert alert = one("""
                {"annotations": {"summary": "s"}, "endsAt": "2027-01-01T12:04:00.123Z", "startsAt": "2027-01-01T11:59:00Z",
                 "generatorURL": "http://p/graph", "labels": {"alertname": "A", "severity": "page"}}""");
        assertThat(alert)
                .isEqualTo(new PostedAlert(
                        Map.of("alertname", "A", "severity", "page"),
                        Map.of("summary", "s"),
                        "http://p/graph",
                        NOW - 60_000,
                        NOW + 240_123,
                        false,
                        NOW));
    }

    @Test
    void alert_withoutTimes_beginsNow_andIsOverAfterTheResolveTimeout() {
        PostedAlert alert = one("{\"labels\": {\"alertname\": \"A\"}}");
        assertThat(alert.getStartsAt()).isEqualTo(NOW);
        assertThat(alert.getEndsAt()).isEqualTo(NOW + 300_000);
        assertThat(alert.getTimeout()).isTrue();
        assertThat(alert.getAnnotations()).isEmpty();
        assertThat(alert.getGeneratorUrl()).isNull();
    }

    @Test
    void zeroTimes_ofGo_areNone() {
        PostedAlert alert = one("""
                {"labels": {"a": "b"}, "startsAt": "0001-01-01T00:00:00.000Z", "endsAt": "0001-01-01T00:00:00Z"}""");
        assertThat(alert.getStartsAt()).isEqualTo(NOW);
        assertThat(alert.getTimeout()).isTrue();
    }

    @Test
    void endAlone_isItsStart_too() {
        PostedAlert alert = one("{\"labels\": {\"a\": \"b\"}, \"endsAt\": \"2027-01-01T11:00:00Z\"}");
        assertThat(alert.getStartsAt()).isEqualTo(alert.getEndsAt()).isEqualTo(NOW - 3_600_000);
        assertThat(alert.getTimeout()).isFalse();
    }

    @Test
    void emptyLabels_areLeftOut() {
        assertThat(one("{\"labels\": {\"a\": \"b\", \"c\": \"\"}}").getLabels()).isEqualTo(Map.of("a", "b"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "{} # labels: at least one",
                "{\"labels\": {\"a\": \"\"}} # labels: at least one",
                "{\"labels\": {\"\": \"b\"}} # labels: a name is empty",
                "{\"labels\": {\"a\": 7}} # labels.a: it is no text",
                "{\"labels\": [\"a\"]} # labels: it is no object",
                "{\"labels\": {\"a\": \"b\"}, \"annotations\": {\"s\": 1}} # annotations.s: it is no text",
                "{\"labels\": {\"a\": \"b\"}, \"startsAt\": \"now\"} # startsAt: 'now' is not a time",
                "{\"labels\": {\"a\": \"b\"}, \"startsAt\": \"2027-01-01T12:00:01Z\", \"endsAt\": \"2027-01-01T12:00:00Z\"} # startsAt: it is after endsAt",
                "7 # it is no object",
            })
    void badAlert_isRefused_andTheOthersAreTaken(String json, String words) {
        PostableAlerts alerts = PostableAlerts.read("[" + json + ", {\"labels\": {\"a\": \"b\"}}]", NOW);
        assertThat(alerts.sound()).hasSize(1);
        assertThat(alerts.problems()).singleElement().asString().startsWith("[0]: " + words);
    }

    @Test
    void tooLong_isRefused() {
        String value = "x".repeat(4 * 1024 + 1);
        assertThat(PostableAlerts.read("[{\"labels\": {\"a\": \"" + value + "\"}}]", NOW)
                        .problems())
                .singleElement()
                .asString()
                .contains("labels.a: it is longer than 4096 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{", "\"alerts\""})
    void whatIsNoList_isRefusedAsAWhole(String body) {
        assertThatThrownBy(() -> PostableAlerts.read(body, NOW)).isInstanceOf(ApiError.class);
    }
}
