package dev.vigia.processors.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.RuleSetParser;
import dev.vigia.runtime.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleTestTest {

    private static final Path SHIPPED = Path.of(System.getProperty("vigia.root"), "config/rules");

    private static final String RULES = """
            rules:
              - {id: errors, filter: severity_number >= 17, group_by: [service], aggregate: count, above: 2, severity: high}
              - {id: slow, source: spans, filter: kind == "SERVER", aggregate: max, above: 1, severity: low}
              - {id: queue, source: metrics, filter: name == "queue", group_by: [attributes.n], aggregate: last, above: 9,
                 severity: medium}
            """;

    @TempDir
    Path dir;

    @BeforeEach
    void writeRules() throws IOException {
        Files.writeString(dir.resolve("rules.yaml"), RULES);
    }

    private List<RuleTest> read(String tests) throws IOException {
        return RuleTest.read(Files.writeString(dir.resolve("tests.yaml"), tests));
    }

    private RuleTest.Result run(String timeline, String expect) throws IOException {
        return read("rules: rules.yaml\ntests:\n  - name: a test\n    timeline: " + timeline + "\n    expect: "
                        + expect)
                .get(0)
                .run();
    }

    @ParameterizedTest
    @ValueSource(strings = {"default.yaml", "vigia.yaml"})
    void rulesWeShip_passTheirTests_andEachFiresInOne(String name) throws IOException {
        List<RuleTest> tests = RuleTest.read(SHIPPED.resolve("tests").resolve(name));

        for (RuleTest test : tests) {
            RuleTest.Result result = test.run();
            assertThat(result.passed())
                    .as("%s%n%s", test.name(), String.join("\n", result.lines()))
                    .isTrue();
        }
        Set<String> fire = tests.stream()
                .flatMap(test -> test.expectations().stream())
                .filter(expectation -> expectation.what().equals("active"))
                .map(Expectation::rule)
                .collect(Collectors.toSet());
        String text = Files.readString(SHIPPED.resolve(name));
        assertThat(RuleSetParser.parse(name, text).rules()).extracting(Rule::id).allMatch(fire::contains);
    }

    /** The example of docs/rules.md. */
    @Test
    void documentation_isRight() throws IOException {
        String page = Files.readString(SHIPPED.resolve("../../docs/rules.md"));
        String from = page.substring(page.indexOf("rules: ../default.yaml"));
        String example = from.substring(0, from.indexOf("```"))
                .replace("rules: ../default.yaml", "rules: " + SHIPPED.resolve("default.yaml"));

        RuleTest.Result result = read(example).get(0).run();

        assertThat(result.passed()).as(String.join("\n", result.lines())).isTrue();
    }

    @Test
    void run_asExpected_passes() throws IOException {
        RuleTest.Result result = run(
                "[{at: 1m, times: 3, log: {service: shop, level: ERROR}}]",
                "[{rule: errors, group: {service: shop}, severity: high, active: 1m, recovering: 2m..2m10s, resolved: [3m10s]}]");

        assertThat(result.lines())
                .containsExactly(
                        "  1m             active       errors {service=shop} high",
                        "  2m10s          recovering   errors {service=shop} high",
                        "  3m10s          resolved     errors {service=shop} high");
        assertThat(result.passed()).isTrue();
    }

    @Test
    void run_otherwise_saysWhatDidNotHappenAndWhatDid() throws IOException {
        RuleTest.Result result = run(
                "[{at: 1m, times: 3, log: {service: shop, level: ERROR}}]",
                "[{rule: errors, group: {service: shop}, severity: low, active: 1m..70s, recovering: 2m10s}]");

        assertThat(result.passed()).isFalse();
        assertThat(result.lines())
                .containsExactly(
                        "- 1m..1m10s      active       errors {service=shop} low",
                        "+ 1m             active       errors {service=shop} high",
                        "- 2m10s          recovering   errors {service=shop} low",
                        "+ 2m10s          recovering   errors {service=shop} high");
    }

    /** What a timeline makes happen, up to a minute after the last record. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {at: 0, every: 10s, for: 30s, log: {level: ERROR}}                              | errors, active: 20s
        {at: 0, every: 10s, for: 20s, log: {level: ERROR}}                              |
        {at: 2026-01-05T01:00:20+01:00, times: 3, log: {level: ERROR}}                  | errors, active: 20s
        {at: 0, every: 1s, for: 3s, late: 2m, log: {level: ERROR}}                      | errors, active: 10s, recovering: 2m, resolved: 3m
        {at: 0, times: 3, log: {level: ERROR, timestamp: '2026-01-04T23:59:50Z'}}       | errors, active: 0
        {at: 0, times: 3, log: {level: ERROR, timestamp: '2026-01-04T22:00:00Z'}}       |
        {at: 10s, span: {name: pay, kind: server, duration_ms: 1200}}                   | slow, active: 10s
        {at: 10s, span: {name: pay, kind: client, duration_ms: 1200}}                   |
        {at: 0, every: 10s, for: 1m, ramp: {value: [5, 10]}, metric: {name: queue}}     | queue, active: 50s
        {at: 0, every: 10s, for: 20s, metric: {name: queue, value: 10, attributes: {n: "q{n}"}}} | queue, active: [0, 10s]
        """)
    void timeline_makesRecords(String step, String expected) throws IOException {
        String expect = expected == null ? "[]" : "[{rule: " + expected + "}]";
        RuleTest.Result result = run("[" + step + "]", expect);
        assertThat(result.passed()).as(String.join("\n", result.lines())).isTrue();
    }

    @Test
    void timeline_peopleAndRulesActInIt() throws IOException {
        Files.writeString(
                dir.resolve("later.yaml"), RULES.replace("above: 2", "above: 1").replace("id: errors", "id: few"));
        RuleTest.Result result = run("""
                [{at: 0, times: 3, log: {service: shop, level: ERROR}},
                      {at: 5s, acknowledge: {rule: errors, group: {service: shop}}, by: ana},
                      {at: 8s, resolve: {rule: errors, group: {service: shop}}},
                      {at: 5m, apply: later.yaml},
                      {at: 10m, times: 2, log: {service: till, level: ERROR}}]""", """
                [{rule: errors, group: {service: shop}, active: 0, acknowledged: 5s, resolved: 8s},
                      {rule: few, group: {service: till}, active: 10m}]""");
        assertThat(result.passed()).as(String.join("\n", result.lines())).isTrue();
    }

    @Test
    void told_isAllThatPeopleAreTold() throws IOException {
        String timeline = "[{at: 1m, times: 3, log: {service: shop, level: ERROR}}]";
        String expect = "[{rule: errors, active: 1m, recovering: 2m10s, resolved: 3m10s}]\n    told: ";

        RuleTest.Result right =
                run(timeline, expect + "[{rule: errors, receiver: everybody, became_active: 1m, resolved: 3m20s}]");
        RuleTest.Result wrong = run(
                timeline, expect + "[{rule: errors, receiver: ana, became_active: 1m}, {rule: slow, resolved: 3m20s}]");

        assertThat(right.passed()).as(String.join("\n", right.lines())).isTrue();
        assertThat(wrong.lines())
                .containsExactly(
                        "  1m             active       errors {service=shop} high",
                        "- 1m             became_active errors told ana",
                        "+ 1m             became_active errors {service=shop} high told everybody",
                        "  2m10s          recovering   errors {service=shop} high",
                        "  3m10s          resolved     errors {service=shop} high",
                        "- 3m20s          resolved     slow told somebody",
                        "+ 3m20s          resolved     errors {service=shop} high told everybody");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        silence: {for: 5m}                        | silence: matchers: at least one is needed.
        silence: {matchers: [service], for: 5m}   | matchers: 'service' is no matcher
        silence: {matchers: [service=shop]}       | for: is missing: how long it is in force
        silence: {matchers: [a=b], fro: 5m}       | for: is missing: how long it is in force
        expire: deploy                            | expire: no step before makes a silence 'deploy'; there are []
        comment: {rule: errors}                   | reason: is missing: what is said
        """)
    void whatPeopleDo_broken_saysWhere(String deed, String message) {
        assertThatThrownBy(() -> run("[{at: 1m, " + deed + "}]", "[]"))
                .isInstanceOf(UserException.class)
                .message()
                .startsWith(dir.resolve("tests.yaml") + " line 4, test a test, " + message);
    }

    @Test
    void only_otherRulesDoNotCount_untilEndsTheStory() throws IOException {
        List<RuleTest> tests = read("""
                rules: [rules.yaml]
                tests:
                  - name: a
                    only: [slow]
                    timeline: [{at: 0, times: 3, log: {level: ERROR}}]
                    expect: []
                  - name: b
                    until: 69s
                    timeline: [{at: 0, times: 3, log: {level: ERROR}}]
                    expect: [{rule: errors, active: 0}]
                  - name: c
                    until: 70s
                    timeline: [{at: 0, times: 3, log: {level: ERROR}}]
                    expect: [{rule: errors, active: 0}]
                """);

        assertThat(tests).extracting(test -> test.run().passed()).containsExactly(true, true, false);
        assertThat(tests).extracting(RuleTest::line).containsExactly(3, 7, 11);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        rules: rules.yaml  | rules: missing.yaml      | line 1, rules: cannot read
        at: 1m             | at: soon                 | line 5, test a test, at: 'soon' is no time
        at: 1m             | on: 1m                   | line 5, test a test, at: is missing
        at: 1m             | at: 2025-01-01T00:00:00Z | line 5, test a test, at: '2025-01-01T00:00:00Z' is no time
        log: {             | log: {id: "",            | line 5, test a test, log: id: has to have
        log: {             | logs: {                  | line 5, test a test: say one thing that happens
        log: {             | by: x, metric: {         | line 5, test a test, metric: name
        times: 3           | times: 0                 | line 5, test a test, times: has to be 1 or more
        times: 3           | every: 3s                | line 5, test a test, every: needs 'for'
        times: 3           | tims: 3                  | line 5, test a test, tims: is not known
        rule: errors       | rule: error              | line 6, test a test, rule: there is no rule 'error'; there are errors, queue, slow
        service: shop}, a  | host: shop}, a           | line 6, test a test, group: has to have the fields that the rule groups by: [service]
        active: 1m         | active: 2m..1m           | line 6, test a test, active: '2m..1m' ends before it begins
        active: 1m         | actve: 1m                | line 6, test a test, rule: what should become of it?
        name: a test       | nme: a test              | line 3, name: is missing
        expect:            | expects:                 | line 3, test a test, expect: is missing
        """)
    void read_broken_saysWhere(String what, String by, String message) {
        String text = """
                rules: rules.yaml
                tests:
                  - name: a test
                    timeline:
                      - {at: 1m, times: 3, log: {service: shop, level: ERROR}}
                    expect: [{rule: errors, group: {service: shop}, active: 1m}]
                """;
        assertThat(text).contains(what);
        assertThatThrownBy(() -> read(text.replace(what, by)))
                .isInstanceOf(UserException.class)
                .message()
                .startsWith(dir.resolve("tests.yaml") + " " + message)
                .doesNotContain("\n");
    }

    @Test
    void run_deadLetter_saysWhichStep() throws IOException {
        List<RuleTest> tests = read("""
                rules: rules.yaml
                tests:
                  - name: a test
                    timeline:
                      - {at: 1m, log: {timestamp: '2026-01-05T00:12:00Z'}}
                    expect: []
                """);
        assertThatThrownBy(() -> tests.get(0).run())
                .isInstanceOf(UserException.class)
                .message()
                .contains("tests.yaml line 5, test a test, log: would be a dead letter");
    }
}
