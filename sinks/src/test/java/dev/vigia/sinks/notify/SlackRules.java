package dev.vigia.sinks.notify;

import static dev.vigia.sinks.notify.Strict.require;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/** What Slack refuses in a message of blocks, and what would not look as it was meant. */
final class SlackRules {

    private SlackRules() {}

    static void check(JsonNode message) {
        mrkdwn(Strict.text(message, "text", 40_000, "no_text"));
        Strict.onlyText(message);
        JsonNode blocks = message.path("blocks");
        require(blocks.isArray() && !blocks.isEmpty() && blocks.size() <= 50, "invalid_blocks: number");
        Set<String> actions = new HashSet<>();
        for (JsonNode block : blocks) {
            switch (block.path("type").asText()) {
                case "header" -> plain(block.path("text"), 150);
                case "section" -> section(block);
                case "context" -> {
                    int size = block.path("elements").size();
                    require(size >= 1 && size <= 10, "invalid_blocks: elements of context");
                    block.path("elements").forEach(element -> mrkdwn(element, 3_000));
                }
                case "actions" -> {
                    int size = block.path("elements").size();
                    require(size >= 1 && size <= 25, "invalid_blocks: elements of actions");
                    block.path("elements").forEach(button -> button(button, actions));
                }
                default ->
                    throw new IllegalArgumentException("invalid_blocks: unsupported type: " + block.path("type"));
            }
        }
    }

    private static void section(JsonNode block) {
        mrkdwn(block.path("text"), 3_000);
        if (!block.has("fields")) return;
        int size = block.path("fields").size();
        require(size >= 1 && size <= 10, "invalid_blocks: fields");
        block.path("fields").forEach(field -> mrkdwn(field, 2_000));
    }

    private static void button(JsonNode button, Set<String> actions) {
        require(button.path("type").asText().equals("button"), "invalid_blocks: no button");
        plain(button.path("text"), 75);
        require(
                actions.add(Strict.text(button, "action_id", 255, "invalid_blocks")),
                "invalid_blocks: action_id twice");
        Strict.text(button, "value", 2_000, "invalid_blocks");
        if (button.has("style")) {
            require(Set.of("primary", "danger").contains(button.path("style").asText()), "invalid_blocks: style");
        }
    }

    private static void plain(JsonNode text, int longest) {
        require(text.path("type").asText().equals("plain_text"), "invalid_blocks: plain_text");
        String words = Strict.text(text, "text", longest, "invalid_blocks");
        require(!words.isBlank(), "invalid_blocks: must be more than 0 characters");
        escaped(words);
    }

    private static void mrkdwn(JsonNode text, int longest) {
        require(text.path("type").asText().equals("mrkdwn"), "invalid_blocks: mrkdwn");
        String words = Strict.text(text, "text", longest, "invalid_blocks");
        require(!words.isBlank(), "invalid_blocks: must be more than 0 characters");
        mrkdwn(words);
    }

    private static void mrkdwn(String words) {
        escaped(words.replaceAll("<https?://[^<>|\\s]+\\|[^<>|]+>", ""));
    }

    /** A mention of a whole channel begins with an angle bracket. */
    private static void escaped(String words) {
        require(!words.replaceAll("&(amp|lt|gt);", "").matches("(?s).*[&<>].*"), "invalid_blocks: not escaped");
        require(
                words.chars().noneMatch(c -> c != '\n' && Character.isISOControl(c)),
                "invalid_blocks: control character");
    }
}
