package dev.vigia.console.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;

/** JSON in and out. */
final class Json {

    static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /**
     * What somebody sent.
     *
     * @param what what errors call it
     * @throws ApiError when it is no JSON
     */
    static JsonNode read(String what, String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw ApiError.badRequest(what + " is not JSON.");
        }
    }

    static HttpResponse ok(JsonNode body) {
        return of(HttpStatus.OK, body);
    }

    static HttpResponse of(HttpStatus status, JsonNode body) {
        return HttpResponse.of(status, MediaType.JSON_UTF_8, body.toString());
    }

    /** {@code {"error":{"code":…,"message":…}}}. */
    static ObjectNode problem(String code, String message) {
        ObjectNode body = object();
        body.putObject("error").put("code", code).put("message", message);
        return body;
    }

    static HttpResponse error(HttpStatus status, String code, String message) {
        return of(status, problem(code, message));
    }
}
