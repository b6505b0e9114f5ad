package dev.vigia.sinks.notify;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;

import dev.vigia.schemas.Language;
import dev.vigia.sinks.KafkaKeys;
import dev.vigia.sinks.notify.text.Reader;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The connector's settings. Those of receivers, {@code receivers.<name>.…}, are read by {@link Receivers}. */
final class NotifySinkConfig extends AbstractConfig {

    static final ConfigDef KEYS = KafkaKeys.define(new ConfigDef())
            .define(
                    "external.url",
                    Type.STRING,
                    "http://localhost:8080",
                    Importance.MEDIUM,
                    "Where people find the console; for links in messages.")
            .define(
                    "kibana.url",
                    Type.STRING,
                    "",
                    Importance.MEDIUM,
                    "Where people find Kibana, with the space if there is one; for links to records. Empty for none.")
            .define(
                    "language",
                    Type.STRING,
                    Language.EN.tag(),
                    (key, value) -> language("", String.valueOf(value)),
                    Importance.MEDIUM,
                    "Language of messages, en or pt-BR; a receiver may have its own.")
            .define(
                    "zone",
                    Type.STRING,
                    "UTC",
                    (key, value) -> zone("", String.valueOf(value)),
                    Importance.MEDIUM,
                    "Time zone of the times in messages; a receiver may have its own.")
            .define(
                    "request.timeout.ms",
                    Type.INT,
                    10_000,
                    atLeast(1),
                    Importance.LOW,
                    "Longest wait for the other side, for each attempt.")
            .define(
                    "receiver.queue",
                    Type.INT,
                    100,
                    atLeast(1),
                    Importance.LOW,
                    "Notifications that wait for one receiver; more are reported as to be tried again.");

    NotifySinkConfig(Map<String, String> properties) {
        super(KEYS, properties, false);
    }

    String externalUrl() {
        return withoutSlash(getString("external.url"));
    }

    Optional<String> kibanaUrl() {
        return Optional.of(withoutSlash(getString("kibana.url").strip())).filter(url -> !url.isEmpty());
    }

    /** As {@code Reader} has it; of receivers that have none of their own. */
    Reader reader() {
        return reader("", getString("language"), getString("zone"));
    }

    /**
     * Whoever reads in this language and zone.
     *
     * @param prefix of the settings' names, for the error
     * @throws WrongSettingException when there is no such language or zone
     */
    static Reader reader(String prefix, String language, String zone) {
        return new Reader(language(prefix, language), zone(prefix, zone));
    }

    private static Language language(String prefix, String tag) {
        return Language.of(tag)
                .orElseThrow(() ->
                        new WrongSettingException(prefix + "language", "'" + tag + "' is none of " + Language.tags()));
    }

    private static ZoneId zone(String prefix, String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new WrongSettingException(
                    prefix + "zone", "'" + name + "' is no time zone; write for instance America/Sao_Paulo");
        }
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    Duration timeout() {
        return Duration.ofMillis(getInt("request.timeout.ms"));
    }

    int queue() {
        return getInt("receiver.queue");
    }
}
