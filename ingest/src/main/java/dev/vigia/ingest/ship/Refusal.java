package dev.vigia.ingest.ship;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vigia.runtime.UserException;

/** Turns the gateway's refusal of a batch into one line that names the file and the line. */
final class Refusal {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int LONGEST = 500;

    private Refusal() {}

    static UserException of(GatewayClient.Answer.Refused refused, Batch batch) {
        JsonNode body = json(refused.body());
        JsonNode problems = body.path("records");
        JsonNode first = problems.path(0);
        if (!first.path("index").canConvertToInt()) {
            String error = body.path("error").asText(refused.body());
            return refusal(batch.place(0) + " to " + batch.last().line(), refused.status(), error);
        }
        String field = first.path("field").asText();
        String problem =
                (field.isEmpty() ? "" : field + ": ") + first.path("problem").asText();
        if (problems.size() > 1) problem += ", and others after it";
        return refusal(batch.place(first.path("index").intValue()).toString(), refused.status(), problem);
    }

    private static UserException refusal(String where, int status, String why) {
        String line = why.strip().replaceAll("\\s+", " ");
        String shortened = line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
        return new UserException(where + ": the gateway refuses it (" + status + "): " + shortened);
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            return MAPPER.missingNode();
        }
    }
}
