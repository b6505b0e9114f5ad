package dev.vigia.platform;

import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A schema registry (Apicurio) on this machine, in a JVM of its own, with its schemas in an H2 file. Thread-safe.
 *
 * <p>The schemas are as precious as the records: without them nobody can read these. So every change is on disk before
 * it is acknowledged.
 */
public final class RegistryProcess implements RunningProcess {
    private static final String NAME = "The schema registry";
    private static final String CONFLUENT = "/apis/ccompat/v7";
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
    private static final List<String> JVM_ARGS = List.of(
            "-Xms32m",
            "-Xmx256m",
            "-XX:+UseSerialGC",
            // It is asked for a few schemas, once each: compiling them to be fast takes half of its start.
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager");

    private final ChildProcess process;
    private final URI url;

    private RegistryProcess(ChildProcess process, URI url) {
        this.process = process;
        this.url = url;
    }

    /**
     * Starts a registry and waits until it answers.
     *
     * @param dataDir directory of its schemas and of its log, {@code registry.log}
     * @param port on 127.0.0.1; 0 for any free one
     * @param registryDir the unpacked registry, see {@link PlatformHome#registry()}
     * @throws StartFailedException if it does not start, though it was started again where it gave up by itself
     */
    public static RegistryProcess start(Path dataDir, int port, Path registryDir) {
        return start(dataDir, port, registryDir, Progress.NONE);
    }

    /** As {@link #start(Path, int, Path)}, telling {@code progress} while it waits. */
    public static RegistryProcess start(Path dataDir, int port, Path registryDir, Progress progress) {
        int http = Ports.orFree(port);
        String runner = runnerIn(PlatformHome.require(NAME, registryDir)).toString();
        URI url = URI.create("http://127.0.0.1:" + http);
        ChildProcess process = Attempts.start(
                () -> new ChildCommand(
                        NAME,
                        List.of(runner),
                        JVM_ARGS,
                        List.of("-jar", runner),
                        environment(dataDir.toAbsolutePath(), http),
                        dataDir.resolve("registry.log")),
                child -> child.awaitReady(url.resolve(CONFLUENT + "/subjects"), START_TIMEOUT, progress));
        return new RegistryProcess(process, url);
    }

    private static Path runnerIn(Path directory) {
        try (DirectoryStream<Path> runners = Files.newDirectoryStream(directory, "*-runner.jar")) {
            for (Path runner : runners) {
                return runner.toAbsolutePath();
            }
        } catch (IOException e) {
            throw new StartFailedException(NAME + " cannot be read: " + e.getMessage(), e);
        }
        throw new StartFailedException(NAME + " is not installed: there is no *-runner.jar in " + directory + ".");
    }

    private static Map<String, String> environment(Path dataDir, int port) {
        return Map.of(
                "QUARKUS_HTTP_HOST", "127.0.0.1",
                "QUARKUS_HTTP_PORT", Integer.toString(port),
                "QUARKUS_MANAGEMENT_HOST", "127.0.0.1",
                "QUARKUS_MANAGEMENT_PORT", Integer.toString(Ports.free()),
                // Every request is a line by default.
                "QUARKUS_HTTP_ACCESS_LOG_ENABLED", "false",
                "APICURIO_STORAGE_KIND", "sql",
                "APICURIO_STORAGE_SQL_KIND", "h2",
                // By default H2 writes half a second after the commit.
                "APICURIO_DATASOURCE_URL", "jdbc:h2:file:" + dataDir.resolve("registry") + ";WRITE_DELAY=0");
    }

    /** The root of the server, without a slash at the end. */
    public URI url() {
        return url;
    }

    /** The root of the API that speaks Confluent's protocol, without a slash at the end. */
    public URI confluentUrl() {
        return url.resolve(CONFLUENT);
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public boolean alive() {
        return process.alive();
    }

    /** Kills the registry at once ({@code kill -9}). What it acknowledged is on disk. */
    @Override
    public void kill() {
        process.kill();
    }

    /** Stops the registry and waits until it is gone. */
    @Override
    public void close() {
        process.close();
    }
}
