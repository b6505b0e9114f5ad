package dev.vigia.processors.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.RuleSetParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutingLintTest {

    private static final Collection<Rule> RULES =
            RuleSetParser.parse("rules.yaml", """
                    rules:
                      - {id: errors, group_by: [service], aggregate: count, severities: {medium: 2, critical: 5}, category: performance, labels: {team: shop}}
                      - {id: host-down, group_by: [resource.host.name], aggregate: count, above: 2, severity: critical}
                      - {id: release, aggregate: count, above: 2, severity: info}
                    """).rules();

    private static final Instant NOW = Instant.parse("2026-01-01T10:00:00Z");

    private static final String HEAD = """
            receivers: [{ name: slack, channel: slack }, { name: email, channel: email }]
            """;

    /** Routes in flow style, in the order of the file; a fault has to be in the line of its number. */
    @ParameterizedTest
    @CsvSource(delimiterString = " # ", quoteCharacter = '`', textBlock = """
            {matchers: [severity=critical], receivers: [email]}   # {matchers: [team=shop]}                # ``
            {matchers: [severity=critical], receivers: [email]}   # {matchers: [severity=critical, a=b]}   # r.yaml line 6, route 0.1: no alert comes here: route 0.0 (line 5) takes them all before
            {matchers: ['severity=~"critical|high"'], continue: true} # {matchers: [severity=critical]}    # ``
            {matchers: ['severity=~"critical|high"']}             # {matchers: [severity=high]}            # r.yaml line 6, route 0.1: no alert comes here: route 0.0 (line 5)
            {matchers: [severity!=critical]}                      # {matchers: [severity=high, a=b]}       # r.yaml line 6, route 0.1: no alert comes here
            {matchers: ['a=~"b|c"']}                              # {matchers: [a=c]}                      # r.yaml line 6, route 0.1: no alert comes here
            {matchers: ['a=~"b|c"']}                              # {matchers: [a=d]}                      # ``
            {matchers: ['a=~"b.*"']}                              # {matchers: [a=bcd, x=y]}               # r.yaml line 6, route 0.1: no alert comes here
            {matchers: ['a=~"b.*"']}                              # {matchers: ['a=~"b.*"', x=y]}          # r.yaml line 6, route 0.1: no alert comes here
            {matchers: [a=b]}                                     # {matchers: [a=b, a=c]}                 # r.yaml line 6, route 0.1, matchers: no alert can match: a="b", a="c" exclude each other
            {matchers: [a=b]}                                     # {matchers: [a!="", 'a!~".+"']}         # r.yaml line 6, route 0.1: matchers: no alert can match
            {matchers: [severity=warning]}                        # {matchers: [a=b]}                      # r.yaml line 5, route 0.0: matchers: there is no severity 'warning'; there are critical, high, medium, low, info
            {matchers: [severity!=warning, a=b]}                  # {matchers: [a=b]}                      # r.yaml line 5, route 0.0: matchers: there is no severity 'warning'
            {matchers: ['severity=~"critical|warning"']}          # {matchers: [a=b]}                      # r.yaml line 5, route 0.0: matchers: there is no severity 'warning'
            {matchers: ['severity=~"crit"']}                      # {matchers: [a=b]}                      # r.yaml line 5, route 0.0: matchers: there is no severity 'crit'
            {matchers: ['severity=~"crit.+s"']}                   # {matchers: [a=b]}                      # r.yaml line 5, route 0.0: matchers: no severity is like 'crit.+s'
            {matchers: ['severity=~"c.*"']}                       # {matchers: [a=b]}                      # ``
            {matchers: [a=b], routes: [{matchers: [a=c]}]}        # {matchers: [c=d]}                      # r.yaml line 5, route 0.0.0: matchers: no alert can match: a="b", a="c" exclude
            {matchers: [a=b], escalation: nobody}                 # {matchers: [c=d]}                      # r.yaml line 5, route 0.0: escalation: there is no escalation 'nobody'; there are on-call
            {matchers: [a=b], escalation: on-call}                # {matchers: [c=d]}                      # ``
            """)
    void routeThatNoAlertComesTo_isAnError(String first, String second, String problem) {
        List<String> problems =
                problems(HEAD + "route:\n  receivers: [slack]\n  routes:\n    - " + first + "\n    - " + second);
        if (problem.isEmpty()) assertThat(problems).isEmpty();
        else
            assertThat(problems)
                    .singleElement()
                    .asString()
                    .startsWith(problem.replace("0.1, matchers", "0.1: matchers"));
    }

    @Test
    void severitiesOfSeveralRoutes_takeAllTogether() {
        assertThat(problems(HEAD + """
                        route:
                          receivers: [slack]
                          routes:
                            - { matchers: [severity=critical], receivers: [email] }
                            - { matchers: [severity!=critical], receivers: [slack] }
                            - { matchers: [team=shop], receivers: [email] }
                        """))
                .containsExactly(
                        "r.yaml line 7, route 0.2: no alert comes here: route 0.0 (line 5) and 0.1 (line 6) takes them all"
                                + " before; write continue: true there, or put this route before it");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " # ", quoteCharacter = '`', textBlock = """
            {source_matchers: [alertname=host-down], target_matchers: [severity!=critical], equal: [service]} # ``
            {source_matchers: [alertname=host-down], target_matchers: ['severity=~"critical|high"']} # target_matchers: an alert of rule host-down (critical) is source and target, and would mute itself; leave the sources out, for instance by alertname!="host-down"
            {source_matchers: [team=shop], target_matchers: [service=till]} # target_matchers: an alert of rule errors (medium) is source and target
            {source_matchers: [x=y], target_matchers: [x=y]} # source and target are the same alerts
            {source_matchers: [x=y, x=z], target_matchers: [a=b]} # source_matchers: no alert can match
            {source_matchers: [x=y], target_matchers: [severity=warning]} # target_matchers: there is no severity 'warning'
            """)
    void inhibitRuleThatMutesItsSource_orNothing_isAnError(String inhibit, String problem) {
        List<String> problems = problems(HEAD + "inhibit_rules:\n  - " + inhibit + "\nroute: { receivers: [slack] }");
        if (problem.isEmpty()) assertThat(problems).isEmpty();
        else assertThat(problems).singleElement().asString().startsWith("r.yaml line 3, inhibit rule 0: " + problem);
    }

    @Test
    void alertThatReachesNobody_isAnError_thatNamesTheRuleAndTheRest() {
        assertThat(problems(HEAD + """
                        owners: { till: team-till, desk: team-desk }
                        route:
                          routes:
                            - { matchers: ['severity=~"low|info|high"'], receivers: [slack] }
                            - { matchers: [severity=critical, owner!=team-till], receivers: [slack] }
                            - { matchers: [severity=medium, service=shop], receivers: [slack] }
                            - { matchers: [severity=medium], routes: [{ matchers: [team=shop, 'service=~"x.*"'], receivers: [slack] }] }
                            - { matchers: [alertname!=errors], receivers: [slack] }
                        """))
                .containsExactlyInAnyOrder(
                        "r.yaml line 4, route 0: nobody is told of errors (critical) where owner=\"team-till\", service=\"till\";"
                                + " alerts from outside (critical) where alertname=\"errors\", owner=\"team-till\", which end"
                                + " here; name receivers, or write receivers: [] where they are only to be recorded",
                        "r.yaml line 8, route 0.3: nobody is told of errors (medium) where owner=\"team-desk\","
                                + " service=\"desk\"; errors (medium) where owner=\"team-till\", service=\"till\"; errors"
                                + " (medium) where service!=\"desk\", service!=\"till\", service!=\"shop\", service!~\"x.*\";"
                                + " alerts from outside (medium) where service!=\"shop\", team!=\"shop\"; alerts from outside"
                                + " (medium) where service!=\"shop\", service!~\"x.*\", team=\"shop\", which end here; name"
                                + " receivers, or write receivers: [] where they are only to be recorded");
    }

    @Test
    void urgentAlertThatOnlyADigestTellsOf_isAnError_othersAreNoted() {
        String routes = """
                receivers:
                  - { name: slack, channel: slack }
                  - { name: daily, channel: email, digest: { at: "08:00" } }
                route:
                  receivers: [slack]
                  routes:
                    - { matchers: [severity=critical, team=shop], receivers: [daily] }
                    - { matchers: [severity=critical], receivers: [daily, slack] }
                    - { matchers: [severity=high], receivers: [daily], escalation: on-call }
                    - { matchers: ['severity=~"low|info"'], receivers: [daily] }
                """;
        RoutingLint.Findings findings = check(routes);
        assertThat(findings.problems())
                .containsExactly(
                        "r.yaml line 7, route 0.0: only a digest tells of errors (critical); alerts from outside"
                                + " (critical) where team=\"shop\", which end here; name a receiver as well that is told at once, or"
                                + " an escalation");
        assertThat(findings.notes()).containsExactly("rule release comes in a digest only: info");
        assertThat(check(routes.replaceAll("(?m)^.*team=shop.*\n", "")).problems())
                .isEmpty();
    }

    @Test
    void routeThatSaysSo_mayTellNobody_andIsNoted() {
        RoutingLint.Findings findings = check(HEAD + """
                route:
                  routes:
                    - { matchers: ['severity=~"critical|high|medium"'], receivers: [slack] }
                    - matchers: ['severity=~"low|info"']
                      receivers: []
                      routes: [{ matchers: [severity=low] }]
                """);
        assertThat(findings.problems()).isEmpty();
        assertThat(findings.notes()).containsExactly("rule release is recorded only: info");
    }

    @Test
    void routeThatGoesOn_hasNotTheLastWord() {
        assertThat(problems(HEAD + """
                        route:
                          routes:
                            - { matchers: [severity=info], receivers: [], continue: true }
                            - { matchers: [severity!=info], receivers: [slack] }
                        """)).isEmpty();
        assertThat(problems(HEAD + """
                        route:
                          routes:
                            - { matchers: [severity=info], receivers: [], continue: true }
                            - { matchers: [severity!=low], routes: [{ matchers: [severity!=info], receivers: [slack] }] }
                            - { matchers: [severity=low], receivers: [] }
                        """))
                .singleElement()
                .asString()
                .startsWith(
                        "r.yaml line 5, route 0.1: nobody is told of release (info); alerts from outside (info), which");
    }

    @Test
    void everythingThatIsWrong_isFoundAtOnce() {
        assertThat(problems("""
                        receivers: [{ name: slack, channel: slack }, { name: fax, channel: fax }]
                        route:
                          receivers: [slack]
                          routes:
                            - { matchers: [severity], receivers: [slak] }
                            - { matchers: [a=b], group_wait: soon }
                        """))
                .satisfiesExactly(
                        one -> assertThat(one).startsWith("r.yaml line 1, receiver fax, channel: "),
                        one -> assertThat(one)
                                .startsWith("r.yaml line 5, route 0.0, matchers: 'severity' is no matcher"),
                        one -> assertThat(one)
                                .startsWith("r.yaml line 5, route 0.0, receivers: there is no receiver 'slak'"),
                        one -> assertThat(one)
                                .startsWith("r.yaml line 6, route 0.1, group_wait: 'soon' is not a duration"));
    }

    @Test
    void shippedFile_tellsOfEveryAlertOfTheShippedRules() throws Exception {
        Path config = Path.of(System.getProperty("vigia.root"), "config");
        List<Rule> rules = new ArrayList<>();
        for (Path folder : List.of(config.resolve("rules"), config.resolve("rules/packs"))) {
            try (var files = Files.list(folder)) {
                for (Path file : files.filter(path -> path.toString().endsWith(".yaml"))
                        .sorted()
                        .toList()) {
                    rules.addAll(RuleSetParser.parse(file.toString(), Files.readString(file))
                            .rules());
                }
            }
        }
        assertThat(rules).hasSizeGreaterThan(50);
        String routes = Files.readString(config.resolve("routes.yaml"));
        RoutingLint.Findings findings = check("routes.yaml", routes, rules, Set.of());
        assertThat(findings.problems()).isEmpty();
        assertThat(findings.notes())
                .containsExactly(
                        "rule drill is recorded only: info; low",
                        "rule careflex-registrations comes in a digest only: info",
                        "rule careflex-appointments comes in a digest only: info",
                        "rule careflex-benefits comes in a digest only: info",
                        "rule careflex-rate-limit comes in a digest only: info");
    }

    /** Each receiver's failure is told to another, unless nobody is told of it but the one. */
    @Test
    void shippedFile_tellsOthersThatAReceiverFails() throws Exception {
        Path config = Path.of(System.getProperty("vigia.root"), "config");
        String routes = Files.readString(config.resolve("routes.yaml"));
        List<Rule> rules = RuleSetParser.parse("vigia.yaml", Files.readString(config.resolve("rules/vigia.yaml")))
                .rules();
        assertThat(rules).extracting(Rule::id).contains("channel-failures", "channel-refuses");

        assertThat(check("routes.yaml", routes, rules, channels(routes).keySet())
                        .gaps())
                .isEmpty();
        assertThat(check("routes.yaml", routes, rules, Set.of("slack", "email")).gaps())
                .isEmpty();
        assertThat(check("routes.yaml", routes, rules, Set.of("webhook", "email"))
                        .gaps())
                .singleElement()
                .asString()
                .contains("that webhook fails (rule channel-failures, channel-refuses) would be told to webhook only");
    }

    @Test
    void exampleOfThePage_isRight() throws Exception {
        String page = Files.readString(Path.of(System.getProperty("vigia.root"), "docs", "routing.md"));
        String example = page.substring(page.indexOf("```yaml\n") + 8, page.indexOf("```\n"));
        assertThat(check(example).problems()).isEmpty();
    }

    /** Of a file that is right as long as all have an address. */
    private static final String TEAMS = """
            receivers:
              - { name: slack, channel: slack }
              - { name: email, channel: email, fallback: [slack] }
              - { name: sms, channel: http }
            route:
              receivers: [slack, email]
              routes:
                - { matchers: [severity=medium], receivers: [sms] }
                - { matchers: [severity=info], receivers: [] }
                - { matchers: [alertname=host-down], escalation: on-call, receivers: [sms] }
            """;

    @Test
    void receiverWithoutAnAddress_isAGap_whereNobodyElseIsTold() {
        assertThat(gaps(TEAMS, Set.of("slack", "email", "sms"))).isEmpty();
        assertThat(gaps(TEAMS, Set.of("email", "sms"))).isEmpty();
        assertThat(gaps(TEAMS, Set.of("slack")))
                .containsExactly("r.yaml line 8, route 0.0: nobody is told of errors (medium), which end here, as"
                        + " vigia.yaml has no address of sms; give one of them theirs");
        assertThat(gaps(TEAMS, Set.of("sms")))
                .containsExactly("r.yaml line 6, route 0: nobody is told of errors (critical), which end here, as"
                        + " vigia.yaml has no address of slack, email; give one of them theirs");
    }

    @Test
    void noAddressAtAll_isNoGap() {
        assertThat(gaps(TEAMS, Set.of())).isEmpty();
    }

    @Test
    void receiverThatVigiaYamlDoesNotHave_orHasAsAnotherChannel_isAnError() {
        RoutingLint.Findings findings = RoutingLint.check(
                "r.yaml",
                TEAMS,
                Map.of(),
                new RoutingLint.Around(
                        RULES,
                        receivers -> Set.of("on-call"),
                        new Addresses(
                                "vigia.yaml",
                                Map.of("slack", "slack_app", "emial", "email", "sms", "http"),
                                Set.of("emial")),
                        NOW));
        assertThat(findings.problems())
                .containsExactly(
                        "r.yaml line 2, receiver slack: channel: 'slack' here, and 'slack_app' in vigia.yaml; write the same",
                        "r.yaml line 3, receiver email: there is no receiver 'email'; there are emial, slack, sms in vigia.yaml;"
                                + " one that has no address yet stands there without");
    }

    private static final String HOURS = """
            time_intervals:
              - { name: office, time_intervals: [{ weekdays: ["monday:friday"], times: [{ start_time: "09:00", end_time: "18:00" }] }] }
              - { name: evening, time_intervals: [{ times: [{ start_time: "18:00", end_time: "24:00" }] }] }
              - { name: morning, time_intervals: [{ times: [{ start_time: "00:00", end_time: "09:00" }] }] }
              - { name: daytime, time_intervals: [{ times: [{ start_time: "08:00", end_time: "20:00" }] }] }
              - { name: gone, time_intervals: [{ years: ["2025"] }] }
            receivers: [{ name: slack, channel: slack }, { name: email, channel: email }, { name: daily, channel: email, digest: { at: "08:00" } }]
            route:
              receivers: [slack]
              routes:
            """;

    /** A Thursday; the fault has to be in route 0.0, or there is none. */
    @ParameterizedTest
    @CsvSource(delimiterString = " # ", quoteCharacter = '`', textBlock = """
            {matchers: [severity=critical], active_time_intervals: [office]}                    # at 2026-01-01T18:00:00Z for instance; name somebody who is told at all times
            {matchers: [severity=high], mute_time_intervals: [evening]}                         # at 2026-01-01T18:00:00Z for instance
            {matchers: [severity=high], active_time_intervals: [evening, morning, daytime]}     # ``
            {matchers: [severity=high], active_time_intervals: [evening, daytime]}              # at 2026-01-02T00:00:00Z for instance
            {matchers: [severity=high], active_time_intervals: [gone]}                          # it never tells: none of the next 400 days has a time within its active_time_intervals
            {matchers: [severity=low], active_time_intervals: [office], mute_time_intervals: [daytime]} # it never tells
            {matchers: [severity=medium], active_time_intervals: [office]}                      # ``
            {matchers: [severity=high], active_time_intervals: [daytime], mute_time_intervals: [office]} # at 2026-01-01T10:00:00Z for instance
            """)
    void routeThatTellsAtTimesOnly_isAnError_forWhatIsUrgent(String route, String problem) {
        List<String> problems = problems(HOURS + "    - " + route);
        if (problem.isEmpty()) assertThat(problems).isEmpty();
        else
            assertThat(problems)
                    .singleElement()
                    .asString()
                    .startsWith("r.yaml line 11, route 0.0: ")
                    .contains(problem);
    }

    @Test
    void hoursOfSeveralRoutes_countTogether_andADigestDoesNot() {
        String office = "    - {matchers: [severity=critical], active_time_intervals: [office], continue: true}\n";
        String closed = "    - {matchers: [severity=critical], receivers: [email], mute_time_intervals: [office]}\n";

        assertThat(problems(HOURS + office + closed)).isEmpty();
        assertThat(problems(HOURS + office + closed.replace("email", "daily")))
                .singleElement()
                .asString()
                .startsWith("r.yaml line 12, route 0.1: nobody is told of errors (critical); host-down (critical);"
                        + " alerts from outside (critical), which end here, at 2026-01-01T18:00:00Z for instance");
        assertThat(problems(HOURS + office + closed.replace("receivers: [email]", "escalation: on-call")))
                .isEmpty();
    }

    @Test
    void hoursOutsideOfWhichTheFileSaysThatNobodyIsTold_areMeant() {
        assertThat(problems(HOURS + """
                    - {matchers: [severity=critical], active_time_intervals: [office], continue: true}
                    - {matchers: [severity=critical], receivers: []}
                """)).isEmpty();
    }

    @Test
    void hoursOfWhatIsNotUrgent_areNoted() {
        assertThat(check(HOURS + "    - {matchers: [severity=medium], active_time_intervals: [office]}")
                        .notes())
                .containsExactly("rule errors is told at times only: medium");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " # ", quoteCharacter = '`', textBlock = """
            receivers: [slack]                                                                  # slack
            receivers: [slack, email]                                                           # ``
            receivers: [slack], escalation: on-call                                             # ``
            receivers: [email]                                                                  # ``
            receivers: [slack, pager]                                                           # slack
            receivers: [slack], routes: [{ matchers: [receiver=slack], receivers: [email] }]    # ``
            receivers: [slack], routes: [{ matchers: [receiver=email], receivers: [email] }]    # slack
            """)
    void receiverOfWhoseFailureItselfIsToldOnly_isAGap(String route, String receiver) {
        List<Rule> rules = RuleSetParser.parse("rules.yaml", """
                    rules:
                      - {id: failures, source: metrics, group_by: [attributes.receiver], aggregate: sum, field: value, above: 3, severity: high}
                    """).rules();
        String yaml = """
                receivers:
                  - { name: slack, channel: slack, fallback: [pager] }
                  - { name: email, channel: email, fallback: [slack] }
                  - { name: pager, channel: pagerduty }
                route: { %s }
                """.formatted(route);
        List<String> gaps =
                check("r.yaml", yaml, rules, Set.of("slack", "email")).gaps();

        if (receiver.isEmpty()) assertThat(gaps).isEmpty();
        else
            assertThat(gaps)
                    .singleElement()
                    .asString()
                    .startsWith("r.yaml line 5, route 0: that " + receiver + " fails (rule failures) would be told to "
                            + receiver + " only; give it a fallback that has an address, or a route with receiver=\""
                            + receiver + '"');
        assertThat(check("r.yaml", yaml, rules, Set.of("slack")).gaps())
                .as("there is nobody else")
                .noneMatch(gap -> gap.contains("fails"));
    }

    private static List<String> gaps(String yaml, Set<String> reachable) {
        RoutingLint.Findings findings = check("r.yaml", yaml, RULES, reachable);
        assertThat(findings.problems()).isEmpty();
        return findings.gaps();
    }

    private static List<String> problems(String yaml) {
        return check(yaml).problems();
    }

    private static RoutingLint.Findings check(String yaml) {
        return check("r.yaml", yaml, RULES, Set.of());
    }

    /** With the receivers of the file where they should be, as the same channels. */
    private static RoutingLint.Findings check(String file, String yaml, Collection<Rule> rules, Set<String> reachable) {
        Addresses addresses = new Addresses("vigia.yaml", channels(yaml), reachable);
        return RoutingLint.check(
                file, yaml, Map.of(), new RoutingLint.Around(rules, receivers -> Set.of("on-call"), addresses, NOW));
    }

    private static Map<String, String> channels(String yaml) {
        Map<String, String> channels = new TreeMap<>();
        Matcher matcher = Pattern.compile("name: ([\\w-]+), channel: (\\w+)").matcher(yaml);
        while (matcher.find()) channels.put(matcher.group(1), matcher.group(2));
        return channels;
    }
}
