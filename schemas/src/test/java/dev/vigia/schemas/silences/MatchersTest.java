package dev.vigia.schemas.silences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Evidence;
import dev.vigia.schemas.avro.MatchType;
import dev.vigia.schemas.avro.Matcher;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Transition;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatchersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "alertname=checkout-errors ; true",
                "severity=critical ; true",
                "severity=CRITICAL ; false",
                "category=reliability ; true",
                "service=shop ; true",
                "team=web ; true",
                "team!=web ; false",
                "team!=ops ; true",
                "service=~sho ; false",
                "service=~sho.* ; true",
                "service=~\"shop|till\" ; true",
                "service!~\"shop|till\" ; false",
                "service!~till ; true",
                "region= ; true",
                "region!= ; false",
                "region=~.* ; true",
                "region=~.+ ; false",
                "http.route=/pay ; true",
            })
    void match_comparesOneLabel(String matcher, boolean expected) {
        assertThat(Matchers.of(List.of(Matchers.parse(matcher))).match(alert())).isEqualTo(expected);
    }

    @Test
    void match_needsAllMatchers() {
        assertThat(matchers("service=shop", "severity=critical").match(alert())).isTrue();
        assertThat(matchers("service=shop", "severity=high").match(alert())).isFalse();
    }

    @Test
    void labels_ofTheRuleAndTheGroup_doNotHideTheNameAndTheSeverity() {
        Alert alert = Alert.newBuilder(alert())
                .setLabels(Map.of("severity", "x", "service", "y", "alertname", "z"))
                .build();
        assertThat(AlertLabels.of(alert))
                .containsEntry("severity", "critical")
                .containsEntry("service", "shop")
                .containsEntry("alertname", "checkout-errors");
    }

    @Test
    void parse_readsWhatTextWrites() {
        for (MatchType type : MatchType.values()) {
            for (String value : List.of("", "plain", "a \"b\" \\c", "x=y!~z", "two\nlines", "{a,b}")) {
                Matcher matcher = new Matcher("http.route", type, value);
                assertThat(Matchers.parse(Matchers.text(matcher))).isEqualTo(matcher);
            }
        }
        assertThat(Matchers.parse(" \"a b\" = c d ")).isEqualTo(new Matcher("a b", MatchType.EQUAL, "c d"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "service", "=x", "service==~x\"", "service=\"x", "a b=c"})
    void parse_whatIsNoMatcher_saysHowToWriteOne(String text) {
        assertThatThrownBy(() -> Matchers.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name=value");
    }

    @Test
    void badMatchers_areNamed() {
        assertThatThrownBy(() -> matchers("a=b", "service=~(")).hasMessageStartingWith("matchers[1].value: '('");
        assertThatThrownBy(() -> Matchers.of(List.of(new Matcher(" ", MatchType.EQUAL, "x"))))
                .hasMessageStartingWith("matchers[0].name");
        assertThatThrownBy(() -> Matchers.ofSilence(List.of())).hasMessageContaining("at least one");
        assertThatThrownBy(() -> Matchers.ofSilence(List.of(Matchers.parse("a=~.*"), Matchers.parse("b!=c"))))
                .hasMessageContaining("every alert");
    }

    private static Matchers matchers(String... texts) {
        return Matchers.of(Stream.of(texts).map(Matchers::parse).toList());
    }

    private static Alert alert() {
        return Alert.newBuilder()
                .setAlertId("00000000000000aa")
                .setEpisodeId("00000000000000bb")
                .setSequence(1)
                .setTransition(Transition.ACTIVE)
                .setState(AlertState.ACTIVE)
                .setAt(0)
                .setDataTime(0)
                .setStartedAt(0)
                .setRuleId("checkout-errors")
                .setRuleSet("shop.yaml")
                .setRuleVersion(0)
                .setTitle("t")
                .setSummary("s")
                .setSeverity(Severity.CRITICAL)
                .setCategory("reliability")
                .setGroup(Map.of("service", "shop", "http.route", "/pay"))
                .setLabels(Map.of("team", "web"))
                .setCondition("c")
                .setValue(1)
                .setThreshold(0)
                .setWindowStart(0)
                .setWindowEnd(0)
                .setSamples(1)
                .setLearning(false)
                .setEvidence(new Evidence(0L, List.of(), List.of()))
                .build();
    }
}
