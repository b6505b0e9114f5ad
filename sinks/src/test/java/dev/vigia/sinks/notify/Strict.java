package dev.vigia.sinks.notify;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vigia.sinks.notify.HttpPeer.Received;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

/** What the fakes of services check with. What does not hold is refused in the service's words. */
final class Strict {

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private Strict() {}

    static void require(boolean holds, String words) {
        if (!holds) throw new IllegalArgumentException(words);
    }

    /** The body of a POST of JSON in UTF-8. */
    static JsonNode json(Received request, String words) {
        return json(request, "application/json", words);
    }

    static JsonNode json(Received request, String type, String words) {
        require(request.method().equals("POST"), words + ": method");
        String contentType = request.header("Content-Type").orElse("");
        require(
                contentType
                        .toLowerCase(java.util.Locale.ROOT)
                        .matches(type.replace("+", "\\+") + "(; *charset=utf-8)?"),
                words + ": content type " + contentType);
        return json(request.body(), words);
    }

    static JsonNode json(String body, String words) {
        try {
            JsonNode json = JSON.readTree(body);
            require(json.isObject(), words);
            return json;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(words + ": " + e.getOriginalMessage());
        }
    }

    /** A field that has to be there, of at most so many characters. */
    static String text(JsonNode object, String field, int longest, String words) {
        JsonNode value = object.path(field);
        require(value.isTextual(), words + ": " + field);
        String text = value.textValue();
        require(text.codePointCount(0, text.length()) <= longest, words + ": " + field + " is too long");
        return text;
    }

    static int bytes(Received request) {
        return request.body().getBytes(StandardCharsets.UTF_8).length;
    }

    static void fields(JsonNode object, Set<String> allowed, String words) {
        Set<String> others = new TreeSet<>();
        object.fieldNames().forEachRemaining(others::add);
        others.removeAll(allowed);
        require(others.isEmpty(), words + ": " + others);
    }

    static void fields(JsonNode object, Set<String> allowed, Set<String> alsoAllowed, String words) {
        Set<String> all = new TreeSet<>(allowed);
        all.addAll(alsoAllowed);
        fields(object, all, words);
    }

    /** No half of a character, and no character that is not one. */
    static void onlyText(JsonNode json) {
        String all = json.toString();
        require(
                all.codePoints().noneMatch(point -> point >= 0xD800 && point <= 0xDFFF || point == 0xFFFD),
                "half a character");
    }
}
