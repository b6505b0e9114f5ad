package dev.vigia.processors.aggregate;

import dev.vigia.platform.EmbeddedBroker;
import dev.vigia.platform.PlatformHome;
import dev.vigia.platform.RegistryProcess;
import dev.vigia.processors.streams.StreamsPart;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.runtime.TopicInstaller;
import dev.vigia.schemas.serde.RegistryClient;
import dev.vigia.schemas.serde.Schemas;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

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

    /** {@code evaluate} has heard of the first thing that was said. */
    static void passOn(KafkaSettings kafka) throws ExecutionException, InterruptedException {
        TopicPartition control = new TopicPartition(kafka.topics().control().name(), 0);
        try (Admin admin = Admin.create(kafka.common())) {
            admin.alterConsumerGroupOffsets(
                            StreamsPart.group(kafka, "control"), Map.of(control, new OffsetAndMetadata(1)))
                    .all()
                    .get();
        }
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
