package dev.vigia.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.QueryParams;
import dev.vigia.console.HookSettings;
import dev.vigia.console.http.ChatDesk.Asked;
import dev.vigia.console.http.ChatDesk.Said;
import dev.vigia.console.views.CurrentAlerts;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.CommandType;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * What Slack sends when somebody presses a button of an alert's message or types {@code /vigia}: a form, signed with the app's
 * secret (version v0). Answers within Slack's three seconds.
 */
final class SlackHook {

    /** As Slack advises; a request that was recorded is worth nothing afterwards. */
    private static final long LONGEST_AGE_SECONDS = 300;

    private static final int LISTED = 20;

    /** By the buttons' {@code action_id}, which the sink gives them. */
    private static final Map<String, CommandType> BUTTONS = Map.of(
            "vigia_acknowledge", CommandType.ACKNOWLEDGE,
            "vigia_resolve", CommandType.RESOLVE,
            "vigia_snooze", CommandType.SNOOZE);

    private final HookSettings.Slack settings;
    private final ChatDesk desk;
    private final CurrentAlerts alerts;
    private final SlackReplies replies;
    private final InstantSource clock;
    private final ChatWords words;

    /** @param words in which people are answered: Slack does not say how they read */
    SlackHook(
            HookSettings.Slack settings,
            ChatDesk desk,
            CurrentAlerts alerts,
            SlackReplies replies,
            InstantSource clock,
            ChatWords words) {
        this.settings = settings;
        this.desk = desk;
        this.alerts = alerts;
        this.replies = replies;
        this.clock = clock;
        this.words = words;
    }

    CompletableFuture<HttpResponse> take(AggregatedHttpRequest request) {
        verify(request);
        QueryParams form = QueryParams.fromQueryString(request.contentUtf8());
        String payload = form.get("payload", "");
        if (!payload.isEmpty()) return pressed(Json.read("payload", payload));
        if (form.contains("command")) return typed(form).thenApply(SlackHook::whispered);
        // Slack asks now and then whether the certificate is good (ssl_check).
        return CompletableFuture.completedFuture(Hooks.ok());
    }

    private void verify(AggregatedHttpRequest request) {
        String time = request.headers().get("x-slack-request-timestamp", "");
        String given = request.headers().get("x-slack-signature", "");
        if (!time.matches("\\d{1,12}")
                || Math.abs(clock.millis() / 1_000 - Long.parseLong(time)) > LONGEST_AGE_SECONDS) {
            throw ApiError.unauthorized();
        }
        byte[] head = ("v0:" + time + ":").getBytes(StandardCharsets.UTF_8);
        String expected = "v0="
                + Signature.of(settings.signingSecret(), head, request.content().array());
        if (!Signature.isSame(expected, given)) throw ApiError.unauthorized();
    }

    /** Of a message whose buttons are none of ours, nothing is made. */
    private CompletableFuture<HttpResponse> pressed(JsonNode payload) {
        JsonNode action = payload.path("actions").path(0);
        CommandType type = BUTTONS.get(action.path("action_id").asText());
        String[] subject = action.path("value").asText().split(":", 2);
        if (type == null || subject.length < 2) return CompletableFuture.completedFuture(Hooks.ok());
        JsonNode user = payload.path("user");
        String id = "slack:" + action.path("action_ts").asText() + ":"
                + user.path("id").asText() + ":" + type;
        String name = user.path("username").asText(user.path("name").asText());
        Asked asked = new Asked(id, actor(name), subject[0], Optional.of(subject[1]), ChatDeed.of(type), words);
        return desk.ask(asked).thenApply(said -> {
            // What was done shows in the message, once it is edited.
            if (!said.done()) replies.whisper(payload.path("response_url").asText(), said.words());
            return Hooks.ok();
        });
    }

    private CompletableFuture<String> typed(QueryParams form) {
        List<String> typed = List.of(form.get("text", "").strip().split("\\s+", 3));
        if (typed.get(0).isEmpty()) return CompletableFuture.completedFuture(open());
        String rest = typed.size() == 3 ? " " + typed.get(2) : "";
        Optional<ChatDeed> deed = ChatDeed.said(typed.get(0) + rest);
        if (deed.isEmpty() || typed.size() < 2) return CompletableFuture.completedFuture(usage());
        String id = "slack:" + form.get("trigger_id", "");
        Asked asked =
                new Asked(id, actor(form.get("user_name", "")), typed.get(1), Optional.empty(), deed.get(), words);
        return desk.ask(asked).thenApply(Said::words);
    }

    private static String actor(String name) {
        return "slack:" + (name.isBlank() ? "somebody" : name);
    }

    private String usage() {
        return words.say("slack.usage");
    }

    private String open() {
        List<Alert> on = alerts.on();
        if (on.isEmpty()) return words.say("slack.none") + "\n" + usage();
        String more = on.size() > LISTED ? "\n" + words.say("slack.more", on.size() - LISTED) : "";
        return on.stream().limit(LISTED).map(this::line).collect(Collectors.joining("\n", "", more + "\n" + usage()));
    }

    private String line(Alert alert) {
        String by = alert.getAcknowledgedBy();
        return "`" + alert.getAlertId() + "` " + words.say("severity." + alert.getSeverity()) + " "
                + escaped(alert.getTitle())
                + (by == null ? "" : " " + words.say("slack.acknowledged", escaped(by)));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static HttpResponse whispered(String words) {
        return Json.ok(Json.object().put("response_type", "ephemeral").put("text", words));
    }
}
