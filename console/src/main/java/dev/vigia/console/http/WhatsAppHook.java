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
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What the WhatsApp Cloud API sends: that somebody replied to the message of an alert, pressed its quick-reply button, or reacted to
 * it, or that a message which it took has failed. Signed with the app's secret. Meta sends again what is not answered by 200, for days; each is carried out once.
 */
final class WhatsAppHook {

    private static final Logger log = LoggerFactory.getLogger(WhatsAppHook.class);

    private final HookSettings.WhatsApp settings;
    private final ChatDesk desk;
    private final ToldAlerts told;
    private final ChatWords words;
    private final MeterRegistry metrics;

    WhatsAppHook(
            HookSettings.WhatsApp settings, ChatDesk desk, ToldAlerts told, ChatWords words, MeterRegistry metrics) {
        this.settings = settings;
        this.desk = desk;
        this.told = told;
        this.words = words;
        this.metrics = metrics;
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
                for (JsonNode status : change.path("value").path("statuses")) {
                    if (status.path("status").asText().equals("failed")) failed(status);
                }
            }
        }
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).thenApply(done -> Hooks.ok());
    }

    /** It stays told: its delivery says that Meta took it. May be of another program that sends from the same number. */
    private void failed(JsonNode status) {
        JsonNode error = status.path("errors").path(0);
        String message = status.path("id").asText();
        int alerts = told.of("whatsapp", message).size();
        Counter.builder("vigia.console.whatsapp.failed")
                .description("messages that Meta took and did not bring to the number")
                .tag("code", Integer.toString(error.path("code").asInt()))
                .tag("alerts", alerts > 0 ? "known" : "unknown")
                .register(metrics)
                .increment();
        Level level = alerts > 0 ? Level.WARN : Level.INFO;
        log.atLevel(level)
                .log(
                        "WhatsApp did not bring the message {}, which told of {} known alerts: {} {} {}",
                        message,
                        alerts,
                        error.path("code").asInt(),
                        error.path("title").asText(),
                        error.path("error_data").path("details").asText());
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
                        deed.get(),
                        words))
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
