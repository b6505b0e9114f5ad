package dev.vigia.sinks.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.NotificationKind;
import dev.vigia.sinks.notify.text.Texts;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A chat of Telegram, through a bot. What goes on with an episode is a reply to the message before. An alert comes with its chart;
 * where that is refused, since groups may forbid pictures alone, it comes without.
 */
final class TelegramChannel implements Channel {

    private final HttpPost messages;
    private final HttpPost photos;
    private final String chat;
    private final Texts texts;

    /**
     * @param messages to the bot's {@code sendMessage}
     * @param photos to its {@code sendPhoto}
     */
    TelegramChannel(HttpPost messages, HttpPost photos, String chat, Texts texts) {
        this.messages = messages;
        this.photos = photos;
        this.chat = chat;
        this.texts = texts;
    }

    @Override
    public Outcome send(Notification notification) {
        if (notification.getKind() == NotificationKind.HEARTBEAT) return Outcome.noHeartbeat();
        TelegramMessage message = new TelegramMessage(notification, texts);
        return message.photo()
                .map(photo -> send(notification, photo))
                .filter(outcome -> !(outcome instanceof Outcome.Failed))
                .orElseGet(
                        () -> messages.send(to(notification, message.message()), Map.of(), TelegramChannel::outcome));
    }

    private Outcome send(Notification notification, TelegramPhoto photo) {
        to(notification, photo.fields());
        FormData form = photo.form();
        return photos.send("POST", form.contentType(), form.bytes(), Map.of(), TelegramChannel::outcome);
    }

    private ObjectNode to(Notification notification, ObjectNode fields) {
        fields.put("chat_id", chat);
        String before = notification.getPreviousReceipt();
        if (before != null && before.matches("\\d{1,18}")) {
            fields.putObject("reply_parameters")
                    .put("message_id", Long.parseLong(before))
                    .put("allow_sending_without_reply", true);
        }
        return fields;
    }

    @Override
    public boolean keyed() {
        return false;
    }

    private static Outcome outcome(HttpAnswer answer) {
        JsonNode body = JsonAnswer.of(answer);
        Outcome outcome = answer.outcome();
        if (outcome instanceof Outcome.Delivered) {
            Optional<String> id = JsonAnswer.text(body.path("result").path("message_id"));
            // The whole message comes back.
            String detail = id.map(number -> "message " + number).orElseGet(answer::detail);
            return new Outcome.Delivered(detail, id);
        }
        JsonNode wait = body.path("parameters").path("retry_after");
        if (!wait.canConvertToInt() || wait.asInt() < 0) return outcome;
        return new Outcome.Retryable(answer.detail(), Optional.of(Duration.ofSeconds(wait.asInt())));
    }
}
