package dev.vigia.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One {@link RunningVigia} for all test classes: started for the first test that has it as a parameter, stopped after the
 * last. Tests tell their records from those of others by the name of a service of their own.
 */
final class OneRunningVigia implements ParameterResolver {

    private record Shared(Path data, RunningVigia vigia) implements AutoCloseable {

        static Shared start() {
            try {
                Path data = Files.createTempDirectory("vigia");
                return new Shared(data, RunningVigia.start(data));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            vigia.close();
            List<Path> all;
            try (Stream<Path> files = Files.walk(data)) {
                all = files.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path file : all) Files.deleteIfExists(file);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunningVigia.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(OneRunningVigia.class))
                .computeIfAbsent(Shared.class, key -> Shared.start(), Shared.class)
                .vigia();
    }
}
