package dev.vigia.runtime;

import dev.vigia.schemas.Topics;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Where Kafka and the schema registry are.
 *
 * @param bootstrapServers {@code host:port}, comma-separated
 * @param schemaRegistryUrl base URL of a registry with Confluent's REST API; several comma-separated
 * @param topicPrefix put before every topic's name; may be empty
 * @param telemetryPartitions partitions of the topics that applications produce to, at least 1
 * @param signalPartitions partitions of {@code signals} and {@code alerts}, at least 1; fixed once a cluster is set up
 * @param replicationFactor copies of each topic, at least 1
 * @param properties given to every Kafka client as they are, for instance {@code security.protocol}
 * @param schemaRegistryProperties given to every client of the registry, by Confluent's keys, for instance
 *     {@code basic.auth.user.info}; blank ones are left out
 */
public record KafkaSettings(
        String bootstrapServers,
        String schemaRegistryUrl,
        String topicPrefix,
        int telemetryPartitions,
        int signalPartitions,
        short replicationFactor,
        Map<String, String> properties,
        Map<String, String> schemaRegistryProperties) {

    public KafkaSettings {
        if (bootstrapServers == null || bootstrapServers.isBlank()) {
            throw new UserException("kafka.bootstrap_servers is empty; write for instance localhost:9092");
        }
        if (schemaRegistryUrl == null || schemaRegistryUrl.isBlank()) {
            throw new UserException("kafka.schema_registry_url is empty; write for instance http://localhost:8081");
        }
        topicPrefix = topicPrefix == null ? "" : topicPrefix;
        telemetryPartitions = telemetryPartitions == 0 ? 4 : telemetryPartitions;
        signalPartitions = signalPartitions == 0 ? 4 : signalPartitions;
        replicationFactor = replicationFactor == 0 ? 1 : replicationFactor;
        properties = properties == null ? Map.of() : Map.copyOf(properties);
        schemaRegistryProperties = schemaRegistryProperties == null ? Map.of() : set(schemaRegistryProperties);
        if (telemetryPartitions < 1 || signalPartitions < 1 || replicationFactor < 1) {
            throw new UserException(
                    "kafka: telemetry_partitions, signal_partitions and replication_factor are 1 or more");
        }
    }

    private static Map<String, String> set(Map<String, String> properties) {
        Map<String, String> set = new HashMap<>(properties);
        set.values().removeIf(value -> value == null || value.isBlank());
        return Map.copyOf(set);
    }

    /** Settings for a registry that lets everybody in. */
    public KafkaSettings(
            String bootstrapServers,
            String schemaRegistryUrl,
            String topicPrefix,
            int telemetryPartitions,
            int signalPartitions,
            short replicationFactor,
            Map<String, String> properties) {
        this(
                bootstrapServers,
                schemaRegistryUrl,
                topicPrefix,
                telemetryPartitions,
                signalPartitions,
                replicationFactor,
                properties,
                Map.of());
    }

    /** Settings with everything else at its default. */
    public static KafkaSettings of(String bootstrapServers, String schemaRegistryUrl) {
        return new KafkaSettings(bootstrapServers, schemaRegistryUrl, "", 4, 4, (short) 1, Map.of());
    }

    public Topics topics() {
        return Topics.of(topicPrefix, telemetryPartitions, signalPartitions);
    }

    /** What every client of the schema registry needs, by Confluent's keys. */
    public Map<String, String> schemaRegistry() {
        Map<String, String> config = new HashMap<>(schemaRegistryProperties);
        config.put("schema.registry.url", schemaRegistryUrl);
        return config;
    }

    /** What every Kafka client needs. */
    public Map<String, Object> common() {
        Map<String, Object> config = new HashMap<>(properties);
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return config;
    }

    /** A consumer that reads what was committed only, from the beginning, and commits nothing by itself. */
    public Map<String, Object> consumer() {
        Map<String, Object> config = common();
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return config;
    }

    /** A producer whose records are acknowledged by all replicas and never doubled by its own retries. */
    public Map<String, Object> producer() {
        Map<String, Object> config = common();
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        return config;
    }
}
