package dev.vigia.console.http;

import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import dev.vigia.console.HookSettings;
import dev.vigia.console.views.Views;
import java.time.InstantSource;

/** The addresses under {@code /hooks} that chats send to. One whose secret is not set is not there. */
final class Hooks {

    /** Meta's are up to 3 MB, says its documentation. */
    private static final int MAX_BYTES = 3 * 1024 * 1024;

    private final HookSettings settings;
    private final Views views;
    private final InstantSource clock;

    Hooks(HookSettings settings, Views views, InstantSource clock) {
        this.settings = settings;
        this.views = views;
        this.clock = clock;
    }

    void addTo(ServerBuilder builder) {
        ChatDesk desk = new ChatDesk(views.desk(), clock);
        if (settings.slack().isSet()) {
            SlackHook slack =
                    new SlackHook(settings.slack(), desk, views.current(), SlackReplies.toSlack(), clock);
            post(builder, "/hooks/slack", slack::post);
        }
        if (settings.telegram().isSet()) {
            post(builder, "/hooks/telegram", new TelegramHook(settings.telegram(), desk)::post);
        }
        if (settings.whatsapp().isSet()) {
            WhatsAppHook whatsapp = new WhatsAppHook(settings.whatsapp(), desk, views.told());
            builder.route().get("/hooks/whatsapp").build(whatsapp::verify);
            post(builder, "/hooks/whatsapp", whatsapp::post);
        }
    }

    private static void post(ServerBuilder builder, String path, HttpService service) {
        builder.route().post(path).maxRequestLength(MAX_BYTES).build(service);
    }
}
