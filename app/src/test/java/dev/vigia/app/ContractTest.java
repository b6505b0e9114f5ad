package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vigia.ingest.gateway.GatewaySettings;
import dev.vigia.runtime.DeadLetters;
import dev.vigia.runtime.TopicInstaller;
import dev.vigia.schemas.Topic;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.json.LogJson;
import dev.vigia.schemas.json.MetricJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/producing.md and docs/subscribing.md promise what there is: all of it, and nothing else. */
class ContractTest {

    private static final Path ROOT = Path.of(System.getProperty("vigia.root"));
    private static final Path PRODUCING = ROOT.resolve("docs/producing.md");
    private static final Path SUBSCRIBING = ROOT.resolve("docs/subscribing.md");
    private static final int MIB = 1024 * 1024;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern WORD = Pattern.compile("`([A-Z_]+)`");
    private static final Pattern UNIT_OF_NUMBER =
            Pattern.compile("microseconds|milliseconds|nanoseconds|\\bseconds|bytes");
    private static final Pattern UNIT_OF_TEXT = Pattern.compile("\\d+ (lower-case )?hexadecimal digits");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]*)(#[^)]*)?\\)");

    static List<Topic> publicTopics() {
        return Topics.of("", 4, 4).all().stream()
                .filter(topic -> topic.visibility() == Topic.Visibility.PUBLIC)
                .toList();
    }

    @Test
    void topics_public_areThereWithPartitionsAndRetention() throws IOException {
        Map<String, List<String>> documented = new TreeMap<>();
        for (List<String> row : rows("topic")) documented.put(name(row), row.subList(3, 5));

        assertThat(documented)
                .isEqualTo(publicTopics().stream()
                        .collect(Collectors.toMap(
                                Topic::name, topic -> List.of(Integer.toString(topic.partitions()), kept(topic)))));
    }

    @Test
    void topics_public_nameTheirSchema() throws IOException {
        for (List<String> row : rows("topic")) {
            Topic topic = publicTopics().stream()
                    .filter(one -> one.name().equals(name(row)))
                    .findFirst()
                    .orElseThrow();
            topic.schema().ifPresent(schema -> assertThat(row.get(1)).startsWith("`" + schema.getName() + "`"));
        }
    }

    static List<Schema> publicRecords() {
        return all(Schema.Type.RECORD);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("publicRecords")
    void fields_ofPublicRecord_areThereInTheirOrder(Schema schema) throws IOException {
        List<List<String>> documented = table(schema).rows();

        assertThat(documented.stream().map(row -> List.of(name(row), row.get(1), row.get(2))))
                .isEqualTo(schema.getFields().stream()
                        .map(field -> List.of(field.name(), type(field.schema()), defaultOf(field)))
                        .toList());
        assertThat(documented).allSatisfy(row -> assertThat(row.get(3)).isNotEmpty());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("publicRecords")
    void fields_ofPublicRecord_haveTheUnitsOfTheSchema(Schema schema) throws IOException {
        for (List<String> row : table(schema).rows()) {
            Schema.Field field = schema.getField(name(row));
            Pattern units = type(field.schema()).startsWith("string") ? UNIT_OF_TEXT : UNIT_OF_NUMBER;
            Matcher unit = units.matcher(String.valueOf(field.doc()));
            while (unit.find()) assertThat(row.get(3)).as(name(row)).contains(unit.group());
        }
    }

    @Test
    void records_thatAreThere_arePublic() throws IOException {
        assertThat(tables().stream()
                        .filter(table -> table.names().get(0).equals("field"))
                        .map(MarkdownTable::heading))
                .containsExactlyInAnyOrderElementsOf(publicRecords().stream()
                        .map(schema -> "`" + schema.getName() + "`")
                        .toList());
    }

    @Test
    void enumerations_public_areThereWithAllWords() throws IOException {
        Map<String, List<Object>> documented = new TreeMap<>();
        for (List<String> row : rows("enumeration")) {
            documented.put(name(row), List.of(new TreeSet<>(words(row.get(1))), row.get(2)));
        }

        assertThat(documented)
                .isEqualTo(all(Schema.Type.ENUM).stream()
                        .collect(Collectors.toMap(
                                Schema::getName,
                                schema -> List.of(
                                        new TreeSet<>(schema.getEnumSymbols()),
                                        schema.getEnumDefault() == null ? "" : schema.getEnumDefault()))));
    }

    @Test
    void transitions_allHaveTheirPlaceInTheLifeOfAnAlert() throws IOException {
        List<String> told = rows("transition").stream().map(ContractTest::name).toList();
        Schema transition = all(Schema.Type.ENUM).stream()
                .filter(schema -> schema.getName().equals("Transition"))
                .findFirst()
                .orElseThrow();

        assertThat(transition.getEnumSymbols()).containsAll(told);
        assertThat(told).hasSize(transition.getEnumSymbols().size() - 1).doesNotContain("UNKNOWN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"log", "metric"})
    void jsonForm_inFull_hasEveryFieldAndNoOther(String form) throws Exception {
        Matcher block = Pattern.compile("```json " + form + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PRODUCING));
        assertThat(block.find()).isTrue();
        JsonNode written = JSON.readTree(block.group(1));

        IndexedRecord record = form.equals("log") ? LogJson.parse(written) : MetricJson.parse(written);
        JsonNode again = form.equals("log")
                ? LogJson.write(LogJson.parse(written))
                : MetricJson.write(MetricJson.parse(written));

        assertFull(record);
        assertThat(JSON.readTree(again.toString())).isEqualTo(written);
    }

    @Test
    void deadLetters_haveTheHeadersThatAreThere() throws IOException {
        assertThat(rows("header").stream().map(ContractTest::name))
                .containsExactly(
                        DeadLetters.STAGE,
                        DeadLetters.REASON,
                        DeadLetters.TOPIC,
                        DeadLetters.PARTITION,
                        DeadLetters.OFFSET);
    }

    @Test
    void sizes_areThoseOfTheSettings() throws IOException {
        GatewaySettings gateway = GatewaySettings.onPort(0);
        List<List<String>> rows = tables().stream()
                .filter(table -> table.heading().equals("Sizes"))
                .findFirst()
                .orElseThrow()
                .rows();

        assertThat(rows.get(0).get(1)).startsWith(gateway.maxRequestBytes() / MIB + " MiB");
        assertThat(rows.get(1).get(1)).startsWith(gateway.maxRecordBytes() / MIB + " MiB");
        assertThat(rows.get(2).get(1)).startsWith(TopicInstaller.MAX_RECORD_BYTES / MIB + " MiB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "examples/README.md", "docs/producing.md", "docs/subscribing.md"})
    void links_leadSomewhere(String document) throws IOException {
        Path path = ROOT.resolve(document);
        Matcher link = LINK.matcher(Files.readString(path));
        while (link.find()) {
            Path target = link.group(1).isEmpty() ? path : path.resolveSibling(link.group(1));
            assertThat(target).exists();
            if (link.group(2) != null) {
                assertThat(anchors(target)).contains(link.group(2).substring(1));
            }
        }
    }

    /** The anchors that GitHub gives to headings. */
    private static List<String> anchors(Path document) throws IOException {
        return Files.readAllLines(document).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\p{IsAlphabetic}\\p{IsDigit} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    private static void assertFull(IndexedRecord record) {
        for (Schema.Field field : record.getSchema().getFields()) {
            Object value = record.get(field.pos());
            assertThat(value).as(field.name()).isNotNull();
            if (value instanceof IndexedRecord nested) assertFull(nested);
        }
    }

    /** Records or enumerations that lie in public topics, each once. */
    private static List<Schema> all(Schema.Type type) {
        Map<String, Schema> found = new TreeMap<>();
        for (Topic topic : publicTopics()) topic.schema().ifPresent(schema -> collect(schema, found));
        return found.values().stream()
                .filter(schema -> schema.getType() == type)
                .toList();
    }

    private static void collect(Schema schema, Map<String, Schema> found) {
        switch (schema.getType()) {
            case RECORD -> {
                if (found.putIfAbsent(schema.getName(), schema) != null) return;
                schema.getFields().forEach(field -> collect(field.schema(), found));
            }
            case ENUM -> found.put(schema.getName(), schema);
            case ARRAY -> collect(schema.getElementType(), found);
            case MAP -> collect(schema.getValueType(), found);
            case UNION -> schema.getTypes().forEach(one -> collect(one, found));
            default -> {}
        }
    }

    /** A type as the documents write it. */
    private static String type(Schema schema) {
        return switch (schema.getType()) {
            case UNION -> schema.isNullable() ? type(schema.getTypes().get(1)) + "?" : "*any*";
            case ARRAY -> "list of " + type(schema.getElementType());
            case MAP -> "map of " + type(schema.getValueType());
            case RECORD, ENUM -> "`" + schema.getName() + "`";
            default -> schema.getType().getName();
        };
    }

    private static String defaultOf(Schema.Field field) {
        if (!field.hasDefaultValue()) return "";
        Object value = field.defaultVal();
        if (value == JsonProperties.NULL_VALUE) return "null";
        boolean text = field.schema().getType() == Schema.Type.STRING;
        return text ? "\"" + value + "\"" : String.valueOf(value);
    }

    private static String kept(Topic topic) {
        List<String> parts = new ArrayList<>();
        if (topic.compacted()) parts.add("the last of each key");
        topic.retention().map(Duration::toDays).ifPresent(days -> parts.add(days + (days == 1 ? " day" : " days")));
        return String.join(", ", parts);
    }

    private static MarkdownTable table(Schema schema) throws IOException {
        return tables().stream()
                .filter(table -> table.heading().equals("`" + schema.getName() + "`"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no table of " + schema.getName()));
    }

    /** The rows of all tables whose first column is called so. */
    private static List<List<String>> rows(String firstName) throws IOException {
        return tables().stream()
                .filter(table -> table.names().get(0).equals(firstName))
                .flatMap(table -> table.rows().stream())
                .toList();
    }

    private static List<MarkdownTable> tables() throws IOException {
        List<MarkdownTable> tables = new ArrayList<>(MarkdownTable.of(PRODUCING));
        tables.addAll(MarkdownTable.of(SUBSCRIBING));
        return tables;
    }

    private static List<String> words(String cell) {
        return WORD.matcher(cell).results().map(found -> found.group(1)).toList();
    }

    private static String name(List<String> row) {
        return row.get(0).replace("`", "");
    }
}
