package dev.vigia.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The packs that ship, in a running installation. */
final class Packs implements AutoCloseable {

    private final LiveRules rules;
    private final List<Path> files;

    /** All are in force. */
    Packs(RunningVigia vigia) throws IOException {
        rules = new LiveRules(new Wiring(vigia.settings(), Map::of), new PrintWriter(new StringWriter()));
        try (Stream<Path> packs = Files.list(RunningVigia.ROOT.resolve("config/rules/packs"))) {
            files = packs.sorted().toList();
        }
        for (Path file : files) {
            boolean last = file.equals(files.get(files.size() - 1));
            change(file, Optional.of(Files.readString(file)), last ? RunningVigia.LONG : Duration.ZERO);
        }
    }

    private void change(Path file, Optional<String> content, Duration patience) {
        rules.change(file.getFileName().toString(), content, "user:test", Optional.of("a test"), patience);
    }

    /** None is in force any more. */
    @Override
    public void close() {
        for (Path file : files) change(file, Optional.empty(), Duration.ZERO);
        rules.close();
    }
}
