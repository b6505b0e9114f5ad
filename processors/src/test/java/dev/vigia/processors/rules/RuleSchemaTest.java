package dev.vigia.processors.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.vigia.runtime.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema that editors use says of a rule file what {@link RuleReader} says of it. */
class RuleSchemaTest {

    private static final Path CONFIG = Path.of(System.getProperty("vigia.root"), "config/rules");

    private static String schema(String name) throws IOException {
        return Files.readString(CONFIG.resolve("schema").resolve(name));
    }

    private static JsonNode rule() throws IOException {
        return new ObjectMapper().readTree(schema("rules.json")).at("/$defs/rule");
    }

    private static List<String> problems(String schema, String yaml) throws IOException {
        Schema checked = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema(schema));
        return checked.validate(yaml, InputFormat.YAML).stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }

    private static List<String> problems(String rule) throws IOException {
        return problems("rules.json", "rules:\n  - " + rule);
    }

    private static boolean isRead(String rule) {
        try {
            RuleSetParser.parse("x.yaml", "rules:\n  - " + rule);
            return true;
        } catch (UserException e) {
            return false;
        }
    }

    @Test
    void fields_areThoseThatTheReaderAsksFor() throws IOException {
        Set<String> read = new TreeSet<>();
        for (String aggregate : List.of("count", "error_rate", "percentile, percentile: 95", "mean")) {
            String rule = "rules: [{id: r, source: metrics, errors: 'value > 1', above: 0.1, severity: low, aggregate: "
                    + aggregate + "}]";
            String fit = aggregate.equals("error_rate") ? rule : rule.replace("errors: 'value > 1', ", "");
            YamlMap file = YamlMap.parse("x.yaml", fit);
            YamlMap map = file.maps("rules", "rule").get(0);
            RuleSetParser.reader(file).apply(map);
            read.addAll(map.known());
        }

        assertThat(rule().path("properties").properties())
                .extracting(entry -> entry.getKey())
                .containsExactlyInAnyOrderElementsOf(read);
    }

    /** An error names the words that would do. */
    @ParameterizedTest
    @ValueSource(strings = {"source", "aggregate", "severity", "category"})
    void words_areThoseThatTheReaderKnows(String field) throws IOException {
        String rule = "{id: r, source: logs, aggregate: count, above: 1, severity: low, category: system}";
        UserException refused = catchThrowableOfType(
                UserException.class,
                () -> RuleSetParser.parse(
                        "x.yaml", "rules:\n  - " + rule.replaceFirst(field + ": [a-z]+", field + ": nonsense")));

        String message = String.valueOf(refused.getMessage());
        Set<String> known =
                Set.of(message.substring(message.indexOf(" is none of ") + 12).split(", "));
        Set<String> words = new TreeSet<>();
        String at = field.equals("severity") ? "/$defs/severity" : "/$defs/rule/properties/" + field;
        JsonNode all = new ObjectMapper().readTree(schema("rules.json")).at(at + "/enum");
        // Severities may be written in capitals.
        all.forEach(word -> words.add(
                word.asText().startsWith("P") ? word.asText() : word.asText().toLowerCase(Locale.ROOT)));
        assertThat(words).containsExactlyInAnyOrderElementsOf(known);
    }

    @ParameterizedTest
    @CsvSource({".,rules.json", "packs,rules.json", "tests,tests.json"})
    void filesWeShip_fit(String folder, String schema) throws IOException {
        try (Stream<Path> files = Files.list(CONFIG.resolve(folder))) {
            List<Path> all = files.filter(Files::isRegularFile).collect(Collectors.toList());
            assertThat(all).isNotEmpty();
            for (Path file : all) {
                String text = Files.readString(file);
                assertThat(problems(schema, text)).as(file.toString()).isEmpty();
                String first = text.lines().findFirst().orElse("");
                Path named = file.resolveSibling(first.substring(first.indexOf('=') + 1));
                assertThat(first).startsWith("# yaml-language-server: $schema=");
                assertThat(Files.isSameFile(named, CONFIG.resolve("schema").resolve(schema)))
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"duration.yaml", "absence.yaml", "late.yaml", "people.yaml", "change.yaml"})
    void timelines_fit(String name) throws IOException {
        Path file =
                CONFIG.resolve("../../processors/src/test/resources/timelines").resolve(name);
        assertThat(problems("tests.json", Files.readString(file))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{id: r, aggregate: count, above: 1, severity: low}",
                "{id: r, aggregate: count, below: 10, severity: warning, window: 1h30m, for: 0, recover_for: 0}",
                "{id: r, aggregate: error_rate, errors: http.status > 400, above: 0.1, severity: low, labels: {a: 1, b: x}}",
                "{id: r, aggregate: percentile, field: http.duration, percentile: 99.9, above: 1, severity: info, max_age: 30d}",
                "{id: r, source: spans, aggregate: max, above: 1, severity: critical, group_by: service, category: business}",
                "{id: r, source: metrics, aggregate: last, field: value, above: 1, severity: high, group_by: [resource.a]}",
                "{id: r, absent_for: 10m, severity: high, forget_after: 7d, group_by: [service], max_groups: 500}",
                "{id: r, aggregate: error_rate, severities: {warning: 0.01, critical: 0.05}, recover_at: {critical: 0.03}}",
                "{id: r, aggregate: count, severities: {P1: 5, WARNING: 3}}",
                "{id: r, aggregate: count, above: 1, severity: P0}",
                "{id: r, aggregate: new_term, group_by: [exception.type], memory: 30d, severity: info}",
                "{id: r, source: metrics, aggregate: time_to, target: 1.0, below: 4h, window: 6h, of: last, severity: high}",
                "{id: r, aggregate: distinct_ratio, field: attributes.user, numerator: http.status > 499, above: 0.5, severity: low}",
                "{id: r, aggregate: burn_rate, objective: 99.9, above: 14.4, severity: low}",
                "{id: r, parts: {a: {}, b: {source: spans, aggregate: mean, above: 1, window: 2m}}, condition: a and not b, severity: low}",
                "{id: r, parts: {a: {filter: http.status > 1, above: 3}}, severities: {low: a, warning: a}, no_data: ignore}",
                "{id: r, parts: {a: {}, b: {window: 30m}}, sequence: [a, not b], within: 1h, severity: low}",
                "{id: r, slo: {objective: 99.9}, source: spans, filter: kind == 'SERVER', min_samples: 5}",
                "{id: r, slo: {objective: 99, burn_rates: [{severity: warning, factor: 2, window: 1h, short_window: 5m}]}}",
                "{id: r, aggregate: sum, field: attributes.usd, above: 9, window: day, zone: America/Sao_Paulo, severity: low}",
                "{id: r, aggregate: count, compare: ratio, above: 3, consecutive: 5, no_data: keep_last, severity: low}",
                "{id: r, aggregate: count, compare: ratio, min_samples: 50, min_samples_before: 0, above: 3, severity: low}",
                "{id: r, aggregate: sum, field: http.duration, compare: difference, min_samples_before: 0, above: 3, severity: low}",
                "{id: r, aggregate: mean, field: http.duration, compare: ratio, min_samples_before: 5, above: 3, severity: low}",
                "{id: r, aggregate: count, above: 3, watch: 30m, flapping: off, severity: low}",
                "{id: r, aggregate: count, above: 3, flapping: {changes: 5, within: 2h}, severity: low}"
            })
    void soundRule_fits(String rule) throws IOException {
        assertThat(isRead(rule)).isTrue();
        assertThat(problems(rule)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        id: r                | id: R
        id: r                | title: R
        aggregate: count     | aggregate: counts
        aggregate: count     | aggregate: count, errors: http.status > 1
        aggregate: count     | aggregate: count, field: http.status
        aggregate: count     | aggregate: count, percentile: 95
        aggregate: count     | aggregate: percentile, field: http.duration
        aggregate: count     | aggregate: percentile, field: http.duration, percentile: 100
        aggregate: count     | aggregate: error_rate
        above: 7             | above: 7, below: 3
        above: 7             | title: x
        above: 7             | above: many
        severity: low        | severity: bad
        severity: low        | severity: P5
        severity: low        | title: x
        severity: low        | severity: low, window: soon
        severity: low        | severity: low, min_samples: 0
        severity: low        | severity: low, categories: system
        severity: low        | severity: low, labels: {a: [b]}
        severity: low        | severity: low, for: 1m, consecutive: 3
        severity: low        | severities: {low: 1}
        severity: low        | severity: low, zone: UTC
        above: 7             | above: 7, absent_for: 5m
        aggregate: count     | aggregate: new_term
        aggregate: count     | aggregate: ratio
        aggregate: count     | aggregate: count, per: 1m
        aggregate: count     | aggregate: count, min_samples_before: 0
        aggregate: count     | aggregate: count, compare: ratio, min_samples_before: -1
        aggregate: count     | aggregate: mean, field: http.duration, compare: ratio, min_samples_before: 0
        aggregate: count     | aggregate: sum, field: http.duration, compare: ratio, min_samples_before: 0
        severity: low        | severity: low, flapping: on
        severity: low        | severity: low, flapping: {changes: 2}
        severity: low        | severity: low, flapping: {settle: 1m}
        aggregate: count     | aggregate: distinct
        aggregate: count     | aggregate: distinct_ratio, field: attributes.user
        aggregate: count     | aggregate: distinct_ratio, numerator: http.status > 1
        aggregate: count     | aggregate: distinct_ratio, field: attributes.user, numerator: http.status > 1
        """)
    void brokenRule_doesNotFit(String what, String by) throws IOException {
        String rule = "{id: r, aggregate: count, above: 7, severity: low}".replace(what, by);
        assertThat(isRead(rule)).isFalse();
        assertThat(problems(rule)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{id: r, parts: {a: {}}, severity: low}",
                "{id: r, parts: {a: {}}, condition: a}",
                "{id: r, parts: {}, condition: a, severity: low}",
                "{id: r, parts: {not: {}}, condition: not, severity: low}",
                "{id: r, parts: {a: {aggregate: mean, field: http.duration}}, condition: a, severity: low}",
                "{id: r, parts: {a: {above: 1, below: 2}}, condition: a, severity: low}",
                "{id: r, parts: {a: {aggregate: new_term}}, condition: a, severity: low, group_by: [service]}",
                "{id: r, parts: {a: {errors: http.status > 1}}, condition: a, severity: low}",
                "{id: r, parts: {a: {window: day}}, condition: a, severity: low}",
                "{id: r, parts: {a: {for: 1m}}, condition: a, severity: low}",
                "{id: r, parts: {a: {compare: ratio, above: 2, min_samples_before: 1}}, condition: a, severity: low}",
                "{id: r, parts: {a: {}}, condition: a, severity: low, filter: http.status > 1}",
                "{id: r, parts: {a: {}}, condition: a, severity: low, window: 1m}",
                "{id: r, parts: {a: {}}, condition: a, severity: low, consecutive: 3}",
                "{id: r, parts: {a: {}}, condition: a, severity: low, no_data: alert}",
                "{id: r, parts: {a: {}}, condition: a, severities: {low: a}}",
                "{id: r, parts: {a: {}}, severities: {low: a}, severity: low}",
                "{id: r, parts: {a: {}, b: {}}, sequence: [a, b], severity: low}",
                "{id: r, parts: {a: {}, b: {}}, sequence: [a], within: 1m, severity: low}",
                "{id: r, parts: {a: {}, b: {}}, condition: a and b, within: 1m, severity: low}",
                "{id: r, parts: {a: {}, b: {}}, sequence: [a, b], within: 1m, severity: low, no_data: ignore}",
                "{id: r, aggregate: count, above: 1, severity: low, condition: a}",
                "{id: r, slo: {objective: 99.9}, severity: low}",
                "{id: r, slo: {objective: 100}}",
                "{id: r, slo: {}}",
                "{id: r, slo: {objective: 99.9}, above: 1}",
                "{id: r, slo: {objective: 99.9, burn_rates: []}}",
                "{id: r, slo: {objective: 99.9, burn_rates: [{severity: low, factor: 0, window: 1h, short_window: 5m}]}}",
                "{id: r, slo: {objective: 99.9, burn_rates: [{severity: low, factor: 1, window: 1h}]}}",
                "{id: r, slo: {objective: 99.9}, aggregate: error_rate, above: 0.1}",
                "{id: r, aggregate: burn_rate, above: 1, severity: low}"
            })
    void brokenRuleOfParts_doesNotFit(String rule) throws IOException {
        assertThat(isRead(rule)).isFalse();
        assertThat(problems(rule)).isNotEmpty();
    }
}
