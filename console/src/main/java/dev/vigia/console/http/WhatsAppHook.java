package dev.vigia.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.vigia.console.HookSettings;
import dev.vigia.console.http.ChatDesk.Asked;
import dev.vigia.console.views.ToldAlerts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the WhatsApp Cloud API sends: that somebody replied to the message of an alert, pressed its quick-reply button, or reacted to
 * it. Signed with the app's secret. Meta sends again what is not answered by 200, for days; each is carried out once.
 */
final class WhatsAppHook {

    private static final Logger log = LoggerFactory.getLogger(WhatsAppHook.class);

    private final HookSettings.WhatsApp settings;
    private final ChatDesk desk;
    private final ToldAlerts told;

    WhatsAppHook(HookSettings.WhatsApp settings, ChatDesk desk, ToldAlerts told) {
        this.settings = settings;
        this.desk = desk;
        this.told = told;
    }

    /** What Meta asks once, when the address is entered: says the challenge back to who knows the token. */
    HttpResponse verify(ServiceRequestContext context, HttpRequest request) {
        String token =
                Optional.ofNullable(context.queryParam("hub.verify_token")).orElse("");
        boolean known = !settings.verifyToken().isEmpty() && Signature.isSame(settings.verifyToken(), token);
        if (!known || !"subscribe".equals(context.queryParam("hub.mode"))) throw ApiError.unauthorized();
        String challenge =
                Optional.ofNullable(context.queryParam("hub.challenge")).orElse("");
        return HttpResponse.of(HttpStatus.OK, MediaType.PLAIN_TEXT_UTF_8, challenge);
    }

    CompletableFuture<HttpResponse> take(AggregatedHttpRequest request) {
        String expected =
                "sha256=" + Signature.of(settings.appSecret(), request.content().array());
        if (!Signature.isSame(expected, request.headers().get("x-hub-signature-256", ""))) {
            throw ApiError.unauthorized();
        }
        List<CompletableFuture<?>> asked = new ArrayList<>();
        for (JsonNode entry : Json.read("The body", request.contentUtf8()).path("entry")) {
            for (JsonNode change : entry.path("changes")) {
                for (JsonNode message : change.path("value").path("messages")) {
                    asked(message).forEach(one -> asked.add(desk.ask(one)));
                }
            }
        }
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).thenApply(done -> Hooks.ok());
    }

    /** A reply to a message about several alerts is for each of them. */
    private List<Asked> asked(JsonNode message) {
        Optional<ChatDeed> deed = ChatDeed.said(text(message));
        String about = message.path("context")
                .path("id")
                .asText(message.path("reaction").path("message_id").asText());
        if (deed.isEmpty() || about.isEmpty()) return List.of();
        List<ToldAlerts.Episode> episodes = told.of("whatsapp", about);
        if (episodes.isEmpty()) log.info("Somebody replied by WhatsApp to a message that is not, or no longer, known.");
        return episodes.stream()
                .map(episode -> new Asked(
                        "whatsapp:" + message.path("id").asText() + ":" + episode.alertId(),
                        "whatsapp:" + message.path("from").asText(),
                        episode.alertId(),
                        Optional.of(episode.episodeId()),
                        deed.get()))
                .toList();
    }

    private static String text(JsonNode message) {
        return switch (message.path("type").asText()) {
            case "text" -> message.path("text").path("body").asText();
            case "button" -> message.path("button").path("text").asText();
            case "interactive" ->
                message.path("interactive").path("button_reply").path("title").asText();
            case "reaction" -> message.path("reaction").path("emoji").asText();
            default -> "";
        };
    }
}
