package dev.vigia.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.serde.PortableSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Writes the next version of each topic's schema into {@code schemas/released}, where it differs from the last. Not run with
 * the tests: {@code mvn -pl schemas test -Dtest=ReleaseSchemas}.
 */
class ReleaseSchemas {

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.vigia.schemas.ReleasedSchemasTest#topics")
    @SuppressWarnings("deprecation") // pretty printing
    void release(Topic topic) throws IOException {
        ReleasedSchemas released = ReleasedSchemas.ofThisProject();
        Schema now = PortableSchema.of(topic.schema().orElseThrow());
        List<ReleasedSchemas.Version> versions = released.of(topic);
        for (ReleasedSchemas.Version version : versions) {
            assertThat(SchemaChange.problems(topic.visibility(), version.schema(), now))
                    .isEmpty();
            if (version == versions.get(versions.size() - 1)
                    && version.schema().toString().equals(now.toString())) return;
        }
        Path file = released.file(topic, versions.size() + 1);
        Files.createDirectories(file.getParent());
        Files.writeString(file, now.toString(true) + "\n");
    }
}
