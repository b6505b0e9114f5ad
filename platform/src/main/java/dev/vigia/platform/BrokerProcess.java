package dev.vigia.platform;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Kafka broker in a JVM of its own, with the class path of this one. Its directory may be started again, also after
 * {@code kill -9}. Thread-safe.
 */
public final class BrokerProcess implements RunningProcess {
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

    private final ChildProcess process;

    private BrokerProcess(ChildProcess process) {
        this.process = process;
    }

    /**
     * Starts one node of a cluster and waits until it takes records, which needs a majority of the nodes: start them on a
     * thread each.
     *
     * @param dataDir what it keeps; its log is beside it, {@code <dataDir>.log}
     * @param overrides broker properties that win over Vigia's
     * @param jvmArgs such as {@code -Xmx256m}
     * @throws StartFailedException if it does not start
     */
    public static BrokerProcess start(
            Path dataDir, KafkaNode node, Map<String, String> overrides, List<String> jvmArgs) {
        Path ready = Path.of(dataDir + ".ready");
        List<String> args = new ArrayList<>(
                List.of(BrokerMain.class.getName(), dataDir.toString(), ready.toString(), node.toArgument()));
        overrides.forEach((name, value) -> args.add(name + "=" + value));
        try {
            Files.deleteIfExists(ready);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ChildProcess process = ChildProcess.start(new ChildCommand(
                "Broker " + node.id(), classPath(), jvmArgs, args, Map.of(), Path.of(dataDir + ".log")));
        process.awaitReady(() -> Files.exists(ready), START_TIMEOUT, Progress.NONE);
        return new BrokerProcess(process);
    }

    /** Under surefire, the class path is in the manifest of a jar, and a property names what it is made of. */
    private static List<String> classPath() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return List.of(path.split(File.pathSeparator));
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public boolean alive() {
        return process.alive();
    }

    @Override
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }
}
