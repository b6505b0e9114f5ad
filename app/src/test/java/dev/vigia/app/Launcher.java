package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code bin/vigia} of an installation of its own, with configuration that may be changed. Output goes to files. */
final class Launcher implements AutoCloseable {

    private static final int LONGEST_SECONDS = 120;

    /** What an installation has of the build, by its name in the installation. */
    private static final Map<String, String> BUILT = Map.of(
            "lib", "app/target/vigia/lib",
            "elasticsearch", "platform/elasticsearch/target/node",
            "registry", "platform/target/registry");

    private final Path home;
    private final Map<String, String> environment;

    /** What a command said and how it ended. */
    record Run(int exitCode, String out, List<String> err) {}

    /** @param environment variables besides those of this process */
    Launcher(Path home, Map<String, String> environment) throws IOException {
        this.home = home;
        this.environment = environment;
        Files.createDirectories(home.resolve("bin"));
        Files.copy(RunningVigia.ROOT.resolve("bin/vigia"), home.resolve("bin/vigia"));
        for (Map.Entry<String, String> part : BUILT.entrySet()) {
            Path built = RunningVigia.ROOT.resolve(part.getValue()).toAbsolutePath();
            Files.createSymbolicLink(home.resolve(part.getKey()), built.normalize());
        }
        copy(RunningVigia.ROOT.resolve("config"), config(""));
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(from)) {
            all = files.toList();
        }
        for (Path file : all) Files.copy(file, to.resolve(from.relativize(file)));
    }

    /** A file of the configuration. */
    Path config(String name) {
        return home.resolve("config").resolve(name);
    }

    Path out() {
        return home.resolve("out");
    }

    Process start(String... arguments) throws IOException {
        ProcessBuilder command = new ProcessBuilder(
                        Stream.concat(Stream.of(home.resolve("bin/vigia").toString()), Stream.of(arguments))
                                .toList())
                .directory(home.toFile())
                .redirectOutput(out().toFile())
                .redirectError(home.resolve("err").toFile());
        command.environment().putAll(environment);
        return command.start();
    }

    /** Runs a command that ends by itself, and closes the installation. */
    Run run(String... arguments) throws IOException, InterruptedException {
        Process process = start(arguments);
        try {
            assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS))
                    .as("ended by itself")
                    .isTrue();
        } finally {
            process.destroyForcibly();
            close();
        }
        return new Run(process.exitValue(), Files.readString(out()), Files.readAllLines(home.resolve("err")));
    }

    /** Takes away what leads out of the folder, so that it can be deleted. */
    @Override
    public void close() throws IOException {
        for (String name : BUILT.keySet()) Files.deleteIfExists(home.resolve(name));
    }
}
