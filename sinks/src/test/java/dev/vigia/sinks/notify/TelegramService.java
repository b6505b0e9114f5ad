package dev.vigia.sinks.notify;

import static dev.vigia.sinks.notify.Strict.require;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.sinks.notify.HttpPeer.Answer;
import dev.vigia.sinks.notify.HttpPeer.Received;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code sendMessage} and {@code sendPhoto} of Telegram's Bot API. */
final class TelegramService implements HttpPeer.Service {

    static final String TOKEN = "123456:AAs3cretBotToken";
    static final String CHAT = "-1001234567890";

    private static final Set<String> TAGS = Set.of("b", "i", "u", "s", "a", "code", "pre");
    private static final Pattern TAG = Pattern.compile("<(/?)([a-z]+)( href=\"[^\"<>]*\")?>");

    private int last = 41;

    /** Groups may forbid pictures alone. */
    private final boolean takesPhotos;

    TelegramService(boolean takesPhotos) {
        this.takesPhotos = takesPhotos;
    }

    @Override
    public Answer take(Received request) {
        JsonNode fields = fields(request);
        require(fields.path("chat_id").asText().equals(CHAT), "Bad Request: chat not found");
        require(fields.path("parse_mode").asText().equals("HTML"), "Bad Request: unsupported parse_mode");
        Strict.onlyText(fields);
        boolean photo = isPhoto(request);
        String words = Strict.text(fields, photo ? "caption" : "text", 100_000, "Bad Request");
        String visible = visible(words);
        require(!visible.isBlank(), "Bad Request: message text is empty");
        require(visible.length() <= (photo ? 1_024 : 4_096), "Bad Request: message is too long");
        for (JsonNode row : fields.path("reply_markup").path("inline_keyboard")) {
            for (JsonNode button : row) {
                require(!button.path("text").asText().isEmpty(), "Bad Request: BUTTON_TEXT_EMPTY");
                int bytes = button.path("callback_data").asText().getBytes(StandardCharsets.UTF_8).length;
                require(bytes >= 1 && bytes <= 64, "Bad Request: BUTTON_DATA_INVALID");
            }
        }
        if (fields.has("reply_parameters")) {
            require(fields.path("reply_parameters").path("message_id").isIntegralNumber(), "Bad Request: message_id");
        }
        require(!photo || takesPhotos, "Bad Request: not enough rights to send photos to the chat");
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("ok", true);
        answer.putObject("result").put("message_id", ++last).put("text", visible);
        return new Answer(200, answer.toString());
    }

    static boolean isPhoto(Received request) {
        return request.path().endsWith("/sendPhoto");
    }

    private static JsonNode fields(Received request) {
        Set<String> both = Set.of("chat_id", "parse_mode", "reply_markup", "reply_parameters");
        if (isPhoto(request)) {
            require(request.path().equals("/bot" + TOKEN + "/sendPhoto"), "Not Found");
            Form form = Form.of(request);
            form.requirePhoto("photo");
            Strict.fields(form.fields(), both, Set.of("caption", "show_caption_above_media"), "Bad Request");
            return form.fields();
        }
        require(request.path().equals("/bot" + TOKEN + "/sendMessage"), "Not Found");
        JsonNode message = Strict.json(request, "Bad Request: message is not JSON");
        Strict.fields(message, both, Set.of("text", "link_preview_options"), "Bad Request");
        return message;
    }

    /** What a reader sees is in JSON, whichever way it came. */
    @Override
    public String text(Received request) {
        return fields(request).toString();
    }

    /** The text without its tags, which have to be balanced, and with its entities read. */
    private static String visible(String html) {
        Deque<String> open = new ArrayDeque<>();
        Matcher tag = TAG.matcher(html);
        StringBuilder text = new StringBuilder();
        while (tag.find()) {
            require(TAGS.contains(tag.group(2)), "Bad Request: can't parse entities: unsupported tag " + tag.group(2));
            if (tag.group(1).isEmpty()) open.push(tag.group(2));
            else require(tag.group(2).equals(open.poll()), "Bad Request: can't parse entities: unmatched end tag");
            tag.appendReplacement(text, "");
        }
        tag.appendTail(text);
        require(open.isEmpty(), "Bad Request: can't parse entities: can't find end tag");
        String rest = text.toString().replaceAll("&(amp|lt|gt|quot);", "x");
        require(!rest.matches("(?s).*[<>&].*"), "Bad Request: can't parse entities: unescaped");
        return rest;
    }

    @Override
    public Answer refusal(String words) {
        int status = words.equals("Not Found") ? 404 : 400;
        ObjectNode answer = JsonNodeFactory.instance
                .objectNode()
                .put("ok", false)
                .put("error_code", status)
                .put("description", words);
        return new Answer(status, answer.toString());
    }
}
