package dev.vigia.processors.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The timelines in the resources: what becomes of alerts over time, in the language of rule tests. */
class TimelinesTest {

    private static final Path FOLDER =
            Path.of(System.getProperty("vigia.root"), "processors/src/test/resources/timelines");

    @TestFactory
    Stream<DynamicContainer> timelines() throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(FOLDER)) {
            files = listed.sorted().toList();
        }
        return files.stream()
                .filter(file -> !file.endsWith("rules.yaml") && !file.endsWith("routes.yaml"))
                .map(file -> DynamicContainer.dynamicContainer(
                        String.valueOf(file.getFileName()),
                        RuleTest.read(file).stream()
                                .map(test -> DynamicTest.dynamicTest(test.name(), () -> passes(test)))));
    }

    private static void passes(RuleTest test) {
        RuleTest.Result result = test.run();
        assertThat(result.passed()).as(String.join("\n", result.lines())).isTrue();
    }
}
