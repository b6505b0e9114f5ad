package dev.vigia.processors.aggregate;

import dev.vigia.platform.EmbeddedBroker;
import dev.vigia.platform.PlatformHome;
import dev.vigia.platform.RegistryProcess;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.runtime.TopicInstaller;
import dev.vigia.schemas.serde.RegistryClient;
import dev.vigia.schemas.serde.Schemas;
import java.nio.file.Path;
import java.util.Map;

/** A real broker and schema registry. */
final class Cluster implements AutoCloseable {

    private final EmbeddedBroker broker;
    private final RegistryProcess registry;

    private Cluster(EmbeddedBroker broker, RegistryProcess registry) {
        this.broker = broker;
        this.registry = registry;
    }

    static Cluster start(Path dir) {
        EmbeddedBroker broker = EmbeddedBroker.start(dir.resolve("kafka"), 0, Map.of());
        return new Cluster(
                broker,
                RegistryProcess.start(
                        dir.resolve("registry"), 0, PlatformHome.find().registry()));
    }

    /** An installation of its own, with its topics and schemas. */
    KafkaSettings install(String prefix) {
        KafkaSettings kafka = new KafkaSettings(
                broker.bootstrapServers(), registry.confluentUrl().toString(), prefix, 4, 2, (short) 1, Map.of());
        new TopicInstaller(kafka).install();
        try (RegistryClient client = registry(kafka)) {
            Schemas.install(client, kafka.topics());
        }
        return kafka;
    }

    static RegistryClient registry(KafkaSettings kafka) {
        return new RegistryClient(Map.of("schema.registry.url", kafka.schemaRegistryUrl()));
    }

    @Override
    public void close() {
        registry.close();
        broker.close();
    }
}
