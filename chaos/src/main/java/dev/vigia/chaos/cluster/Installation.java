package dev.vigia.chaos.cluster;

import dev.vigia.platform.ChildProcess;
import dev.vigia.platform.DieWithParent;
import dev.vigia.runtime.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An installed Vigia: what the build made, the launcher, and a configuration of its own. */
final class Installation {

    private static final int LONGEST_MINUTES = 5;

    private final Path home;

    /**
     * Lays it out.
     *
     * @param root of the source tree, built
     * @param home an empty folder
     * @param rules text of the one rule file
     * @param routes text of {@code routes.yaml}
     */
    Installation(Path root, Path home, String rules, String routes) {
        this.home = home;
        try {
            Path config = Files.createDirectories(home.resolve("config/rules"));
            Files.createDirectories(home.resolve("bin"));
            Files.copy(root.resolve("bin/vigia"), home.resolve("bin/vigia"));
            Files.createSymbolicLink(home.resolve("lib"), built(root.resolve("app/target/vigia/lib")));
            Files.copy(root.resolve("config/vigia.yaml"), home.resolve("config/vigia.yaml"));
            Files.writeString(home.resolve("config/routes.yaml"), routes);
            Files.writeString(config.resolve("rules.yaml"), rules);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path built(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new UserException("Vigia is not built: there is no " + folder + ". `mvn package` makes it.");
        }
        return folder.toAbsolutePath().normalize();
    }

    /**
     * Starts {@code bin/vigia}; it ends with this process.
     *
     * @param environment added to this process's own
     */
    ChildProcess start(String name, Map<String, String> environment, Path log, String... arguments) {
        ProcessBuilder program = program(arguments);
        program.environment().putAll(environment);
        program.environment()
                .merge("VIGIA_JAVA_OPTIONS", DieWithParent.agent(), (options, agent) -> options + " " + agent);
        return ChildProcess.start(name, program, log);
    }

    /** How a command ended, and what it said. */
    record Run(int exitCode, String output) {}

    /** Runs a command that ends by itself. */
    Run run(Map<String, String> environment, String... arguments) {
        ProcessBuilder program = program(arguments).redirectErrorStream(true);
        program.environment().putAll(environment);
        try {
            Path output = Files.createTempFile(home, "run-", ".out");
            Process process = program.redirectOutput(output.toFile()).start();
            if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return new Run(-1, "not done after " + LONGEST_MINUTES + " minutes");
            }
            return new Run(process.exitValue(), Files.readString(output));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private ProcessBuilder program(String... arguments) {
        List<String> command = Stream.concat(Stream.of(home.resolve("bin/vigia").toString()), Stream.of(arguments))
                .toList();
        return new ProcessBuilder(command).directory(home.toFile());
    }
}
