package dev.vigia.ingest.gateway;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;

/** What the gateway says: always JSON. */
final class Answers {

    private static final int RETRY_AFTER_BUSY = 1;
    private static final int RETRY_AFTER_AWAY = 5;

    private Answers() {}

    static HttpResponse accepted(int records) {
        return json(HttpStatus.OK, object().put("accepted", records));
    }

    static HttpResponse refused(Refusal refusal) {
        ObjectNode body = error(String.valueOf(refusal.getMessage()));
        if (!refusal.problems().isEmpty()) {
            ArrayNode records = body.putArray("records");
            for (Refusal.Problem problem : refusal.problems()) {
                records.addObject()
                        .put("index", problem.index())
                        .put("line", problem.line())
                        .put("field", problem.field())
                        .put("problem", problem.problem());
            }
        }
        return json(refusal.status(), body);
    }

    /**
     * Kafka or the registry is away.
     *
     * @param written how many records Kafka has acknowledged; others may be there as well
     */
    static HttpResponse unavailable(String reason, int written) {
        String advice = written == 0
                ? "nothing is known to be written; send it again later"
                : "a part was written; sent again, records without an id are doubled";
        return json(
                HttpStatus.SERVICE_UNAVAILABLE, error(reason + "; " + advice).put("written", written));
    }

    static HttpResponse error(HttpStatus status, String message) {
        return json(status, error(message));
    }

    static HttpResponse json(HttpStatus status, ObjectNode body) {
        ResponseHeadersBuilder headers = ResponseHeaders.builder(status).contentType(MediaType.JSON_UTF_8);
        if (status.equals(HttpStatus.TOO_MANY_REQUESTS)) headers.setInt(HttpHeaderNames.RETRY_AFTER, RETRY_AFTER_BUSY);
        if (status.equals(HttpStatus.SERVICE_UNAVAILABLE)) {
            headers.setInt(HttpHeaderNames.RETRY_AFTER, RETRY_AFTER_AWAY);
        }
        return HttpResponse.of(headers.build(), HttpData.ofUtf8(body.toString()));
    }

    private static ObjectNode error(String message) {
        return object().put("error", message);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
