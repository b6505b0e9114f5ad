package dev.vigia.processors.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.oncall.OnCall;
import dev.vigia.processors.oncall.OnCallFile;
import dev.vigia.processors.routing.Routing;
import dev.vigia.schemas.Drills;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.ControlSignal;
import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DeliveryStatus;
import dev.vigia.schemas.avro.DispatchSignal;
import dev.vigia.schemas.avro.Evidence;
import dev.vigia.schemas.avro.MatchType;
import dev.vigia.schemas.avro.Matcher;
import dev.vigia.schemas.avro.OnCallOverride;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Silence;
import dev.vigia.schemas.avro.Tick;
import dev.vigia.schemas.avro.Transition;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A day of signals, told by the routes that were in force and by others. */
class RehearsalTest {

    private static final long MINUTE = 60_000;
    private static final long DAY = Instant.parse("2026-01-05T00:00:00Z").toEpochMilli();

    private static final Plan PRESENT = plan("""
            receivers: [{ name: slack, channel: slack }, { name: email, channel: email }]
            route:
              receivers: [slack]
              repeat_interval: 0s
            """);

    /** At night only what is critical, and that by e-mail. */
    private static final Plan CHANGED = plan("""
            time_intervals:
              - name: day
                time_intervals: [{ times: [{ start_time: "07:00", end_time: "22:00" }] }]
            receivers: [{ name: slack, channel: slack }, { name: email, channel: email }]
            route:
              receivers: [slack]
              repeat_interval: 0s
              routes:
                - { matchers: [severity=critical], receivers: [email] }
                - { matchers: [severity!=critical], active_time_intervals: [day] }
            """);

    @Test
    void changedRoutes_foldTheSameLog_asDispatchDoes() {
        RoutesComparison result = compare(DAY, DAY + 1_440 * MINUTE, log());
        assertThat(result.present())
                .extracting(telling -> (telling.at() - DAY) / MINUTE + " " + telling.receiver() + " " + telling.ruleId()
                        + " " + telling.reason())
                .containsExactly(
                        "120 slack disk alert became active",
                        "180 slack crash alert became active",
                        "190 slack crash alert resolved",
                        "600 slack disk alert resolved");
        assertThat(result.changed())
                .extracting(telling -> (telling.at() - DAY) / MINUTE + " " + telling.receiver() + " " + telling.ruleId()
                        + " " + telling.reason() + " " + telling.route())
                .containsExactly(
                        "180 email crash alert became active 0.0",
                        "190 email crash alert resolved 0.0",
                        "420 slack disk alert became active 0.1",
                        "600 slack disk alert resolved 0.1");
    }

    @Test
    void comparison_countsNotificationsByHour_andNamesWhatIsDifferent() {
        RoutesComparison result = compare(DAY, DAY + 1_440 * MINUTE, log());
        var loads = result.loads(ZoneId.of("America/Sao_Paulo"));
        assertThat(loads.keySet()).containsExactly("email", "slack");
        RoutesComparison.Loads slack = loads.get("slack");
        assertThat(slack.present().notifications()).isEqualTo(4);
        assertThat(slack.changed().notifications()).isEqualTo(2);
        // 02:00, 03:00 and 03:10 are the evening before in Sao Paulo; 10:00 is 07:00 there.
        assertThat(slack.present().byHour().get(23)).isEqualTo(1);
        assertThat(slack.present().byHour().get(0)).isEqualTo(2);
        assertThat(slack.present().between(22, 7)).isEqualTo(3);
        assertThat(slack.changed().between(22, 7)).isEqualTo(1);
        assertThat(loads.get("email").present().notifications()).isZero();
        assertThat(loads.get("email").changed().between(22, 7)).isEqualTo(2);
        assertThat(result.onlyPresent()).extracting(Telling::ruleId).containsExactly("crash", "crash");
        assertThat(result.onlyChanged()).extracting(Telling::receiver).containsExactly("email", "email");
    }

    @Test
    void sameRoutes_makeNoDifference() {
        Rehearsal one = new Rehearsal(PRESENT, DAY, DAY + 1_440 * MINUTE);
        log().forEach(one::hear);
        RoutesComparison result = new RoutesComparison(DAY, DAY + 1, DAY, one.told(), one.told());
        assertThat(result.onlyPresent()).isEmpty();
        assertThat(result.onlyChanged()).isEmpty();
        assertThat(result.isWhole()).isTrue();
    }

    @Test
    void whatIsToldOutsideOfTheTime_doesNotCount_butIsKnown() {
        RoutesComparison result = compare(DAY + 185 * MINUTE, DAY + 600 * MINUTE, log());
        assertThat(result.present()).extracting(Telling::reason).containsExactly("alert resolved");
    }

    @Test
    void whatBecameOfTheRealNotifications_saysNothing() {
        List<DispatchSignal> log = new ArrayList<>();
        for (DispatchSignal signal : log()) {
            log.add(signal);
            Rehearsal real = new Rehearsal(PRESENT, DAY, DAY + 1_440 * MINUTE);
            log.forEach(real::hear);
            for (Telling telling : real.told()) log.add(new DispatchSignal(refused(telling)));
        }
        assertThat(compare(DAY, DAY + 1_440 * MINUTE, log).present()).hasSize(4);
    }

    @Test
    void silencesOfTheTime_holdBackInBoth() {
        List<DispatchSignal> log = new ArrayList<>(log());
        log.add(0, new DispatchSignal(new ControlSignal(0L, silence("disk"))));
        log.add(0, new DispatchSignal(new Tick(DAY, List.of())));
        RoutesComparison result = compare(DAY, DAY + 1_440 * MINUTE, log);
        assertThat(result.present()).extracting(Telling::ruleId).containsOnly("crash");
        assertThat(result.changed()).extracting(Telling::ruleId).containsOnly("crash");
    }

    private static final String ESCALATES = """
            receivers: [{ name: slack, channel: slack }, { name: sms, channel: http }, { name: mail, channel: email }]
            route: { receivers: [slack], repeat_interval: 0s, escalation: wake }
            """;

    private static final String ON_CALL = """
            people:
              - { name: ana, zone: UTC, receivers: [sms, mail] }
              - { name: ben, zone: UTC, receivers: [mail] }
            schedules:
              - name: primary
                zone: UTC
                layers: [{ users: [ana, ben], rotation_start: 2026-01-05T00:00, handoff: 1d }]
            escalation_policies:
              - name: wake
                steps: [{ after: 5m, schedules: primary }, { after: 30m, people: [ben] }]
            """;

    private static Plan onCall(String file) {
        Routing routing = Routing.parse("r.yaml", ESCALATES, Map.of());
        return new Plan(
                routing, OnCallFile.parse("o.yaml", file, routing.namesToldAtOnce(), Instant.ofEpochMilli(DAY)));
    }

    @Test
    void peopleOnCall_areNamed_withHowOftenAndAtWhatHours() {
        Plan others = onCall(ON_CALL.replace("users: [ana, ben]", "users: [ben]"));
        RoutesComparison result = compare(onCall(ON_CALL), others, DAY, DAY + 1_440 * MINUTE, log());
        assertThat(result.present())
                .filteredOn(telling -> !telling.person().isEmpty())
                .extracting(telling -> (telling.at() - DAY) / MINUTE + " " + telling.person() + " " + telling.receiver()
                        + " " + telling.ruleId())
                .containsExactly(
                        "125 ana sms disk",
                        "125 ana mail disk",
                        "155 ben mail disk",
                        "185 ana sms crash",
                        "185 ana mail crash");
        var calls = result.calls(ZoneId.of("UTC"));
        assertThat(calls.keySet()).containsExactly("ana", "ben");
        assertThat(calls.get("ana").present().byHour().subList(2, 4)).containsExactly(1, 1);
        assertThat(calls.get("ana").changed().notifications()).isZero();
        assertThat(calls.get("ben").present().between(22, 7)).isEqualTo(1);
        assertThat(calls.get("ben").changed().between(22, 7)).isEqualTo(3);
    }

    @Test
    void overridesOfTheTime_sayWhoReallyWasOnCall() {
        List<DispatchSignal> log = new ArrayList<>(log());
        OnCallOverride override =
                new OnCallOverride("o1", "primary", "ben", "ana", DAY + 170 * MINUTE, DAY + 300 * MINUTE, "ill");
        Control control = new Control("c1", DAY, "user:ana", null, override);
        log.add(1, new DispatchSignal(new ControlSignal(0L, control)));
        RoutesComparison result = compare(onCall(ON_CALL), onCall(ON_CALL), DAY, DAY + 1_440 * MINUTE, log);
        assertThat(result.present())
                .filteredOn(telling -> !telling.person().isEmpty())
                .extracting(telling -> telling.person() + " " + telling.ruleId())
                .containsExactly("ana disk", "ana disk", "ben disk", "ben crash");
        assertThat(result.onlyPresent()).isEmpty();
    }

    @Test
    void drills_areLeftOut() {
        List<DispatchSignal> log = log().stream()
                .map(signal -> signal.getBody() instanceof Alert alert
                                && alert.getRuleId().equals("crash")
                        ? new DispatchSignal(Alert.newBuilder(alert)
                                .setLabels(Map.of(Drills.LABEL, "d1"))
                                .build())
                        : signal)
                .toList();
        assertThat(compare(DAY, DAY + 1_440 * MINUTE, log).present())
                .extracting(Telling::ruleId)
                .containsExactly("disk", "disk");
    }

    private static RoutesComparison compare(long from, long to, List<DispatchSignal> log) {
        return compare(PRESENT, CHANGED, from, to, log);
    }

    private static RoutesComparison compare(Plan before, Plan after, long from, long to, List<DispatchSignal> log) {
        Rehearsal present = new Rehearsal(before, from, to);
        Rehearsal changed = new Rehearsal(after, from, to);
        log.forEach(signal -> {
            present.hear(signal);
            changed.hear(signal);
        });
        return new RoutesComparison(from, to, DAY, present.told(), changed.told());
    }

    /** A disk that is full from 2 to 10 o'clock, and a crash from 3:00 to 3:10; a tick each minute. */
    private static List<DispatchSignal> log() {
        List<DispatchSignal> log = new ArrayList<>();
        for (int minute = 0; minute < 1_440; minute++) {
            log.add(new DispatchSignal(new Tick(DAY + minute * MINUTE, List.of())));
            long at = DAY + minute * MINUTE;
            if (minute == 120) log.add(alert("disk", Severity.HIGH, Transition.ACTIVE, at));
            if (minute == 180) log.add(alert("crash", Severity.CRITICAL, Transition.ACTIVE, at));
            if (minute == 190) log.add(alert("crash", Severity.CRITICAL, Transition.RESOLVED, at));
            if (minute == 600) log.add(alert("disk", Severity.HIGH, Transition.RESOLVED, at));
        }
        return log;
    }

    private static DispatchSignal alert(String rule, Severity severity, Transition transition, long at) {
        String id = rule.equals("disk") ? "00000000000000aa" : "00000000000000bb";
        boolean on = transition == Transition.ACTIVE;
        return new DispatchSignal(Alert.newBuilder()
                .setAlertId(id)
                .setEpisodeId(id)
                .setSequence(on ? 1 : 2)
                .setTransition(transition)
                .setState(on ? AlertState.ACTIVE : AlertState.INACTIVE)
                .setAt(at)
                .setDataTime(at)
                .setStartedAt(at)
                .setRuleId(rule)
                .setRuleSet("default.yaml")
                .setRuleVersion(1)
                .setTitle(rule)
                .setSummary(rule)
                .setSeverity(severity)
                .setCategory("system")
                .setGroup(Map.of())
                .setLabels(Map.of())
                .setCondition("")
                .setValue(0)
                .setThreshold(0)
                .setWindowStart(0)
                .setWindowEnd(0)
                .setSamples(0)
                .setLearning(false)
                .setEvidence(new Evidence(0L, List.of(), List.of()))
                .build());
    }

    private static Control silence(String rule) {
        return Control.newBuilder()
                .setId("c1")
                .setAt(DAY)
                .setActor("user:ana")
                .setBody(Silence.newBuilder()
                        .setSilenceId("s1")
                        .setMatchers(List.of(new Matcher("alertname", MatchType.EQUAL, rule)))
                        .setStartsAt(DAY)
                        .setEndsAt(DAY + 1_440 * MINUTE)
                        .setCreatedBy("ana")
                        .setComment("")
                        .build())
                .build();
    }

    private static Delivery refused(Telling telling) {
        return Delivery.newBuilder()
                .setNotificationId(telling.notificationId())
                .setAttempt(1)
                .setReceiver(telling.receiver())
                .setChannel("slack")
                .setStatus(DeliveryStatus.FAILED)
                .setAt(telling.at())
                .build();
    }

    private static Plan plan(String yaml) {
        return new Plan(Routing.parse("r.yaml", yaml, Map.of()), OnCall.none());
    }
}
