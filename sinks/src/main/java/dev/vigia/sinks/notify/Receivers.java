package dev.vigia.sinks.notify;

import dev.vigia.sinks.notify.text.Links;
import dev.vigia.sinks.notify.text.Reader;
import dev.vigia.sinks.notify.text.Texts;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who can be told, by the connector's settings {@code receivers.<name>.channel} and what else the channel needs. Names have
 * no dots. One whose settings are wrong cannot be told; the others can.
 */
final class Receivers {

    /** The settings of whoever reads it, whatever the channel. */
    private static final Set<String> READER_KEYS = Set.of("language", "zone");

    /** The settings of each channel. */
    private static final Map<String, Set<String>> KEYS = keys();

    /** One receiver. */
    record Receiver(String name, String kind, Channel channel) {}

    private static Map<String, Set<String>> keys() {
        Map<String, Set<String>> keys = new TreeMap<>();
        put(keys, "slack", "url", "format", "message.interval.ms");
        put(keys, "slack_app", "to", "token", "api.url", "message.interval.ms");
        put(keys, "telegram", "to", "token", "api.url", "message.interval.ms");
        put(
                keys,
                "whatsapp",
                "to",
                "token",
                "phone.number.id",
                "template.name",
                "template.language",
                "message.interval.ms",
                "api.url",
                "api.version");
        put(keys, "webhook", WebhookChannel.KEYS);
        put(keys, "pagerduty", "url", "routing_key", "event");
        put(keys, "http", HttpChannel.KEYS);
        put(keys, "teams", "url");
        put(keys, "email", EmailSettings.KEYS);
        return keys;
    }

    private static void put(Map<String, Set<String>> keys, String kind, String... settings) {
        Set<String> all = new TreeSet<>(List.of(settings));
        all.add("channel");
        all.addAll(READER_KEYS);
        keys.put(kind, all);
    }

    private static final Clock CLOCK = Clock.systemUTC();

    private final Map<String, Receiver> byName = new TreeMap<>();
    private final Map<String, WrongSettingException> wrongByName = new TreeMap<>();

    private Receivers() {}

    static Receivers of(NotifySinkConfig config) {
        Receivers receivers = new Receivers();
        Map<String, Map<String, String>> sections = new TreeMap<>();
        config.originalsWithPrefix(ReceiverSettings.PREFIX).forEach((key, value) -> {
            int dot = key.indexOf('.');
            if (dot <= 0) {
                String whole = ReceiverSettings.PREFIX + key;
                receivers.wrongByName.put(key, new WrongSettingException(whole, "write receivers.<name>.<setting>"));
                return;
            }
            sections.computeIfAbsent(key.substring(0, dot), name -> new HashMap<>())
                    .put(key.substring(dot + 1), String.valueOf(value));
        });
        sections.forEach((name, settings) -> {
            try {
                receivers.byName.put(name, receiver(new ReceiverSettings(name, settings), config));
            } catch (WrongSettingException e) {
                receivers.wrongByName.put(name, e);
            }
        });
        return receivers;
    }

    Optional<Receiver> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The names of those who can be told. */
    Set<String> names() {
        return byName.keySet();
    }

    /** What is wrong with a receiver that is there and cannot be told. */
    Optional<WrongSettingException> wrong(String name) {
        return Optional.ofNullable(wrongByName.get(name));
    }

    /** What is wrong, by receiver. */
    List<WrongSettingException> wrong() {
        return List.copyOf(wrongByName.values());
    }

    private static Receiver receiver(ReceiverSettings settings, NotifySinkConfig config) {
        String kind = requireKnown(settings);
        return new Receiver(settings.name(), kind, channel(kind, settings, config));
    }

    /**
     * The channel.
     *
     * @throws WrongSettingException when there is no such channel, or it has no such settings
     */
    static String requireKnown(ReceiverSettings settings) {
        String kind = settings.required("channel");
        Set<String> known = KEYS.get(kind);
        if (known == null) throw settings.wrong("channel", "'" + kind + "' is none of " + KEYS.keySet());
        settings.requireOnly(kind, known);
        return kind;
    }

    private static Channel channel(String kind, ReceiverSettings settings, NotifySinkConfig config) {
        String externalUrl = config.externalUrl();
        Texts texts = texts(settings, config);
        return switch (kind) {
            case "email" -> new EmailChannel(EmailSettings.of(settings), texts, config.timeout());
            case "slack" -> Chats.slack(settings, post(settings, config), texts, Pace::of);
            case "slack_app" -> Chats.slackApp(settings, config.timeout(), texts, Pace::of);
            case "telegram" -> Chats.telegram(settings, config.timeout(), texts, Pace::of);
            case "whatsapp" -> Chats.whatsApp(settings, config.timeout(), texts, Pace::of);
            case "webhook" -> WebhookChannel.of(settings, post(settings, config), externalUrl, CLOCK);
            case "pagerduty" -> pagerDuty(settings, config, texts);
            case "http" -> HttpChannel.of(settings, post(settings, config), texts);
            case "teams" -> new TeamsChannel(post(settings, config), texts);
            default -> throw new IllegalStateException(kind);
        };
    }

    private static Channel pagerDuty(ReceiverSettings settings, NotifySinkConfig config, Texts texts) {
        String key = settings.required("routing_key");
        if (key.length() != 32) throw settings.wrong("routing_key", "has to be of 32 characters");
        PagerDutyChannel.Event event = settings.oneOf("event", PagerDutyChannel.Event.ALERT);
        HttpPost post = post(settings.optional("url").map(settings::url).orElse(event.us()), settings, config);
        return switch (event) {
            case ALERT -> new PagerDutyChannel(post, new PagerDutyEvents(key, texts)::of, true);
            case CHANGE -> new PagerDutyChannel(post, new PagerDutyChanges(key, texts)::of, false);
        };
    }

    /** The words of whoever reads it. */
    private static Texts texts(ReceiverSettings settings, NotifySinkConfig config) {
        Reader everybody = config.reader();
        Reader reader = NotifySinkConfig.reader(
                ReceiverSettings.PREFIX + settings.name() + ".",
                settings.optional("language").orElse(everybody.language().tag()),
                settings.optional("zone").orElse(everybody.zone().getId()));
        return new Texts(reader, new Links(config.externalUrl(), config.kibanaUrl()));
    }

    private static HttpPost post(ReceiverSettings settings, NotifySinkConfig config) {
        return post(settings.url(), settings, config);
    }

    private static HttpPost post(URI url, ReceiverSettings settings, NotifySinkConfig config) {
        return new HttpPost(url, config.timeout(), CLOCK, settings.secrets());
    }
}
