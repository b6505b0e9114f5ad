package dev.vigia.processors.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Evidence;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutingTest {

    private static final String FILE = """
            time_intervals:
              - name: office
                time_intervals:
                  - weekdays: ["monday:friday"]
                    times: [{start_time: "09:00", end_time: "18:00"}]
                    location: America/Sao_Paulo
              - name: lunch
                time_intervals:
                  - times: [{start_time: "12:00", end_time: "13:00"}]
                    location: America/Sao_Paulo
            receivers:
              - { name: slack, channel: slack, fallback: [email], storm: { limit: 20, per: 1m } }
              - { name: email, channel: email }
              - { name: deadman, channel: webhook }
            heartbeats:
              - { receiver: deadman, interval: 30s }
            inhibit_rules:
              - { source_matchers: [alertname=host-down], target_matchers: [severity!=critical], equal: [host.name] }
            owners: { checkout: team-shop }
            route:
              receivers: [email]
              group_by: [alertname]
              group_wait: 10s
              routes:
                - matchers: [severity=critical]
                  receivers: [slack, email]
                  escalation: on-call
                  continue: true
                  repeat_interval: 1h
                  routes:
                    - matchers: [category=security]
                      group_by: ['...']
                      escalation: none
                - matchers: ['owner=~"team-.*"', 'severity=~"critical|high"']
                  active_time_intervals: [office]
                  mute_time_intervals: [lunch]
                  realert: { first: 10m, longest: 4h }
                - matchers: ['severity=~"low|info"']
                  receivers: []
            """;

    private final Routing routing = parse(FILE);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "severity=high                                          | 0",
                "severity=critical                                      | 0.0",
                "severity=critical,category=security                    | 0.0.0",
                "severity=critical,owner=team-shop                      | 0.0 0.1",
                "severity=high,owner=team-shop                          | 0.1",
                "severity=critical,category=security,owner=team-shop    | 0.0.0 0.1",
                "severity=low,owner=team-shop                           | 0.2",
            })
    void alert_endsAtTheDeepestThatMatch_andGoesOnWhereARouteSaysSo(String labels, String ids) {
        assertThat(routing.of(labels(labels)).stream().map(Route::id)).containsExactly(ids.split(" "));
    }

    @Test
    void route_inheritsWhatItDoesNotSay_butNoMatchersAndHours() {
        Route security = routing.route("0.0.0").orElseThrow();
        assertThat(security.receivers()).containsExactly("slack", "email");
        assertThat(security.escalation()).isEmpty();
        assertThat(security.grouping()).isEqualTo(new Grouping.Each());
        assertThat(security.timing())
                .isEqualTo(new Timing(
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(1),
                        Duration.ofHours(1),
                        Duration.ZERO,
                        Duration.ZERO));
        assertThat(security.key()).isEqualTo("{}/{severity=\"critical\"}/{category=\"security\"}");
        assertThat(security.matchers()).hasSize(2);
        Route team = routing.route("0.1").orElseThrow();
        assertThat(team.receivers()).containsExactly("email");
        assertThat(team.grouping()).isEqualTo(new Grouping.By(List.of("alertname")));
        assertThat(team.timing().repeatInterval()).isEqualTo(Duration.ofHours(4));
        assertThat(team.timing().cooldown()).isEqualTo(Duration.ofMinutes(10));
        assertThat(team.timing().longestCooldown()).isEqualTo(Duration.ofHours(4));
        assertThat(routing.route("0.0").orElseThrow().escalation()).contains("on-call");
        assertThat(routing.route("0.2").orElseThrow().tellsNobody()).isTrue();
        assertThat(routing.route("0.3")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-05T11:59:59Z, office, 2026-01-05T12:00:00Z",
        "2026-01-05T12:00:00Z, '', 2026-01-05T15:00:00Z",
        "2026-01-05T15:30:00Z, lunch, 2026-01-05T16:00:00Z",
        "2026-01-09T21:00:00Z, office, 2026-01-12T12:00:00Z",
    })
    void hours_sayWhatClosesThem_andUntilWhen(Instant at, String by, Instant next) {
        Hours hours = routing.route("0.1").orElseThrow().hours();
        assertThat(hours.closedBy(at.toEpochMilli()).orElse("")).isEqualTo(by);
        assertThat(hours.open(at.toEpochMilli())).isEqualTo(by.isEmpty());
        assertThat(hours.nextChange(at.toEpochMilli())).isEqualTo(OptionalLong.of(next.toEpochMilli()));
    }

    @Test
    void routeWithoutHours_isAlwaysOpen() {
        Hours hours = routing.route("0").orElseThrow().hours();
        assertThat(hours.open(0)).isTrue();
        assertThat(hours.nextChange(0)).isEmpty();
    }

    @Test
    void receivers_haveFallbackAndStorm() {
        assertThat(routing.receivers())
                .containsExactly(
                        new Receiver(
                                "slack",
                                "slack",
                                List.of("email"),
                                Optional.of(new Receiver.Storm(20, Duration.ofMinutes(1))),
                                Optional.empty()),
                        new Receiver("email", "email", List.of(), Optional.empty(), Optional.empty()),
                        new Receiver("deadman", "webhook", List.of(), Optional.empty(), Optional.empty()));
        assertThat(routing.heartbeats()).containsExactly(new Heartbeat("deadman", Duration.ofSeconds(30)));
    }

    @Test
    void receiverWithoutAnAddress_isLeftOut_whereverItIsNamed() {
        Routing limited = routing.limitedTo(Set.of("slack"));
        assertThat(limited.receivers())
                .containsExactly(new Receiver(
                        "slack",
                        "slack",
                        List.of(),
                        Optional.of(new Receiver.Storm(20, Duration.ofMinutes(1))),
                        Optional.empty()));
        assertThat(limited.heartbeats()).isEmpty();
        assertThat(limited.route("0.0").orElseThrow().receivers()).containsExactly("slack");
        assertThat(limited.route("0.1").orElseThrow().tellsNobody()).isTrue();
        assertThat(limited.of(labels("severity=critical")).stream().map(Route::id))
                .containsExactly("0.0");
    }

    @Test
    void owner_isThatOfTheService_unlessTheAlertHasOne() {
        assertThat(routing.labels(alert(Map.of("service", "checkout"), Map.of())))
                .containsEntry("owner", "team-shop")
                .containsEntry("severity", "high");
        assertThat(routing.labels(alert(Map.of("service.name", "checkout"), Map.of())))
                .containsEntry("owner", "team-shop");
        assertThat(routing.labels(alert(Map.of("service", "checkout"), Map.of("owner", "me"))))
                .containsEntry("owner", "me");
        assertThat(routing.labels(alert(Map.of("service", "till"), Map.of()))).doesNotContainKey("owner");
    }

    @Test
    void groups_areThoseOfTheRoute_andKeptApartByTheirKey() {
        Alert alert = alert(Map.of("service", "a \"b\""), Map.of("team", "x"));
        Map<String, String> labels = routing.labels(alert);
        Route byRule = routing.route("0").orElseThrow();
        assertThat(byRule.group(alert, labels)).isEqualTo(Map.of("alertname", "errors"));
        assertThat(byRule.groupKey(byRule.group(alert, labels))).isEqualTo("{}:{alertname=\"errors\"}");
        Route each = routing.route("0.0.0").orElseThrow();
        assertThat(each.group(alert, labels)).isEqualTo(Map.of("alertname", "errors", "service", "a \"b\""));
        assertThat(each.groupKey(each.group(alert, labels)))
                .isEqualTo(
                        "{}/{severity=\"critical\"}/{category=\"security\"}:{alertname=\"errors\", service=\"a \\\"b\\\"\"}");
    }

    @Test
    void inhibitRule_takesALabelThatIsMissing_asEmpty() {
        InhibitRule rule = routing.inhibitRules().get(0);
        assertThat(rule.isSource(labels("alertname=host-down"))).isTrue();
        assertThat(rule.isTarget(labels("alertname=host-down"))).isTrue();
        assertThat(rule.isTarget(labels("severity=critical"))).isFalse();
        assertThat(rule.equalValues(labels("alertname=host-down")))
                .isEqualTo(rule.equalValues(Map.of("host.name", "")));
        assertThat(rule.equalValues(labels("host.name=a"))).isNotEqualTo(rule.equalValues(labels("host.name=b")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "at: '08:00'                                                | 2027-01-15T08:00:00Z | 2027-01-16T08:00:00Z",
                "at: '08:00', weekdays: ['monday:friday']                   | 2027-01-15T07:59:59Z | 2027-01-15T08:00:00Z",
                "at: '08:00', weekdays: ['monday:friday']                   | 2027-01-15T08:00:00Z | 2027-01-18T08:00:00Z",
                "at: '08:00', weekdays: [monday]                            | 2027-01-18T08:00:00Z | 2027-01-25T08:00:00Z",
                "at: '08:00', weekdays: [sunday], location: Asia/Tokyo      | 2027-01-15T08:00:00Z | 2027-01-16T23:00:00Z",
                "at: '08:00', location: America/New_York                    | 2027-03-13T13:00:00Z | 2027-03-14T12:00:00Z",
                "at: '02:30', location: America/New_York                    | 2027-03-13T07:30:00Z | 2027-03-14T07:30:00Z",
                "at: '02:30', location: America/New_York                    | 2027-03-14T07:30:00Z | 2027-03-15T06:30:00Z",
                "at: '01:30', location: America/New_York                    | 2027-11-06T05:30:00Z | 2027-11-07T05:30:00Z",
                "at: '01:30', location: America/New_York                    | 2027-11-07T05:30:00Z | 2027-11-08T06:30:00Z",
            })
    void digest_comesAtItsTimeOfDay_onceADay_whateverTheClocksDo(String written, Instant after, Instant next) {
        Digest digest = digest(written).receiver("d").flatMap(Receiver::digest).orElseThrow();
        assertThat(Instant.ofEpochMilli(digest.next(after.toEpochMilli()))).isEqualTo(next);
    }

    private static Routing digest(String written) {
        return Routing.parse(
                "r.yaml",
                "receivers: [{ name: d, channel: email, digest: { " + written + " } }]\nroute: { receivers: [d] }",
                Map.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " # ",
            value = {
                "at: 8                                   # receiver d, at: '8' is no time of day; write \"08:00\"",
                "at: '24:00'                             # receiver d, at: '24:00' is no time of day",
                "weekdays: [monday]                      # receiver d, at: is missing",
                "at: '08:00', weekdays: [mon]            # receiver d, weekdays: 'mon' is none of sunday, monday",
                "at: '08:00', days_of_month: ['1']       # receiver d, days_of_month: a digest has at, weekdays and location",
                "at: '08:00', location: Sao_Paulo        # receiver d, location: 'Sao_Paulo' is no time zone",
                "at: '08:00', zone: America/Sao_Paulo    # receiver d, zone: is not known",
                "at: '08:00' }, storm: { limit: 3        # receiver d, storm: a digest is one message however much is in it",
            })
    void digestThatIsWrong_isNamed(String written, String words) {
        assertThatThrownBy(() -> digest(written))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("r.yaml line 1, " + words);
    }

    @Test
    void digest_isNotForWhatHasToBeTold_orShownByItself() {
        String routes = """
                receivers:
                  - { name: d, channel: email, digest: { at: '08:00' } }
                  - { name: s, channel: slack, fallback: [d] }
                route: {}
                """;
        assertThatThrownBy(() -> Routing.parse("r.yaml", routes, Map.of()))
                .hasMessageStartingWith("r.yaml line 3, receiver s, fallback: 'd' is told by digest only");
        assertThatThrownBy(() -> Routing.parse("r.yaml", routes.replace("email", "pagerduty"), Map.of()))
                .hasMessageStartingWith("r.yaml line 2, receiver d, digest: pagerduty shows each alert by itself");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "channel: email } # channel: fax } # r.yaml line 13, receiver email, channel: there is no channel 'fax'; there are email, http, pagerduty, slack",
                "name: email, # name: e mail, # r.yaml line 13, receiver e mail, name: has letters",
                "name: deadman # name: email # r.yaml line 14, receiver email, name: two are called 'email'",
                "fallback: [email] # fallback: [fax] # r.yaml line 12, receiver slack, fallback: there is no receiver 'fax'; there are slack, email, deadman",
                "channel: email } # channel: email, fallback: [slack] } # r.yaml line 12, receiver slack, fallback: goes round in a circle: slack -> email -> slack",
                "fallback: [email] # fallback: [slack] # r.yaml line 12, receiver slack, fallback: goes round in a circle: slack -> slack",
                "limit: 20 # limit: 0 # r.yaml line 12, receiver slack, limit: has to be from 1",
                "per: 1m } # per: 0 } # r.yaml line 12, receiver slack, per: has to be more than 0",
                "receiver: deadman # receiver: dead # r.yaml line 16, receiver: there is no receiver 'dead'",
                "interval: 30s # interval: 0s # r.yaml line 16, interval: has to be more than 0",
                "source_matchers: [alertname=host-down], # '' # r.yaml line 18, inhibit rule 0, source_matchers: is missing",
                "severity!=critical # severity # r.yaml line 18, inhibit rule 0, target_matchers: 'severity' is no matcher",
                "[slack, email] # [slak, email] # r.yaml line 26, route 0.0, receivers: there is no receiver 'slak'; there are slack, email, deadman",
                "escalation: none # receivers: [] # r.yaml line 33, route 0.0.0, receivers: [] tells nobody, but the escalation 'on-call' is begun; write escalation: none",
                "[severity=critical] # [severity] # r.yaml line 25, route 0.0, matchers: 'severity' is no matcher",
                "matchers: [severity=critical] # matchers: [] # r.yaml line 25, route 0.0, matchers: is missing",
                "team-.* # team-( # r.yaml line 34, route 0.1, matchers: matchers[0].value: 'team-('",
                "active_time_intervals: [office] # active_time_intervals: [nights] # r.yaml line 35, route 0.1, active_time_intervals: there is no time interval 'nights'; there are office, lunch",
                "continue: true # continue: yes # r.yaml line 28, route 0.0, continue: 'yes' is neither true nor false",
                "repeat_interval: 1h # repeat_interval: often # r.yaml line 29, route 0.0, repeat_interval: 'often' is not a duration",
                "repeat_interval: 1h # repeat_interval: 2000d # r.yaml line 29, route 0.0, repeat_interval: is more than a year",
                "longest: 4h # longest: 5m # r.yaml line 37, route 0.1, longest: has to be at least as long as first",
                "first: 10m # first: 0s # r.yaml line 37, route 0.1, first: has to be more than 0",
                "mute_time_intervals: [lunch] # cooldown: 5m # r.yaml line 37, route 0.1, realert: there is a cooldown as well",
                "group_wait: 10s # matchers: [a=b] # r.yaml line 23, matchers: the root matches every alert",
                "group_wait: 10s # grup_wait: 10s # r.yaml line 23, grup_wait: is not known; known are",
                "owners: # owner: # r.yaml line 19, owner: is not known",
                "09:00 # 9 # r.yaml line 5, time interval office, start_time: '9' is no time of day",
                "route: # routers: # r.yaml line 1, route: is missing",
                "[email] # [\"${NOBODY}\"] # r.yaml line 12: the environment variable NOBODY has to be set",
            })
    void mistake_isNamed_withFileLineAndTheWayOut(String right, String wrong, String words) {
        assertThatThrownBy(() -> parse(FILE.replace(right, wrong.equals("''") ? "" : wrong)))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith(words);
    }

    @Test
    void fileInTheFormOfBefore_getsAnErrorThatShowsTheNewOne() {
        assertThatThrownBy(() -> parse("""
                        receivers:
                          - { name: slack, channel: slack }
                        routes:
                          - { severities: [critical], receivers: [slack] }
                        """))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("r.yaml line 4, routes: the flat list has become a tree")
                .hasMessageContaining("route: { routes: [ { matchers:")
                .hasMessageNotContaining("\n");
    }

    @Test
    void environment_isPutIn() {
        Routing named = Routing.parse(
                "r.yaml",
                FILE.replace("[email]\n  group_by", "[\"${WHO:slack}\"]\n  group_by"),
                Map.of("WHO", "deadman"));
        assertThat(named.route("0").orElseThrow().receivers()).containsExactly("deadman");
    }

    private static Routing parse(String yaml) {
        return Routing.parse("r.yaml", yaml, Map.of());
    }

    static Map<String, String> labels(String written) {
        Map<String, String> labels = new TreeMap<>();
        for (String label : written.split(",")) labels.put(label.split("=")[0], label.split("=")[1]);
        return labels;
    }

    static Alert alert(Map<String, String> group, Map<String, String> labels) {
        return Alert.newBuilder()
                .setAlertId("0000000000000001")
                .setEpisodeId("0000000000000001")
                .setSequence(1)
                .setTransition(Transition.ACTIVE)
                .setState(AlertState.ACTIVE)
                .setAt(0)
                .setDataTime(0)
                .setStartedAt(0)
                .setRuleId("errors")
                .setRuleSet("default.yaml")
                .setRuleVersion(1)
                .setTitle("")
                .setSummary("")
                .setSeverity(Severity.HIGH)
                .setCategory("system")
                .setGroup(group)
                .setLabels(labels)
                .setCondition("")
                .setValue(0)
                .setThreshold(0)
                .setWindowStart(0)
                .setWindowEnd(0)
                .setSamples(0)
                .setLearning(false)
                .setEvidence(new Evidence(0L, List.of(), List.of()))
                .build();
    }
}
