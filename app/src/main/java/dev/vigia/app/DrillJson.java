package dev.vigia.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.app.Drill.Half;
import dev.vigia.app.Drill.Telling;
import java.util.Optional;

/** A drill for programs. */
final class DrillJson {

    private DrillJson() {}

    static ObjectNode of(Drill drill, DrillVerdict verdict, String severity, String service) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("drill", drill.id()).put("passed", verdict.passed());
        json.put("severity", severity).put("service", service);
        drill.alert().ifPresent(alert -> json.put("alert_id", alert.getAlertId()));
        drill.activeAt().ifPresent(at -> json.put("active_ms", at));
        drill.resolvedAt().ifPresent(at -> json.put("resolved_ms", at));
        ArrayNode receivers = json.putArray("receivers");
        for (String receiver : drill.receivers()) {
            ObjectNode one = receivers.addObject().put("receiver", receiver);
            one.put(
                    "expected",
                    drill.expected().filter(all -> all.contains(receiver)).isPresent());
            telling(drill, Half.BEGIN, receiver).ifPresent(told -> one.set("begin", told));
            telling(drill, Half.END, receiver).ifPresent(told -> one.set("end", told));
        }
        ArrayNode problems = json.putArray("problems");
        verdict.problems().forEach(problems::add);
        return json;
    }

    private static Optional<ObjectNode> telling(Drill drill, Half half, String receiver) {
        return drill.telling(half, receiver).map(telling -> telling(drill, telling));
    }

    private static ObjectNode telling(Drill drill, Telling telling) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("channel", telling.channel()).put("decided_ms", telling.decidedAt());
        telling.insteadOf().ifPresent(other -> json.put("fallback_for", other));
        drill.answer(telling)
                .ifPresent(answer -> json.put("status", Words.word(answer.status()))
                        .put("attempts", answer.attempt())
                        .put("answered_ms", answer.at())
                        .put("detail", answer.detail()));
        return json;
    }
}
