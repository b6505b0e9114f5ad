package dev.vigia.platform;

import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A real Elasticsearch node on this machine, in a JVM of its own. Data stays in its directory for as long as the lifecycles
 * of its data streams say. Thread-safe.
 */
public final class ElasticsearchProcess implements RunningProcess {
    private static final String NAME = "Elasticsearch";
    private static final String MAIN_CLASS = "dev.vigia.elasticsearch.NodeMain";
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

    // Chosen for memory: together with a few indices this stays well under 800 MB.
    private static final List<String> JVM_ARGS = List.of(
            "-Xms64m",
            "-Xmx448m",
            "-XX:MaxDirectMemorySize=96m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-Xshare:auto",
            "-Djava.awt.headless=true",
            "-Dfile.encoding=UTF-8",
            "-Dlog4j.shutdownHookEnabled=false",
            "-Dlog4j2.disable.jmx=true");

    /** Environment variable with more options of the node's JVM, separated by blanks; they win over ours. */
    private static final String MORE_OPTIONS = "VIGIA_ELASTICSEARCH_JAVA_OPTIONS";

    private final ChildProcess process;
    private final URI url;

    private ElasticsearchProcess(ChildProcess process, URI url) {
        this.process = process;
        this.url = url;
    }

    /**
     * Starts a node and waits until all its primary shards are there.
     *
     * @param dataDir directory of its data and of its log, {@code elasticsearch.log}
     * @param port of the REST API on 127.0.0.1; 0 for any free one
     * @param libDir the node's jars, see {@link PlatformHome#elasticsearch()}
     * @throws StartFailedException if it does not start
     */
    public static ElasticsearchProcess start(Path dataDir, int port, Path libDir) {
        return start(dataDir, port, libDir, Progress.NONE);
    }

    /** As {@link #start(Path, int, Path)}, telling {@code progress} while it waits. */
    public static ElasticsearchProcess start(Path dataDir, int port, Path libDir, Progress progress) {
        int http = Ports.orFree(port);
        ChildProcess process = ChildProcess.start(new ChildCommand(
                NAME,
                List.of(PlatformHome.require(NAME, libDir) + File.separator + "*"),
                jvmArgs(System.getenv().getOrDefault(MORE_OPTIONS, "")),
                List.of(MAIN_CLASS, dataDir.toAbsolutePath().toString(), Integer.toString(http)),
                Map.of(),
                dataDir.resolve("elasticsearch.log")));
        URI url = URI.create("http://127.0.0.1:" + http);
        process.awaitReady(url.resolve("/_cluster/health?wait_for_status=yellow&timeout=1s"), START_TIMEOUT, progress);
        return new ElasticsearchProcess(process, url);
    }

    static List<String> jvmArgs(String more) {
        return Stream.concat(JVM_ARGS.stream(), Stream.of(more.split(" ")).filter(option -> !option.isBlank()))
                .toList();
    }

    /** The root of the REST API, without a slash at the end. */
    public URI url() {
        return url;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public boolean alive() {
        return process.alive();
    }

    /** Kills the node at once ({@code kill -9}). What it acknowledged is on disk. */
    @Override
    public void kill() {
        process.kill();
    }

    /** Stops the node and waits until it is gone. */
    @Override
    public void close() {
        process.close();
    }
}
