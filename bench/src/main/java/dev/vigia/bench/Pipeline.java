package dev.vigia.bench;

import dev.vigia.platform.ConnectWorker;
import dev.vigia.processors.aggregate.AggregateSettings;
import dev.vigia.processors.aggregate.Aggregator;
import dev.vigia.processors.control.ControlPart;
import dev.vigia.processors.dispatch.DispatchTopology;
import dev.vigia.processors.evaluate.EvaluateTopology;
import dev.vigia.processors.oncall.OnCall;
import dev.vigia.processors.routing.Routing;
import dev.vigia.processors.streams.StreamsPart;
import dev.vigia.processors.streams.StreamsSettings;
import dev.vigia.runtime.Health;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.runtime.Parts;
import dev.vigia.schemas.serde.RegistryClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** Parts of Vigia in this JVM, as they are shipped. For one thread. */
final class Pipeline implements AutoCloseable {

    private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";

    private final Closing closing = new Closing();
    private final Cluster cluster;
    private final KafkaSettings kafka;
    private final RegistryClient registry;
    private final Parts parts;
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final StreamsSettings streams;

    Pipeline(Cluster cluster, KafkaSettings kafka) {
        this.cluster = cluster;
        this.kafka = kafka;
        this.registry = closing.add(Cluster.registry(kafka));
        this.parts = closing.add(new Parts());
        this.streams = StreamsSettings.in(cluster.dir().resolve("streams"));
    }

    /** From records to alerts. Ticks come as well. */
    Pipeline alerting() {
        parts.start(new Aggregator(kafka, AggregateSettings.of("bench"), meters, Clock.systemUTC()));
        ticking();
        parts.start(new StreamsPart(
                "evaluate", new EvaluateTopology(kafka.topics(), registry, meters).build(), kafka, streams));
        return this;
    }

    /** The clock of all that goes by human time. */
    Pipeline ticking() {
        parts.start(new ControlPart(kafka, streams, registry, Clock.systemUTC()));
        return this;
    }

    /**
     * From alerts to people.
     *
     * @param routes a file of routes
     * @param webhook address of the receiver {@code webhook}
     */
    Pipeline telling(String routes, String webhook) {
        Routing routing = Routing.parse("routes.yaml", routes, Map.of());
        parts.start(new StreamsPart(
                "dispatch",
                new DispatchTopology(kafka.topics(), registry, routing, OnCall.none(), meters).build(),
                kafka,
                streams));
        closing.add(worker()).startConnector("notify", notifier(webhook));
        return this;
    }

    private ConnectWorker worker() {
        return ConnectWorker.start(Map.of(
                "bootstrap.servers",
                cluster.bootstrapServers(),
                "offset.storage.file.filename",
                cluster.dir().resolve("connect.offsets").toString(),
                "key.converter",
                BYTES,
                "value.converter",
                BYTES));
    }

    private Map<String, String> notifier(String webhook) {
        Map<String, String> config = new HashMap<>(kafka.schemaRegistry());
        config.put("connector.class", "dev.vigia.sinks.notify.NotifySinkConnector");
        config.put("tasks.max", "1");
        config.put("topics", kafka.topics().notifications().name());
        config.put("key.converter", BYTES);
        config.put("value.converter", BYTES);
        config.put("header.converter", BYTES);
        config.put("consumer.override.isolation.level", "read_committed");
        config.put("consumer.override.auto.offset.reset", "earliest");
        config.put("bootstrap.servers", kafka.bootstrapServers());
        config.put("topics.prefix", kafka.topicPrefix());
        config.put("external.url", "http://127.0.0.1:8080");
        config.put("receivers.webhook.channel", "webhook");
        config.put("receivers.webhook.url", webhook);
        return config;
    }

    /** A figure of parts that do not work is none. */
    void requireHealth() {
        Map<String, Health> health = parts.health();
        Failures.require(
                health.values().stream().allMatch(one -> one.status() == Health.Status.HEALTHY), health.toString());
    }

    @Override
    public void close() {
        closing.close();
    }
}
