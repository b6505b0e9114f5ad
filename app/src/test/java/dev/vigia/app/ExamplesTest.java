package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever copies an example installs what was tested, from whatever registry he has. */
class ExamplesTest {

    private static final Path EXAMPLES = Path.of(System.getProperty("vigia.root"), "examples");

    @ParameterizedTest
    @ValueSource(strings = {"kafkajs", "confluent"})
    void dependencies_areExactVersions(String example) throws Exception {
        JsonNode dependencies = read(example, "package.json").path("dependencies");

        assertThat(dependencies)
                .isNotEmpty()
                .allMatch(version -> version.asText().matches("\\d+\\.\\d+\\.\\d+"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafkajs", "confluent"})
    void lock_hasHashesAndNamesNoRegistry(String example) throws Exception {
        JsonNode packages = read(example, "package-lock.json").path("packages");

        assertThat(packages.path("").path("dependencies"))
                .isEqualTo(read(example, "package.json").path("dependencies"));
        packages.properties().forEach(one -> {
            assertThat(one.getValue().has("resolved")).as(one.getKey()).isFalse();
            assertThat(one.getValue().has("integrity"))
                    .as(one.getKey())
                    .isEqualTo(!one.getKey().isEmpty());
        });
    }

    private static JsonNode read(String example, String file) throws Exception {
        return new ObjectMapper()
                .readTree(EXAMPLES.resolve(example).resolve(file).toFile());
    }
}
