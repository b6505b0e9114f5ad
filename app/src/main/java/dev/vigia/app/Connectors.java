package dev.vigia.app;

import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.Topic;
import dev.vigia.schemas.Topics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The configurations of Connect: the worker of {@code vigia up}, and the connectors of any worker. */
final class Connectors {

    private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";

    private static final String SESSION_TIMEOUT = "session.timeout.ms";
    /**
     * What a killed worker had goes to its successor after this long, as config/connect/worker.properties has it; Kafka's default
     * is 45 s, in which nobody would be told.
     */
    private static final String SESSION_TIMEOUT_MILLIS = "10000";

    private Connectors() {}

    /** The embedded worker. */
    static Map<String, String> worker(KafkaSettings kafka, StandaloneSettings here) {
        Map<String, String> config = new TreeMap<>(kafka.properties());
        config.put("bootstrap.servers", kafka.bootstrapServers());
        config.put("listeners", "http://127.0.0.1:" + here.connectPort());
        config.put(
                "offset.storage.file.filename",
                here.dataDir().resolve("connect.offsets").toString());
        config.put("offset.flush.interval.ms", "1000");
        config.put("key.converter", BYTES);
        config.put("value.converter", BYTES);
        config.put("header.converter", BYTES);
        config.put("consumer.isolation.level", "read_committed");
        config.put("consumer." + SESSION_TIMEOUT, SESSION_TIMEOUT_MILLIS);
        config.put("config.providers", "env");
        config.put("config.providers.env.class", "org.apache.kafka.common.config.provider.EnvVarConfigProvider");
        return config;
    }

    /** Vigia's connectors by name, for Connect's {@code PUT /connectors/{name}/config}. */
    static Map<String, Map<String, String>> all(Settings settings) {
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        all.put("vigia-elasticsearch", elasticsearch(settings));
        all.put("vigia-notify", notify(settings));
        return all;
    }

    private static Map<String, String> elasticsearch(Settings settings) {
        Topics topics = settings.kafka().topics();
        Map<String, String> config = common(
                settings,
                "dev.vigia.sinks.elasticsearch.ElasticsearchSinkConnector",
                List.of(
                        topics.logs(),
                        topics.metrics(),
                        topics.spans(),
                        topics.rollups(),
                        topics.alerts(),
                        topics.alertsCurrent(),
                        topics.deadLetters()));
        config.put("connection.url", settings.elasticsearch().url());
        return config;
    }

    /** That of the one that tells people. */
    static Map<String, String> notify(Settings settings) {
        Map<String, String> config = common(
                settings,
                "dev.vigia.sinks.notify.NotifySinkConnector",
                List.of(settings.kafka().topics().notifications()));
        config.put("external.url", settings.notifications().externalUrl());
        config.put("kibana.url", settings.notifications().kibanaUrl());
        config.put("language", settings.notifications().language());
        config.put("zone", settings.notifications().zone());
        settings.notifications()
                .reachable()
                .forEach((name, receiver) ->
                        receiver.forEach((key, value) -> config.put("receivers." + name + "." + key, value)));
        return config;
    }

    private static Map<String, String> common(Settings settings, String connector, List<Topic> topics) {
        KafkaSettings kafka = settings.kafka();
        Map<String, String> config = new TreeMap<>();
        config.put("connector.class", connector);
        config.put("tasks.max", "1");
        config.put("topics", topics.stream().map(Topic::name).collect(Collectors.joining(",")));
        config.put("key.converter", BYTES);
        config.put("value.converter", BYTES);
        config.put("header.converter", BYTES);
        config.put("consumer.override.isolation.level", "read_committed");
        config.put("consumer.override.auto.offset.reset", "earliest");
        // A worker that is not ours may have Kafka's default.
        config.put("consumer.override." + SESSION_TIMEOUT, SESSION_TIMEOUT_MILLIS);
        config.put("bootstrap.servers", kafka.bootstrapServers());
        config.putAll(kafka.schemaRegistry());
        config.put("topics.prefix", kafka.topicPrefix());
        kafka.properties().forEach((key, value) -> config.put("kafka." + key, value));
        return config;
    }
}
