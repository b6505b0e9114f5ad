package dev.vigia.bench;

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
import java.util.Map;

/** Parts of Vigia in this JVM, as they are shipped. For one thread. */
final class Pipeline implements AutoCloseable {

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
        return alerting(AggregateSettings.of("bench"));
    }

    /** The same with other settings. */
    Pipeline alerting(AggregateSettings aggregate) {
        parts.start(new Aggregator(kafka, aggregate, meters, Clock.systemUTC()));
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
        Map<String, String> own = Map.of(
                "header.converter",
                SinkWorker.BYTES,
                "external.url",
                "http://127.0.0.1:8080",
                "receivers.webhook.channel",
                "webhook",
                "receivers.webhook.url",
                webhook);
        String connector = "dev.vigia.sinks.notify.NotifySinkConnector";
        closing.add(new SinkWorker(cluster))
                .start("notify", connector, kafka.topics().notifications(), kafka, own);
        return this;
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
