package dev.vigia.bench;

import dev.vigia.platform.ConnectWorker;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.Topic;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import javax.management.InstanceNotFoundException;
import javax.management.ObjectName;

/** A Connect worker in this JVM, for Vigia's connectors. */
final class SinkWorker implements AutoCloseable {

    static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";

    private final ConnectWorker worker;

    SinkWorker(Cluster cluster) {
        worker = ConnectWorker.start(Map.of(
                "bootstrap.servers",
                cluster.bootstrapServers(),
                "offset.storage.file.filename",
                cluster.dir().resolve("connect.offsets").toString(),
                "key.converter",
                BYTES,
                "value.converter",
                BYTES));
    }

    /** Writes an installation's logs to a node, as many at once as {@link BulkTarget} does. */
    void start(String name, KafkaSettings kafka, URI elasticsearch) {
        Map<String, String> own = Map.of(
                "connection.url", elasticsearch.toString(),
                "batch.size", Integer.toString(BulkTarget.BATCH),
                "max.in.flight.requests", Integer.toString(BulkTarget.IN_FLIGHT));
        String connector = "dev.vigia.sinks.elasticsearch.ElasticsearchSinkConnector";
        start(name, connector, kafka.topics().logs(), kafka, own);
    }

    /**
     * Starts a connector on one topic of an installation.
     *
     * @param own the settings that only this connector has
     */
    void start(String name, String connector, Topic topic, KafkaSettings kafka, Map<String, String> own) {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", connector);
        config.put("tasks.max", "1");
        config.put("topics", topic.name());
        config.put("key.converter", BYTES);
        config.put("value.converter", BYTES);
        config.put("consumer.override.isolation.level", "read_committed");
        config.put("consumer.override.auto.offset.reset", "earliest");
        config.put("bootstrap.servers", kafka.bootstrapServers());
        config.putAll(kafka.schemaRegistry());
        config.put("topics.prefix", kafka.topicPrefix());
        config.putAll(own);
        worker.startConnector(name, config);
    }

    /** How many documents the connector has been told are there. */
    long written(String connector) throws Exception {
        ObjectName name = new ObjectName(
                "dev.vigia:type=elasticsearch-sink,connector=" + ObjectName.quote(connector) + ",task=0");
        try {
            return (Long) ManagementFactory.getPlatformMBeanServer().getAttribute(name, "Written");
        } catch (InstanceNotFoundException e) {
            return 0; // its task has not begun
        }
    }

    void stop(String name) {
        worker.stopConnector(name);
    }

    @Override
    public void close() {
        worker.close();
    }
}
