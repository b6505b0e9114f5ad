package dev.vigia.processors.oncall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.vigia.runtime.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {

    private static final String PEOPLE = """
            people:
              - { name: ana, zone: America/Sao_Paulo, receivers: mail }
              - { name: ben, zone: Europe/Lisbon, receivers: mail }
              - { name: eva, zone: America/New_York, receivers: mail }
            """;

    private static OnCall read(String text) {
        return OnCallFile.parse("on-call.yaml", PEOPLE + text, Set.of("mail"), Instant.parse("2018-01-01T00:00:00Z"));
    }

    private static Schedule rotation(String zone, String start, String handoff) {
        return read("""
                        schedules:
                          - name: all
                            zone: %s
                            layers: [{ users: [ana, ben, eva], rotation_start: %s, handoff: %s }]
                        """.formatted(zone, start, handoff)).schedule("all").orElseThrow();
    }

    /** Over two changes of the clocks each: at midnight (Brazil until 2019), at one, at two, and by half an hour. */
    @ParameterizedTest
    @CsvSource({
        "America/Sao_Paulo, 2017-10-01T09:00, 1w",
        "America/Sao_Paulo, 2017-10-01T00:00, 1d",
        "America/Sao_Paulo, 2017-10-01T00:30, 1d",
        "America/Sao_Paulo, 2017-10-01T00:30, 1h",
        "America/Sao_Paulo, 2017-10-01T23:30, 12h",
        "Europe/Lisbon, 2025-10-01T09:00, 1w",
        "Europe/Lisbon, 2025-10-01T01:30, 1d",
        "Europe/Lisbon, 2025-10-01T01:00, 12h",
        "Europe/Lisbon, 2025-10-01T00:59, 1h",
        "America/New_York, 2025-10-01T02:30, 1d",
        "America/New_York, 2025-10-01T01:30, 7h",
        "America/New_York, 2025-10-01T17:00, 2w",
        "Australia/Lord_Howe, 2025-10-01T01:45, 1h",
        "UTC, 2025-10-01T17:00, 1d",
    })
    void rotation_isWhatTheClockOnTheWallSays_eachMinute(String zone, String start, String handoff) {
        Schedule schedule = rotation(zone, start, handoff);
        ZoneId id = ZoneId.of(zone);
        LocalDateTime first = LocalDateTime.parse(start);
        WallClock wall = new WallClock(List.of("ana", "ben", "eva"), first, Durations.parse(handoff), id);
        Instant from = first.atZone(id).toInstant().minus(Duration.ofHours(2));
        Instant to = from.plus(Duration.ofDays(190));
        List<Shift> shifts = schedule.shifts(from, to);
        int shift = 0;
        for (Instant at = from; at.isBefore(to); at = at.plus(Duration.ofMinutes(1))) {
            if (!at.isBefore(shifts.get(shift).to())) shift++;
            Optional<String> expected = wall.look(at);
            if (!schedule.onCall(at).equals(expected)
                    || !shifts.get(shift).person().equals(expected)) {
                assertThat(schedule.onCall(at)).as("on call at %s", at).isEqualTo(expected);
                assertThat(shifts.get(shift).person()).as("shift at %s", at).isEqualTo(expected);
            }
        }
        assertThat(shifts.get(0).from()).isEqualTo(from);
        assertThat(shifts.get(shifts.size() - 1).to()).isEqualTo(to);
    }

    @ParameterizedTest
    @CsvSource({"America/Sao_Paulo, 2017-10-09", "Europe/Lisbon, 2026-03-02", "America/New_York, 2026-10-05"})
    void handoffAtNine_staysAtNine_whenTheClocksChange(String zone, String start) {
        Schedule schedule = rotation(zone, start + "T09:00", "1w");
        ZoneId id = ZoneId.of(zone);
        Instant from = LocalDateTime.parse(start + "T09:00").atZone(id).toInstant();
        List<Shift> shifts = schedule.shifts(from, from.plus(Duration.ofDays(56)));
        assertThat(shifts.subList(0, 8))
                .allSatisfy(shift ->
                        assertThat(shift.from().atZone(id).toLocalTime()).isEqualTo(LocalTime.of(9, 0)));
        assertThat(shifts.subList(0, 7))
                .extracting(shift -> Duration.between(shift.from(), shift.to()).toHours())
                .as("one week is an hour shorter or longer")
                .containsAnyOf(167L, 169L)
                .contains(168L);
    }

    /** On 2018-11-04 the clocks in São Paulo went from 00:00 to 01:00. */
    @Test
    void handoff_thatTheClocksLeaveOut_comesWhenTheyJumpOverIt() {
        Schedule schedule = rotation("America/Sao_Paulo", "2018-11-01T00:30", "1d");
        Instant jump = Instant.parse("2018-11-04T03:00:00Z");
        assertThat(schedule.onCall(jump.minusMillis(1))).contains("eva");
        assertThat(schedule.onCall(jump)).contains("ana");
    }

    /** On 2018-02-18 they went from 00:00 back to 23:00. */
    @Test
    void handoff_thatTheClocksShowTwice_comesTheFirstTime() {
        Schedule schedule = rotation("America/Sao_Paulo", "2018-02-15T23:30", "1d");
        Instant first = Instant.parse("2018-02-18T01:30:00Z");
        assertThat(schedule.onCall(first.minusMillis(1))).contains("ben");
        assertThat(schedule.onCall(first)).contains("eva");
        assertThat(schedule.onCall(first.plus(Duration.ofHours(1)))).contains("eva");
        assertThat(schedule.shifts(first, first.plus(Duration.ofHours(25)))
                        .get(0)
                        .to())
                .isEqualTo(first.plus(Duration.ofHours(25)));
    }

    private static final String LAYERED = """
            schedules:
              - name: all
                zone: Europe/Lisbon
                layers:
                  - { users: [ana, ben], rotation_start: 2026-01-05T09:00, handoff: 1w }
                  - users: [eva]
                    rotation_start: 2026-03-02T00:00
                    handoff: 1d
                    restrictions:
                      - { weekdays: ["monday:friday"], times: [{ start_time: "09:00", end_time: "18:00" }] }
            """;

    @Test
    void laterLayer_wins_whereItsRestrictionsHold_byTheClockOfTheSchedule() {
        Schedule schedule = read(LAYERED).schedule("all").orElseThrow();
        ZoneId lisbon = ZoneId.of("Europe/Lisbon");
        WallClock weekly = new WallClock(
                List.of("ana", "ben"), LocalDateTime.parse("2026-01-05T09:00"), Duration.ofDays(7), lisbon);
        Instant from = Instant.parse("2026-01-05T00:00:00Z");
        Instant to = Instant.parse("2026-11-15T00:00:00Z");
        List<Shift> shifts = schedule.shifts(from, to);
        int shift = 0;
        for (Instant at = from; at.isBefore(to); at = at.plus(Duration.ofMinutes(1))) {
            if (!at.isBefore(shifts.get(shift).to())) shift++;
            ZonedDateTime local = at.atZone(lisbon);
            boolean office = local.getDayOfWeek().getValue() <= 5 && local.getHour() >= 9 && local.getHour() < 18;
            boolean begun = !local.toLocalDateTime().isBefore(LocalDateTime.parse("2026-03-02T00:00"));
            Optional<String> below = weekly.look(at);
            Optional<String> expected = office && begun ? Optional.of("eva") : below;
            if (!schedule.onCall(at).equals(expected)
                    || !shifts.get(shift).person().equals(expected)) {
                assertThat(schedule.onCall(at)).as("on call at %s", at).isEqualTo(expected);
                assertThat(shifts.get(shift).person()).as("shift at %s", at).isEqualTo(expected);
            }
        }
    }

    @Test
    void override_standsInTheMiddleOfAShift_forWhoeverOrForOnePerson() {
        OnCall onCall = read(LAYERED + """
                overrides:
                  - { schedule: all, person: ben, covers: ana, from: 2026-01-07T12:00, to: 2026-01-14T12:00, comment: flu }
                """);
        Schedule schedule = onCall.schedule("all").orElseThrow();
        assertThat(schedule.shifts(at("2026-01-07T11:59"), at("2026-01-19T09:00")))
                .extracting(shift -> shift.person().orElse("nobody"), shift -> shift.to())
                .containsExactly(tuple("ana", at("2026-01-07T12:00")), tuple("ben", at("2026-01-19T09:00")));

        Cover live = new Cover("all", "eva", Optional.empty(), at("2026-01-08T00:00"), at("2026-01-08T06:00"));
        Cover unknown = new Cover("all", "zoe", Optional.empty(), at("2026-01-08T00:00"), at("2026-01-09T06:00"));
        Cover elsewhere = new Cover("other", "ana", Optional.empty(), at("2026-01-08T00:00"), at("2026-01-09T06:00"));
        Schedule covered =
                onCall.with(List.of(live, unknown, elsewhere)).schedule("all").orElseThrow();
        assertThat(covered.onCall(at("2026-01-07T23:59"))).contains("ben");
        assertThat(covered.onCall(at("2026-01-08T00:00")))
                .as("the later one wins")
                .contains("eva");
        assertThat(covered.onCall(at("2026-01-08T06:00")))
                .as("its end is exclusive")
                .contains("ben");
        assertThat(schedule.onCall(at("2026-01-08T00:00")))
                .as("nothing has changed here")
                .contains("ben");
    }

    @Test
    void gap_isAShiftOfNobody_andACoverFillsIt() {
        OnCall onCall = read("""
                schedules:
                  - name: office
                    zone: America/Sao_Paulo
                    gaps: allowed
                    layers:
                      - users: [ana]
                        rotation_start: 2026-11-02T00:00
                        handoff: 1d
                        restrictions: [{ weekdays: ["monday:friday"] }]
                """);
        Schedule office = onCall.schedule("office").orElseThrow();
        assertThat(office.shifts(at("2026-11-02T03:00"), at("2026-11-10T03:00")))
                .containsExactly(
                        new Shift(Optional.of("ana"), at("2026-11-02T03:00"), at("2026-11-07T03:00")),
                        new Shift(Optional.empty(), at("2026-11-07T03:00"), at("2026-11-09T03:00")),
                        new Shift(Optional.of("ana"), at("2026-11-09T03:00"), at("2026-11-10T03:00")));
        Cover cover = new Cover("office", "ben", Optional.empty(), at("2026-11-07T00:00"), at("2026-11-08T00:00"));
        Schedule covered = onCall.with(List.of(cover)).schedule("office").orElseThrow();
        assertThat(covered.onCall(at("2026-11-07T23:00"))).contains("ben");
        assertThat(covered.onCall(at("2026-11-08T00:00"))).isEmpty();
    }

    private static Instant at(String utc) {
        return Instant.parse(utc + ":00Z");
    }
}
