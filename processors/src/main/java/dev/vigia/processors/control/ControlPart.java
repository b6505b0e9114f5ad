package dev.vigia.processors.control;

import dev.vigia.processors.streams.StreamsPart;
import dev.vigia.processors.streams.StreamsSettings;
import dev.vigia.runtime.Health;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.runtime.Part;
import dev.vigia.schemas.serde.RegistryClient;
import java.time.Clock;

/** {@link ControlTopology} as it runs, with the look-up of the input topics that its ticks need. */
public final class ControlPart implements Part {

    private final KafkaInputs inputs;
    private final StreamsPart topology;

    public ControlPart(KafkaSettings kafka, StreamsSettings streams, RegistryClient registry, Clock clock) {
        this.inputs = new KafkaInputs(kafka, clock);
        this.topology = new StreamsPart(
                "control", new ControlTopology(kafka.topics(), registry, inputs, clock).build(), kafka, streams);
    }

    @Override
    public String name() {
        return topology.name();
    }

    @Override
    public void start() {
        topology.start();
    }

    @Override
    public Health health() {
        return topology.health();
    }

    @Override
    public void close() {
        topology.close();
        inputs.close();
    }
}
