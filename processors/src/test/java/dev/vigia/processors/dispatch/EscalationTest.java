package dev.vigia.processors.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.StoreEntries;
import dev.vigia.processors.oncall.OnCall;
import dev.vigia.processors.oncall.OnCallFile;
import dev.vigia.processors.oncall.Schedule;
import dev.vigia.processors.routing.Routing;
import dev.vigia.processors.state.HeapStore;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.ControlSignal;
import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DeliveryStatus;
import dev.vigia.schemas.avro.DispatchSignal;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.OnCallOverride;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Silence;
import dev.vigia.schemas.avro.Tick;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.schemas.silences.Matchers;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Timelines of escalations, by the clock on the wall, with a tick each minute. Each is folded twice: by one fold, and by a new one for
 * every signal.
 */
class EscalationTest {

    private static final String ON_CALL = """
            people:
              - { name: ana, zone: America/Sao_Paulo, language: pt-BR, receivers: { high: [ana], low: [mail] } }
              - { name: ben, zone: UTC, receivers: [ben] }
              - { name: eva, zone: UTC, receivers: [eva] }
            schedules:
              - name: primary
                zone: %s
                layers:
                  - { users: [ana, ben], rotation_start: %s, handoff: 1w }
                  - users: [eva]
                    rotation_start: %2$s
                    handoff: 1d
                    restrictions: [{ weekdays: [saturday, sunday] }]
              - name: office
                zone: UTC
                gaps: allowed
                layers:
                  - users: [ben]
                    rotation_start: 2018-01-01T00:00
                    handoff: 1d
                    restrictions: [{ weekdays: ["monday:friday"] }]
            escalation_policies:
              - name: wake
                steps:
                  - { schedules: primary }
                  - { after: 15m, schedules: primary, receivers: [boss] }
                repeat: { times: 1, after: 30m }
              - name: office
                steps: [{ schedules: office }, { after: 5m, people: [ana] }]
            """;
    private static final Routing ROUTING = Routing.parse("routes.yaml", """
            receivers:
              - { name: team, channel: slack }
              - { name: ana, channel: webhook, fallback: [mail] }
              - { name: ben, channel: webhook }
              - { name: eva, channel: webhook }
              - { name: boss, channel: email }
              - { name: mail, channel: email }
            route:
              repeat_interval: 30d
              routes:
                - { matchers: [category=quiet], escalation: wake }
                - { matchers: [category=office], receivers: [team], escalation: office }
                - { matchers: [category=performance], receivers: [team], escalation: wake }
                - { matchers: [category=twice], receivers: [team], escalation: wake, continue: true }
                - { matchers: [category=twice], receivers: [boss], escalation: wake }
                - { matchers: [category=rare], receivers: [team], escalation: wake, cooldown: 1h }
            """, Map.of());
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE HH:mm", Locale.ENGLISH);

    private ZoneId zone = ZoneId.of("UTC");
    private OnCall onCall = OnCall.none();
    private final HeapStore store = new HeapStore();
    private final HeapStore restarted = new HeapStore();
    private Dispatching dispatching = new Dispatching(ROUTING, store);
    private final List<String> said = new ArrayList<>();
    private final List<Notification> told = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private int records;
    private boolean deliver = true;
    private DeliveryStatus answer = DeliveryStatus.DELIVERED;

    @AfterEach
    void restartsLeaveTheSameState() {
        assertThat(StoreEntries.of(restarted)).isEqualTo(StoreEntries.of(store));
    }

    /** @param start of the rotation of Ana and Ben, who hand over at that time of day each week */
    private void in(String zoneId, String start, String begin) {
        zone = ZoneId.of(zoneId);
        String text = ON_CALL.formatted(zoneId, start);
        Instant begins = LocalDateTime.parse(begin).atZone(zone).toInstant();
        onCall = OnCallFile.parse("on-call.yaml", text, Set.of("ana", "ben", "eva", "boss", "mail"), begins);
        dispatching = new Dispatching(ROUTING, onCall, store);
        now = begins;
        tick();
    }

    private void inLisbon(String begin) {
        in("Europe/Lisbon", "2026-03-02T09:00", begin);
    }

    @Test
    void alertThatNobodyTakes_goesUpStepByStep_andRoundAgain() {
        inLisbon("2026-03-04T10:00");
        active(1);
        expect("Wed 10:00 team alert became active");
        until("2026-03-04T13:00");
        expect(
                "Wed 10:01 ana nobody has acknowledged it (wake step 1: ana on primary)",
                "Wed 10:16 ana nobody has acknowledged it (wake step 2: ana on primary)",
                "Wed 10:16 boss nobody has acknowledged it (wake step 2)",
                "Wed 10:46 ana nobody has acknowledged it (wake step 3: ana on primary)",
                "Wed 11:01 ana nobody has acknowledged it (wake step 4: ana on primary)",
                "Wed 11:01 boss nobody has acknowledged it (wake step 4)");
        assertThat(told).extracting(Notification::getId).doesNotHaveDuplicates();
        resolved(1);
        expect("Wed 13:00 team alert resolved", "Wed 13:00 ana alert resolved", "Wed 13:00 boss alert resolved");
        until("2026-03-04T15:00");
        expect();
    }

    @Test
    void call_isInTheWordsOfWhoIsOnCall_andSoIsWhatFollows() {
        inLisbon("2026-03-04T10:00");
        active(1);
        until("2026-03-04T10:16");
        resolved(1);
        minute();
        assertThat(told)
                .extracting(EscalationTest::reader)
                .containsExactly(
                        "team alert became active: null null null",
                        "ana nobody has acknowledged it: ana pt-BR America/Sao_Paulo",
                        "ana nobody has acknowledged it: ana pt-BR America/Sao_Paulo",
                        "boss nobody has acknowledged it: null null null",
                        "team alert resolved: null null null",
                        "ana alert resolved: ana pt-BR America/Sao_Paulo",
                        "boss alert resolved: null null null");
        fold(record(1, Severity.CRITICAL, Transition.RETRACTED, AlertState.INACTIVE, "performance"));
        assertThat(told.subList(7, 10))
                .extracting(EscalationTest::reader)
                .contains("ana alert is retracted: late records say that it was none: ana pt-BR America/Sao_Paulo");
    }

    @Test
    void call_ofWhoHasSaidNoLanguage_hasTheirZone() {
        in("Europe/Lisbon", "2026-03-02T09:00", "2026-03-10T10:00");
        active(1);
        minute();
        assertThat(told).extracting(EscalationTest::reader).contains("ben nobody has acknowledged it: ben null UTC");
    }

    private static String reader(Notification told) {
        return told.getReceiver() + " " + told.getReason() + ": " + told.getPerson() + " " + told.getLanguage() + " "
                + told.getZone();
    }

    @Test
    void acknowledgement_stopsIt_andHandingBackStartsItOn() {
        inLisbon("2026-03-04T10:00");
        active(1);
        until("2026-03-04T10:05");
        acknowledged(1, "ana");
        expect(
                "Wed 10:00 team alert became active",
                "Wed 10:01 ana nobody has acknowledged it (wake step 1: ana on primary)",
                "Wed 10:05 leave ACKNOWLEDGED ana");
        until("2026-03-05T10:00");
        expect();
        handedBack(1);
        until("2026-03-05T10:20");
        expect(
                "Thu 10:15 ana nobody has acknowledged it (wake step 2: ana on primary)",
                "Thu 10:15 boss nobody has acknowledged it (wake step 2)");
        acknowledged(1, "boss");
        until("2026-03-05T14:00");
        expect("Thu 10:20 leave ACKNOWLEDGED boss");
    }

    @Test
    void handedBack_afterTheLastStep_beginsAnew() {
        inLisbon("2026-03-04T10:00");
        active(1);
        until("2026-03-04T12:00");
        acknowledged(1, "ana");
        handedBack(1);
        said.clear();
        until("2026-03-04T12:16");
        expect(
                "Wed 12:01 ana nobody has acknowledged it (wake step 1: ana on primary)",
                "Wed 12:16 ana nobody has acknowledged it (wake step 2: ana on primary)",
                "Wed 12:16 boss nobody has acknowledged it (wake step 2)");
    }

    /** On Sunday, 2026-03-29, the clocks in Lisbon go forward: nine o'clock is an hour earlier in UTC. */
    @Test
    void weekend_andChangeOfTheClocks_callWhoeverIsOnThen() {
        inLisbon("2026-03-27T23:50");
        active(1);
        until("2026-03-28T01:00");
        expect(
                "Fri 23:50 team alert became active",
                "Fri 23:51 ben nobody has acknowledged it (wake step 1: ben on primary)",
                "Sat 00:06 eva nobody has acknowledged it (wake step 2: eva on primary)",
                "Sat 00:06 boss nobody has acknowledged it (wake step 2)",
                "Sat 00:36 eva nobody has acknowledged it (wake step 3: eva on primary)",
                "Sat 00:51 eva nobody has acknowledged it (wake step 4: eva on primary)",
                "Sat 00:51 boss nobody has acknowledged it (wake step 4)");
        resolved(1);
        until("2026-03-29T23:50");
        said.clear();
        active(2);
        until("2026-03-30T00:10");
        expect(
                "Sun 23:50 team alert became active",
                "Sun 23:51 eva nobody has acknowledged it (wake step 1: eva on primary)",
                "Mon 00:06 ben nobody has acknowledged it (wake step 2: ben on primary)",
                "Mon 00:06 boss nobody has acknowledged it (wake step 2)");
        resolved(2);
        until("2026-03-30T08:50");
        said.clear();
        active(3);
        until("2026-03-30T09:10");
        assertThat(now).isEqualTo(Instant.parse("2026-03-30T08:10:00Z"));
        expect(
                "Mon 08:50 team alert became active",
                "Mon 08:51 ben nobody has acknowledged it (wake step 1: ben on primary)",
                "Mon 09:06 ana nobody has acknowledged it (wake step 2: ana on primary)",
                "Mon 09:06 boss nobody has acknowledged it (wake step 2)");
    }

    /** On Sunday, 2018-11-04, there was no midnight in São Paulo. The wait is one of real minutes. */
    @Test
    void changeOfTheClocks_leavesTheWaitAsLong() {
        in("America/Sao_Paulo", "2018-10-01T09:00", "2018-11-03T23:50");
        active(1);
        until("2018-11-04T01:10");
        expect(
                "Sat 23:50 team alert became active",
                "Sat 23:51 eva nobody has acknowledged it (wake step 1: eva on primary)",
                "Sun 01:06 eva nobody has acknowledged it (wake step 2: eva on primary)",
                "Sun 01:06 boss nobody has acknowledged it (wake step 2)");
    }

    @Test
    void override_inTheMiddleOfAShift_isHeard() {
        inLisbon("2026-03-04T10:00");
        active(1);
        until("2026-03-04T10:10");
        override("o1", "ben", "2026-03-04T10:12", "2026-03-04T10:40");
        override("o2", "eva", "2026-03-04T10:12", "2026-03-04T10:14");
        until("2026-03-04T11:10");
        expect(
                "Wed 10:00 team alert became active",
                "Wed 10:01 ana nobody has acknowledged it (wake step 1: ana on primary)",
                "Wed 10:16 ben nobody has acknowledged it (wake step 2: ben on primary)",
                "Wed 10:16 boss nobody has acknowledged it (wake step 2)",
                "Wed 10:46 ana nobody has acknowledged it (wake step 3: ana on primary)",
                "Wed 11:01 ana nobody has acknowledged it (wake step 4: ana on primary)",
                "Wed 11:01 boss nobody has acknowledged it (wake step 4)");
    }

    @Test
    void override_writtenLast_wins_andItsEndingIsHeard() {
        inLisbon("2026-03-04T10:00");
        override("z", "ben", "2026-03-04T09:00", "2026-03-04T20:00");
        override("a", "eva", "2026-03-04T09:00", "2026-03-04T20:00");
        active(1);
        until("2026-03-04T10:05");
        override("a", "eva", "2026-03-04T09:00", "2026-03-04T10:05");
        until("2026-03-04T10:20");
        expect(
                "Wed 10:00 team alert became active",
                "Wed 10:01 eva nobody has acknowledged it (wake step 1: eva on primary)",
                "Wed 10:16 ben nobody has acknowledged it (wake step 2: ben on primary)",
                "Wed 10:16 boss nobody has acknowledged it (wake step 2)");
    }

    @Test
    void silence_holdsAStepBack_untilItEnds() {
        inLisbon("2026-03-04T10:00");
        active(1);
        until("2026-03-04T10:05");
        silence("2026-03-04T10:05", "2026-03-04T12:00");
        until("2026-03-04T13:10");
        expect(
                "Wed 10:00 team alert became active",
                "Wed 10:01 ana nobody has acknowledged it (wake step 1: ana on primary)",
                "Wed 10:16 hold SILENCED s",
                "Wed 12:00 ana nobody has acknowledged it (wake step 2: ana on primary)",
                "Wed 12:00 boss nobody has acknowledged it (wake step 2)",
                "Wed 12:30 ana nobody has acknowledged it (wake step 3: ana on primary)",
                "Wed 12:45 ana nobody has acknowledged it (wake step 4: ana on primary)",
                "Wed 12:45 boss nobody has acknowledged it (wake step 4)");
    }

    @Test
    void gapInTheTicks_makesUpNothing() {
        inLisbon("2026-03-04T10:00");
        active(1);
        until("2026-03-04T10:05");
        said.clear();
        now = now.plus(Duration.ofHours(5));
        tick();
        until("2026-03-04T15:36");
        expect(
                "Wed 15:05 ana nobody has acknowledged it (wake step 2: ana on primary)",
                "Wed 15:05 boss nobody has acknowledged it (wake step 2)",
                "Wed 15:35 ana nobody has acknowledged it (wake step 3: ana on primary)");
    }

    @Test
    void routeWithoutReceivers_tellsWhoIsOnCall_andThatItIsOver() {
        inLisbon("2026-03-04T10:00");
        fold(record(1, Severity.HIGH, Transition.ACTIVE, AlertState.ACTIVE, "quiet"));
        until("2026-03-04T10:02");
        expect("Wed 10:01 ana nobody has acknowledged it (wake step 1: ana on primary)");
        fold(record(1, Severity.HIGH, Transition.RESOLVED, AlertState.INACTIVE, "quiet"));
        until("2026-03-04T11:00");
        expect("Wed 10:02 ana alert resolved");
    }

    @Test
    void snooze_holdsAStepBack_andItBeginsAnewWhenThatIsOver() {
        inLisbon("2026-03-04T10:00");
        active(1);
        until("2026-03-04T10:05");
        Alert alert = record(1, Severity.CRITICAL, Transition.SNOOZED, AlertState.ACTIVE, "performance");
        fold(Alert.newBuilder(alert)
                .setSnoozedUntil(now.plus(Duration.ofHours(1)).toEpochMilli())
                .build());
        said.clear();
        until("2026-03-04T11:10");
        expect(
                "Wed 10:16 hold SNOOZED",
                "Wed 11:05 team alert is still on after its snooze",
                "Wed 11:05 ana nobody has acknowledged it (wake step 1: ana on primary)");
    }

    @Test
    void watchedAlert_callsNobody_untilItComesBack() {
        inLisbon("2026-03-04T10:00");
        active(1);
        until("2026-03-04T10:05");
        Alert alert = record(1, Severity.CRITICAL, Transition.WATCHING, AlertState.RECOVERING, "performance");
        fold(Alert.newBuilder(alert)
                .setWatchedUntil(now.plus(Duration.ofMinutes(30)).toEpochMilli())
                .build());
        said.clear();
        until("2026-03-04T10:30");
        expect();
        active(1);
        until("2026-03-04T10:32");
        expect(
                "Wed 10:30 team alert came back while it was watched",
                "Wed 10:31 ana nobody has acknowledged it (wake step 1: ana on primary)");
    }

    @Test
    void flappingAlert_goesOn_whetherItIsOnOrOff() {
        inLisbon("2026-03-04T10:00");
        active(1);
        minute();
        said.clear();
        for (int i = 0; i < 8; i++) {
            Alert alert = record(1, Severity.CRITICAL, Transition.WATCHING, AlertState.RECOVERING, "performance");
            long until = now.plus(Duration.ofMinutes(30)).toEpochMilli();
            fold(Alert.newBuilder(alert)
                    .setWatchedUntil(until)
                    .setFlapping(true)
                    .build());
            minute();
            Alert back = record(1, Severity.CRITICAL, Transition.ACTIVE, AlertState.ACTIVE, "performance");
            fold(Alert.newBuilder(back).setFlapping(true).build());
            minute();
        }
        assertThat(said.stream().filter(words -> !words.contains(" leave ")))
                .containsExactly(
                        "Wed 10:16 ana nobody has acknowledged it (wake step 2: ana on primary)",
                        "Wed 10:16 boss nobody has acknowledged it (wake step 2)");
    }

    @Test
    void reopenedAlert_beginsAnew() {
        inLisbon("2026-03-04T10:00");
        active(1);
        until("2026-03-04T10:20");
        resolved(1);
        until("2026-03-04T10:50");
        said.clear();
        fold(record(1, Severity.CRITICAL, Transition.REOPENED, AlertState.ACTIVE, "performance"));
        until("2026-03-04T10:55");
        expect(
                "Wed 10:50 team alert was reopened",
                "Wed 10:51 ana nobody has acknowledged it (wake step 1: ana on primary)");
    }

    @Test
    void twoRoutesWithOnePolicy_goThroughItOnce() {
        inLisbon("2026-03-04T10:00");
        fold(record(1, Severity.HIGH, Transition.ACTIVE, AlertState.ACTIVE, "twice"));
        until("2026-03-04T10:16");
        expect(
                "Wed 10:00 team alert became active",
                "Wed 10:00 boss alert became active",
                "Wed 10:01 ana nobody has acknowledged it (wake step 1: ana on primary)",
                "Wed 10:16 ana nobody has acknowledged it (wake step 2: ana on primary)",
                "Wed 10:16 boss nobody has acknowledged it (wake step 2)");
    }

    @Test
    void episodeInTheCooldown_callsNobody() {
        inLisbon("2026-03-04T10:00");
        fold(record(1, Severity.HIGH, Transition.ACTIVE, AlertState.ACTIVE, "rare"));
        minute();
        fold(record(1, Severity.HIGH, Transition.RESOLVED, AlertState.INACTIVE, "rare"));
        said.clear();
        fold(record(2, Severity.HIGH, Transition.ACTIVE, AlertState.ACTIVE, "rare"));
        until("2026-03-04T10:30");
        expect("Wed 10:01 hold COOLING_DOWN");
    }

    @Test
    void nobodyOnCall_isSaid_andTheNextStepComes_byTheUrgencyOfTheAlert() {
        inLisbon("2026-03-07T10:00");
        fold(record(1, Severity.LOW, Transition.ACTIVE, AlertState.ACTIVE, "office"));
        until("2026-03-07T11:00");
        expect(
                "Sat 10:00 team alert became active",
                "Sat 10:01 leave NOBODY_ON_CALL office",
                "Sat 10:06 mail nobody has acknowledged it (office step 2: ana)");
    }

    @Test
    void stepThatFails_isNotTriedAgain_onceItIsAcknowledged() {
        inLisbon("2026-03-04T10:00");
        active(1);
        deliver = false;
        minute();
        Notification last = told.get(told.size() - 1);
        fold(delivery(last, DeliveryStatus.RETRYABLE));
        said.clear();
        acknowledged(1, "ana");
        until("2026-03-04T10:30");
        expect("Wed 10:01 leave ACKNOWLEDGED ana", "Wed 10:02 leave ACKNOWLEDGED");
    }

    @Test
    void stepThatIsRefused_isToldInItsPlace_unlessSomebodyTookItMeanwhile() {
        inLisbon("2026-03-04T10:00");
        active(1);
        deliver = false;
        minute();
        acknowledged(1, "ana");
        said.clear();
        fold(delivery(told.get(told.size() - 1), DeliveryStatus.FAILED));
        expect("Wed 10:01 leave REFUSED", "Wed 10:01 leave ACKNOWLEDGED");
        handedBack(1);
        until("2026-03-04T10:16");
        said.clear();
        fold(delivery(told.get(told.size() - 2), DeliveryStatus.FAILED));
        expect("Wed 10:16 leave REFUSED", "Wed 10:16 mail nobody has acknowledged it");
    }

    @Test
    void steps_thatCannotBeDelivered_areToldAsOne_onceTheReceiverIsWell() {
        inLisbon("2026-03-10T10:00");
        active(1);
        minute();
        answer = DeliveryStatus.RETRYABLE;
        until("2026-03-10T11:30");
        answer = DeliveryStatus.DELIVERED;
        said.clear();
        until("2026-03-10T11:40");
        said.removeIf(words -> words.endsWith(" wait"));
        assertThat(said).hasSize(2).allMatch(words -> words.matches(".* (ben|boss) nobody has acknowledged it"));
    }

    /** A month with a change of the clocks: each night an alert that is taken after 40 minutes. */
    @Test
    void thirtyDays_callWhomTheScheduleNames() {
        inLisbon("2026-03-15T00:00");
        Schedule primary = onCall.schedule("primary").orElseThrow();
        List<String> expected = new ArrayList<>();
        List<String> called = new ArrayList<>();
        for (int day = 1; day <= 30; day++) {
            Instant began = now.plus(Duration.ofMinutes(60L * (day % 24) + 30));
            while (now.isBefore(began)) minute();
            told.clear();
            active(day);
            for (int i = 0; i < 40; i++) minute();
            acknowledged(day, "ana");
            for (int minutes : new int[] {1, 16}) {
                expected.add(
                        primary.onCall(began.plus(Duration.ofMinutes(minutes))).orElseThrow());
            }
            while (Duration.between(began, now).toHours() < 23) minute();
            resolved(day);
            told.stream()
                    .filter(one -> one.getReason().equals(Reason.ESCALATED.words()))
                    .map(Notification::getReceiver)
                    .filter(receiver -> !receiver.equals("boss"))
                    .forEach(called::add);
        }
        assertThat(called).isEqualTo(expected).contains("ana", "ben", "eva");
    }

    private void until(String local) {
        Instant end = LocalDateTime.parse(local).atZone(zone).toInstant();
        while (now.isBefore(end)) minute();
    }

    private void minute() {
        now = now.plus(Duration.ofMinutes(1));
        tick();
    }

    private void tick() {
        fold(new Tick(now.toEpochMilli(), List.of()));
    }

    private void active(int episode) {
        fold(record(episode, Severity.CRITICAL, Transition.ACTIVE, AlertState.ACTIVE, "performance"));
    }

    private void resolved(int episode) {
        fold(record(episode, Severity.CRITICAL, Transition.RESOLVED, AlertState.INACTIVE, "performance"));
    }

    private void acknowledged(int episode, String by) {
        Alert alert = record(episode, Severity.CRITICAL, Transition.ACKNOWLEDGED, AlertState.ACTIVE, "performance");
        fold(Alert.newBuilder(alert).setAcknowledgedBy(by).build());
    }

    private void handedBack(int episode) {
        fold(record(episode, Severity.CRITICAL, Transition.UNACKNOWLEDGED, AlertState.ACTIVE, "performance"));
    }

    private Alert record(int episode, Severity severity, Transition transition, AlertState state, String category) {
        return Alert.newBuilder(DispatchingTest.alert("%016x".formatted(episode), severity, transition, category))
                .setState(state)
                .setSequence(++records)
                .build();
    }

    private void override(String id, String person, String from, String to) {
        long startsAt = LocalDateTime.parse(from).atZone(zone).toInstant().toEpochMilli();
        long endsAt = LocalDateTime.parse(to).atZone(zone).toInstant().toEpochMilli();
        said(new OnCallOverride(id, "primary", person, null, startsAt, endsAt, ""));
    }

    private void silence(String from, String to) {
        long startsAt = LocalDateTime.parse(from).atZone(zone).toInstant().toEpochMilli();
        long endsAt = LocalDateTime.parse(to).atZone(zone).toInstant().toEpochMilli();
        said(new Silence("s", List.of(Matchers.parse("severity=critical")), startsAt, endsAt, "ana", "why"));
    }

    private void said(Object body) {
        String id = UUID.nameUUIDFromBytes(new byte[] {(byte) records}).toString();
        fold(new ControlSignal((long) records++, new Control(id, now.toEpochMilli(), "user:ana", null, body)));
    }

    private static Delivery delivery(Notification notification, DeliveryStatus status) {
        return Delivery.newBuilder()
                .setNotificationId(notification.getId())
                .setAttempt(notification.getAttempt())
                .setReceiver(notification.getReceiver())
                .setChannel(notification.getChannel())
                .setStatus(status)
                .setAt(notification.getAt())
                .build();
    }

    private void fold(Object body) {
        List<Decision> decisions = dispatching.fold(new DispatchSignal(body));
        assertThat(new Dispatching(ROUTING, onCall, restarted).fold(new DispatchSignal(body)))
                .isEqualTo(decisions);
        for (Decision decision : decisions) {
            said.add(TIME.format(now.atZone(zone)) + " " + words(decision));
            if (!(decision instanceof Decision.Tell tell)) continue;
            told.add(tell.notification());
            if (deliver) fold(delivery(tell.notification(), answer));
        }
    }

    private static String words(Decision decision) {
        if (decision instanceof Decision.Tell tell) {
            Notification notification = tell.notification();
            return notification.getReceiver() + " " + notification.getReason()
                    + (tell.by().isEmpty() ? "" : " (" + tell.by() + ")");
        }
        if (decision instanceof Decision.Leave leave) return ("leave " + leave.reason() + " " + leave.by()).strip();
        if (decision instanceof Decision.Hold hold) return ("hold " + hold.reason() + " " + hold.by()).strip();
        return "wait";
    }

    private void expect(String... decisions) {
        assertThat(said).containsExactly(decisions);
        said.clear();
    }
}
