package dev.vigia.bench;

import dev.vigia.processors.aggregate.AggregateSettings;
import dev.vigia.processors.aggregate.Aggregator;
import dev.vigia.processors.control.ControlPart;
import dev.vigia.processors.evaluate.EvaluateTopology;
import dev.vigia.processors.rollup.RollupTopology;
import dev.vigia.processors.streams.StreamsPart;
import dev.vigia.processors.streams.StreamsSettings;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.runtime.Part;
import dev.vigia.schemas.serde.RegistryClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.Topology;

/**
 * Processors in a JVM of their own, as {@code vigia process} runs them. Arguments: brokers, registry, topic prefix,
 * partitions, state folder, instance, standby replicas, and the processors' names.
 */
public final class ProcessorMain {

    private final KafkaSettings kafka;
    private final StreamsSettings streams;
    private final RegistryClient registry;
    private final MeterRegistry meters = new SimpleMeterRegistry();

    private ProcessorMain(KafkaSettings kafka, StreamsSettings streams) {
        this.kafka = kafka;
        this.streams = streams;
        this.registry = Cluster.registry(kafka);
    }

    public static void main(String[] args) {
        int partitions = Integer.parseInt(args[3]);
        KafkaSettings kafka = new KafkaSettings(args[0], args[1], args[2], partitions, partitions, (short) 1, Map.of());
        StreamsSettings streams =
                new StreamsSettings(Path.of(args[4]), Duration.ofMillis(100), args[5], 1, Integer.parseInt(args[6]));
        ProcessorMain main = new ProcessorMain(kafka, streams);
        List.of(args).subList(7, args.length).forEach(name -> main.part(name).start());
    }

    private Part part(String name) {
        return switch (name) {
            case "aggregate" ->
                new Aggregator(kafka, AggregateSettings.of(streams.instanceId()), meters, Clock.systemUTC());
            case "control" -> new ControlPart(kafka, streams, registry, Clock.systemUTC());
            case "evaluate" -> streams(name, new EvaluateTopology(kafka.topics(), registry, meters).build());
            case "rollup" -> streams(name, new RollupTopology(kafka.topics(), registry, meters).build());
            default -> throw new IllegalArgumentException("There is no processor '" + name + "' here.");
        };
    }

    private Part streams(String name, Topology topology) {
        return new StreamsPart(name, topology, kafka, streams);
    }
}
