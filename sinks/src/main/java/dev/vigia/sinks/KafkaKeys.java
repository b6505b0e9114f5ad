package dev.vigia.sinks;

import dev.vigia.runtime.KafkaSettings;
import dev.vigia.runtime.TopicInstaller;
import dev.vigia.schemas.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.serialization.Serializer;

/** The connectors' settings that say where Kafka and the schema registry are. */
public final class KafkaKeys {

    public static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
    public static final String SCHEMA_REGISTRY_URL = "schema.registry.url";
    public static final String TOPICS_PREFIX = "topics.prefix";
    /** What begins so is given to our own Kafka clients without the beginning, for instance {@code kafka.security.protocol}. */
    public static final String PASSED_ON = "kafka.";

    private KafkaKeys() {}

    /** Adds the definitions. */
    public static ConfigDef define(ConfigDef keys) {
        return keys.define(
                        BOOTSTRAP_SERVERS,
                        Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        new ConfigDef.NonEmptyString(),
                        Importance.HIGH,
                        "Kafka's host:port, comma-separated; for the records that the connector itself writes.")
                .define(
                        SCHEMA_REGISTRY_URL,
                        Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        new ConfigDef.NonEmptyString(),
                        Importance.HIGH,
                        "Base URL of a registry with Confluent's REST API; several comma-separated.")
                .define(
                        TOPICS_PREFIX,
                        Type.STRING,
                        "",
                        Importance.MEDIUM,
                        "What the names of Vigia's topics begin with.");
    }

    /** The settings of our own Kafka clients. */
    public static KafkaSettings settings(AbstractConfig config) {
        Map<String, String> passedOn = new HashMap<>();
        config.originalsWithPrefix(PASSED_ON).forEach((key, value) -> passedOn.put(key, String.valueOf(value)));
        return new KafkaSettings(
                config.getString(BOOTSTRAP_SERVERS),
                config.getString(SCHEMA_REGISTRY_URL),
                config.getString(TOPICS_PREFIX),
                0,
                0,
                (short) 0,
                passedOn);
    }

    /** The topics that the connector knows by name. */
    public static Topics topics(AbstractConfig config) {
        return settings(config).topics();
    }

    /** A producer that waits for all replicas. It does not wait for Kafka to be there. */
    public static <V> KafkaProducer<byte[], V> producer(
            AbstractConfig config, Serializer<byte[]> key, Serializer<V> value) {
        Map<String, Object> producer = new TreeMap<>(settings(config).producer());
        producer.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TopicInstaller.MAX_DEAD_LETTER_BYTES);
        producer.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        producer.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
        producer.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        return new KafkaProducer<>(producer, key, value);
    }
}
