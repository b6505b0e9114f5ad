package dev.vigia.processors.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigia.processors.rules.Rule.Aggregate;
import dev.vigia.processors.rules.Rule.Part;
import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.Severity;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules that are made of several conditions, as they are read. */
class JointRuleTest {

    private static final String PARTS = "parts: {a: {above: 3}, b: {filter: http.status > 499}, c: {below: 2}}, ";

    private static Rule rule(String fields) {
        return RuleSetParser.parse("x.yaml", "rules:\n  - {id: r, " + fields + "}")
                .rules()
                .get(0);
    }

    private static Aggregate.Composite composite(Rule rule) {
        return (Aggregate.Composite) rule.aggregate();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        a and b or c                 | a and b or c            | false
        a or b                       | a or b                  | true
        a and (b or c)               | a and (b or c)          | false
        not (a and b) and c          | not (a and b) and c     | false
        a and b and not c            | a and b and not c       | false
        `a && !b || c`               | a and not b or c        | false
        ((a))and( b)                 | a and b                 | true
        a and not not b              | a and not not b         | true
        """)
    void condition_isReadAsPeopleMeanIt(String text, String meaning, boolean atOnce) {
        String parts = "parts: {a: {above: 3}, b: {filter: http.status > 499}"
                + (text.contains("c") ? ", c: {below: 2}" : "") + "}, ";
        Rule rule = rule(parts + "condition: '" + text + "', severity: low");
        assertThat(composite(rule)
                        .conditions()
                        .get(0)
                        .text(number -> composite(rule).parts().get(number).name()))
                .isEqualTo(meaning);
        assertThat(rule.firesAtOnce()).isEqualTo(atOnce);
    }

    @Test
    void holds_followsTheRulesOfLogic() {
        Expression condition = new ExpressionReader("a and not (b or c) or b and c", List.of("a", "b", "c")).read();
        for (int bits = 0; bits < 8; bits++) {
            boolean a = (bits & 1) != 0;
            boolean b = (bits & 2) != 0;
            boolean c = (bits & 4) != 0;
            int facts = bits;
            assertThat(condition.holds(part -> (facts >> part & 1) != 0))
                    .as("a=%s b=%s c=%s", a, b, c)
                    .isEqualTo(a && !(b || c) || b && c);
        }
    }

    @Test
    void parts_haveWhatTheySayAndTheRestOfTheRule() {
        Rule rule =
                rule("source: spans, group_by: [service, name], severities: {warning: a, critical: a and b}, parts: {"
                        + "a: {aggregate: error_rate, above: 0.05, window: 5m}, "
                        + "b: {source: logs, group_by: [service, http.route], filter: http.status > 499}}");

        assertThat(rule.condition().severities()).containsExactly(Severity.MEDIUM, Severity.CRITICAL);
        assertThat(rule.window()).isEqualTo(Duration.ofMinutes(5));
        Part a = composite(rule).parts().get(0);
        Part b = composite(rule).parts().get(1);
        assertThat(a.rule().source()).isEqualTo(Source.SPANS);
        assertThat(a.rule().groupBy()).containsExactly("service", "name");
        assertThat(a.rule().minSamples()).isEqualTo(20);
        assertThat(a.holds(0.05)).isFalse();
        assertThat(a.holds(0.051)).isTrue();
        assertThat(b.rule().source()).isEqualTo(Source.LOGS);
        assertThat(b.rule().groupBy()).containsExactly("service", "http.route");
        assertThat(b.rule().aggregate()).isEqualTo(new Aggregate.Count());
        assertThat(b.rule().window()).isEqualTo(Duration.ofMinutes(1));
        assertThat(b.holds(1)).isTrue();
        assertThat(Spec.all(rule)).hasSize(2);
    }

    @Test
    void sequence_hasItsPartsInOrder() {
        Rule rule = rule("parts: {b: {}, a: {above: 4, window: 5m}}, sequence: [a, b, a], within: 10m, severity: low");
        Aggregate.Sequence sequence = (Aggregate.Sequence) rule.aggregate();
        assertThat(sequence.parts()).extracting(Part::name).containsExactly("a", "b", "a");
        assertThat(sequence.lastIsMissing()).isFalse();
        assertThat(sequence.parts().get(1).rule().window()).isEqualTo(Duration.ofSeconds(10));
        assertThat(rule.window()).isEqualTo(Duration.ofMinutes(10));
        assertThat(rule.firesAtOnce()).isTrue();
        assertThat(rule("parts: {b: {}, a: {}}, sequence: [a, not b], within: 10m, severity: low")
                        .firesAtOnce())
                .isFalse();
    }

    @Test
    void slo_isGooglesTable_andCountsOnce() {
        Rule rule = rule("slo: {objective: 99.9}, group_by: [service]");
        assertThat(rule.condition().severities()).containsExactly(Severity.MEDIUM, Severity.CRITICAL);
        assertThat(composite(rule).parts())
                .extracting(Part::name)
                .containsExactly("14.4x-5m", "14.4x-1h", "6x-30m", "6x-6h", "3x-2h", "3x-1d");
        assertThat(Spec.all(rule)).hasSize(1);
        assertThat(rule.window()).isEqualTo(Duration.ofDays(1));
        assertThat(rule.firesAtOnce()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        condition: a and b and d, severity: low        | rule r, condition: 'a and b and d': there is no part 'd'; there are a, b, c
        condition: a and, severity: low                | rule r, condition: 'a and': it ends too early; write names of parts
        condition: (a and b and c, severity: low       | rule r, condition: '(a and b and c': a ) is missing
        condition: a b, severity: low                  | rule r, condition: 'a b': 'b' is too much; write names of parts
        condition: a & b, severity: low                | rule r, condition: 'a & b': '& b' means nothing; write names of parts
        condition: a and b, severity: low              | rule r, parts: 'c' is not named in condition
        condition: a, severities: {low: a}             | rule r, severities: give either condition and severity, or
        severities: {bad: a}                           | rule r, severities: 'bad' is none of critical, high, medium, low, info, warning, P0, P1, P2, P3, P4
        severity: low                                  | rule r, condition: give either condition and severity, or severities
        sequence: [a, b, c], severity: low             | rule r, within: is missing: say how much time there is
        sequence: [a, b, c], severity: low, within: 2d | rule r, within: has to be from 10s to 1d
        sequence: [a, b, d], severity: low, within: 1m | rule r, sequence: there is no part 'd'; there are a, b, c
        sequence: [not a, b, c], severity: low, within: 1m | rule r, sequence: not is for the last one only
        sequence: [a, b, not c], severity: low, within: 1m | rule r, sequence: what does not follow has one part before it
        condition: a and b and c, severity: low, within: 1m | rule r, within: is for a sequence only
        condition: a and b and c, severity: low, above: 1 | rule r, above: is said of each part where a rule has parts
        condition: a and b and c, severity: low, no_data: alert | rule r, no_data: alert is not for rules of several conditions
        condition: a and b and c, severity: low, consecutive: 2 | rule r, consecutive: is not for rules of several conditions
        """)
    void parts_thatAreWrong_areRefused(String fields, String problem) {
        assertThatThrownBy(() -> rule(PARTS + fields))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("x.yaml line 2, " + problem);
    }

    /** An error in a part names the part. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {filter: http.code > 1}                         | filter: undefined field 'code'
        {aggregate: mean}                               | field: is missing: name a number
        {aggregate: mean, field: http.duration}         | above: give either above or below
        {above: 1, below: 2}                            | below: give either above or below
        {above: 1, windw: 1m}                           | windw: is not known; known are
        {window: 2d}                                    | window: has to be from 10s to 1d
        {window: 15s}                                   | window: '15s' is not a multiple of 10s
        {window: day}                                   | window: day is for rules without parts
        {aggregate: new_term}                           | aggregate: new_term is for rules without parts
        {group_by: [service]}                           | group_by: has to name as many fields as that of the rule
        {min_samples: 0}                                | min_samples: has to be 1 or more
        {compare: ratio, min_samples_before: 1}         | min_samples_before: is for rules without parts
        {aggregate: ratio, numerator: has(attributes.a), above: 5} | above: a ratio is a share from 0 to 1
        """)
    void part_thatIsWrong_isNamed(String part, String problem) {
        assertThatThrownBy(() -> rule("parts: {slow: " + part + "}, condition: slow, severity: low"))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("x.yaml line 2, rule r, part slow, " + problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        slo: {}                                     | objective: is missing: say how many per cent are to be good
        slo: {objective: 100}                       | objective: has to lie between 0 and 100 per cent, for instance 99.9
        slo: {objective: 90}                        | objective: a burn rate above 14.4 can never be: with nothing but errors it is 10
        slo: {objective: 99.9}, severity: low       | severity: cannot stand beside slo, which says it already
        slo: {objective: 99.9}, source: metrics     | errors: is missing: say in CEL which records are errors
        slo: {objective: 99.9, burn_rates: [{severity: low, factor: 1, window: 3d, short_window: 6h}]} | window: has to be from 10s to 1d; instead of 3d at a factor of 1 take 1d at 3
        slo: {objective: 99.9, burn_rates: [{severity: low, factor: 1, window: 1h, short_window: 6h}]} | short_window: has to be shorter than window
        """)
    void slo_thatIsWrong_isRefused(String fields, String problem) {
        assertThatThrownBy(() -> rule(fields))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("x.yaml line 2, rule r, " + problem);
    }

    @Test
    void lint_looksAtEachPart() {
        List<String> problems = new RuleLint(false).check("x.yaml", """
                rules:
                  - id: r
                    severity: low
                    condition: all and none and few
                    parts:
                      all: { aggregate: error_rate, above: 1 }
                      none: { below: 1 }
                      few: { aggregate: burn_rate, objective: 99, above: 100 }
                """);
        assertThat(problems).hasSize(2);
        assertThat(problems.get(0)).startsWith("x.yaml line 6, rule r, part all, above: can never be: a share lies");
        assertThat(problems.get(1))
                .startsWith("x.yaml line 8, rule r, part few, above: can never be: with nothing but");
    }
}
