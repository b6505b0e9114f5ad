package dev.vigia.console.views;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.console.views.Told.Outcome;
import dev.vigia.console.views.Told.Standing;
import dev.vigia.schemas.avro.DispatchDecision;
import dev.vigia.schemas.json.AvroJson;
import java.util.List;
import java.util.Locale;

/** Who was told of an episode, as programs read it in JSON. */
public final class ToldJson {

    private ToldJson() {}

    /** Puts {@code complete}, {@code missing} (why it may not be all; else null), {@code receivers} and {@code decisions}. */
    public static void put(Told told, ObjectNode json) {
        json.put("complete", told.missing().isEmpty())
                .put("missing", told.missing().orElse(null));
        ArrayNode receivers = json.putArray("receivers");
        told.receivers().forEach(one -> receivers.add(standing(one)));
        ArrayNode decisions = json.putArray("decisions");
        told.decisions().forEach(one -> decisions.add(decision(one)));
    }

    /** {@code newest} is null where it is the one that {@code told} is. */
    private static ObjectNode standing(Standing standing) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("receiver", standing.receiver())
                .put("route", standing.route())
                .put("knows", standing.knows())
                .putNull("told")
                .putNull("newest");
        standing.told().ifPresent(told -> json.set("told", decision(told)));
        boolean same = standing.told().filter(standing.newest()::equals).isPresent();
        return same ? json : json.set("newest", decision(standing.newest()));
    }

    /**
     * A decision as its record has it, without its alert; {@code past}; and what came of it ({@code delivery}; null when it told nobody,
     * or nothing is known yet).
     */
    private static ObjectNode decision(Outcome outcome) {
        DispatchDecision decision = outcome.decision();
        ObjectNode json = AvroJson.of(decision);
        json.remove(List.of("alert_id", "episode_id"));
        json.put("reason", decision.getReason().toLowerCase(Locale.ROOT))
                .put("until", decision.getUntil())
                .put("past", outcome.past())
                .putNull("delivery");
        outcome.delivery()
                .ifPresent(delivery -> json.putObject("delivery")
                        .put("status", delivery.getStatus().name().toLowerCase(Locale.ROOT))
                        .put("attempt", delivery.getAttempt())
                        .put("at", delivery.getAt())
                        .put("detail", delivery.getDetail()));
        return json;
    }
}
