package dev.vigia.console.http;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServerBuilder;
import dev.vigia.console.HookSettings;
import dev.vigia.console.views.AlertDesk;
import dev.vigia.console.views.CurrentAlerts;
import dev.vigia.console.views.ToldAlerts;
import dev.vigia.schemas.Language;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** The addresses under {@code /hooks} that chats send to. One whose secret is not set is not there. */
final class Hooks {

    /** Meta's are up to 3 MB, says its documentation. */
    private static final int MAX_BYTES = 3 * 1024 * 1024;

    private final HookSettings settings;
    private final Supplier<SlackReplies> replies;
    private final InstantSource clock;
    private final ChatWords words;

    /**
     * @param replies asked for only when there is a hook for Slack
     * @param language of the answers, where a chat does not say how somebody reads
     */
    Hooks(HookSettings settings, Supplier<SlackReplies> replies, InstantSource clock, Language language) {
        this.settings = settings;
        this.replies = replies;
        this.clock = clock;
        this.words = new ChatWords(language);
    }

    void addTo(
            ServerBuilder builder, AlertDesk alertDesk, CurrentAlerts alerts, ToldAlerts told, MeterRegistry metrics) {
        ChatDesk desk = new ChatDesk(alertDesk, clock);
        if (settings.slack().isSet()) {
            SlackHook slack = new SlackHook(settings.slack(), desk, alerts, replies.get(), clock, words);
            post(builder, "/hooks/slack", slack::take);
        }
        if (settings.telegram().isSet()) {
            post(builder, "/hooks/telegram", new TelegramHook(settings.telegram(), desk, words)::take);
        }
        if (settings.whatsapp().isSet()) {
            WhatsAppHook whatsapp = new WhatsAppHook(settings.whatsapp(), desk, told, words, metrics);
            builder.route().get("/hooks/whatsapp").build(whatsapp::verify);
            post(builder, "/hooks/whatsapp", whatsapp::take);
        }
    }

    private static void post(
            ServerBuilder builder, String path, Function<AggregatedHttpRequest, CompletableFuture<HttpResponse>> hook) {
        builder.route()
                .post(path)
                .maxRequestLength(MAX_BYTES)
                .build((context, request) ->
                        HttpResponse.of(request.aggregate().thenComposeAsync(hook, context.blockingTaskExecutor())));
    }

    /** What a chat is answered that wants to hear only that it was taken. */
    static HttpResponse ok() {
        return HttpResponse.of(ResponseHeaders.of(HttpStatus.OK));
    }
}
