package dev.vigia.sinks.elasticsearch;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;

import dev.vigia.sinks.KafkaKeys;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.types.Password;

/** The connector's settings; those of Confluent's Elasticsearch sink have its names. */
final class ElasticsearchSinkConfig extends AbstractConfig {

    static final String URL = "connection.url";
    static final String TASK = "vigia.task";

    static final ConfigDef KEYS = connection(writing(KafkaKeys.define(new ConfigDef())));

    ElasticsearchSinkConfig(Map<String, String> properties) {
        super(KEYS, properties, false);
    }

    private static ConfigDef connection(ConfigDef keys) {
        return keys.define(
                        URL,
                        Type.LIST,
                        ConfigDef.NO_DEFAULT_VALUE,
                        ConfigDef.ValidList.anyNonDuplicateValues(false, false),
                        Importance.HIGH,
                        "Elasticsearch's URLs, for instance http://localhost:9200.")
                .define("connection.username", Type.STRING, "", Importance.MEDIUM, "User name; empty for none.")
                .define("connection.password", Type.PASSWORD, "", Importance.MEDIUM, "The user's password.")
                .define(
                        "connection.api.key",
                        Type.PASSWORD,
                        "",
                        Importance.MEDIUM,
                        "API key in its encoded form, instead of name and password.")
                .define("connection.compression", Type.BOOLEAN, false, Importance.LOW, "Whether requests are gzipped.")
                .define(
                        "connection.timeout.ms",
                        Type.INT,
                        5_000,
                        atLeast(1),
                        Importance.LOW,
                        "Longest wait for a connection.")
                .define(
                        "read.timeout.ms",
                        Type.INT,
                        30_000,
                        atLeast(1),
                        Importance.LOW,
                        "Longest wait for an answer; afterwards the request is looked up and sent again.");
    }

    private static ConfigDef writing(ConfigDef keys) {
        return keys.define("batch.size", Type.INT, 2_000, atLeast(1), Importance.MEDIUM, "Most documents in a request.")
                .define(
                        "bulk.size.bytes",
                        Type.INT,
                        5 << 20,
                        atLeast(1),
                        Importance.MEDIUM,
                        "Largest request, unless one document alone is larger.")
                .define(
                        "max.in.flight.requests",
                        Type.INT,
                        5,
                        atLeast(1),
                        Importance.MEDIUM,
                        "Requests at a time and task.")
                .define(
                        "max.buffered.records",
                        Type.INT,
                        20_000,
                        atLeast(1),
                        Importance.MEDIUM,
                        "Records in memory at which partitions are paused.")
                .define(
                        "max.buffered.bytes",
                        Type.LONG,
                        64L << 20,
                        atLeast(1),
                        Importance.LOW,
                        "Bytes in memory at which partitions are paused.")
                .define(
                        "max.document.bytes",
                        Type.INT,
                        32 << 20,
                        atLeast(1),
                        Importance.LOW,
                        "Larger documents become dead letters. Keep it below Elasticsearch's http.max_content_length.")
                .define(
                        "linger.ms",
                        Type.LONG,
                        100,
                        atLeast(0),
                        Importance.LOW,
                        "How long a request that is not full waits while others are on their way.")
                .define("retry.backoff.ms", Type.LONG, 100, atLeast(1), Importance.LOW, "First wait; it doubles.")
                .define("retry.backoff.max.ms", Type.LONG, 5_000, atLeast(1), Importance.LOW, "Longest wait.")
                .define(
                        "flush.timeout.ms",
                        Type.LONG,
                        10_000,
                        atLeast(0),
                        Importance.LOW,
                        "Longest wait for requests on their way when partitions are given up.")
                .define(
                        "rollups.retention.ms",
                        Type.LONG,
                        Duration.ofDays(90).toMillis(),
                        atLeast(-1),
                        Importance.MEDIUM,
                        "How long a month of rollups is kept after its end; -1 for ever.");
    }

    /** Empty for ever. */
    Optional<Duration> rollupsRetention() {
        return Optional.of(getLong("rollups.retention.ms"))
                .filter(millis -> millis >= 0)
                .map(Duration::ofMillis);
    }

    ConnectionSettings connection() {
        return new ConnectionSettings(
                getList(URL),
                getString("connection.username"),
                secret("connection.password"),
                secret("connection.api.key"),
                getBoolean("connection.compression"),
                getInt("connection.timeout.ms"),
                getInt("read.timeout.ms"));
    }

    WriterSettings writing() {
        return new WriterSettings(
                getInt("batch.size"),
                getInt("bulk.size.bytes"),
                getInt("max.in.flight.requests"),
                getInt("max.buffered.records"),
                getLong("max.buffered.bytes"),
                getInt("max.document.bytes"),
                getLong("linger.ms"),
                getLong("retry.backoff.ms"),
                getLong("retry.backoff.max.ms"),
                getLong("flush.timeout.ms"));
    }

    private String secret(String key) {
        Password password = getPassword(key);
        return password == null ? "" : password.value();
    }
}
