package dev.vigia.sinks.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Methods of Slack's Web API. Whether it was done stands in {@code ok} of an answer with status 200. Used by one thread at a time.
 */
final class SlackApi {

    /** Pages of messages are long. */
    private static final int LONGEST_ANSWER = 4 * 1024 * 1024;

    private static final int PAGE = 200;
    private static final int MOST_PAGES = 5;
    private static final int LONGEST_WORDS = 400;

    /** What may pass (docs.slack.dev, errors of chat.postMessage and chat.update). */
    private static final Set<String> TEMPORARY = Set.of(
            "ratelimited",
            "rate_limited",
            "message_limit_exceeded",
            "internal_error",
            "fatal_error",
            "request_timeout",
            "service_unavailable",
            "team_added_to_org",
            "update_failed");

    /** What a method answered. */
    sealed interface Answer {

        record Done(JsonNode body) implements Answer {}

        /** @param error Slack's word; empty when there is none */
        record NotDone(String error, Outcome outcome) implements Answer {}
    }

    private final HttpPost post;
    private final URI base;
    private final String token;
    private final Pace pace;

    /**
     * @param base where the methods are, for instance {@code https://slack.com/api}
     * @param pace of new messages: about one a second in a channel
     */
    SlackApi(HttpPost post, URI base, String token, Pace pace) {
        this.post = post;
        this.base = base;
        this.token = token;
        this.pace = pace;
    }

    /** Posts a new message, when the pace allows. */
    Answer post(ObjectNode message, Deadline deadline) {
        try {
            pace.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.NotDone("", Pace.interrupted());
        }
        return call("chat.postMessage", message, deadline);
    }

    Answer update(ObjectNode message, Deadline deadline) {
        return call("chat.update", message, deadline);
    }

    /** What was found among messages. */
    sealed interface Found {

        record Message(JsonNode message) implements Found {}

        record Nothing() implements Found {}

        /** It could not be looked. */
        record Unknown(Outcome outcome) implements Found {}
    }

    /** The newest message of a channel that is wanted, among its last thousand. */
    Found find(String channel, Predicate<JsonNode> wanted, Deadline deadline) {
        return find("conversations.history", arguments(channel), wanted, deadline);
    }

    /** A message of a thread, its first included. */
    Found findInThread(String channel, String thread, Predicate<JsonNode> wanted, Deadline deadline) {
        return find("conversations.replies", arguments(channel).put("ts", thread), wanted, deadline);
    }

    private static ObjectNode arguments(String channel) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("channel", channel)
                .put("include_all_metadata", true)
                .put("limit", PAGE);
    }

    private Found find(String method, ObjectNode arguments, Predicate<JsonNode> wanted, Deadline deadline) {
        for (int page = 0; page < MOST_PAGES; page++) {
            Answer answer = call(method, arguments, deadline);
            if (answer instanceof Answer.NotDone not) {
                // A thread that is gone has no message.
                return not.error().equals("thread_not_found") ? new Found.Nothing() : new Found.Unknown(not.outcome());
            }
            JsonNode body = ((Answer.Done) answer).body();
            for (JsonNode message : body.path("messages")) {
                if (wanted.test(message)) return new Found.Message(message);
            }
            String cursor = body.path("response_metadata").path("next_cursor").asText();
            if (cursor.isEmpty()) break;
            arguments.put("cursor", cursor);
        }
        return new Found.Nothing();
    }

    private Answer call(String method, ObjectNode arguments, Deadline deadline) {
        return post.to(URI.create(base + "/" + method), deadline.left(), LONGEST_ANSWER)
                .exchange(
                        "POST",
                        HttpPost.JSON,
                        arguments.toString().getBytes(StandardCharsets.UTF_8),
                        Map.of("Authorization", "Bearer " + token),
                        SlackApi::answer,
                        outcome -> new Answer.NotDone("", outcome));
    }

    private static Answer answer(HttpAnswer http) {
        JsonNode body = JsonAnswer.of(http);
        if (http.status() / 100 != 2) return new Answer.NotDone(error(body), http.outcome());
        if (!http.whole() || !body.path("ok").isBoolean()) {
            String detail = http.detail() + "; nobody knows whether it was done";
            return new Answer.NotDone("", new Outcome.Retryable(detail, Optional.empty(), true));
        }
        if (body.path("ok").asBoolean()) return new Answer.Done(body);
        String detail = "Slack: " + AlertText.cut(words(body), LONGEST_WORDS);
        return new Answer.NotDone(
                error(body),
                TEMPORARY.contains(error(body))
                        ? new Outcome.Retryable(detail, http.retryAfter())
                        : new Outcome.Failed(detail));
    }

    private static String error(JsonNode body) {
        return body.path("error").asText();
    }

    /** The error, and what else there is to it on one line. */
    private static String words(JsonNode body) {
        StringBuilder words = new StringBuilder(error(body).isEmpty() ? "not ok" : error(body));
        JsonAnswer.text(body.path("needed"))
                .ifPresent(scope -> words.append(", needs the scope ").append(scope));
        for (JsonNode message : body.path("response_metadata").path("messages")) {
            words.append("; ").append(message.asText());
        }
        return words.toString().replaceAll("\\p{Cntrl}", " ");
    }
}
