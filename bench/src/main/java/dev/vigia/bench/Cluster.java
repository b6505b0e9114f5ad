package dev.vigia.bench;

import dev.vigia.platform.BrokerProcess;
import dev.vigia.platform.KafkaNode;
import dev.vigia.platform.PlatformHome;
import dev.vigia.platform.RegistryProcess;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.runtime.TopicInstaller;
import dev.vigia.schemas.serde.RegistryClient;
import dev.vigia.schemas.serde.Schemas;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** A broker and a schema registry, each in a JVM of its own, on an empty folder that is gone afterwards. */
final class Cluster implements AutoCloseable {

    /** Instances that start together get their shares together; otherwise the first has everything for some seconds. */
    private static final Map<String, String> BROKER = Map.of("group.initial.rebalance.delay.ms", "1000");

    private static final List<String> BROKER_JVM =
            List.of("-Xms256m", "-Xmx512m", "-XX:+UseSerialGC", "-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
    private static final int PARTITIONS = 4;

    private final Path dir;
    private final BrokerProcess broker;
    private final RegistryProcess registry;
    private final String bootstrapServers;

    private Cluster(Path dir, BrokerProcess broker, RegistryProcess registry, String bootstrapServers) {
        this.dir = dir;
        this.broker = broker;
        this.registry = registry;
        this.bootstrapServers = bootstrapServers;
    }

    static Cluster start(Options options) throws IOException {
        Path dir = Files.createTempDirectory(Files.createDirectories(options.target()), "run-")
                .toAbsolutePath();
        dir.toFile().deleteOnExit();
        KafkaNode node = KafkaNode.single(0);
        BrokerProcess broker = BrokerProcess.start(dir.resolve("kafka"), node, BROKER, BROKER_JVM);
        try {
            RegistryProcess registry = RegistryProcess.start(
                    dir.resolve("registry"), 0, PlatformHome.find().registry());
            return new Cluster(dir, broker, registry, node.brokerAddress());
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    /** An installation of its own, with its topics and schemas. */
    KafkaSettings install(String prefix) {
        return install(prefix, PARTITIONS);
    }

    /** @param partitions of what applications produce, and of {@code signals} */
    KafkaSettings install(String prefix, int partitions) {
        KafkaSettings kafka = new KafkaSettings(
                bootstrapServers,
                registry.confluentUrl().toString(),
                prefix,
                partitions,
                partitions,
                (short) 1,
                Map.of());
        new TopicInstaller(kafka).install();
        try (RegistryClient client = registry(kafka)) {
            Schemas.install(client, kafka.topics());
        }
        return kafka;
    }

    /** Makes an empty topic, and gives its name. */
    String newTopic(String name) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(name, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
        return name;
    }

    static RegistryClient registry(KafkaSettings kafka) {
        return new RegistryClient(kafka.schemaRegistry());
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    /** A folder that is gone afterwards. */
    Path dir() {
        return dir;
    }

    @Override
    public void close() {
        broker.kill();
        registry.close();
        try (Stream<Path> files = Files.walk(dir)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
