package dev.vigia.sinks.notify;

import dev.vigia.schemas.avro.NotificationKind;
import dev.vigia.sinks.notify.text.Texts;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Channels to chats, from their settings. What is wrong in a setting is a {@link WrongSettingException}. Where the other side
 * limits messages there is a pace: about one a second in a channel of Slack, by an app or a webhook
 * (docs.slack.dev/apis/web-api/rate-limits), and in a chat of Telegram (core.telegram.org/bots/faq); for WhatsApp see
 * {@link WhatsAppChannel#PAIR_INTERVAL}.
 */
final class Chats {

    private static final Duration A_SECOND = Duration.ofSeconds(1);

    private Chats() {}

    /** @param paces the pace of one message in so much time */
    static Channel slack(ReceiverSettings settings, HttpPost post, Texts texts, Function<Duration, Pace> paces) {
        SlackChannel channel = switch (settings.oneOf("format", SlackChannel.Format.ATTACHMENTS)) {
            // R-161 is of alerts that are told one by one, and has no links.
            case ATTACHMENTS ->
                new SlackChannel(
                        post,
                        notification -> notification.getKind() == NotificationKind.DIGEST
                                ? new SlackBlocks(texts).of(notification)
                                : SlackMessage.of(notification, texts));
            case BLOCKS -> new SlackChannel(post, new SlackBlocks(texts)::of);
        };
        return new PacedChannel(channel, pace(settings, A_SECOND, paces));
    }

    static Channel slackApp(ReceiverSettings settings, Duration timeout, Texts texts, Function<Duration, Pace> paces) {
        URI base = base(settings, "https://slack.com/api");
        String channel =
                matching(settings, "to", "[CGD][A-Z0-9]{2,20}", "is no channel's id, for instance C0123456789");
        String token = matching(settings, "token", "[!-~]+", "has characters that no token has");
        SlackApi api = new SlackApi(post(settings, base, timeout), base, token, pace(settings, A_SECOND, paces));
        return new SlackAppChannel(api, channel, new SlackBlocks(texts), timeout);
    }

    static Channel telegram(ReceiverSettings settings, Duration timeout, Texts texts, Function<Duration, Pace> paces) {
        URI base = base(settings, "https://api.telegram.org");
        String chat = matching(settings, "to", "-?\\d{1,19}|@\\w{4,64}", "is no chat's id or @name");
        String token =
                matching(settings, "token", "\\d+:[\\w-]+", "is no bot's token: digits, a colon, letters and digits");
        HttpPost post = post(settings, base, timeout);
        URI bot = URI.create(base + "/bot" + token + "/");
        TelegramChannel channel = new TelegramChannel(
                post.to(bot.resolve("sendMessage"), timeout, HttpPost.LONGEST_ANSWER),
                post.to(bot.resolve("sendPhoto"), timeout, HttpPost.LONGEST_ANSWER),
                chat,
                texts);
        return new PacedChannel(channel, pace(settings, A_SECOND, paces));
    }

    static Channel whatsApp(ReceiverSettings settings, Duration timeout, Texts texts, Function<Duration, Pace> paces) {
        URI base = base(settings, "https://graph.facebook.com");
        String to =
                matching(settings, "to", "\\d{7,15}", "is no number in international form, digits only, and one only");
        String phone = matching(settings, "phone.number.id", "\\d{1,30}", "is no phone number's id: digits only");
        String token = matching(settings, "token", "[!-~]+", "has characters that no token has");
        String version = settings.optional("api.version").isPresent()
                ? matching(settings, "api.version", "v\\d{1,3}\\.\\d", "is no version, for instance v23.0")
                : "v23.0";
        Optional<String> language = settings.optional("template.language");
        HttpPost post = post(settings, base, timeout)
                .to(URI.create(base + "/" + version + "/" + phone + "/messages"), timeout, HttpPost.LONGEST_ANSWER);
        String name = settings.optional("template.name").orElse("vigia_alert");
        WhatsAppChannel channel = new WhatsAppChannel(post, token, to, new WhatsAppTemplate(name, language, texts));
        return new PacedChannel(channel, pace(settings, WhatsAppChannel.PAIR_INTERVAL, paces));
    }

    private static Pace pace(ReceiverSettings settings, Duration preset, Function<Duration, Pace> paces) {
        int millis = settings.number("message.interval.ms", (int) preset.toMillis(), 0, 60_000);
        return paces.apply(Duration.ofMillis(millis));
    }

    private static URI base(ReceiverSettings settings, String preset) {
        return settings.url(
                "api.url", settings.optional("api.url").orElse(preset).replaceFirst("/+$", ""));
    }

    private static HttpPost post(ReceiverSettings settings, URI base, Duration timeout) {
        return new HttpPost(base, timeout, Clock.systemUTC(), settings.secrets());
    }

    private static String matching(ReceiverSettings settings, String key, String pattern, String otherwise) {
        String value = settings.required(key).strip();
        if (!value.matches(pattern)) throw settings.wrong(key, otherwise);
        return value;
    }
}
