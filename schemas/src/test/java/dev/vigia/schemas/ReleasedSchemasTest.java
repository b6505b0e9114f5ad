package dev.vigia.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.vigia.schemas.Topic.Visibility;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReleasedSchemasTest {

    private static final String WAY_OUT = """
            A released schema is a promise. Give a new field a default, do not remove or rename a field without one, do not \
            change a type. Where that cannot be, begin a new topic. See schemas/README.md.""";

    static Stream<Topic> topics() {
        return Topics.of("", 1, 1).all().stream().filter(topic -> topic.schema().isPresent());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("topics")
    void schema_ofTopic_keepsWhatWasReleased(Topic topic) {
        List<ReleasedSchemas.Version> released = ReleasedSchemas.ofThisProject().of(topic);
        if (released.isEmpty()) {
            fail(
                    "The topic %s has no released schema. Write it: mvn -pl schemas test -Dtest=ReleaseSchemas",
                    topic.name());
        }
        for (ReleasedSchemas.Version version : released) {
            List<String> problems = SchemaChange.problems(
                    topic.visibility(), version.schema(), topic.schema().orElseThrow());
            if (!problems.isEmpty()) {
                fail(
                        "Topic %s against %s:%n%s%n%s",
                        topic.name(), version.file(), String.join("\n", problems), WAY_OUT);
            }
        }
    }

    @Test
    void problems_ofFieldWithoutDefault_nameItOnlyWhereItHurts() {
        Schema old = SchemaBuilder.record("R").fields().requiredLong("a").endRecord();
        Schema wider = SchemaBuilder.record("R")
                .fields()
                .requiredLong("a")
                .requiredString("b")
                .endRecord();

        assertThat(SchemaChange.problems(Visibility.INTERNAL, old, wider))
                .singleElement()
                .asString()
                .contains("field 'b'");
        assertThat(SchemaChange.problems(Visibility.INTERNAL, wider, old)).isEmpty();
        assertThat(SchemaChange.problems(Visibility.PUBLIC, wider, old))
                .singleElement()
                .asString()
                .contains("field 'b'", "users");
    }

    @Test
    void problems_ofChangedNestedType_nameThePath() {
        Schema old = nested("long");
        Schema changed = nested("string");

        assertThat(SchemaChange.problems(Visibility.INTERNAL, old, changed))
                .singleElement()
                .asString()
                .contains("'inner.value'");
    }

    private static Schema nested(String type) {
        return SchemaBuilder.record("R")
                .fields()
                .name("inner")
                .type(SchemaBuilder.record("Inner")
                        .fields()
                        .name("value")
                        .type(type)
                        .noDefault()
                        .endRecord())
                .noDefault()
                .endRecord();
    }
}
