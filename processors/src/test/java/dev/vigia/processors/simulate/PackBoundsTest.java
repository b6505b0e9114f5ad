package dev.vigia.processors.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.TestDriver;
import dev.vigia.processors.TestRegistry;
import dev.vigia.processors.evaluate.EvaluateTopology;
import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.RuleSetParser;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.RuleFile;
import dev.vigia.schemas.avro.Signal;
import dev.vigia.schemas.serde.AvroSerializer;
import dev.vigia.schemas.serde.RegistryClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every alert condition of the five documents (requirements 1.6) just below, at and just above its bound; just outside and
 * just inside of its window and its time; and for one group and another: from raw records through the folds that ship. Prints
 * the tables.
 */
class PackBoundsTest {

    static final List<String> NAMES = List.of("fisioflow", "conductor", "careflex", "whatsapp-agent", "chegou-hub");

    private static final PrintStream OUT = new PrintStream(System.out, true, UTF_8);
    private static final Path PACKS = Path.of("../config/rules/packs");

    private final Map<String, String> files = new TreeMap<>();
    private final List<PackRow> bounds = PackBounds.rows();

    @BeforeEach
    void read() throws IOException {
        for (String name : NAMES) files.put(name, Files.readString(PACKS.resolve(name + ".yaml")));
    }

    @Test
    void conditions_belowAtAndAboveTheirBounds_areAsDocumented() {
        check(bounds, "below, at, above");
        assertThat(bounds.stream().map(PackRow::requirement).distinct().sorted().toList())
                .isEqualTo(IntStream.rangeClosed(94, 138)
                        .mapToObj(number -> String.format(Locale.ROOT, "R-%03d", number))
                        .toList());
        assertThat(bounds.stream().map(PackRow::rule).distinct().sorted().toList())
                .isEqualTo(rules().map(Rule::id).sorted().toList());
    }

    /** All packs at once, in one log that has each bound passed that a quarter of a day is enough for: through Kafka Streams and RocksDB. */
    @Test
    void conditions_throughTheTopologyOfEvaluate_giveTheSameBytes(@TempDir Path folder) throws Exception {
        Topics topics = Topics.of("", 1, 1);
        long end = PackRow.START + PackRecords.DAY / 4;
        List<Story> stories = bounds.stream()
                .map(row -> row.story(file(row), row.values().get(2)))
                .filter(story -> story.end() <= end)
                .toList();
        Story all = new Story(
                files.entrySet().stream()
                        .map(file -> new RuleFile(file.getKey() + ".yaml", file.getValue()))
                        .toList(),
                PackRow.START,
                end,
                stories.stream().flatMap(story -> story.steps().stream()).toList());
        List<byte[]> folded = new ArrayList<>();
        Set<String> rules = new TreeSet<>();
        try (TestRegistry server = new TestRegistry();
                RegistryClient registry = server.client();
                TopologyTestDriver driver = TestDriver.of(
                        "evaluate",
                        folder,
                        new EvaluateTopology(topics, registry, new SimpleMeterRegistry()).build())) {
            AvroSerializer<Alert> serializer = new AvroSerializer<>(registry);
            var signals = driver.createInputTopic(
                    topics.signals().name(), new ByteArraySerializer(), new AvroSerializer<Signal>(registry));
            all.play(signals::pipeInput, alert -> {
                rules.add(alert.getRuleId());
                folded.add(serializer.serialize(topics.alerts().name(), alert));
            });
            assertThat(driver.createOutputTopic(
                                    topics.alerts().name(), new StringDeserializer(), new ByteArrayDeserializer())
                            .readValuesToList())
                    .containsExactlyElementsOf(folded);
        }
        assertThat(rules).hasSizeGreaterThan(40);
    }

    /** Whoever gets the alert sees what asks for it. */
    @Test
    void rules_carryTheirRequirement() {
        for (PackRow row : bounds) {
            assertThat(rule(row).labels()).as(row.rule()).containsEntry("requirement", row.requirement());
        }
    }

    /** Where a document has a word for how bad something is, its alerts have that word; ours are ours in capitals, too. */
    @ParameterizedTest
    @CsvSource({
        "warning,R-094 R-096 R-102 R-113 R-114 R-116 R-129 R-137",
        "warning critical,R-101 R-104 R-107",
        "WARNING critical,R-095 R-097 R-100 R-103",
        "critical,R-098 R-124 R-125 R-126 R-127 R-128",
        "info,R-136"
    })
    void severities_areTheDocumentsWords(String words, String requirements) {
        for (PackRow row : bounds) {
            if (!List.of(requirements.split(" ")).contains(row.requirement())) continue;
            assertThat(rule(row).condition().levels())
                    .as(row.rule())
                    .extracting(level -> level.word().text())
                    .containsExactly(words.split(" "));
        }
    }

    @Test
    void windowsAndTimes_justOutsideAndJustInside_areAsDocumented() {
        check(PackWindows.rows(bounds), "outside, just outside, inside");
    }

    @Test
    void records_earlyAndLate_countAsIfTheyWereOnTime() {
        check(PackSenders.rows(bounds), "too few, too few, enough");
    }

    /** The same happens twice, the second time with another service, host and whatever the rule is said to group by. */
    @Test
    void groups_haveAnAlertEach() {
        List<String> wrong = new ArrayList<>();
        OUT.printf("%-6s %-30s %s%n", "", "rule", "an alert per");
        PackGroups.FIELDS.forEach((rule, fields) -> {
            PackRow row = bounds.stream()
                    .filter(one -> one.rule().equals(rule))
                    .findFirst()
                    .orElseThrow();
            PackGroups groups = new PackGroups(fields);
            Set<Map<String, String>> found = row.groups(file(row), groups.altered());
            print(
                    String.format(Locale.ROOT, "%-6s %-30s %-57s", row.requirement(), rule, fields),
                    groups.fit(found),
                    found,
                    wrong);
        });
        assertThat(wrong).isEmpty();
        assertThat(PackGroups.FIELDS.keySet())
                .containsExactlyInAnyOrderElementsOf(rules().map(Rule::id).toList());
    }

    private void check(List<PackRow> rows, String values) {
        List<String> wrong = new ArrayList<>();
        OUT.printf("%-6s %-30s %-34s %-9s %-12s%n", "", "rule", values, "severity", "category");
        for (PackRow row : rows) {
            List<String> found = row.found(file(row));
            boolean right = found.equals(row.wanted())
                    && row.category().equals(rule(row).category());
            String line = String.format(
                    Locale.ROOT,
                    "%-6s %-30s %-34s %-9s %-12s",
                    row.requirement(),
                    row.rule(),
                    row.bound(),
                    row.severity(),
                    row.category());
            print(line, right, found, wrong);
        }
        assertThat(wrong).isEmpty();
    }

    private static void print(String line, boolean right, Object found, List<String> wrong) {
        String judged = line + (right ? " yes" : " NO " + found);
        OUT.println(judged);
        if (!right) wrong.add(judged);
    }

    private String file(PackRow row) {
        return files.getOrDefault(row.pack(), "");
    }

    private Rule rule(PackRow row) {
        return rules().filter(rule -> rule.id().equals(row.rule())).findFirst().orElseThrow();
    }

    private Stream<Rule> rules() {
        return files.entrySet().stream()
                .flatMap(file -> RuleSetParser.parse(file.getKey() + ".yaml", file.getValue()).rules().stream());
    }
}
