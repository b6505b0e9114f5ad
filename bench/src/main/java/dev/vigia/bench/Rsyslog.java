package dev.vigia.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Debian's rsyslog, which forwards a topic's records to Elasticsearch as they are: {@code imkafka}, a queue, {@code
 * omelasticsearch}.
 */
final class Rsyslog implements AutoCloseable {

    static final String PACKAGES = "rsyslog rsyslog-kafka rsyslog-elasticsearch";

    private static final Path PROGRAM = Path.of("/usr/sbin/rsyslogd");
    private static final Path LIBRARIES = Path.of("/usr/lib");
    private static final List<String> MODULES = List.of("imkafka.so", "omelasticsearch.so");

    /** The same size and number of requests as the connector's; ids are random, since it knows no offsets. */
    private static final String CONFIGURATION = """
            global(workDirectory="%1$s" maxMessageSize="64k")
            module(load="imkafka")
            module(load="omelasticsearch")
            template(name="document" type="string" string="%%rawmsg%%")
            template(name="id" type="string" string="%%uuid%%")
            input(type="imkafka" broker="%2$s" topic="%3$s" consumergroup="rsyslog-%3$s" ruleset="documents"
                  confParam=["auto.offset.reset=earliest"])
            ruleset(name="documents" queue.type="LinkedList" queue.size="20000" queue.dequeueBatchSize="%4$d"
                    queue.workerThreads="%5$d" queue.workerThreadMinimumMessages="%4$d") {
              action(type="omelasticsearch" server="%6$s" serverport="%7$d" bulkmode="on" maxbytes="5m"
                     searchIndex="%8$s" searchType="" writeoperation="create" template="document"
                     dynbulkid="on" bulkid="id" errorfile="%1$s/refused" action.resumeRetryCount="-1")
            }
            """;

    private final Path dir;
    private final Process process;

    private Rsyslog(Path dir, Process process) {
        this.dir = dir;
        this.process = process;
    }

    /** Whether all that is needed is installed. */
    static boolean installed() throws IOException {
        if (!Files.isExecutable(PROGRAM)) return false;
        for (String module : MODULES) {
            try (Stream<Path> files =
                    Files.find(LIBRARIES, 3, (file, attributes) -> file.endsWith(Path.of("rsyslog", module)))) {
                if (files.findAny().isEmpty()) return false;
            }
        }
        return true;
    }

    static Rsyslog start(Path dir, String bootstrapServers, String topic, URI elasticsearch) throws IOException {
        Files.createDirectories(dir);
        Path file = dir.resolve("rsyslog.conf");
        Files.writeString(
                file,
                CONFIGURATION.formatted(
                        dir,
                        bootstrapServers,
                        topic,
                        BulkTarget.BATCH,
                        BulkTarget.IN_FLIGHT,
                        elasticsearch.getHost(),
                        elasticsearch.getPort(),
                        BulkTarget.STREAM));
        Process process = new ProcessBuilder(
                        PROGRAM.toString(),
                        "-n",
                        "-f",
                        file.toString(),
                        "-i",
                        dir.resolve("pid").toString())
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("rsyslog.log").toFile())
                .start();
        return new Rsyslog(dir, process);
    }

    void requireAlive() throws IOException {
        Failures.require(process.isAlive(), "rsyslogd ended: " + Files.readString(dir.resolve("rsyslog.log")));
        Path refused = dir.resolve("refused");
        Failures.require(
                Files.notExists(refused) || Files.size(refused) == 0, "Elasticsearch refused documents: " + refused);
    }

    /** The processor time it has taken. */
    Optional<Duration> cpu() {
        return process.info().totalCpuDuration();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
