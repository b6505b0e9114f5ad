package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigia.processors.evaluate.Recomputed.Computed;
import dev.vigia.processors.explain.Explanation;
import dev.vigia.processors.explain.Explanation.Counted;
import dev.vigia.processors.explain.Explanation.Part;
import dev.vigia.processors.explain.Explanation.Read;
import dev.vigia.processors.explain.Verdict;
import dev.vigia.processors.rules.RuleSetParser;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertPart;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Evidence;
import dev.vigia.schemas.avro.Http;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.OffsetRange;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Transition;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What people and programs read of an explanation. */
class ExplanationTextTest {

    private static final Evidence EVIDENCE =
            new Evidence(6L, List.of(new OffsetRange("logs", 2, 4L, 9L, 6L)), List.of());
    private static final Alert ALERT = Alert.newBuilder()
            .setAlertId("6767d29953bc0af0")
            .setEpisodeId("e")
            .setSequence(1)
            .setTransition(Transition.ACTIVE)
            .setState(AlertState.ACTIVE)
            .setAt(1_800_000_004_000L)
            .setDataTime(1_800_000_000_000L)
            .setStartedAt(1_800_000_004_000L)
            .setRuleId("payments")
            .setRuleSet("payments.yaml")
            .setRuleVersion(4)
            .setTitle("kiosk: payments fail")
            .setSummary("kiosk: 6 records over 10s (bound 5)")
            .setSeverity(Severity.HIGH)
            .setCategory("business")
            .setGroup(Map.of("service", "kiosk"))
            .setLabels(Map.of())
            .setCondition("count > 5")
            .setValue(6)
            .setThreshold(5)
            .setWindowStart(1_800_000_000_000L)
            .setWindowEnd(1_800_000_010_000L)
            .setSamples(6)
            .setLearning(false)
            .setEvidence(EVIDENCE)
            .build();
    private static final Log RECORD = Log.newBuilder()
            .setTimestamp(1_800_000_003_000_000L)
            .setService("kiosk")
            .setEventName("payment_failed")
            .setMessage("no paper\nin the till")
            .setHttp(Http.newBuilder()
                    .setStatus(502)
                    .setMethod("POST")
                    .setPath("/pay")
                    .build())
            .build();

    private static Explanation explanation(Verdict verdict, double value) {
        var rules = RuleSetParser.parse("payments.yaml", """
                rules:
                  - {id: payments, filter: event_name == "payment_failed", aggregate: count, above: 5, window: 10s,
                     group_by: [service], severity: high}
                """).rules();
        return new Explanation(
                ALERT,
                Optional.of(rules.get(0)),
                verdict,
                Optional.of(new Computed(OptionalDouble.of(value), 5, 6, EVIDENCE, List.of())),
                List.of(),
                List.of(new Read("logs", 2, 0, 12, 13, 6, List.of())),
                List.of(new Counted("logs", 2, 4, RECORD)));
    }

    private static String text(Explanation explanation) {
        StringWriter out = new StringWriter();
        ExplanationText.print(explanation, new PrintWriter(out));
        return out.toString();
    }

    @Test
    void match_isSaidFirst_andThenWhatItIsOf() {
        assertThat(text(explanation(new Verdict.Match(), 6)).lines())
                .containsExactly(
                        "MATCH: the records give what was told.",
                        "",
                        "  alert        6767d29953bc0af0  kiosk: payments fail",
                        "  transition   #1 active at 2027-01-15T08:00:04Z: kiosk: 6 records over 10s (bound 5)",
                        "  rule         payments in payments.yaml, version 4",
                        "  filter       logs with event_name == \"payment_failed\"",
                        "  group        service=kiosk",
                        "  condition    count > 5 (high)",
                        "  window       2027-01-15T08:00:00Z to 2027-01-15T08:00:10Z, 10s",
                        "  value        told 6.0, computed 6.0",
                        "  samples      told 6, computed 6",
                        "  read         logs-2, offsets 0 to 12: 13 records, 6 counted",
                        "    logs-2 @ 4  2027-01-15T08:00:03Z  kiosk  502 POST /pay  payment_failed  no paper ⏎ in the till");
    }

    @Test
    void whatDiffers_isBelowTheVerdict() {
        Verdict differs = new Verdict.Differs(List.of(new Verdict.Difference("value", "6.0", "5.0")));

        assertThat(text(explanation(differs, 5)))
                .startsWith("DIFFERS: the records do not give what was told.\n  value: told 6.0, computed 5.0\n\n");
        JsonNode json = ExplanationJson.of(explanation(differs, 5));
        assertThat(json.path("verdict").asText()).isEqualTo("differs");
        assertThat(json.at("/differences/0/computed").asText()).isEqualTo("5.0");
        assertThat(json.at("/computed/value").asDouble()).isEqualTo(5);
        assertThat(json.at("/read/0/records").asLong()).isEqualTo(13);
        assertThat(json.at("/records/0/record/http/path").asText()).isEqualTo("/pay");
        assertThat(json.at("/rule/filter").asText()).contains("payment_failed");
    }

    @Test
    void whatIsGone_isNamedByItsOffsets() {
        Verdict expired = new Verdict.Expired(List.of(new Verdict.Gap("logs", 2, 0, 7)));

        assertThat(text(explanation(expired, 6)))
                .startsWith("EXPIRED: not all of the records are there any more.\n  logs-2: offsets 0 to 7 are gone\n");
        assertThat(ExplanationJson.of(explanation(expired, 6))
                        .at("/expired/0/to_offset")
                        .asLong())
                .isEqualTo(7);
    }

    /** An alert that the payments fail and nothing is printed, whose second part the records do not bear out. */
    private static Explanation ofParts() {
        var rule = RuleSetParser.parse("payments.yaml", """
                rules:
                  - id: payments
                    group_by: [service]
                    parts:
                      failed: {filter: event_name == "payment_failed", above: 5, window: 10s}
                      printed: {source: spans, above: 0, window: 20s}
                    condition: failed and not printed
                    severity: high
                """).rules().get(0);
        AlertPart failed = AlertPart.newBuilder()
                .setName("failed")
                .setCondition("count > 5")
                .setHolds(true)
                .setValue(6)
                .setThreshold(5)
                .setWindowStart(1_800_000_000_000L)
                .setWindowEnd(1_800_000_010_000L)
                .setSamples(6)
                .build();
        AlertPart printed = AlertPart.newBuilder(failed)
                .setName("printed")
                .setCondition("count > 0")
                .setHolds(false)
                .setValue(0)
                .setThreshold(0)
                .setWindowStart(1_799_999_990_000L)
                .setSamples(0)
                .build();
        AlertPart found = AlertPart.newBuilder(printed)
                .setHolds(true)
                .setValue(1)
                .setSamples(1)
                .build();
        Verdict differs = new Verdict.Differs(List.of(new Verdict.Difference("value", "0.0", "1.0")));
        var parts = rule.counted();
        return new Explanation(
                ALERT,
                Optional.of(rule),
                new Verdict.Differs(List.of(new Verdict.Difference("printed.value", "0.0", "1.0"))),
                Optional.of(new Computed(OptionalDouble.of(6), 5, 6, EVIDENCE, List.of(failed, found))),
                List.of(
                        new Part(parts.get(0), failed, new Verdict.Match(), Optional.of(failed)),
                        new Part(parts.get(1), printed, differs, Optional.of(found))),
                List.of(
                        new Read("logs", 2, 0, 12, 13, 6, List.of("failed")),
                        new Read("spans", 0, 3, 5, 3, 1, List.of("printed"))),
                List.of());
    }

    @Test
    void partsOfARule_haveAVerdictEach() {
        assertThat(text(ofParts()).lines())
                .containsExactly(
                        "DIFFERS: the records do not give what was told.",
                        "  printed.value: told 0.0, computed 1.0",
                        "",
                        "  alert        6767d29953bc0af0  kiosk: payments fail",
                        "  transition   #1 active at 2027-01-15T08:00:04Z: kiosk: 6 records over 10s (bound 5)",
                        "  rule         payments in payments.yaml, version 4",
                        "  group        service=kiosk",
                        "  condition    count > 5 (high)",
                        "  window       2027-01-15T08:00:00Z to 2027-01-15T08:00:10Z, 10s",
                        "  value        told 6.0, computed 6.0",
                        "  samples      told 6, computed 6",
                        "  part         failed: MATCH; count > 5 of logs with event_name == \"payment_failed\"",
                        "               2027-01-15T08:00:00Z to 2027-01-15T08:00:10Z, 10s",
                        "               told 6.0 of 6, holds; computed 6.0 of 6, holds",
                        "  part         printed: DIFFERS; count > 0 of all spans",
                        "               2027-01-15T07:59:50Z to 2027-01-15T08:00:10Z, 20s",
                        "               told 0.0 of 0, does not hold; computed 1.0 of 1, holds",
                        "  read         logs-2, offsets 0 to 12: 13 records, 6 counted for failed",
                        "  read         spans-0, offsets 3 to 5: 3 records, 1 counted for printed");
    }

    @Test
    void partsOfARule_areInTheJson() {
        JsonNode json = ExplanationJson.of(ofParts());

        assertThat(json.at("/parts/0/verdict").asText()).isEqualTo("match");
        JsonNode printed = json.at("/parts/1");
        assertThat(printed.path("name").asText()).isEqualTo("printed");
        assertThat(printed.path("verdict").asText()).isEqualTo("differs");
        assertThat(printed.at("/differences/0/what").asText()).isEqualTo("value");
        assertThat(printed.path("source").asText()).isEqualTo("spans");
        assertThat(printed.path("condition").asText()).isEqualTo("count > 0");
        assertThat(printed.path("window_start").asLong()).isEqualTo(1_799_999_990_000L);
        assertThat(printed.at("/recorded/holds").asBoolean()).isFalse();
        assertThat(printed.at("/computed/holds").asBoolean()).isTrue();
        assertThat(printed.at("/computed/samples").asLong()).isEqualTo(1);
        assertThat(json.at("/read/1/parts/0").asText()).isEqualTo("printed");
        assertThat(ExplanationJson.of(explanation(new Verdict.Match(), 6)).path("parts"))
                .isEmpty();
    }

    @Test
    void whatNobodyCanTell_saysWhy() {
        assertThat(text(explanation(new Verdict.Unknown("Nobody noted it."), 6)))
                .startsWith("UNKNOWN: Nobody noted it.\n");
    }
}
