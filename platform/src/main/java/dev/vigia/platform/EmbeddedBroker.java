package dev.vigia.platform;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A real Kafka broker, which is its own controller, in this JVM. It listens on 127.0.0.1 only. Its directory may be
 * started again, also after {@code kill -9}. Thread-safe.
 *
 * <p>Kafka ends the JVM when its disk fails or its metadata cannot be written: whoever embeds it accepts that.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private final KafkaRaftServer server;
    private final BrokerDirectory directory;
    private final String bootstrapServers;

    private EmbeddedBroker(KafkaRaftServer server, BrokerDirectory directory, String bootstrapServers) {
        this.server = server;
        this.directory = directory;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts a cluster of one broker and waits until it takes records.
     *
     * @param dataDir what it keeps; formatted if it is empty
     * @param port for clients; 0 for any free one, which may change with each start
     * @param overrides broker properties that win over Vigia's
     * @throws StartFailedException if it does not start
     */
    public static EmbeddedBroker start(Path dataDir, int port, Map<String, String> overrides) {
        return start(dataDir, KafkaNode.single(port), overrides);
    }

    /**
     * Starts one node of a cluster. With several, it waits until a majority of them has started: start them on a thread
     * each.
     *
     * @throws StartFailedException if it does not start
     */
    public static EmbeddedBroker start(Path dataDir, KafkaNode node, Map<String, String> overrides) {
        // Kafka ends the whole JVM when it cannot listen: it must not get that far.
        requireFree(node.brokerAddress(), dataDir);
        try {
            BrokerDirectory directory = BrokerDirectory.take(dataDir)
                    .orElseThrow(() -> new IllegalStateException("another broker has its data there."));
            try {
                return new EmbeddedBroker(run(dataDir, node, overrides), directory, node.brokerAddress());
            } catch (Exception e) {
                directory.close();
                throw e;
            }
        } catch (Exception e) {
            throw new StartFailedException(
                    "The broker on " + node.brokerAddress() + " with its data in " + dataDir + " did not start: "
                            + e.getMessage(),
                    e);
        }
    }

    private static KafkaRaftServer run(Path dataDir, KafkaNode node, Map<String, String> overrides) throws Exception {
        format(dataDir, node);
        KafkaRaftServer server =
                new KafkaRaftServer(new KafkaConfig(BrokerSettings.of(node, dataDir, overrides), false), Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException e) {
            server.shutdown();
            throw e;
        }
        return server;
    }

    private static void requireFree(String address, Path dataDir) {
        int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        if (!Ports.isFree(port)) {
            throw new StartFailedException("The broker on " + address + " with its data in " + dataDir
                    + " did not start: the port is taken by another process.");
        }
    }

    private static void format(Path dataDir, KafkaNode node) throws Exception {
        if (Files.exists(dataDir.resolve("meta.properties"))) {
            return;
        }
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setNodeId(node.id())
                .setClusterId(node.clusterId())
                .setDirectories(List.of(dataDir.toString()))
                .setMetadataLogDirectory(dataDir.toString())
                .setControllerListenerName("CONTROLLER")
                .setIgnoreFormatted(true)
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .run();
    }

    /** Host and port for clients. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Stops the broker and waits until its files are closed. Does nothing twice. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
        try {
            directory.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
