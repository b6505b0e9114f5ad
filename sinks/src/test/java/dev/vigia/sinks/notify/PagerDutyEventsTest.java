package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vigia.schemas.Language;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.sinks.Samples;
import dev.vigia.sinks.notify.text.Links;
import dev.vigia.sinks.notify.text.Reader;
import dev.vigia.sinks.notify.text.Texts;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagerDutyEventsTest {

    private static final PagerDutyEvents EVENTS =
            new PagerDutyEvents("key", new Texts(Reader.DEFAULT, new Links("http://vigia.example", Optional.empty())));

    @Test
    void of_activeAlert_isATrigger() throws Exception {
        var events = EVENTS.of(
                Samples.notification("n", "r", "pagerduty", Samples.alert(Transition.ACTIVE, AlertState.ACTIVE)));

        assertThat(events).hasSize(1);
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(events.get(0).toString())).isEqualTo(json.readTree("""
                {"routing_key": "key",
                 "event_action": "trigger",
                 "dedup_key": "fedcba9876543210",
                 "payload":
                   {"summary": "Muitos erros no pagamento: shop: errors: error rate 6.1 % over 1m (bound 5 %), 4211 records",
                    "source": "shop",
                    "severity": "critical",
                    "timestamp": "2026-01-02T03:04:05.123Z",
                    "group": "availability",
                    "class": "checkout-errors",
                    "component": "shop",
                    "custom_details":
                      {"reason": "alert became active",
                       "message": "shop: errors: error rate 6.1 % over 1m (bound 5 %), 4211 records",
                       "condition": "error_rate > 0.05",
                       "value": 0.061,
                       "threshold": 0.05,
                       "samples": 4211,
                       "started_at": "2026-01-02T03:03:35.123Z",
                       "group": {"service": "shop"},
                       "labels": {"team": "payments"}}},
                 "client": "Vigia",
                 "client_url": "http://vigia.example/#alert=0123456789abcdef",
                 "links":
                   [{"href": "http://vigia.example/#alert=0123456789abcdef", "text": "Open the alert"},
                    {"href": "https://runbooks.example/checkout", "text": "Runbook"},
                    {"href": "http://vigia.example/#silence=alertname%3D%22checkout-errors%22%0Aservice%3D%22shop%22",
                     "text": "Silence it"}]}"""));
    }

    @Test
    void of_alertForABrazilian_hasTheNumbersInPortuguese() {
        Reader reader = new Reader(Language.PT_BR, ZoneOffset.UTC);
        var payload = new PagerDutyEvents("key", new Texts(reader, new Links("http://vigia.example", Optional.empty())))
                .of(Samples.notification("n", "r", "pagerduty", Samples.alert(Transition.ACTIVE, AlertState.ACTIVE)))
                .get(0)
                .path("payload");

        String sentence = "shop: errors: taxa de erros 6,1 % em 1 min (limite 5 %), 4.211 registros";
        assertThat(payload.path("summary").asText()).isEqualTo("Muitos erros no pagamento: " + sentence);
        assertThat(payload.path("custom_details").path("message").asText()).isEqualTo(sentence);
    }

    @Test
    void of_over_needsTheKeyOnly() {
        var events = EVENTS.of(
                Samples.notification("n", "r", "pagerduty", Samples.alert(Transition.RESOLVED, AlertState.INACTIVE)));

        assertThat(events)
                .singleElement()
                .hasToString(
                        "{\"routing_key\":\"key\",\"event_action\":\"resolve\",\"dedup_key\":\"fedcba9876543210\"}");
    }

    @ParameterizedTest
    @CsvSource({"CRITICAL, critical", "HIGH, error", "MEDIUM, warning", "LOW, info", "INFO, info"})
    void of_severity_isOneOfFour(Severity severity, String word) {
        Alert alert = Alert.newBuilder(Samples.alert(Transition.ACTIVE, AlertState.ACTIVE))
                .setSeverity(severity)
                .build();

        assertThat(EVENTS.of(Samples.notification("n", "r", "pagerduty", alert))
                        .get(0)
                        .at("/payload/severity"))
                .hasToString("\"" + word + "\"");
    }

    @Test
    void toString_always_hidesTheKey() {
        assertThat(EVENTS.toString()).doesNotContain("key");
    }
}
