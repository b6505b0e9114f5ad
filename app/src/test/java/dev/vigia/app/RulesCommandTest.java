package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that need no cluster. */
class RulesCommandTest {

    private static final String TESTS = """
            rules: rules.yaml
            tests:
              - name: fires
                timeline: [{at: 1m, times: 3, log: {service: shop, level: ERROR}}]
                expect: [{rule: errors, group: {service: shop}, active: 1m}]
              - name: recovers
                timeline: [{at: 1m, times: 3, log: {service: shop, level: ERROR}}]
                expect: [{rule: errors, active: 1m, recovering: 2m10s}]
            """;

    @TempDir
    Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path rules;

    @BeforeEach
    void writeRules() throws Exception {
        rules = Files.writeString(dir.resolve("rules.yaml"), """
                rules:
                  - {id: errors, filter: severity_number >= 17, group_by: [service], aggregate: count, above: 2, severity: low}
                """);
    }

    private int run(Object... arguments) {
        return Vigia.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(List.of(arguments).stream().map(Object::toString).toArray(String[]::new));
    }

    @Test
    void test_allPass_exitsWithZero() throws Exception {
        Path tests = Files.writeString(dir.resolve("tests.yaml"), TESTS);

        assertThat(run("rules", "test", tests)).isZero();

        assertThat(out.toString().lines())
                .containsExactly(tests.toString(), "  ok    fires", "  ok    recovers", "2 passed, 0 failed");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void test_oneFails_saysWhatAndExitsWithOne() throws Exception {
        Path tests = Files.writeString(dir.resolve("tests.yaml"), TESTS.replace("recovering: 2m10s", "recovering: 3m"));

        assertThat(run("rules", "test", tests)).isEqualTo(1);

        assertThat(out.toString().lines())
                .containsExactly(
                        tests.toString(),
                        "  ok    fires",
                        "  FAIL  recovers",
                        "        " + tests + " line 6; - did not happen, + was not expected",
                        "          1m             active       errors {service=shop} low",
                        "        + 2m10s          recovering   errors {service=shop} low",
                        "        - 3m             recovering   errors",
                        "1 passed, 1 failed");
    }

    @Test
    void test_broken_saysWhereInOneLine() throws Exception {
        Path tests = Files.writeString(dir.resolve("tests.yaml"), TESTS.replace("times: 3", "times: three"));

        assertThat(run("rules", "test", tests)).isEqualTo(1);

        assertThat(err.toString().lines())
                .containsExactly("vigia: " + tests + " line 4, test fires, times: 'three' is not a whole number");
    }

    @Test
    void lint_noRunbook_isAnErrorThatCanBeSwitchedOff() {
        assertThat(run("rules", "lint", rules)).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly("vigia: " + rules
                        + " line 2, rule errors, runbook: is missing: whoever is woken has to know what to do");

        assertThat(run("rules", "lint", "--without-runbooks", rules)).isZero();
        assertThat(out.toString().lines()).containsExactly(rules + ": 1 rules");
    }

    /** They count all the same: routes may be on their way. */
    @Test
    void lint_alertsThatRoutesTellNobodyOf_areNamed() throws Exception {
        Path config = Files.createDirectory(dir.resolve("config"));
        Files.copy(Installation.original("vigia.yaml"), config.resolve("vigia.yaml"));
        Path routes = Files.writeString(config.resolve("routes.yaml"), """
                receivers: [{ name: slack, channel: slack }]
                route:
                  routes: [{ matchers: ['severity!="low"'], receivers: [slack] }, { matchers: [service=shop], receivers: [] }]
                """);
        System.setProperty("vigia.config", config.toString());
        try {
            assertThat(run("rules", "lint", "--without-runbooks", rules)).isZero();
        } finally {
            System.clearProperty("vigia.config");
        }

        assertThat(out.toString().lines().toList())
                .hasSize(2)
                .startsWith(rules + ": 1 rules")
                .anyMatch(line -> line.startsWith("  ! " + routes
                        + " line 3, route 0: nobody is told of errors (low) where" + " service!=\"shop\""));
    }

    /** Nothing of Kafka is needed to refuse it. */
    @ParameterizedTest
    @ValueSource(strings = {"apply", "diff"})
    void applyAndDiff_whatLintRefuses_isRefused(String command) throws Exception {
        assertThat(run("rules", command, rules)).isEqualTo(1);
        String runbook = "vigia: " + rules + " line 2, rule errors, runbook: is missing";
        assertThat(err.toString().lines()).singleElement().asString().startsWith(runbook);
        err.getBuffer().setLength(0);

        Path never = Files.writeString(dir.resolve("never.yaml"), """
                rules:
                  - {id: all, aggregate: error_rate, above: 1, severity: low}
                  - {id: few, aggregate: count, below: 1, severity: low}
                """);
        assertThat(run("rules", command, "--without-runbooks", never)).isEqualTo(1);
        assertThat(err.toString().lines().toList())
                .hasSize(2)
                .anyMatch(line -> line.startsWith("vigia: " + never + " line 2, rule all, above: can never be"))
                .anyMatch(line -> line.startsWith("vigia: " + never + " line 3, rule few, below: can never be"));
        assertThat(out.toString()).isEmpty();
    }

    /** Before anybody is asked. */
    @ParameterizedTest
    @ValueSource(strings = {"apply", "remove"})
    void changes_waitThatIsNoTime_saysSo(String command) throws Exception {
        Path sound = Files.writeString(dir.resolve("sound.yaml"), "rules: []");

        assertThat(run("rules", command, sound, "--as", "ana", "--reason", "x", "--wait", "soon"))
                .isEqualTo(1);
        assertThat(err.toString()).startsWith("vigia: --wait: ");
    }

    @Test
    void lint_severalFiles_findsAllThatIsWrong() throws Exception {
        Path more = Files.writeString(dir.resolve("more.yaml"), """
                rules:
                  - {id: errors, aggregate: count, above: 2, severity: low, runbook: x}
                  - {id: other, aggregate: counts, above: 2, severity: low, runbook: x}
                """);

        assertThat(run("rules", "lint", "--without-runbooks", rules, more)).isEqualTo(1);

        assertThat(err.toString().lines().toList())
                .hasSize(2)
                .anyMatch(line -> line.startsWith("vigia: " + more + " line 2, rule errors, id: the rule in " + rules))
                .anyMatch(line ->
                        line.startsWith("vigia: " + more + " line 3, rule other, aggregate: 'counts' is none of"));
    }
}
