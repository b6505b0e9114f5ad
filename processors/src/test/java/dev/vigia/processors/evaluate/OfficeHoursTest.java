package dev.vigia.processors.evaluate;

import static dev.vigia.processors.evaluate.Timeline.second;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Rules that are judged at certain times only. Stories begin on Friday, 15 January 2027 at 08:00 UTC. */
class OfficeHoursTest {

    private static String rule(String calendar, String fields) {
        return """
                calendars:
                  - {id: hours, %s}
                rules:
                  - {id: the-rule, active: hours, group_by: [service], severity: high, recover_for: 0, %s}
                """.formatted(calendar, fields);
    }

    private static final String BURST =
            rule("zone: UTC, hours: ['08:10-08:20']", "aggregate: count, above: 5, window: 1m");

    /** No sales for an hour, on working days from 9 to 18 o'clock in New York. */
    private static final String NO_SALES = rule(
            "zone: America/New_York, weekdays: [mon-fri], hours: ['09:00-18:00'], holidays: [2027-05-31]",
            "absent_for: 1h, forget_after: 7d");

    @Test
    void breach_outsideOfTheHours_doesNotFire() {
        Timeline.of(BURST).push(599, 9, 9).push(1200, 9, 9).foldedTo(2000).expect();
        Timeline.of(BURST).push(600, 9, 9).expect("600 ACTIVE shop");
        Timeline.of(BURST).push(1199, 9, 9).expect("1199 ACTIVE shop");
    }

    @Test
    void breach_thatGoesOnWhenItOpens_firesThen() {
        Timeline.of(BURST)
                .push(595, 9, 9)
                .foldedTo(600)
                .expect()
                .push(605, 1, 1)
                .expect("605 ACTIVE shop");
    }

    @Test
    void lateRecords_outsideOfTheHours_doNotFire() {
        Timeline.of(BURST)
                .foldedTo(700)
                .push(503, 9, 9)
                .expect()
                .push(613, 9, 9)
                .expect("620 ACTIVE shop");
    }

    @Test
    void openEpisode_whenItCloses_ends() {
        Timeline timeline = Timeline.of(BURST)
                .push(1193, 9, 9)
                .push(1203, 9, 9)
                .foldedTo(1209)
                .expect("1193 ACTIVE shop")
                .foldedTo(1210)
                .expect("1210 RESOLVED shop");
        assertThat(timeline.last().getReason()).isEqualTo("outside of calendar hours");
        assertThat(timeline.last().getActor()).isEqualTo("rule");
        timeline.push(1213, 9, 9).foldedTo(3000).expect();
    }

    @Test
    void pendingEpisode_whenItCloses_isCancelled() {
        Timeline.of(BURST.replace("window: 1m", "window: 10s, for: 30s"))
                .push(1183, 9, 9)
                .push(1193, 9, 9)
                .push(1203, 9, 9)
                .push(1213, 9, 9)
                .foldedTo(1300)
                .expect("1183 PENDING shop", "1210 CANCELLED shop");
    }

    @Test
    void lag_overTheClosingTime_endsByDataTime() {
        Timeline timeline = Timeline.of(BURST).push(1193, 9, 9);
        for (int at = 1200; at <= 1800; at += 10) timeline.lagsAt(at);
        timeline.expect("1193 ACTIVE shop").foldedTo(1800).expect("1210 RESOLVED shop");
    }

    @Test
    void silence_isCountedInOpenTimeOnly() {
        int lastSale = second("2027-01-15T22:30:00Z");
        int mondayTen = second("2027-01-18T15:00:00Z");
        Timeline.of(NO_SALES)
                .push(lastSale, 1, 0)
                .foldedTo(mondayTen - 1)
                .expect()
                .foldedTo(mondayTen)
                .expect(mondayTen + " ACTIVE shop")
                .push(mondayTen + 5, 1, 0)
                .foldedTo(mondayTen + 10)
                .expect(mondayTen + 10 + " RESOLVED shop");
    }

    /** Clocks go forward on Sunday, 14 March 2027: nine o'clock is 14:00 UTC on Friday and 13:00 UTC on Monday. */
    @Test
    void silence_overAChangeOfTheClock_followsTheZone() {
        int fridayOpens = second("2027-03-12T14:00:00Z");
        int mondayOpens = second("2027-03-15T13:00:00Z");
        Timeline timeline = Timeline.of(NO_SALES)
                .push(fridayOpens - 7200, 1, 0)
                .foldedTo(fridayOpens + 3599)
                .expect()
                .foldedTo(fridayOpens + 3600)
                .expect(fridayOpens + 3600 + " ACTIVE shop");
        int fridayCloses = second("2027-03-12T23:00:00Z");
        timeline.foldedTo(mondayOpens + 3599)
                .expect(fridayCloses + 10 + " RESOLVED shop")
                .foldedTo(mondayOpens + 3600)
                .expect(mondayOpens + 3600 + " ACTIVE shop");
    }

    @Test
    void silence_onAHoliday_isNone() {
        int lastSale = second("2027-05-28T21:30:00Z");
        int tuesdayTen = second("2027-06-01T14:00:00Z");
        Timeline.of(NO_SALES)
                .push(lastSale, 1, 0)
                .foldedTo(tuesdayTen - 1)
                .expect()
                .foldedTo(tuesdayTen)
                .expect(tuesdayTen + " ACTIVE shop");
    }

    @Test
    void tooLittle_inAWindowThatReachesBeforeTheOpening_isNotJudged() {
        Timeline.of(rule("zone: UTC, hours: ['08:10-08:20']", "aggregate: count, below: 5, window: 1m"))
                .push(593, 1, 0)
                .push(603, 1, 0)
                .foldedTo(659)
                .expect()
                .foldedTo(660)
                .expect("660 ACTIVE shop");
    }
}
