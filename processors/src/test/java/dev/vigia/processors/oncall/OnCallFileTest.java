package dev.vigia.processors.oncall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigia.processors.oncall.EscalationPolicy.Kind;
import dev.vigia.processors.oncall.EscalationPolicy.Step;
import dev.vigia.processors.oncall.EscalationPolicy.Target;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.Language;
import dev.vigia.schemas.avro.Severity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnCallFileTest {

    private static final String FILE = """
            people:
              - name: ana
                zone: America/Sao_Paulo
                language: pt-BR
                receivers: { high: [pager, sms], low: mail }
              - { name: ben, zone: Europe/Lisbon, receivers: [mail] }
              - { name: bot, zone: UTC, receivers: [] }
            schedules:
              - name: primary
                zone: America/Sao_Paulo
                layers:
                  - users: [ana, ben]
                    rotation_start: 2018-10-01T09:00
                    handoff: 1w
                  - users: [ben]
                    rotation_start: 2018-10-01T00:00
                    handoff: 12h
                    restrictions: [{ weekdays: [sunday] }]
              - name: office
                zone: UTC
                gaps: allowed
                layers: [{ users: bot, rotation_start: 2018-10-01T00:00, handoff: 1d, restrictions: [{ weekdays: [monday] }] }]
            overrides:
              - { schedule: primary, person: ben, covers: ana, from: 2018-10-02T10:00, to: 2018-10-03T10:00 }
            escalation_policies:
              - name: wake
                steps:
                  - { schedules: primary }
                  - { after: 15m, schedules: primary, people: ana, receivers: [mail] }
                repeat: { times: 2, after: 30m }
            """;
    private static final Instant NOW = Instant.parse("2018-10-10T00:00:00Z");
    private static final Set<String> RECEIVERS = Set.of("pager", "sms", "mail");

    private static OnCall read(String text) {
        return OnCallFile.parse("o.yaml", text, RECEIVERS, NOW);
    }

    @Test
    void file_saysWhoIsTold_howAndWhen() {
        OnCall onCall = read(FILE);
        Person ana = onCall.person("ana").orElseThrow();
        assertThat(ana.zone()).isEqualTo(ZoneId.of("America/Sao_Paulo"));
        assertThat(ana.language()).contains(Language.PT_BR);
        assertThat(onCall.person("ben").orElseThrow().language()).isEmpty();
        assertThat(ana.receivers(Urgency.of(Severity.HIGH))).containsExactly("pager", "sms");
        assertThat(ana.receivers(Urgency.of(Severity.MEDIUM))).containsExactly("mail");
        assertThat(onCall.receivers()).containsExactly("mail", "pager", "sms");
        EscalationPolicy policy = onCall.policy("wake").orElseThrow();
        assertThat(policy.steps())
                .containsExactly(
                        new Step(Duration.ZERO, List.of(new Target(Kind.SCHEDULE, "primary"))),
                        new Step(
                                Duration.ofMinutes(15),
                                List.of(
                                        new Target(Kind.SCHEDULE, "primary"),
                                        new Target(Kind.PERSON, "ana"),
                                        new Target(Kind.RECEIVER, "mail"))));
        assertThat(policy.size()).isEqualTo(6);
        assertThat(List.of(policy.wait(0), policy.wait(1), policy.wait(2), policy.wait(3)))
                .extracting(Duration::toMinutes)
                .containsExactly(0L, 15L, 30L, 15L);
    }

    @Test
    void step_tellsEachReceiverOnce_andSaysWhoseItIs() {
        OnCall onCall = read(FILE);
        Step all = onCall.policy("wake").orElseThrow().step(3);
        Instant bens = Instant.parse("2018-10-09T12:00:00Z");
        assertThat(onCall.called(all, Urgency.HIGH, bens))
                .containsExactly(
                        new Called("mail", Optional.of("ben"), Optional.of("primary")),
                        new Called("pager", Optional.of("ana"), Optional.empty()),
                        new Called("sms", Optional.of("ana"), Optional.empty()));
        Instant anas = Instant.parse("2018-10-16T12:00:00Z");
        assertThat(onCall.called(all, Urgency.HIGH, anas))
                .extracting(Called::receiver)
                .containsExactly("pager", "sms", "mail");
        Step office = new Step(Duration.ZERO, List.of(new Target(Kind.SCHEDULE, "office")));
        assertThat(onCall.called(office, Urgency.HIGH, anas)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "low: mail # low: post # o.yaml line 5, person ana, low: there is no receiver 'post' in routes.yaml that is told at once; there are mail, pager, sms",
                "high: [pager # hig: [pager # o.yaml line 5, person ana, high: is missing; low stands for the same",
                "low: mail # low: mail, lo: x # o.yaml line 5, person ana, lo: is not known",
                "zone: Europe/Lisbon # zone: Atlantis # o.yaml line 6, person ben, zone: 'Atlantis' is no time zone",
                "language: pt-BR # language: de # o.yaml line 4, person ana, language: 'de' is none of en, pt-BR",
                "name: ben # name: ana # o.yaml line 6, person ana, name: two are called 'ana'",
                "receivers: [] # receiver: [] # o.yaml line 7, person bot, receivers: is missing",
                "users: [ana, ben] # users: [ana, eve] # o.yaml line 12, schedule primary, users: there is no 'eve'; there are ana, ben, bot",
                "users: [ana, ben] # users: [] # o.yaml line 12, schedule primary, users: has nobody",
                "2018-10-01T09:00 # 2018-11-04T00:00 # o.yaml line 13, schedule primary, rotation_start: '2018-11-04T00:00' does not exist in America/Sao_Paulo: the clocks go from 2018-11-04 00:00 straight to 2018-11-04 01:00",
                "2018-10-01T09:00 # monday # o.yaml line 13, schedule primary, rotation_start: 'monday' is not a time like",
                "handoff: 1w # handoff: 90m # o.yaml line 14, schedule primary, handoff: '90m' is not whole hours, days or weeks",
                "handoff: 1w # handoff: 99999999999999w # o.yaml line 14, schedule primary, handoff: '99999999999999w' is too long; a duration is from 0 to 36500d",
                "after: 15m # after: 9223372036854775808m # o.yaml line 29, escalation policy wake, after: '9223372036854775808m' is too long",
                "handoff: 1w # handoff: 0h # o.yaml line 14, schedule primary, handoff: '0h' is not whole",
                "handoff: 1w # handoffs: 1w # o.yaml line 12, schedule primary, handoff: is missing",
                "[sunday] # [sun] # o.yaml line 18, schedule primary, weekdays: 'sun' is none of",
                "gaps: allowed # gaps: fine # o.yaml line 21, schedule office, gaps: 'fine' is none of allowed",
                "schedule: primary, person # schedule: second, person # o.yaml line 24, schedule: there is no 'second'; there are primary, office",
                "person: ben, covers # person: eve, covers # o.yaml line 24, person: there is no 'eve'",
                "covers: ana # covers: eve # o.yaml line 24, covers: there is no 'eve'",
                "to: 2018-10-03T10:00 # to: 2018-10-02T10:00 # o.yaml line 24, to: is not after from",
                "to: 2018-10-03T10:00 # to: 2018-11-04T00:15 # o.yaml line 24, to: '2018-11-04T00:15' does not exist",
                "{ schedules: primary } # { schedules: second } # o.yaml line 28, escalation policy wake, schedules: there is no 'second'",
                "people: ana, r # people: eve, r # o.yaml line 29, escalation policy wake, people: there is no 'eve'",
                "people: ana, receivers: [mail] # receivers: [post] # o.yaml line 29, escalation policy wake, receivers: there is no receiver 'post' in routes.yaml",
                "{ schedules: primary } # { after: 5m } # o.yaml line 28, escalation policy wake: a step tells nobody",
                "name: wake # name: none # o.yaml line 26, escalation policy none, name: 'none' says in routes.yaml",
                "times: 2 # times: 0 # o.yaml line 30, escalation policy wake, times: '0' is not a number from 1 to 100",
                "after: 30m # after: 0 # o.yaml line 30, escalation policy wake, after: '0' would tell",
                "escalation_policies: # policies: # o.yaml line 26, policies: is not known; known are people, schedules, overrides, escalation_policies",
            })
    void mistake_isNamed_withFileLineAndField(String right, String wrong, String words) {
        assertThat(FILE).contains(right);
        assertThatThrownBy(() -> read(FILE.replaceFirst(java.util.regex.Pattern.quote(right), wrong)))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith(words);
    }

    @Test
    void gap_isNamed_unlessItIsAllowed() {
        assertThatThrownBy(() -> read(FILE.replace("    gaps: allowed\n", "")))
                .isInstanceOf(UserException.class)
                .hasMessage(
                        "o.yaml line 21, schedule office, layers: nobody is on call from 2018-10-10 00:00 to 2018-10-15"
                                + " 00:00 (UTC), and 52 more times within a year; add a layer that fills it, or write gaps: allowed");
    }

    @Test
    void rotation_thatBeginsLater_isWarnedOf_unlessThereIsSomebodyBefore() {
        String later = FILE.replaceAll("rotation_start: 2018-10-01T0.:00", "rotation_start: 2028-10-02T00:00");
        assertThat(read(later).warnings())
                .containsExactly("o.yaml line 12, schedule primary, layers: nobody is on call until 2028-10-02 00:00"
                        + " (America/Sao_Paulo): the first rotation_start is 2028-10-02 00:00");
        assertThat(read(FILE).warnings()).isEmpty();
        String planned = FILE.replaceFirst("2018-10-01T00:00", "2028-10-01T00:00");
        assertThat(read(planned).warnings()).as("behind one that runs").isEmpty();
        String covered = later.replace(
                "covers: ana, from: 2018-10-02T10:00, to: 2018-10-03T10:00",
                "from: 2018-10-02T10:00, to: 2028-10-03T10:00");
        assertThat(read(covered).warnings()).isEmpty();
    }

    /** A day that the clocks make longer or shorter is no gap, and what comes before the first handoff is none. */
    @Test
    void nightAndDay_leaveNoGap_whenTheClocksChange() {
        OnCall onCall = read("""
                people:
                  - { name: ana, zone: UTC, receivers: mail }
                schedules:
                  - name: nights
                    zone: America/Sao_Paulo
                    layers:
                      - users: [ana]
                        rotation_start: 2018-10-20T00:00
                        handoff: 1d
                        restrictions:
                          - { times: [{ start_time: "00:00", end_time: "08:00" }, { start_time: "20:00", end_time: "24:00" }] }
                      - users: [ana]
                        rotation_start: 2018-10-20T00:00
                        handoff: 1d
                        restrictions: [{ times: [{ start_time: "08:00", end_time: "20:00" }] }]
                """);
        assertThat(onCall.schedule("nights")).isPresent();
    }

    @Test
    void policy_thatReachesNobody_isRefused() {
        String nobody = FILE.replace("people: ana, receivers: [mail]", "people: bot")
                .replaceAll("schedules: primary,? ?", "schedules: office, ");
        assertThatThrownBy(() -> read(nobody))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith(
                        "o.yaml line 28, escalation policy wake, steps: reach nobody about alerts of high urgency");
        assertThatThrownBy(
                        () -> read(nobody.replace("UTC, receivers: []", "UTC, receivers: { high: [pager], low: [] }")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("reach nobody about alerts of low urgency");
    }

    @Test
    void fileThatIsShipped_isRight_andSoIsTheExampleInIt() throws Exception {
        Path file = Path.of(System.getProperty("vigia.root"), "config", "on-call.yaml");
        String text = Files.readString(file);
        assertThat(OnCallFile.parse(file.toString(), text, Set.of(), NOW).policies())
                .isEmpty();
        String example = text.substring(text.indexOf("# For instance:")).replaceAll("(?m)^# ?(For instance:)?", "");
        assertThat(OnCallFile.parse("example", example, Set.of("sms-ana", "email"), NOW)
                        .policies())
                .containsExactly("critical");
    }
}
