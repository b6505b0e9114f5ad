package dev.vigia.sinks.notify;

import dev.vigia.sinks.notify.EmailSettings.Encryption;
import dev.vigia.sinks.notify.text.Language;
import dev.vigia.sinks.notify.text.Links;
import dev.vigia.sinks.notify.text.Reader;
import dev.vigia.sinks.notify.text.Texts;
import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigException;

/**
 * Who can be told, by the connector's settings {@code receivers.<name>.channel} and what else the channel needs. Names have
 * no dots.
 */
final class Receivers {

    private static final String PREFIX = "receivers.";

    /** The settings of each channel. */
    private static final Map<String, Set<String>> KEYS = Map.of(
            "slack", Set.of("channel", "url"),
            "webhook", Set.of("channel", "url"),
            "email",
                    Set.of(
                            "channel",
                            "to",
                            "from",
                            "smtp.host",
                            "smtp.port",
                            "smtp.encryption",
                            "smtp.username",
                            "smtp.password"));

    /** The settings of whoever reads it, whatever the channel. */
    private static final Set<String> READER_KEYS = Set.of("language", "zone");

    /** One receiver. */
    record Receiver(String name, String kind, Channel channel) {}

    private final Map<String, Receiver> byName = new TreeMap<>();

    private Receivers() {}

    /** @throws ConfigException naming the key that is wrong */
    static Receivers of(NotifySinkConfig config) {
        Map<String, Map<String, String>> sections = new TreeMap<>();
        config.originalsWithPrefix(PREFIX).forEach((key, value) -> {
            int dot = key.indexOf('.');
            if (dot <= 0) throw new ConfigException(PREFIX + key + ": write receivers.<name>.<setting>");
            sections.computeIfAbsent(key.substring(0, dot), name -> new HashMap<>())
                    .put(key.substring(dot + 1), String.valueOf(value));
        });
        Receivers receivers = new Receivers();
        sections.forEach((name, settings) -> receivers.byName.put(name, new Section(name, settings).receiver(config)));
        return receivers;
    }

    Optional<Receiver> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    Set<String> names() {
        return byName.keySet();
    }

    /** The settings of one receiver. */
    private record Section(String name, Map<String, String> settings) {

        Receiver receiver(NotifySinkConfig config) {
            String kind = required("channel");
            Set<String> known = KEYS.get(kind);
            if (known == null) throw wrong("channel", "'" + kind + "' is none of " + KEYS.keySet());
            for (String key : settings.keySet()) {
                if (!known.contains(key) && !READER_KEYS.contains(key)) throw wrong(key, "there is no such setting of " + kind + ": " + known);
            }
            return new Receiver(name, kind, channel(kind, config));
        }

        private Channel channel(String kind, NotifySinkConfig config) {
            if (kind.equals("email")) return new EmailChannel(email(), texts(config), config.timeout());
            HttpPost post = new HttpPost(url(), config.timeout(), Clock.systemUTC());
            return kind.equals("slack") ? new SlackChannel(post) : new WebhookChannel(post, config.externalUrl());
        }

        /** The words of whoever reads it. */
        private Texts texts(NotifySinkConfig config) {
            String language = settings.getOrDefault("language", "en");
            Language known = Language.of(language)
                    .orElseThrow(() -> wrong("language", "'" + language + "' is none of " + Language.tags()));
            return new Texts(new Reader(known, zone()), new Links(config.externalUrl(), config.kibanaUrl()));
        }

        private ZoneId zone() {
            String zone = settings.getOrDefault("zone", "UTC");
            try {
                return ZoneId.of(zone);
            } catch (DateTimeException e) {
                throw wrong("zone", "'" + zone + "' is no time zone; write for instance America/Sao_Paulo");
            }
        }

        private URI url() {
            try {
                URI url = URI.create(required("url"));
                if (url.getHost() != null && Set.of("http", "https").contains(url.getScheme())) return url;
            } catch (IllegalArgumentException e) {
                // Said below; the value itself may be a secret.
            }
            throw wrong("url", "not an http or https URL");
        }

        private EmailSettings email() {
            Encryption encryption = encryption();
            List<String> to = Arrays.stream(required("to").split(","))
                    .map(String::strip)
                    .filter(address -> !address.isEmpty())
                    .toList();
            return new EmailSettings(
                    required("smtp.host"),
                    port(encryption),
                    encryption,
                    settings.getOrDefault("smtp.username", ""),
                    settings.getOrDefault("smtp.password", ""),
                    required("from"),
                    to);
        }

        private Encryption encryption() {
            String text = settings.getOrDefault("smtp.encryption", "starttls");
            try {
                return Encryption.valueOf(text.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw wrong("smtp.encryption", "'" + text + "' is none of none, starttls, tls");
            }
        }

        private int port(Encryption encryption) {
            String text = settings.get("smtp.port");
            if (text == null) {
                return switch (encryption) {
                    case NONE -> 25;
                    case STARTTLS -> 587;
                    case TLS -> 465;
                };
            }
            if (!text.matches("\\d{1,5}")) throw wrong("smtp.port", "'" + text + "' is not a port");
            return Integer.parseInt(text);
        }

        private String required(String key) {
            String value = settings.get(key);
            if (value == null || value.isBlank()) throw wrong(key, "has to be set");
            return value;
        }

        private ConfigException wrong(String key, String what) {
            return new ConfigException(PREFIX + name + "." + key + ": " + what);
        }
    }
}
