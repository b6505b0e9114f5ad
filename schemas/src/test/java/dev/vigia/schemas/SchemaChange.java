package dev.vigia.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vigia.schemas.Topic.Visibility;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;

/** What stands between two versions of a topic's schema. */
final class SchemaChange {

    private static final ObjectMapper JSON = new ObjectMapper();

    private SchemaChange() {}

    /** What is wrong with going from {@code released} to {@code now}; empty when nothing is. */
    static List<String> problems(Visibility visibility, Schema released, Schema now) {
        List<String> problems = new ArrayList<>(reading(now, released, "today's schema cannot read released records"));
        if (visibility == Visibility.PUBLIC) {
            problems.addAll(reading(released, now, "users with the released schema cannot read today's records"));
        }
        return problems;
    }

    private static List<String> reading(Schema reader, Schema writer, String consequence) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult()
                .getIncompatibilities()
                .stream()
                .map(problem -> String.format(
                        "%s, field '%s' (%s: %s): %s",
                        now(reader, writer).getName(),
                        field(reader, problem.getLocation()),
                        problem.getType(),
                        problem.getMessage(),
                        consequence))
                .toList();
    }

    private static Schema now(Schema reader, Schema writer) {
        return reader.getName().isEmpty() ? writer : reader;
    }

    /** Field names along a JSON pointer into the schema, for instance {@code http.route}. */
    private static String field(Schema schema, String pointer) {
        try {
            JsonNode node = JSON.readTree(schema.toString());
            List<String> names = new ArrayList<>();
            String before = "";
            for (String step : pointer.split("/")) {
                if (step.isEmpty()) continue;
                node = node.isArray() ? node.path(Integer.parseInt(step)) : node.path(step);
                if (before.equals("fields")) names.add(node.path("name").asText());
                before = step;
            }
            return names.isEmpty() ? pointer : String.join(".", names);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
