package dev.vigia.sinks.notify;

import static dev.vigia.sinks.notify.Strict.require;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.sinks.notify.HttpPeer.Answer;
import dev.vigia.sinks.notify.HttpPeer.Received;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A channel of Slack with an app in it, by its Web API: it keeps messages, and errors come with status 200. */
final class SlackAppService implements HttpPeer.Service {

    static final String TOKEN = "xoxb-1234-s3cretBotToken";
    static final String CHANNEL = "C0123456789";

    /** What was posted and not deleted, the oldest first. */
    final List<ObjectNode> messages = new ArrayList<>();

    private final Map<Received, String> shown = new IdentityHashMap<>();
    private int last = 100;
    boolean historyAllowed = true;

    @Override
    public synchronized Answer take(Received request) {
        JsonNode arguments = Strict.json(request, "invalid_json");
        require(request.header("Authorization").orElse("").equals("Bearer " + TOKEN), "invalid_auth");
        require(arguments.path("channel").asText().equals(CHANNEL), "channel_not_found");
        return switch (request.path()) {
            case "/api/chat.postMessage" -> post(request, arguments);
            case "/api/chat.update" -> update(request, arguments);
            case "/api/conversations.history" -> list(arguments, false);
            case "/api/conversations.replies" -> list(arguments, true);
            default -> throw new IllegalArgumentException("unknown_method");
        };
    }

    private Answer post(Received request, JsonNode arguments) {
        Set<String> known =
                Set.of("channel", "text", "blocks", "metadata", "thread_ts", "unfurl_links", "unfurl_media");
        Strict.fields(arguments, known, "invalid_arguments");
        if (arguments.has("blocks")) SlackRules.check(arguments);
        else Strict.text(arguments, "text", 40_000, "no_text");
        JsonNode metadata = arguments.path("metadata");
        Strict.fields(metadata, Set.of("event_type", "event_payload"), "invalid_metadata_format");
        require(metadata.path("event_type").isTextual(), "invalid_metadata_format");
        require(metadata.path("event_payload").isObject(), "invalid_metadata_format");
        if (arguments.has("thread_ts")) find(arguments.path("thread_ts").asText(), "thread_not_found");
        String ts = "1767323045.000" + last++;
        messages.add(arguments.<ObjectNode>deepCopy().put("ts", ts));
        shown.put(request, ts);
        return done(answer -> answer.put("ts", ts));
    }

    private Answer update(Received request, JsonNode arguments) {
        Strict.fields(arguments, Set.of("channel", "ts", "text", "blocks"), "invalid_arguments");
        SlackRules.check(arguments);
        ObjectNode message = find(arguments.path("ts").asText(), "message_not_found");
        message.set("text", arguments.path("text"));
        message.set("blocks", arguments.path("blocks"));
        shown.put(request, message.path("ts").asText());
        return done(answer -> answer.put("ts", message.path("ts").asText()));
    }

    private ObjectNode find(String ts, String otherwise) {
        return messages.stream()
                .filter(message -> message.path("ts").asText().equals(ts))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(otherwise));
    }

    /** One message a page, the newest first, so that pages are turned. */
    private Answer list(JsonNode arguments, boolean thread) {
        require(historyAllowed, "missing_scope");
        require(arguments.path("limit").asInt() >= 1 && arguments.path("limit").asInt() <= 999, "invalid_limit");
        String ts = arguments.path("ts").asText();
        if (thread) find(ts, "thread_not_found");
        List<ObjectNode> all = new ArrayList<>(messages);
        java.util.Collections.reverse(all);
        all.removeIf(message -> thread
                ? !message.path("ts").asText().equals(ts)
                        && !message.path("thread_ts").asText().equals(ts)
                : message.has("thread_ts"));
        int at = arguments.path("cursor").asInt(0);
        return done(answer -> {
            ArrayNode page = answer.putArray("messages");
            if (at < all.size()) {
                ObjectNode copy = all.get(at).deepCopy();
                if (!arguments.path("include_all_metadata").asBoolean()) copy.remove("metadata");
                page.add(copy);
            }
            String next = at + 1 < all.size() ? Integer.toString(at + 1) : "";
            answer.putObject("response_metadata").put("next_cursor", next);
        });
    }

    private static Answer done(java.util.function.Consumer<ObjectNode> more) {
        ObjectNode answer =
                JsonNodeFactory.instance.objectNode().put("ok", true).put("channel", CHANNEL);
        more.accept(answer);
        return new Answer(200, answer.toString());
    }

    @Override
    public synchronized Optional<String> key(Received request) {
        String any = messages.isEmpty() ? "" : messages.get(0).path("ts").asText();
        return Optional.of(shown.getOrDefault(request, any));
    }

    @Override
    public Answer refusal(String words) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("ok", false);
        answer.put("error", words.replaceFirst(":.*", ""));
        answer.putObject("response_metadata").putArray("messages").add(words);
        return new Answer(200, answer.toString());
    }
}
