package dev.vigia.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import dev.vigia.console.HookSettings;
import dev.vigia.console.http.ChatDesk.Asked;
import dev.vigia.schemas.avro.CommandType;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What Telegram sends when somebody presses a button under an alert's message. It does not sign; it shows the secret token that
 * {@code setWebhook} was given. The answer is a call of a method of its Bot API.
 */
final class TelegramHook {

    /** By the beginning of the buttons' {@code callback_data}, which the sink gives them. */
    private static final Map<String, CommandType> BUTTONS =
            Map.of("ack", CommandType.ACKNOWLEDGE, "res", CommandType.RESOLVE, "zzz", CommandType.SNOOZE);

    private final HookSettings.Telegram settings;
    private final ChatDesk desk;
    private final ChatWords words;

    /** @param words for who does not say how they read */
    TelegramHook(HookSettings.Telegram settings, ChatDesk desk, ChatWords words) {
        this.settings = settings;
        this.desk = desk;
        this.words = words;
    }

    CompletableFuture<HttpResponse> take(AggregatedHttpRequest request) {
        String given = request.headers().get("x-telegram-bot-api-secret-token", "");
        if (!Signature.isSame(settings.secretToken(), given)) throw ApiError.unauthorized();
        JsonNode query = Json.read("The body", request.contentUtf8()).path("callback_query");
        String[] data = query.path("data").asText().split(":", 3);
        CommandType type = BUTTONS.get(data[0]);
        if (type == null || data.length < 3) {
            return CompletableFuture.completedFuture(Hooks.ok());
        }
        String id = query.path("id").asText();
        JsonNode from = query.path("from");
        String name = from.path("username")
                .asText(from.path("first_name").asText(from.path("id").asText()));
        ChatWords theirs = words.of(from.path("language_code").asText());
        Asked asked = new Asked(
                "telegram:" + id, "telegram:" + name, data[1], Optional.of(data[2]), ChatDeed.of(type), theirs);
        return desk.ask(asked)
                .thenApply(said -> Json.ok(Json.object()
                        .put("method", "answerCallbackQuery")
                        .put("callback_query_id", id)
                        .put("text", said.words())));
    }
}
