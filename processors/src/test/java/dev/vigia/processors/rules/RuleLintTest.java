package dev.vigia.processors.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleLintTest {

    private static final Path ROOT = Path.of(System.getProperty("vigia.root"));

    @Test
    void check_severalAreWrong_findsThemAll() {
        List<String> problems = new RuleLint(true).check("a.yaml", """
                rules:
                  - {id: a, aggregate: count, above: 1, severity: low, runbook: x, windw: 1m}
                  - {id: b, aggregate: count, above: 1, severity: low, runbook: x, filter: statuss > 1}
                  - {id: c, aggregate: count, above: 1, severity: low}
                  - {id: d, aggregate: count, above: 1, severity: low, runbook: x, window: 2d}
                  - {id: e, aggregate: count, above: 1, severity: low, runbook: x, window: 2h, max_age: 1h}
                more: 1
                """);

        assertThat(problems).hasSize(6);
        assertThat(problems.get(0)).startsWith("a.yaml line 2, rule a, windw: is not known");
        assertThat(problems.get(1)).startsWith("a.yaml line 3, rule b, filter: undeclared reference to 'statuss'");
        assertThat(problems.get(2)).startsWith("a.yaml line 4, rule c, runbook: is missing");
        assertThat(problems.get(3)).startsWith("a.yaml line 5, rule d, window: has to be from 10s to 1d");
        assertThat(problems.get(4)).startsWith("a.yaml line 6, rule e, max_age: is shorter than the window, 2h");
        assertThat(problems.get(5)).startsWith("a.yaml line 7, more: is not known");
    }

    @Test
    void check_runbooksAreNotWanted_aRuleMayHaveNone() {
        String rule = "rules: [{id: c, aggregate: count, above: 1, severity: low}]";
        assertThat(new RuleLint(false).check("a.yaml", rule)).isEmpty();
        assertThat(new RuleLint(true).check("a.yaml", rule.replace("low", "low, runbook: ''")))
                .containsExactly("a.yaml line 1, rule c, runbook: is missing: whoever is woken has to know what to do");
    }

    @Test
    void check_sameIdInAnotherFile_saysWhere() {
        RuleLint lint = new RuleLint(false);
        String rule = "rules: [{id: c, aggregate: count, above: 1, severity: low}]";
        assertThat(lint.check("a.yaml", rule)).isEmpty();
        assertThat(lint.check("b.yaml", rule))
                .containsExactly("b.yaml line 1, rule c, id: the rule in a.yaml line 1 has the same");
    }

    /** Bounds that no window can breach, and their neighbors that one can. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        'count, below: 1'                    | below
        'count, below: 2'                    |
        'count, below: 5, min_samples: 5'    | below
        'count, below: 5, min_samples: 4'    |
        'count, above: 0'                    |
        'error_rate, above: 1'               | above
        'error_rate, above: 0.99'            |
        'error_rate, below: 0'               | below
        'error_rate, below: 0.01'            |
        'error_rate, compare: difference, above: 1'       | above
        'error_rate, compare: difference, above: 0.9'     |
        'error_rate, compare: difference, below: -1'      | below
        'error_rate, compare: difference, below: -0.9'    |
        'count, compare: ratio, below: 0'                 | below
        'count, compare: ratio, below: 0.1'               |
        'count, compare: difference, below: 0'            |
        'mean, field: http.duration, compare: ratio, below: 0' |
        'distinct, field: service, below: 1'              | below
        'distinct, field: service, below: 2'              |
        'distinct, field: service, below: 1, no_data: alert' |
        'rate, below: 0'                                  | below
        'rate, per: 1m, below: 1'                         | below
        'rate, per: 1m, below: 1.1'                       |
        'rate, per: 1m, below: 5, min_samples: 5'         | below
        'rate, per: 1m, below: 5, min_samples: 4'         |
        'rate, per: 1m, below: 1, no_data: alert'         |
        'time_to, field: http.duration, target: 1, below: 0'   | below
        'time_to, field: http.duration, target: 1, below: 1m'  |
        'slope, field: http.duration, below: 0'           |
        'burn_rate, objective: 99, below: 0'              | below
        'burn_rate, objective: 99, below: 0.1'            |
        'burn_rate, objective: 99, above: 100'            | above
        'burn_rate, objective: 99, above: 99'             |
        'min, field: http.duration, below: 0'             |
        """)
    void check_boundCanNeverBeBreached_isAnError(String condition, String field) {
        List<String> problems =
                new RuleLint(false).check("a.yaml", "rules: [{id: c, severity: low, aggregate: " + condition + "}]");
        neverBy(problems, field);
    }

    /** A part is judged without records as well. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        'below: 1'                           |
        'below: 0'                           | below
        'below: 5, min_samples: 5'           | below
        'aggregate: rate, below: 0.001'      |
        'aggregate: rate, below: 0'          | below
        """)
    void check_partThatNeverHolds_isAnError(String part, String field) {
        List<String> problems = new RuleLint(false).check("a.yaml", """
                rules:
                  - id: c
                    severity: low
                    parts:
                      some: {}
                      few: {%s}
                    condition: some and few
                """.formatted(part));
        neverBy(problems, field);
    }

    /** Nine hours are open at a time in a zone without clock changes, and for an hour more at most in one with. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        fixed   | 'above: 5, for: 8h59m50s'                       |
        fixed   | 'above: 5, for: 9h'                             | for
        clocks  | 'above: 5, for: 9h30m'                          |
        clocks  | 'above: 5, for: 10h'                            | for
        always  | 'above: 5, for: 30d'                            |
        fixed   | 'below: 5, window: 1h, for: 8h'                 |
        fixed   | 'below: 5, window: 1h, for: 8h10s'              | for
        fixed   | 'above: 5, window: 1h, for: 8h10s'              |
        fixed   | 'above: 5, window: 1h, consecutive: 9'          |
        fixed   | 'above: 5, window: 1h, consecutive: 10'         | consecutive
        fixed   | 'below: 5, window: 1h, consecutive: 9'          |
        fixed   | 'below: 5, window: 1h, consecutive: 10'         | consecutive
        """)
    void check_calendarClosesBeforeItCanFire_isAnError(String calendar, String times, String field) {
        List<String> problems = new RuleLint(false).check("a.yaml", """
                calendars:
                  - {id: fixed, zone: UTC, weekdays: [mon-fri], hours: ['09:00-18:00']}
                  - {id: clocks, zone: Europe/Berlin, weekdays: [mon-fri], hours: ['09:00-18:00']}
                  - {id: always, zone: UTC, holidays: [12-25]}
                rules:
                  - {id: c, severity: low, aggregate: count, active: %s, %s}
                """.formatted(calendar, times));
        neverBy(problems, field);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        'count, above: 5, zone: UTC, for: 23h59m50s'                            |
        'count, above: 5, zone: UTC, for: 1d'                                   | for
        'count, above: 5, zone: America/Sao_Paulo, for: 1d'                     |
        'count, above: 5, zone: America/Sao_Paulo, for: 25h'                    | for
        'sum, field: http.duration, above: 5, zone: UTC, for: 2d'               | for
        'distinct, field: service, above: 5, zone: UTC, for: 2d'                | for
        'count, above: 0, zone: UTC, for: 2d'                                   |
        'mean, field: http.duration, above: 5, zone: UTC, for: 2d'              |
        'error_rate, above: 0.05, zone: UTC, for: 2d'                           |
        """)
    void check_dayIsOverBeforeItCanFire_isAnError(String condition, String field) {
        neverBy(
                new RuleLint(false)
                        .check("a.yaml", "rules: [{id: c, severity: low, window: day, aggregate: " + condition + "}]"),
                field);
    }

    private static void neverBy(List<String> problems, @Nullable String field) {
        if (field == null) {
            assertThat(problems).isEmpty();
            return;
        }
        assertThat(problems)
                .singleElement()
                .asString()
                .matches("a.yaml line \\d+, rule c(, part few)?, " + field + ": can never be.*");
    }

    @Test
    void check_filesWeShip_areSound() throws IOException {
        RuleLint lint = new RuleLint(true);
        for (Path file : shipped()) {
            assertThat(lint.check(file.toString(), Files.readString(file))).isEmpty();
        }
    }

    @Test
    void filesWeShip_nameRunbooksThatAreThere() throws IOException {
        List<String> anchors = Files.readAllLines(ROOT.resolve("docs/runbooks.md")).stream()
                .filter(line -> line.startsWith("## "))
                .map(line -> "docs/runbooks.md#"
                        + line.substring(3).toLowerCase(Locale.ROOT).replace(' ', '-'))
                .toList();
        for (Path file : shipped()) {
            for (Rule rule :
                    RuleSetParser.parse(file.toString(), Files.readString(file)).rules()) {
                assertThat(rule.runbook()).as(rule.id()).get().isIn(anchors);
            }
        }
    }

    /** Those that are in force by themselves, and the packs. */
    private static List<Path> shipped() throws IOException {
        List<Path> shipped = new ArrayList<>();
        for (String folder : List.of("config/rules", "config/rules/packs")) {
            try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
                files.filter(Files::isRegularFile).sorted().forEach(shipped::add);
            }
        }
        assertThat(shipped).hasSize(7);
        return shipped;
    }
}
