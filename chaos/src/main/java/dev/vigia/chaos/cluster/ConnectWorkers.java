package dev.vigia.chaos.cluster;

import dev.vigia.platform.ChildCommand;
import dev.vigia.platform.ChildProcess;
import dev.vigia.platform.Progress;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.connect.cli.ConnectDistributed;

/** Distributed Connect workers with Vigia's sinks as a plugin, by the properties that docker-compose.yml uses. */
final class ConnectWorkers {

    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
    private static final List<String> JVM = List.of(
            "-Xms64m",
            "-Xmx384m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-Dorg.slf4j.simpleLogger.showDateTime=true",
            "-Dorg.slf4j.simpleLogger.log.org.apache.kafka.clients=error");

    private final Path root;
    private final Path dir;

    /**
     * Workers of one cluster.
     *
     * @param root of the source tree, built
     * @param dir where their properties and logs go
     */
    ConnectWorkers(Path root, Path dir) {
        this.root = root;
        this.dir = dir;
        try {
            Path plugins = Files.createDirectories(dir.resolve("plugins"));
            Path plugin = root.resolve("sinks/target/plugin").toAbsolutePath().normalize();
            Files.createSymbolicLink(plugins.resolve("vigia"), plugin);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a worker and waits until its REST API answers. */
    ChildProcess start(String name, int port, String bootstrapServers) {
        ChildProcess process = ChildProcess.start(new ChildCommand(
                name,
                List.of(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        .split(File.pathSeparator)),
                JVM,
                List.of(
                        ConnectDistributed.class.getName(),
                        properties(name, port, bootstrapServers).toString()),
                Map.of(),
                dir.resolve(name + ".log")));
        process.awaitReady(URI.create("http://127.0.0.1:" + port + "/connectors"), START_TIMEOUT, Progress.NONE);
        return process;
    }

    private Path properties(String name, int port, String bootstrapServers) {
        Path file = dir.resolve(name + ".properties");
        try (var in = Files.newBufferedReader(root.resolve("config/connect/worker.properties"));
                Writer out = Files.newBufferedWriter(file)) {
            Properties worker = new Properties();
            worker.load(in);
            worker.setProperty("bootstrap.servers", bootstrapServers);
            worker.setProperty("listeners", "http://127.0.0.1:" + port);
            worker.setProperty("rest.advertised.host.name", "127.0.0.1");
            worker.setProperty(
                    "plugin.path", dir.resolve("plugins").toAbsolutePath().toString());
            for (String topic : List.of("config", "offset", "status")) {
                worker.setProperty(topic + ".storage.replication.factor", Integer.toString(Brokers.COUNT));
            }
            worker.setProperty("offset.storage.partitions", "5");
            // What a killed worker did is done by the other at once, and not after five minutes.
            worker.setProperty("scheduled.rebalance.max.delay.ms", "0");
            worker.setProperty("session.timeout.ms", "6000");
            worker.setProperty("heartbeat.interval.ms", "2000");
            worker.store(out, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }
}
