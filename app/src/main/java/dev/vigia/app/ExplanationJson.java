package dev.vigia.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.processors.evaluate.Recomputed.Computed;
import dev.vigia.processors.explain.Explanation;
import dev.vigia.processors.explain.Explanation.Read;
import dev.vigia.processors.explain.Verdict;
import dev.vigia.processors.rules.Rule;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertPart;
import dev.vigia.schemas.json.AvroJson;

/** Explanations as programs and the console's page read them. */
final class ExplanationJson {

    private ExplanationJson() {}

    static ObjectNode of(Explanation explanation) {
        Alert alert = explanation.alert();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("alert_id", alert.getAlertId()).put("episode_id", alert.getEpisodeId());
        body.put("sequence", alert.getSequence());
        body.put("transition", Words.word(alert.getTransition()));
        body.put("at", alert.getAt());
        verdict(explanation.verdict(), body);
        explanation.rule().ifPresent(rule -> rule(rule, alert, body.putObject("rule")));
        parts(explanation, body.putArray("parts"));
        body.put("window_start", alert.getWindowStart()).put("window_end", alert.getWindowEnd());
        body.putObject("recorded")
                .put("value", alert.getValue())
                .put("samples", alert.getSamples())
                .put("count", alert.getEvidence().getCount());
        explanation.computed().ifPresent(computed -> computed(computed, body.putObject("computed")));
        read(explanation, body.putArray("read"));
        records(explanation, body.putArray("records"));
        return body;
    }

    /** The verdict in one word. */
    static String word(Verdict verdict) {
        if (verdict instanceof Verdict.Match) return "match";
        if (verdict instanceof Verdict.Differs) return "differs";
        return verdict instanceof Verdict.Expired ? "expired" : "unknown";
    }

    private static void verdict(Verdict verdict, ObjectNode body) {
        body.put("verdict", word(verdict));
        if (verdict instanceof Verdict.Differs differs) {
            ArrayNode differences = body.putArray("differences");
            differs.differences()
                    .forEach(difference -> differences
                            .addObject()
                            .put("what", difference.what())
                            .put("recorded", difference.recorded())
                            .put("computed", difference.computed()));
        } else if (verdict instanceof Verdict.Expired expired) {
            ArrayNode gaps = body.putArray("expired");
            expired.gaps()
                    .forEach(gap -> gaps.addObject()
                            .put("topic", gap.topic())
                            .put("partition", gap.partition())
                            .put("from_offset", gap.from())
                            .put("to_offset", gap.to()));
        } else if (verdict instanceof Verdict.Unknown unknown) {
            body.put("reason", unknown.reason());
        }
    }

    private static void rule(Rule rule, Alert alert, ObjectNode into) {
        into.put("id", rule.id())
                .put("rule_set", alert.getRuleSet())
                .put("version", alert.getRuleVersion())
                .put("source", Words.word(rule.source()))
                .put("filter", rule.filter())
                .put("condition", alert.getCondition());
        rule.groupBy().forEach(into.putArray("group_by")::add);
    }

    /** Each part of the rule; none where it has none. */
    private static void parts(Explanation explanation, ArrayNode into) {
        for (Explanation.Part part : explanation.parts()) {
            AlertPart recorded = part.recorded();
            ObjectNode body = into.addObject().put("name", recorded.getName());
            verdict(part.verdict(), body);
            body.put("source", Words.word(part.rule().source()))
                    .put("filter", part.rule().filter())
                    .put("condition", recorded.getCondition())
                    .put("window_start", recorded.getWindowStart())
                    .put("window_end", recorded.getWindowEnd());
            numbers(recorded, body.putObject("recorded"));
            part.computed().ifPresent(computed -> numbers(computed, body.putObject("computed")));
        }
    }

    private static void numbers(AlertPart part, ObjectNode into) {
        into.put("holds", part.getHolds()).put("value", part.getValue()).put("samples", part.getSamples());
    }

    private static void computed(Computed computed, ObjectNode into) {
        if (computed.value().isPresent()) into.put("value", computed.value().getAsDouble());
        else into.putNull("value");
        into.put("samples", computed.samples()).put("count", computed.evidence().getCount());
    }

    private static void read(Explanation explanation, ArrayNode into) {
        for (Read read : explanation.read()) {
            ObjectNode body = into.addObject()
                    .put("topic", read.topic())
                    .put("partition", read.partition())
                    .put("from_offset", read.from())
                    .put("to_offset", read.to())
                    .put("records", read.records())
                    .put("counted", read.counted());
            read.parts().forEach(body.putArray("parts")::add);
        }
    }

    /** As {@code GET /api/alerts/{id}/evidence} has them. */
    private static void records(Explanation explanation, ArrayNode into) {
        explanation
                .records()
                .forEach(counted -> into.addObject()
                        .put("topic", counted.topic())
                        .put("partition", counted.partition())
                        .put("offset", counted.offset())
                        .put("status", "found")
                        .set("record", AvroJson.of(counted.record())));
    }
}
