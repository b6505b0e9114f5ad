package dev.vigia.processors.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.RuleSetParser;
import dev.vigia.schemas.avro.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom {@code config/routes.yaml} tells of what, by the numbers that ask for it. */
class ShippedRoutesTest {

    private static final Path CONFIG = Path.of(System.getProperty("vigia.root"), "config");

    private static Routing routing;

    @BeforeAll
    static void read() throws Exception {
        String file = Files.readString(CONFIG.resolve("routes.yaml"));
        routing = Routing.parse("routes.yaml", file, Map.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // beside them
                "any           | performance | critical | chats email webhook pagerduty sms whatsapp developers",
                "any           | system      | critical | chats email webhook pagerduty sms whatsapp devops",
                "any           | security    | critical | chats email webhook pagerduty sms whatsapp devops",
                "any           | business    | critical | chats email webhook pagerduty sms whatsapp management",
                "any           | other       | critical | chats email webhook pagerduty sms whatsapp",
                "any           | performance | high     | chats webhook developers",
                "any           | system      | medium   | chats webhook devops",
                "any           | business    | high     | chats webhook management",
                "any           | security    | medium   | chats webhook devops",
                "any           | system      | low      | ''",
                "any           | business    | info     | ''",
                // by what it is, whatever the severity
                "conductor-errors      | system      | low      | chats email webhook",
                "conductor-errors      | system      | critical | chats email webhook devops",
                "conductor-slow        | performance | info     | email webhook",
                "conductor-slow        | performance | high     | email webhook developers",
                //
                "conductor-new-release | business    | info     | chats changes",
                "new-release           | system      | info     | chats changes",
                "renew-release         | system      | info     | ''",
                // R-143, beside a cooldown
                "whatsapp-agent-cpu    | system      | critical | chats email webhook pagerduty sms whatsapp devops",
                "whatsapp-agent-cpu    | system      | medium   | chats webhook devops",
                "whatsapp-agent-cpu    | system      | low      | ''",
                //
                "chegou-hub-queue | business | critical | chats email webhook pagerduty sms whatsapp management chegou-hub",
                "chegou-hub-queue | business | medium   | chats webhook management chegou-hub",
                "chegou-hub-queue | business | info     | chegou-hub",
                //
                "careflex-registrations | business | info | review",
                "careflex-errors        | business | high | chats webhook management",
            })
    void alert_isToldTo(String rule, String category, String severity, String receivers) {
        Map<String, String> labels =
                new TreeMap<>(Map.of("alertname", rule, "category", category, "severity", severity, "service", "shop"));

        SortedSet<String> expected = new TreeSet<>(receivers.isEmpty() ? List.of() : List.of(receivers.split(" ")));
        if (expected.remove("chats")) expected.addAll(List.of("slack", "slack_app", "telegram", "teams"));
        assertThat(told(labels)).isEqualTo(expected);
    }

    /** the rules themselves, with their labels, at the worst that each tells. */
    @ParameterizedTest
    @CsvSource({
        // errors
        "default.yaml, error-burst, developers",
        "default.yaml, error-rate, developers",
        "packs/conductor.yaml, conductor-error-spike, developers",
        "packs/conductor.yaml, conductor-new-issue, developers",
        "packs/conductor.yaml, conductor-p95, developers",
        "packs/whatsapp-agent.yaml, whatsapp-agent-errors, developers",
        "packs/whatsapp-agent.yaml, whatsapp-agent-fatal, developers",
        // infrastructure
        "default.yaml, disk, devops",
        "default.yaml, failed-logins, devops",
        "packs/conductor.yaml, conductor-monitor, devops",
        "packs/conductor.yaml, conductor-degraded, devops",
        "packs/whatsapp-agent.yaml, whatsapp-agent-cpu, devops",
        "vigia.yaml, sink-failed, devops",
        // business metrics
        "packs/chegou-hub.yaml, chegou-hub-no-sales, management",
        "packs/chegou-hub.yaml, chegou-hub-openai-costs, management",
    })
    void audience_ofARule_isTold(String file, String id, String audience) throws Exception {
        Rule rule = rule(file, id);
        Severity worst = rule.condition().severities().stream()
                .min(Comparator.naturalOrder())
                .orElseThrow();

        assertThat(told(labels(rule, worst)))
                .contains(audience)
                .doesNotContainAnyElementsOf(Stream.of("developers", "devops", "management")
                        .filter(other -> !other.equals(audience))
                        .toList());
    }

    /** */
    @Test
    void warning_thatNobodyAcknowledges_comesAgainWithinTheHour() throws Exception {
        Rule rule = rule("packs/careflex.yaml", "careflex-slow-query");

        assertThat(routing.of(labels(rule, Severity.MEDIUM)))
                .filteredOn(route -> route.receivers().contains("slack"))
                .singleElement()
                .satisfies(route -> assertThat(route.timing().repeatInterval()).isEqualTo(Duration.ofHours(1)));
    }

    /** */
    @ParameterizedTest
    @CsvSource({"MEDIUM", "HIGH", "CRITICAL"})
    void furtherEpisode_ofAnAgent_isNotToldAtOnce(Severity severity) throws Exception {
        Rule rule = rule("packs/whatsapp-agent.yaml", "whatsapp-agent-errors");

        assertThat(routing.of(labels(rule, severity)))
                .hasSize(2)
                .allSatisfy(route -> assertThat(route.timing().cooldown()).isEqualTo(Duration.ofMinutes(10)));
    }

    /** One that nobody named would be told nothing once it has an address. */
    @Test
    void receiver_isToldOfSomething() {
        Set<String> told = new TreeSet<>();
        routing.routes().forEach(route -> told.addAll(route.receivers()));
        routing.heartbeats().forEach(heartbeat -> told.add(heartbeat.receiver()));

        assertThat(told).isEqualTo(new TreeSet<>(routing.receiverNames()));
    }

    @Test
    void receiver_cannotBeReached_hasAnother() {
        for (String chat : List.of("slack", "slack_app", "telegram", "teams")) {
            assertThat(receiver(chat).fallback()).as(chat).containsExactly("email");
        }
        assertThat(receiver("whatsapp").fallback()).containsExactly("sms");
        assertThat(receiver("pagerduty").fallback()).containsExactly("sms", "email");
    }

    /** */
    @Test
    void review_isDailyInTheMorning() {
        assertThat(receiver("review").digest().map(Digest::nameWithDays)).contains("08:00 America/Sao_Paulo");
    }

    /** On a channel of its own: no alert goes there. */
    @Test
    void heartbeat_isToldEachMinuteToNobodyElse() {
        assertThat(routing.heartbeats()).containsExactly(new Heartbeat("deadman", Duration.ofMinutes(1)));
        assertThat(routing.routes()).noneMatch(route -> route.receivers().contains("deadman"));
    }

    private static SortedSet<String> told(Map<String, String> labels) {
        SortedSet<String> told = new TreeSet<>();
        for (Route route : routing.of(labels)) told.addAll(route.receivers());
        return told;
    }

    private static Rule rule(String file, String id) throws IOException {
        String rules = Files.readString(CONFIG.resolve("rules").resolve(file));
        return RuleSetParser.parse(file, rules).rules().stream()
                .filter(rule -> rule.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> labels(Rule rule, Severity severity) {
        Map<String, String> labels = new TreeMap<>(rule.labels());
        labels.put("alertname", rule.id());
        labels.put("category", rule.category());
        labels.put("severity", severity.name().toLowerCase(Locale.ROOT));
        return labels;
    }

    private static Receiver receiver(String name) {
        return routing.receiver(name).orElseThrow();
    }
}
