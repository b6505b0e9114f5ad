package dev.vigia.platform;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the programs are that run as child processes.
 *
 * @param elasticsearch directory with the jars of the Elasticsearch node
 * @param registry directory with the runner of the schema registry and its {@code lib}
 */
public record PlatformHome(Path elasticsearch, Path registry) {
    private static final String INSTALLED = "vigia.home";
    private static final String SOURCES = "vigia.root";

    /**
     * The directories of the installation named by the system property {@code vigia.home}, else those of the build in
     * the source tree named by {@code vigia.root}. Whether they exist is checked by what starts from them.
     *
     * @throws IllegalStateException if neither property is set
     */
    public static PlatformHome find() {
        return property(INSTALLED)
                .map(PlatformHome::installed)
                .or(() -> property(SOURCES).map(PlatformHome::built))
                .orElseThrow(() -> new IllegalStateException(
                        "Neither -D" + INSTALLED + " (an installation) nor -D" + SOURCES + " (a source tree) is set."));
    }

    static PlatformHome installed(Path home) {
        return new PlatformHome(home.resolve("elasticsearch"), home.resolve("registry"));
    }

    static PlatformHome built(Path root) {
        Path platform = root.resolve("platform");
        return new PlatformHome(platform.resolve("elasticsearch/target/node"), platform.resolve("target/registry"));
    }

    /** {@code directory}, if it exists. */
    static Path require(String name, Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new StartFailedException(name + " is not installed: there is no directory " + directory
                    + ". In a source tree, `mvn package` makes it.");
        }
        return directory;
    }

    private static Optional<Path> property(String name) {
        return Optional.ofNullable(System.getProperty(name))
                .filter(value -> !value.isBlank())
                .map(Path::of);
    }
}
