package dev.vigia.console.http;

import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import dev.vigia.console.HookSettings;
import dev.vigia.console.views.AlertDesk;
import dev.vigia.console.views.CurrentAlerts;
import dev.vigia.console.views.ToldAlerts;
import java.time.InstantSource;

/** The addresses under {@code /hooks} that chats send to. One whose secret is not set is not there. */
final class Hooks {

    /** Meta's are up to 3 MB, says its documentation. */
    private static final int MAX_BYTES = 3 * 1024 * 1024;

    private final HookSettings settings;
    private final SlackReplies replies;
    private final InstantSource clock;

    Hooks(HookSettings settings, SlackReplies replies, InstantSource clock) {
        this.settings = settings;
        this.replies = replies;
        this.clock = clock;
    }

    void addTo(ServerBuilder builder, AlertDesk alertDesk, CurrentAlerts alerts, ToldAlerts told) {
        ChatDesk desk = new ChatDesk(alertDesk, clock);
        if (settings.slack().isSet()) {
            SlackHook slack = new SlackHook(settings.slack(), desk, alerts, replies, clock);
            post(builder, "/hooks/slack", slack::post);
        }
        if (settings.telegram().isSet()) {
            post(builder, "/hooks/telegram", new TelegramHook(settings.telegram(), desk)::post);
        }
        if (settings.whatsapp().isSet()) {
            WhatsAppHook whatsapp = new WhatsAppHook(settings.whatsapp(), desk, told);
            builder.route().get("/hooks/whatsapp").build(whatsapp::verify);
            post(builder, "/hooks/whatsapp", whatsapp::post);
        }
    }

    private static void post(ServerBuilder builder, String path, HttpService service) {
        builder.route().post(path).maxRequestLength(MAX_BYTES).build(service);
    }
}
