package dev.vigia.processors.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigia.processors.rules.Rule.Aggregate;
import dev.vigia.processors.rules.Rule.Condition;
import dev.vigia.processors.rules.Rule.Condition.Comparison;
import dev.vigia.processors.rules.Rule.Condition.Level;
import dev.vigia.processors.rules.Rule.Flapping;
import dev.vigia.processors.rules.Rule.NoData;
import dev.vigia.processors.rules.Rule.Silence;
import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.processors.rules.Rule.Timing;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleSetParserTest {

    private static final String FULL = """
            rules:
              - id: checkout-errors
                title: "{service}: error rate above 5 %"
                source: logs
                filter: http.status > 0
                group_by: [service]
                aggregate: error_rate
                errors: http.status >= 500
                above: 0.05
                window: 2m
                for: 30s
                recover_for: 3m
                min_samples: 50
                max_age: 2h
                severity: critical
                category: performance
                runbook: https://example.org/runbook
                labels: {team: shop, area: web}
                recover_at: 0.03
                keep_firing_for: 4m
                no_data: keep_last
                forget_after: 5h
                watch: 30m
                flapping: {changes: 5, within: 2h, settle_for: 10m}
                max_groups: 500
            """;

    @Test
    void parse_everyField_isRead() {
        assertThat(RuleSetParser.parse("demo.yaml", FULL))
                .isEqualTo(new RuleSet(
                        "demo.yaml",
                        List.of(new Rule(
                                "checkout-errors",
                                "{service}: error rate above 5 %",
                                Source.LOGS,
                                "http.status > 0",
                                List.of("service"),
                                new Aggregate.ErrorRate("http.status >= 500"),
                                new Condition(Comparison.ABOVE, List.of(new Level(Severity.CRITICAL, 0.05, 0.03))),
                                Duration.ofMinutes(2),
                                Optional.empty(),
                                new Timing(
                                        Duration.ofSeconds(30),
                                        0,
                                        Duration.ofMinutes(4),
                                        Duration.ofMinutes(3),
                                        Duration.ofMinutes(30),
                                        Optional.of(new Flapping(5, Duration.ofHours(2), Duration.ofMinutes(10)))),
                                new Silence(NoData.KEEP_LAST, Duration.ofHours(5)),
                                Optional.empty(),
                                50,
                                Duration.ofHours(2),
                                "performance",
                                Optional.of("https://example.org/runbook"),
                                Map.of("team", "shop", "area", "web"),
                                500))));
    }

    @Test
    void parse_littleGiven_defaultsAreFilledIn() {
        Rule rule = only("{id: r, aggregate: error_rate, above: 0.1, severity: low}");
        assertThat(rule.title()).isEqualTo("r");
        assertThat(rule.source()).isEqualTo(Source.LOGS);
        assertThat(rule.aggregate()).isEqualTo(new Aggregate.ErrorRate("severity_number >= 17 || http.status >= 500"));
        assertThat(rule.window()).isEqualTo(Duration.ofMinutes(1));
        assertThat(rule.timing().holdFor()).isZero();
        assertThat(rule.timing().recoverFor()).isEqualTo(Duration.ofMinutes(1));
        assertThat(rule.minSamples()).isEqualTo(20);
        assertThat(rule.maxAge()).isEqualTo(Duration.ofHours(1));
        assertThat(rule.category()).isEqualTo("system");
        assertThat(rule.runbook()).isEmpty();
        assertThat(rule.labels()).isEmpty();
    }

    @Test
    void parse_windowLongerThanAnHour_maxAgeFollows() {
        assertThat(only("{id: r, aggregate: count, above: 1, severity: low, window: 6h}")
                        .maxAge())
                .isEqualTo(Duration.ofHours(6));
    }

    @ParameterizedTest
    @CsvSource({
        "count,1",
        "error_rate,20",
        "'ratio, numerator: http.status > 0',20",
        "'error_rate, compare: ratio',20",
        "'distinct, field: http.route',1",
        "'percentile, percentile: 95, field: http.duration',20",
        "'mean, field: http.duration',1"
    })
    void parse_noMinSamples_dependsOnAggregate(String aggregate, long expected) {
        assertThat(only("{id: r, aggregate: " + aggregate + ", above: 0.1, severity: low}")
                        .minSamples())
                .isEqualTo(expected);
    }

    @Test
    void parse_warning_isMediumAndKeepsTheWord() {
        Rule rule = only("{id: r, aggregate: count, above: 1, severity: warning}");
        assertThat(rule.condition().levels().get(0).severity()).isEqualTo(Severity.MEDIUM);
        assertThat(labels(rule)).containsExactly(Map.of("severity_source", "warning"));
    }

    /** The scale of incidents, and who writes in capitals. */
    @ParameterizedTest
    @CsvSource({"P0,CRITICAL", "P1,HIGH", "P2,MEDIUM", "P3,LOW", "P4,LOW", "p1,HIGH", "WARNING,MEDIUM"})
    void parse_severityInOthersWords_keepsTheWord(String word, Severity severity) {
        Rule rule = only("{id: r, aggregate: count, above: 1, severity: " + word + "}");
        assertThat(rule.condition().severities()).containsExactly(severity);
        assertThat(labels(rule)).containsExactly(Map.of("severity_source", word));
    }

    @Test
    void parse_severityInCapitals_isOurWord() {
        Rule rule = only("{id: r, aggregate: count, above: 1, severity: CRITICAL}");
        assertThat(rule.condition().severities()).containsExactly(Severity.CRITICAL);
        assertThat(labels(rule)).containsExactly(Map.of());
    }

    @Test
    void parse_severitiesInOthersWords_keepTheWordOfEach() {
        Map<String, String> none = Map.of();
        Map<String, String> warning = Map.of("severity_source", "warning");
        Rule bounds = only("{id: r, aggregate: count, severities: {P0: 50, warning: 10}, recover_at: {medium: 5}}");
        assertThat(labels(bounds)).containsExactly(warning, Map.of("severity_source", "P0"));
        assertThat(bounds.condition().levels().get(0).recoverAt()).isEqualTo(5);
        assertThat(labels(only("{id: r, parts: {a: {}, b: {}}, severities: {critical: a and b, warning: a}}")))
                .containsExactly(warning, none);
        assertThat(labels(only("{id: r, slo: {objective: 99, burn_rates: ["
                        + "{severity: warning, factor: 2, window: 1h, short_window: 5m},"
                        + "{severity: high, factor: 9, window: 1h, short_window: 5m}]}}")))
                .containsExactly(warning, none);
    }

    @Test
    void parse_twoWordsForOneSeverity_areRefused() {
        assertThatThrownBy(() -> only("{id: r, aggregate: count, severities: {P2: 50, warning: 10}}"))
                .hasMessageContaining("severities: there are two for medium");
        assertThatThrownBy(() -> only("{id: r, slo: {objective: 99, burn_rates: ["
                        + "{severity: warning, factor: 2, window: 1h, short_window: 5m},"
                        + "{severity: P2, factor: 9, window: 1h, short_window: 5m}]}}"))
                .hasMessageContaining("severity: 'P2' is the same as 'warning'; write one of the two for both");
    }

    /** Of a rule that says severity_source itself, it stays. */
    @Test
    void parse_labelSeveritySource_isTheRules() {
        assertThat(labels(only(
                        "{id: r, aggregate: count, above: 1, severity: warning, labels: {severity_source: amber}}")))
                .containsExactly(Map.of("severity_source", "amber"));
    }

    private static List<Map<String, String>> labels(Rule rule) {
        return rule.condition().levels().stream()
                .<Map<String, String>>map(rule::labels)
                .toList();
    }

    @Test
    void parse_labels_areInOrderOfTheirNames() {
        Rule rule = only("{id: r, aggregate: count, above: 1, severity: low, labels: {z: 1, b: 2, a: 3, m: 4}}");
        assertThat(rule.labels().keySet()).containsExactly("a", "b", "m", "z");
    }

    @Test
    void parse_metricsAndSpans_haveTheirDefaults() {
        assertThat(only("{id: r, source: metrics, aggregate: max, above: 1, severity: low}")
                        .aggregate())
                .isEqualTo(new Aggregate.Value("value", Aggregate.Statistic.MAX));
        assertThat(only("{id: r, source: spans, aggregate: error_rate, above: 0.5, severity: low}")
                        .aggregate())
                .isEqualTo(new Aggregate.ErrorRate("status == 'ERROR'"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        rate                                                       | Rate[per=PT1S]
        rate, per: 1m                                              | Rate[per=PT1M]
        ratio, numerator: http.status == 404                       | Ratio[part=http.status == 404]
        distinct, field: http.route                                | Distinct[field=http.route]
        distinct_ratio, field: attributes.a, numerator: http.status > 499 | DistinctRatio[field=attributes.a, part=http.status > 499]
        burn_rate, objective: 99.9, errors: http.status > 499      | BurnRate[part=http.status > 499, budget=0.001]
        slope, field: http.duration, per: 1h, of: last             | Slope[field=http.duration, by=LAST, per=PT1H]
        time_to, field: attributes.used, target: 1                 | TimeTo[field=attributes.used, by=MEAN, target=1.0]
        count, compare: ratio                                      | Change[of=Count[], comparing=RATIO, minBefore=1]
        rate, compare: ratio, min_samples: 50, min_samples_before: 0 | Change[of=Rate[per=PT1S], comparing=RATIO, minBefore=0]
        error_rate, errors: http.status > 499, compare: ratio      | Change[of=ErrorRate[part=http.status > 499], comparing=RATIO, minBefore=20]
        sum, field: http.duration, compare: difference, min_samples_before: 0 | Change[of=Value[field=http.duration, statistic=SUM], comparing=DIFFERENCE, minBefore=0]
        max, field: http.duration, compare: difference, min_samples: 7 | Change[of=Value[field=http.duration, statistic=MAX], comparing=DIFFERENCE, minBefore=7]
                    """)
    void parse_aggregates_haveTheirFields(String aggregate, String expected) {
        assertThat(only("{id: r, aggregate: " + aggregate + ", above: 0.1, severity: low}")
                        .aggregate())
                .hasToString(expected);
    }

    @Test
    void parse_newTerm_needsNoBound() {
        Rule rule = only("{id: r, aggregate: new_term, group_by: [exception.type], severity: low}");
        assertThat(rule.aggregate()).isEqualTo(new Aggregate.NewTerm(Duration.ofDays(30), Duration.ofDays(1)));
        assertThat(rule.condition()).isEqualTo(new Condition(Comparison.ABOVE, List.of(new Level(Severity.LOW, 0, 0))));
    }

    @Test
    void parse_timeTo_takesDurations() {
        String rule = "{id: r, source: metrics, aggregate: time_to, target: 1, window: 1h, ";
        assertThat(only(rule + "below: 4h, recover_at: 5h, severity: low}")
                        .condition()
                        .levels())
                .containsExactly(new Level(Severity.LOW, 14_400, 18_000));
        assertThat(only(rule + "severities: {medium: 1d, critical: 3600}}")
                        .condition()
                        .levels())
                .containsExactly(
                        new Level(Severity.MEDIUM, 86_400, 86_400), new Level(Severity.CRITICAL, 3_600, 3_600));
    }

    @Test
    void parse_day_isTheLongestThereIs() {
        Rule rule = only("{id: r, aggregate: count, above: 1, window: day, zone: America/Sao_Paulo, severity: low}");
        assertThat(rule.day()).contains(ZoneId.of("America/Sao_Paulo"));
        assertThat(rule.window()).isEqualTo(Duration.ofHours(25));
        assertThat(rule.maxAge()).isEqualTo(Duration.ofHours(25));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        count, above: 4d                                   | above: '4d' is not a number
        count, above: 4h                                   | above: '4h' is not a number
        count, above: 1, per: 1m                           | per: is for the aggregate rate and slope only
        rate, above: 1, per: 0                             | per: has to be longer than 0, for instance 1m
        ratio, above: 0.1                                  | numerator: is missing: say in CEL which records are to be few
        ratio, above: 2, numerator: has(attributes.a)      | above: a ratio is a share from 0 to 1; write 0.05 for 5 %
        ratio, above: 0.1, numerator: http.code > 0        | numerator: undefined field 'code' (column 1)
        count, above: 1, numerator: http.status > 0        | numerator: is for the aggregate ratio and distinct_ratio only
        distinct, above: 1                                 | field: is missing: name what is counted, for instance http.client_address
        distinct, above: 1, field: http.code               | field: there is no field 'http.code' in logs; there are id,
        count, above: 1, field: http.route                 | field: is for the aggregate distinct, distinct_ratio, percentile, mean, min, max, sum, last, slope and time_to only
        slope, above: 1, field: http.route                 | field: 'http.route' is a text and not a number
        slope, above: 1, field: http.duration, of: max     | of: has to be mean or last
        slope, above: 1, field: http.duration, window: 50s | window: has to be 1m or longer for a trend
        slope, above: 1, field: http.duration, compare: ratio | compare: is for the aggregate count, rate, error_rate, ratio, distinct, distinct_ratio, percentile, mean, min, max, sum and last only
        time_to, below: 4h, field: http.duration           | target: is missing: say what the value must not reach, for instance 1.0
        time_to, below: soon, field: http.duration, target: 1 | below: 'soon' is not a number
        time_to, below: 99999999999999w, field: http.duration, target: 1 | below: '99999999999999w' is too long; a duration is from 0 to 36500d
        count, above: 1, compare: share                    | compare: 'share' is none of ratio, difference
        count, above: 1, min_samples_before: 0             | min_samples_before: is for compare only
        count, above: 1, compare: ratio, min_samples_before: -1 | min_samples_before: has to be 0 or more
        mean, above: 1, field: http.duration, compare: ratio, min_samples_before: 0 | min_samples_before: 0 is for count, rate and distinct, and for sum with compare: difference
        sum, above: 1, field: http.duration, compare: ratio, min_samples_before: 0 | min_samples_before: 0 is for count, rate and distinct
        new_term                                           | group_by: is missing: say what is new when it was not seen before
        new_term, above: 1, group_by: [service]            | above: is not for new_term, which fires when a group is new
        new_term, memory: 0, group_by: [service]           | memory: has to be longer than 0, for instance 30d
        count, above: 1, window: day                       | zone: is missing
        count, above: 1, window: day, zone: Sao_Paulo      | zone: 'Sao_Paulo' is no time zone; write for instance America/Sao_Paulo or UTC
        count, above: 1, window: 1d, zone: UTC             | zone: is for window: day only
        count, below: 1, window: day, zone: UTC            | window: day goes with above: in the morning every day has too little; 1d slides
        rate, above: 1, window: day, zone: UTC             | window: day is for count, error_rate, ratio, distinct, distinct_ratio, percentile and statistics, without compare
        count, above: 1, compare: ratio, window: day, zone: UTC | window: day is for count, error_rate
        count, above: 1, consecutive: 3, window: day, zone: UTC | consecutive: is not for window: day
        count, above: 1, no_data: alert, window: day, zone: UTC | no_data: alert is not for window: day; the first seconds of a day often have none
                    """)
    void parse_aggregateThatCannotBe_isRefused(String aggregate, String message) {
        assertThatThrownBy(() -> only("{id: r, severity: low, aggregate: " + aggregate + "}"))
                .isInstanceOf(UserException.class)
                .message()
                .startsWith("x.yaml line 2, rule r, " + message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        on                   | line 2, rule r, flapping: write off, or for instance {changes: 7, within: 1h, settle_for: 30m}
        {changes: 2}         | line 2, rule r, changes: has to be from 3 to 50
        {within: 0}          | line 2, rule r, within: has to be a multiple of 10s, up to 1d
        {settle_for: 15s}    | line 2, rule r, settle_for: has to be a multiple of 10s, up to 1d
        {settle: 1m}         | line 2, rule r, settle: is not known; known are
        """)
    void parse_flappingThatCannotBe_isRefused(String flapping, String message) {
        assertThatThrownBy(() -> only("{id: r, aggregate: count, above: 1, severity: low, flapping: " + flapping + "}"))
                .isInstanceOf(UserException.class)
                .message()
                .startsWith("x.yaml " + message);
    }

    @Test
    void parse_flappingOff_isNever() {
        assertThat(only("{id: r, aggregate: count, above: 1, severity: low, flapping: off}")
                        .timing()
                        .flapping())
                .isEmpty();
    }

    @Test
    void parse_severities_sayOnWhichSideTheyLie() {
        assertThat(
                        only("{id: r, aggregate: count, severities: {critical: 50, warning: 10}, recover_at: {critical: 40}}")
                                .condition())
                .isEqualTo(new Condition(
                        Comparison.ABOVE,
                        List.of(
                                new Level(new SeverityWord(Severity.MEDIUM, "warning"), 10, 10),
                                new Level(Severity.CRITICAL, 50, 40))));
        assertThat(only("{id: r, aggregate: count, severities: {high: 1, low: 5, medium: 3}}")
                        .condition())
                .isEqualTo(new Condition(
                        Comparison.BELOW,
                        List.of(
                                new Level(Severity.LOW, 5, 5),
                                new Level(Severity.MEDIUM, 3, 3),
                                new Level(Severity.HIGH, 1, 1))));
    }

    @Test
    void parse_absence_isACountBelowOne() {
        Rule rule = only("{id: r, absent_for: 15m, group_by: [service], severity: critical}");
        assertThat(rule.aggregate()).isEqualTo(new Aggregate.Count());
        assertThat(rule.condition())
                .isEqualTo(new Condition(Comparison.BELOW, List.of(new Level(Severity.CRITICAL, 1, 1))));
        assertThat(rule.window()).isEqualTo(Duration.ofMinutes(15));
        assertThat(rule.silence()).isEqualTo(new Silence(NoData.ALERT, Duration.ofDays(1)));
    }

    @Test
    void parse_consecutive_isHowManyWindows() {
        Rule rule = only("{id: r, aggregate: count, above: 1, severity: low, consecutive: 5}");
        assertThat(rule.timing())
                .isEqualTo(new Timing(
                        Duration.ZERO,
                        5,
                        Duration.ZERO,
                        Duration.ofMinutes(1),
                        Duration.ZERO,
                        Optional.of(new Flapping(7, Duration.ofHours(1), Duration.ofMinutes(30)))));
    }

    @Test
    void parse_noDataGiven_resolves() {
        assertThat(only("{id: r, aggregate: count, above: 1, severity: low}")
                        .silence()
                        .noData())
                .isEqualTo(NoData.RESOLVE);
        assertThat(only("{id: r, aggregate: count, above: 1, severity: low, no_data: ignore}")
                        .silence()
                        .noData())
                .isEqualTo(NoData.IGNORE);
    }

    @ParameterizedTest
    @CsvSource({
        "'absent_for: 1h, group_by: [service]',1",
        "'absent_for: 18h, group_by: [service]',1.5",
        "'absent_for: 1h, group_by: [service], active: office',7"
    })
    void parse_noForgetAfter_isADayTwiceTheSilenceOrAWeekWithACalendar(String fields, double days) {
        String file = "calendars:\n  - {id: office, zone: UTC}\nrules:\n  - {id: r, severity: low, " + fields + "}\n";
        assertThat(RuleSetParser.parse("x.yaml", file).rules().get(0).silence().forgetAfter())
                .isEqualTo(Duration.ofMinutes(Math.round(days * 1440)));
    }

    /** What is wrong with a rule that counts, and what the error says. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        severities: {low: 1}                                 | severities: has to be two or more; write above or below and severity for one
        severities: {low: 1, medium: 1}                      | severities: the more severe, the lower: medium has to lie beyond low
        severities: {low: 1, medium: 3, high: 2}             | severities: the more severe, the higher: high has to lie beyond medium
        severities: {low: 1, awful: 3}                       | severities: 'awful' is none of critical, high, medium, low, info, warning, P0, P1, P2, P3, P4
        severities: {warning: 1, medium: 3}                  | severities: there are two for medium; warning and P2 are medium, P0 is critical, P1 high, P3 and P4 low
        severities: {low: 1, high: much}                     | severities.high: 'much' is not a number
        severities: {low: 1, high: 2}, above: 3              | above: cannot stand beside severities, which say it already
        severities: {low: 1, high: 2}, severity: low         | severity: cannot stand beside severities, which say it already
        severities: {low: 1, high: 2}, recover_at: 1         | recover_at: has to be a number for each severity, for instance {medium: 0.005}
        severities: {low: 1, high: 2}, recover_at: {info: 1} | recover_at: there is no 'info' in severities
        severities: {low: 4, high: 5}, recover_at: {high: 3} | recover_at: high would be over later than low; its number has to lie as far out or further
        above: 1, severity: low, recover_at: 2               | recover_at: has to be the threshold or lower, where the value is to come back to
        below: 2, severity: low, recover_at: 1               | recover_at: has to be the threshold or higher, where the value is to come back to
        above: 1, severity: low, recover_at: {low: 1}        | recover_at: has to be one number; a number for each severity is for severities
        above: 1, severity: low, consecutive: 1              | consecutive: has to be a number of windows from 2 to 1000
        above: 1, severity: low, consecutive: 2, for: 1m     | for: give either for or consecutive; windows that follow each other are a time already
        above: 1, severity: low, keep_firing_for: 5s         | keep_firing_for: '5s' is not a multiple of 10s
        above: 1, severity: low, no_data: panic              | no_data: 'panic' is none of ignore, keep_last, resolve, alert
        above: 1, severity: low, max_groups: 5               | max_groups: is for rules with group_by; all records together are one group
        above: 1, severity: low, max_groups: 0, group_by: [service] | max_groups: has to be a number of groups from 1 to 1000000
        above: 1, severity: low, max_groups: 1000001, group_by: [service] | max_groups: has to be a number of groups from 1 to 1000000
        above: 1, severity: low, max_groups: some, group_by: [service] | max_groups: 'some' is not a whole number
        above: 1, severity: low, forget_after: 1h            | forget_after: is for rules with group_by; all records together are never forgotten
        above: 1, severity: low, forget_after: 1h, group_by: [service] | forget_after: is for absent_for, and for no_data ignore, keep_last and alert only
        above: 1, severity: low, forget_after: 6m, group_by: [service], no_data: alert, for: 5m | forget_after: has to be longer than it takes an alert to be active, 6m
        absent_for: 1m, severity: low                        | aggregate: cannot stand beside absent_for, which says it already
        above: 1, severity: low, active: office              | active: there is no calendar 'office' in this file; there are none
                    """)
    void parse_timesThatCannotBe_areRefused(String fields, String message) {
        assertThatThrownBy(() -> only("{id: r, aggregate: count, " + fields + "}"))
                .isInstanceOf(UserException.class)
                .hasMessage("x.yaml line 2, rule r, " + message);
    }

    @Test
    void parse_windowThatNoCalendarHasRoomFor_isRefused() {
        String file = "calendars:\n  - {id: office, zone: UTC, hours: ['09:00-18:00']}\nrules:\n"
                + "  - {id: r, severity: low, absent_for: 9h10s, active: %s}\n";
        assertThatThrownBy(() -> RuleSetParser.parse("x.yaml", file.formatted("office")))
                .hasMessage("x.yaml line 4, rule r, active: 'office' is never open for as long as the window, 9h10s;"
                        + " too little can only be told of a window that is open throughout");
        assertThatThrownBy(() -> RuleSetParser.parse("x.yaml", file.formatted("shop")))
                .hasMessage(
                        "x.yaml line 4, rule r, active: there is no calendar 'shop' in this file; there are office");
        assertThat(RuleSetParser.parse("x.yaml", file.formatted("office").replace("9h10s", "9h"))
                        .rules())
                .hasSize(1);
    }

    @Test
    void parse_noRules_isEmpty() {
        assertThat(RuleSetParser.parse("x.yaml", "rules: []").rules()).isEmpty();
    }

    /** Each line breaks the full file in one place: what is replaced, by what, and what the error says. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        id: checkout-errors          | id: Checkout            | demo.yaml line 2, rule Checkout, id: 'Checkout' has to be of a-z, 0-9, '.', '_' and '-', and begin with a letter or digit
        id: checkout-errors          | ids: x                  | demo.yaml line 2, id: is missing
        source: logs                 | source: events          | demo.yaml line 4, rule checkout-errors, source: 'events' is none of logs, metrics, spans
        filter: http.status > 0      | filter: http.code > 0   | demo.yaml line 5, rule checkout-errors, filter: undefined field 'code' (column 1)
        filter: http.status > 0      | filter: statuss > 0     | demo.yaml line 5, rule checkout-errors, filter: undeclared reference to 'statuss' (column 1)
        filter: http.status > 0      | filter: http.status > '0' | demo.yaml line 5, rule checkout-errors, filter: found no matching overload for '_>_' applied to '(int, string)'
        filter: http.status > 0      | filter: http.status > > | demo.yaml line 5, rule checkout-errors, filter: mismatched input
        filter: http.status > 0      | filter: http.status     | demo.yaml line 5, rule checkout-errors, filter: expected type 'bool' but found 'int'
        filter: http.status > 0      | filter: message.matches('(') | demo.yaml line 5, rule checkout-errors, filter: '(' is not a regular expression (RE2)
        group_by: [service]          | group_by: [servic]      | demo.yaml line 6, rule checkout-errors, group_by: there is no field 'servic' in logs; there are id, service,
        group_by: [service]          | group_by: [service, attributes.a, resource.a] | demo.yaml line 6, rule checkout-errors, group_by: two fields are called 'a'
        "{service}: error            | "{host}: error          | demo.yaml line 3, rule checkout-errors, title: '{host}' is no field of group_by
        aggregate: error_rate        | aggregate: rates        | demo.yaml line 7, rule checkout-errors, aggregate: 'rates' is none of count, rate, error_rate,
        aggregate: error_rate        | labels: {}              | demo.yaml line 18, rule checkout-errors, labels: stands there twice
        aggregate: error_rate        | aggregate: count        | demo.yaml line 8, rule checkout-errors, errors: is for the aggregate error_rate and burn_rate only
        above: 0.05                  | above: 5                | demo.yaml line 9, rule checkout-errors, above: an error rate is a share from 0 to 1; write 0.05 for 5 %
        above: 0.05                  | above: five             | demo.yaml line 9, rule checkout-errors, above: 'five' is not a number
        above: 0.05                  | limit: 5                | demo.yaml line 2, rule checkout-errors, above: give either above or below
        window: 2m                   | window: 15s             | demo.yaml line 10, rule checkout-errors, window: '15s' is not a multiple of 10s
        window: 2m                   | window: 0               | demo.yaml line 10, rule checkout-errors, window: has to be from 10s to 1d
        window: 2m                   | window: 2d              | demo.yaml line 10, rule checkout-errors, window: has to be from 10s to 1d
        window: 2m                   | window: soon            | demo.yaml line 10, rule checkout-errors, window: 'soon' is not a duration; write for instance 30s, 5m or 1h30m
        for: 30s                     | for: 5s                 | demo.yaml line 11, rule checkout-errors, for: '5s' is not a multiple of 10s
        min_samples: 50              | min_samples: 0          | demo.yaml line 13, rule checkout-errors, min_samples: has to be 1 or more
        max_age: 2h                  | max_age: 10s            | demo.yaml line 14, rule checkout-errors, max_age: is shorter than the window, 2m
        severity: critical           | severity: bad           | demo.yaml line 15, rule checkout-errors, severity: 'bad' is none of critical, high, medium, low, info, warning, P0, P1, P2, P3, P4
        severity: critical           | severity:               | demo.yaml line 15, rule checkout-errors, severity: is missing
        category: performance        | category: fun           | demo.yaml line 16, rule checkout-errors, category: 'fun' is none of system, performance, business, security
        labels: {team: shop,         | lables: {team: shop,    | demo.yaml line 18, rule checkout-errors, lables: is not known; known are id, source, filter
        labels: {team: shop,         | labels: {team: [shop],  | demo.yaml line 18, rule checkout-errors, labels.team: has to be a single value
        labels: {team: shop,         | labels: {team: 'shop,   | demo.yaml line 26: not YAML
        rules:                       | rule:                   | demo.yaml line 1, rules: is missing
                    """)
    void parse_broken_errorNamesFileLineRuleAndField(String what, String by, String message) {
        assertThatThrownBy(() -> RuleSetParser.parse("demo.yaml", FULL.replace(what, by)))
                .isInstanceOf(UserException.class)
                .message()
                .startsWith(message)
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"default.yaml", "vigia.yaml"})
    void parse_rulesWeShip_areSound(String name) throws IOException {
        Path file = Path.of(System.getProperty("vigia.root"), "config/rules", name);
        assertThat(RuleSetParser.parse(name, Files.readString(file)).rules()).isNotEmpty();
    }

    @Test
    void parse_sameIdTwice_isRefused() {
        String twice = "rules:\n" + "  - {id: r, aggregate: count, above: 1, severity: low}\n".repeat(2);
        assertThatThrownBy(() -> RuleSetParser.parse("x.yaml", twice))
                .hasMessage("x.yaml line 3, rule r, id: the rule in line 2 has the same");
    }

    @Test
    void parse_percentileMissing_isRefused() {
        assertThatThrownBy(() -> only("{id: r, aggregate: percentile, field: http.duration, above: 1, severity: low}"))
                .hasMessage("x.yaml line 2, rule r, percentile: is missing");
        assertThatThrownBy(() -> only("{id: r, aggregate: mean, field: message, above: 1, severity: low}"))
                .hasMessage("x.yaml line 2, rule r, field: 'message' is a text and not a number");
    }

    private static Rule only(String rule) {
        return RuleSetParser.parse("x.yaml", "rules:\n  - " + rule).rules().get(0);
    }
}
