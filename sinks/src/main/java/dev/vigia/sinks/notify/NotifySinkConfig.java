package dev.vigia.sinks.notify;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;

import dev.vigia.sinks.KafkaKeys;
import java.time.Duration;
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
