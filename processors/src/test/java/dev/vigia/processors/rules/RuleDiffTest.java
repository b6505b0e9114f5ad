package dev.vigia.processors.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigia.processors.rules.RuleDiff.Added;
import dev.vigia.processors.rules.RuleDiff.Changed;
import dev.vigia.processors.rules.RuleDiff.Counted;
import dev.vigia.processors.rules.RuleDiff.Field;
import dev.vigia.processors.rules.RuleDiff.Removed;
import dev.vigia.runtime.Durations;
import dev.vigia.runtime.UserException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleDiffTest {

    private static final String RULE = "{id: a, filter: http.status > 0, group_by: [service], aggregate: error_rate, "
            + "errors: http.status >= 500, above: 0.1, severity: low}";

    private static RuleDiff between(String before, String after) {
        return RuleDiff.between(
                "x.yaml", Optional.of("rules: [" + before + "]"), Optional.of("rules: [" + after + "]"));
    }

    /** What a change of one field means for what has been counted. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        above: 0.1               | above: 0.2              | above    | 0.1              | 0.2              | KEPT
        severity: low            | severity: low, window: 5m | window | (none)           | 5m               | KEPT
        severity: low            | severity: low, for: 1m  | for      | (none)           | 1m               | KEPT
        severity: low            | severity: high          | severity | low              | high             | KEPT
        filter: http.status > 0  | filter: http.status > 1 | filter   | http.status > 0  | http.status > 1  | ANEW
        http.status >= 500       | http.status >= 400      | errors   | http.status >= 500 | http.status >= 400 | ANEW
        '[service]'              | '[service, level]'      | group_by | '["service"]'    | '["service","level"]' | GROUPED_ANEW
        """)
    void between_oneFieldIsAnother_saysWhichAndWhetherItCountsOn(
            String what, String by, String field, String before, String after, Counted counted) {
        assertThat(between(RULE, RULE.replace(what, by)).changes())
                .singleElement()
                .isInstanceOfSatisfying(Changed.class, changed -> {
                    assertThat(changed.fields()).containsExactly(new Field(field, value(before), value(after)));
                    assertThat(changed.counted()).isEqualTo(counted);
                });
    }

    /** How long a change makes a rule learn, of which buckets are kept for its window and an hour. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        above: 7                     | above: 8                       | 0
        window: 10m                  | window: 5m                     | 0
        window: 10m                  | window: 70m                    | 0
        window: 10m                  | window: 2h                     | 50m
        window: 10m                  | window: 10m, compare: ratio    | 0
        window: 10m                  | window: 1h, compare: ratio     | 50m
        window: 10m                  | window: 10m, filter: level == "a" | 10m
        'group_by: [service]'        | 'group_by: [service, level]'   | 10m
        'aggregate: count, above: 7' | 'aggregate: new_term, learn_for: 6h' | 6h10m
        """)
    void between_whatIsLookedBackOnIsAnother_saysHowLongItLearns(String what, String by, String learns) {
        String rule = "{id: a, group_by: [service], aggregate: count, above: 7, window: 10m, severity: low}";
        assertThat(between(rule, rule.replace(what, by)).changes())
                .singleElement()
                .isInstanceOfSatisfying(
                        Changed.class, changed -> assertThat(changed.learns()).isEqualTo(Durations.parse(learns)));
    }

    @Test
    void between_moreIsRemembered_learnsAsLongAsTheRuleSays() {
        String rule = "{id: a, group_by: [http.version], aggregate: new_term, memory: 7d, window: 10m, severity: low}";
        assertThat(((Changed) between(rule, rule.replace("7d", "30d")).changes().get(0)).learns())
                .isEqualTo(Durations.parse("1d10m"));
        assertThat(((Changed) between(rule, rule.replace("7d", "3d")).changes().get(0)).learns())
                .isZero();
    }

    private static Optional<String> value(String text) {
        return Optional.of(text).filter(it -> !it.equals("(none)"));
    }

    /** What the parts that are there count is kept, unless one of them counts something else. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        above: 9                 | above: 8                       | parts.a.above  | KEPT
        severity: low            | severity: low, for: 1m         | for            | KEPT
        a and b                  | a and not b                    | condition      | KEPT
        above: 9                 | above: 9, filter: duration > 1 | parts.a.filter | ANEW
        field: http.route        | field: http.path               | parts.b.field  | ANEW
        source: spans, above: 9  | above: 9                       | parts.a.source | ANEW
        """)
    void between_aPartIsAnother_namesItAndSaysWhetherItCountsOn(String what, String by, String field, Counted counted) {
        String rule =
                "{id: a, parts: {a: {source: spans, above: 9}, b: {aggregate: distinct, field: http.route, above: 2}}, "
                        + "condition: a and b, severity: low}";
        assertThat(between(rule, rule.replace(what, by)).changes())
                .singleElement()
                .isInstanceOfSatisfying(Changed.class, changed -> {
                    assertThat(changed.fields()).extracting(Field::name).containsExactly(field);
                    assertThat(changed.counted()).isEqualTo(counted);
                });
    }

    @Test
    void between_aggregateIsAnother_namesAllFieldsAndCountsAnew() {
        String other = RULE.replace("error_rate, errors: http.status >= 500, above: 0.1", "count, above: 7");

        Changed changed = (Changed) between(RULE, other).changes().get(0);

        assertThat(changed.fields()).extracting(Field::name).containsExactly("aggregate", "above", "errors");
        assertThat(changed.counted()).isEqualTo(Counted.ANEW);
    }

    @Test
    void between_writtenOtherwise_isNoChange() {
        String same =
                RULE.replace("[service]", "service").replace("severity: low", "title: a, window: 60s, severity: LOW");
        assertThat(between(RULE, same).isEmpty()).isTrue();
    }

    @Test
    void between_rulesComeAndGo() {
        String other = RULE.replace("id: a", "id: b");
        assertThat(between(RULE, other).changes()).containsExactly(new Removed("a"), new Added("b"));
        assertThat(RuleDiff.between("x.yaml", Optional.empty(), Optional.of("rules: [" + RULE + "]"))
                        .changes())
                .containsExactly(new Added("a"));
        assertThat(RuleDiff.between("x.yaml", Optional.of("rules: [" + RULE + "]"), Optional.empty())
                        .changes())
                .containsExactly(new Removed("a"));
    }

    @Test
    void between_oneCannotBeRead_saysWhere() {
        assertThatThrownBy(() -> between(RULE, RULE.replace("above", "abov")))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("x.yaml line 1, rule a, ");
    }
}
