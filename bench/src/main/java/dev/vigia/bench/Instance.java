package dev.vigia.bench;

import dev.vigia.platform.ChildCommand;
import dev.vigia.platform.ChildProcess;
import dev.vigia.runtime.KafkaSettings;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One of the processes that share an installation's work, with the memory that {@code bin/vigia} gives. */
final class Instance implements AutoCloseable {

    private final ChildCommand command;
    private ChildProcess process;

    private Instance(ChildCommand command) {
        this.command = command;
        this.process = ChildProcess.start(command);
    }

    /**
     * Starts it.
     *
     * @param folder where its state lies, and its log
     * @param standbys how many other instances keep a warm copy of its state
     * @param processors {@code aggregate}, {@code control}, {@code evaluate}, {@code rollup}
     */
    static Instance start(KafkaSettings kafka, Path folder, int standbys, List<String> processors) {
        List<String> args = new ArrayList<>(List.of(
                ProcessorMain.class.getName(),
                kafka.bootstrapServers(),
                kafka.schemaRegistryUrl(),
                kafka.topicPrefix(),
                Integer.toString(kafka.telemetryPartitions()),
                folder.resolve("state").toString(),
                folder.getFileName().toString(),
                Integer.toString(standbys)));
        args.addAll(processors);
        return new Instance(new ChildCommand(
                folder.getFileName().toString(),
                List.of(System.getProperty("java.class.path").split(File.pathSeparator)),
                List.of(
                        "-Xms64m",
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-Xss512k",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error"),
                args,
                Map.of(),
                folder.resolve("log")));
    }

    /** {@code kill -9}. */
    void kill() {
        process.kill();
    }

    /** Starts it once more, on the state that is there. */
    void restart() {
        process = ChildProcess.start(command);
    }

    /** Processor time that it has taken, to 10 ms. */
    Duration cpu() {
        return ProcessHandle.of(process.pid())
                .flatMap(handle -> handle.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        process.kill();
    }
}
