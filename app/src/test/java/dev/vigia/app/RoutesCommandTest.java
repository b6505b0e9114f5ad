package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vigia routes}, with a configuration in a folder of its own. */
class RoutesCommandTest {

    private static final String ROUTES = """
            time_intervals:
              - name: nights
                time_intervals: [{ times: [{ start_time: "00:00", end_time: "06:00" }] }]
            receivers:
              - { name: slack, channel: slack }
              - { name: email, channel: email }
            owners: { till: team-till }
            route:
              routes:
                - { matchers: [owner=team-till], receivers: [email], group_by: [service], cooldown: 5m, continue: true }
                - { matchers: [severity=critical], receivers: [slack], mute_time_intervals: [nights], group_wait: 30s }
                - { matchers: [severity=high], receivers: [slack, email], realert: { first: 10m, longest: 4h } }
                - { matchers: ['severity=~"medium|low|info"'], receivers: [] }
            """;

    /** The same without hours: what is critical waits for none. */
    private static final String RIGHT = ROUTES.replace("mute_time_intervals: [nights], ", "");

    private static final String RULES = """
            rules:
              - {id: errors, filter: severity_number >= 17, group_by: [service], aggregate: count, severities: {medium: 2, critical: 5}}
            """;

    @TempDir
    Path config;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path routes;

    @BeforeEach
    void writeConfiguration() throws Exception {
        String settings = Files.readString(Path.of(System.getProperty("vigia.root"), "config", "vigia.yaml"));
        Files.writeString(
                config.resolve("vigia.yaml"), settings.replace("${SLACK_WEBHOOK_URL:}", "http://slack.example/secret"));
        routes = Files.writeString(config.resolve("routes.yaml"), ROUTES);
        Files.createDirectory(config.resolve("rules"));
        Files.writeString(config.resolve("rules").resolve("rules.yaml"), RULES);
        System.setProperty("vigia.config", config.toString());
    }

    @AfterEach
    void forgetConfiguration() {
        System.clearProperty("vigia.config");
    }

    @Test
    void lint_ofWhatIsRight_saysWhatIsRecordedOnly_andWhoHasNoAddress() throws Exception {
        Files.writeString(routes, RIGHT.replace("receivers: [email]", "receivers: [email, slack]"));
        assertThat(run("lint")).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        routes
                                + ": 5 routes, 2 receivers; all that 1 rules can tell reaches somebody, or is recorded only"
                                + " because a route says so",
                        "  rule errors is recorded only: medium where service!=\"till\"",
                        "  left out, as vigia.yaml has no address: email");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void lint_ofWhatReachesNobodyForWantOfAnAddress_namesIt_andExitsWithOne() throws Exception {
        Files.writeString(routes, RIGHT);
        assertThat(run("lint")).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("vigia: " + routes + " line 13, route 0.3: nobody is told of errors (medium) where"
                        + " owner=\"team-till\", service=\"till\", which end here, as " + config.resolve("vigia.yaml")
                        + " has no address of email; give one of them theirs")
                .hasLineCount(1);
    }

    @Test
    void lint_whereNobodyHasAnAddress_saysSo() throws Exception {
        Files.writeString(routes, RIGHT);
        Path settings = config.resolve("vigia.yaml");
        Files.writeString(settings, Files.readString(settings).replace("http://slack.example/secret", ""));
        assertThat(run("lint")).isZero();
        assertThat(out.toString().lines())
                .endsWith("  as yet nobody is told of anything: vigia.yaml has no address of any receiver");
    }

    @Test
    void lint_ofAnAddressThatRoutesDoNotKnow_namesItsLine() throws Exception {
        Files.writeString(routes, RIGHT.replace("receivers: [email]", "receivers: [email, slack]"));
        Path settings = config.resolve("vigia.yaml");
        String text = Files.readString(settings).replace("${TEAMS_WEBHOOK_URL:}", "http://teams.example/secret");
        Files.writeString(settings, text);
        int line = (int) text.substring(0, text.indexOf("teams: {")).lines().count();
        assertThat(run("lint")).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("vigia: " + settings + " line " + line
                        + ", notifications.receivers.teams: has an address and is" + " told nothing")
                .hasLineCount(1)
                .doesNotContain("secret");
    }

    @Test
    void lint_alsoLooksAtTheReceiversOfVigiaYaml() throws Exception {
        Files.writeString(routes, RIGHT.replace("receivers: [email]", "receivers: [email, slack]"));
        Path settings = config.resolve("vigia.yaml");
        String text = Files.readString(settings).replace("format: \"${SLACK_FORMAT:", "format: \"${SLACK_FORMAT:very-");
        Files.writeString(settings, text);
        int line = (int) text.substring(0, text.indexOf("very-")).lines().count();
        assertThat(run("lint")).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("vigia: " + settings + " line " + line
                        + ", notifications.receivers.slack.format: 'very-attachments' is none of attachments, blocks")
                .hasLineCount(1)
                .doesNotContain("secret");
    }

    @Test
    void lint_ofReceiversThatVigiaYamlDoesNotHave_namesTheirLines() throws Exception {
        Files.writeString(
                routes,
                RIGHT.replace("name: slack, channel: slack ", "name: slack, channel: teams ")
                        .replace("name: email", "name: emial")
                        .replace("email]", "emial]"));
        assertThat(run("lint")).isEqualTo(1);
        assertThat(err.toString())
                .hasLineCount(2)
                .contains("vigia: " + routes + " line 5, receiver slack: channel: 'teams' here, and 'slack' in "
                        + config.resolve("vigia.yaml"))
                .contains("vigia: " + routes + " line 6, receiver emial: there is no receiver 'emial'; there are ");
    }

    @Test
    void lint_ofWhatCannotBeRead_namesEachLine() throws Exception {
        Files.writeString(
                routes,
                ROUTES.replace("cooldown: 5m", "cooldown: soon").replace("group_wait: 30s", "group_wait: late"));

        assertThat(run("lint")).isEqualTo(1);

        assertThat(err.toString().lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("vigia: " + routes + " line "))
                .anyMatch(line -> line.contains("cooldown"))
                .anyMatch(line -> line.contains("group_wait"));
    }

    @Test
    void lint_ofWhatIsWrong_namesEachLine_andExitsWithOne() throws Exception {
        Files.writeString(
                routes,
                ROUTES.replace("owner=team-till", "severity=warning")
                        .replace("severity=high]", "severity=high, severity=low]"));
        assertThat(run("lint", routes.toString())).isEqualTo(1);
        assertThat(err.toString().lines().toList())
                .hasSize(2)
                .allMatch(line -> line.startsWith("vigia: " + routes + " line 1"))
                .anyMatch(line -> line.contains("line 10, route 0.0: matchers: there is no severity 'warning'"))
                .anyMatch(line -> line.contains("line 12, route 0.2: matchers: no alert can match"));
    }

    @Test
    void lint_knowsTheEscalationsOfWhoIsOnCall() throws Exception {
        Files.writeString(
                routes,
                RIGHT.replace("receivers: [slack], group", "receivers: [slack], escalation: night, group")
                        .replace("receivers: [email]", "receivers: [email, slack]"));
        assertThat(run("lint")).isEqualTo(1);
        assertThat(err.toString())
                .contains("line 11, route 0.1: escalation: there is no escalation 'night'; there are none");
        Files.writeString(config.resolve("on-call.yaml"), """
                people: [{ name: ana, zone: Europe/Lisbon, receivers: [slack] }]
                escalation_policies: [{ name: night, steps: [{ people: [ana] }] }]
                """);
        assertThat(run("lint")).isZero();
    }

    @Test
    void test_saysWhoIsTold_andWhy() {
        assertThat(run("test", "severity=critical", "service=till", "--at=2026-01-05T03:00Z"))
                .isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "owner=\"team-till\", service=\"till\", severity=\"critical\"",
                        "  0 matches: every alert",
                        "    0.0 matches: owner=\"team-till\"; continue",
                        "    0.1 matches: severity=\"critical\"",
                        "route 0.0 (line 10): tells email (no address)",
                        "  group {}/{owner=\"team-till\"}:{service=\"till\"}; at once, news each 1m, again each 4h, cooldown 5m",
                        "route 0.1 (line 11): tells slack",
                        "  each alert by itself; after 30s, news each 1m, again each 4h",
                        "  held back by nights until 2026-01-05T06:00:00Z");
        assertThat(out.toString()).doesNotContain("secret");
    }

    @Test
    void test_saysWhichReceiverHasADigest() throws Exception {
        Files.writeString(
                routes,
                ROUTES.replace(
                        "channel: email }", "channel: email, digest: { at: \"08:00\", weekdays: [friday, monday] } }"));
        assertThat(run("test", "severity=high")).isZero();
        assertThat(out.toString()).contains("tells slack, email (digest at 08:00 UTC, Mon Fri) (no address)");
        out.getBuffer().setLength(0);
        assertThat(run("test", "severity=high", "--json")).isZero();
        assertThat(ConsoleClient.JSON
                        .readTree(out.toString())
                        .at("/told/0/digests/email")
                        .asText())
                .isEqualTo("08:00 UTC, Mon Fri");
        Files.writeString(config.resolve("on-call.yaml"), """
                people: [{ name: ana, zone: Europe/Lisbon, receivers: [email] }]
                escalation_policies: [{ name: night, steps: [{ people: [ana] }] }]
                """);
        assertThat(run("lint")).isEqualTo(1);
        assertThat(err.toString()).contains("there is no receiver 'email' in routes.yaml that is told at once");
    }

    @Test
    void test_whereNobodyIsTold_saysWhichMatcherItFailsAt() {
        assertThat(run("test", "severity=low")).isZero();
        assertThat(out.toString().lines())
                .contains(
                        "    0.1 no: not severity=\"critical\", which is \"low\"",
                        "route 0.3 (line 13): nobody is told; recorded only");
    }

    @Test
    void test_asJson() throws Exception {
        assertThat(run("test", "severity=high", "--json", "--at=2026-01-05T03:00Z"))
                .isZero();
        JsonNode answer = ConsoleClient.JSON.readTree(out.toString());
        assertThat(answer.at("/labels/severity").asText()).isEqualTo("high");
        assertThat(answer.path("told")).hasSize(1);
        assertThat(answer.at("/told/0")).isEqualTo(ConsoleClient.JSON.readTree("""
                        {"route": "0.2", "receivers": ["slack", "email"], "without_address": ["email"], "group_wait": "0",
                         "group_interval": "1m", "repeat_interval": "4h", "cooldown": "10m", "longest_cooldown": "4h", "line": 12,
                         "open": true}"""));
        assertThat(answer.at("/asked/1")).isEqualTo(ConsoleClient.JSON.readTree("""
                        {"route": "0.0", "line": 10, "matches": false, "continue": false,
                         "matchers": [{"matcher": "owner=\\"team-till\\"", "value": "", "holds": false}]}"""));
    }

    @Test
    void test_ofAll_goesThroughRulesAndSeverities_andAlertsFromOutside() throws Exception {
        assertThat(run("test", "--all")).isZero();
        assertThat(out.toString().lines())
                .contains(
                        "errors (critical) where owner=\"team-till\", service=\"till\": email (no address), slack",
                        "errors (critical) where service!=\"till\": slack",
                        "errors (medium) where service!=\"till\": recorded only",
                        "alerts from outside (high) where owner!=\"team-till\": slack, email (no address)");
        out.getBuffer().setLength(0);
        assertThat(run("test", "--all", "--json")).isZero();
        assertThat(ConsoleClient.JSON.readTree(out.toString()).get(0)).isEqualTo(ConsoleClient.JSON.readTree("""
                        {"rule": "errors", "severity": "medium", "proven": true,
                         "where": ["owner=\\"team-till\\"", "service=\\"till\\""], "receivers": ["email"], "escalations": [],
                         "routes": ["0.0", "0.3"], "recorded_only": false}"""));
    }

    @Test
    void test_withoutAnAlert_saysHowToNameOne() {
        assertThat(run("test")).isNotZero();
        assertThat(err.toString()).startsWith("vigia: Write the labels of an alert, for instance severity=critical");
        assertThat(run("test", "critical")).isNotZero();
        assertThat(err.toString()).contains("'critical' is no label; write NAME=VALUE.");
    }

    @Test
    void show_printsTheTree() {
        assertThat(run("show")).isZero();
        assertThat(out.toString().lines())
                .startsWith(
                        "0 (line 9) every alert",
                        "    nobody is told; recorded only; each alert by itself; at once, news each 1m, again each 4h",
                        "  0.0 (line 10) owner=\"team-till\"",
                        "      tells email (no address); grouped by service; at once, news each 1m, again each 4h, cooldown 5m",
                        "  0.1 (line 11) severity=\"critical\"",
                        "      tells slack; each alert by itself; after 30s, news each 1m, again each 4h; not in nights");
    }

    private int run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("routes"));
        command.addAll(List.of(arguments));
        return Vigia.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(command.toArray(String[]::new));
    }
}
