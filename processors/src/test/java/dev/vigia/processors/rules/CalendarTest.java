package dev.vigia.processors.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalendarTest {

    private static Calendar calendar(String fields) {
        String yaml = """
                calendars:
                  - {id: hours, %s}
                rules:
                  - {id: r, aggregate: count, above: 1, severity: low, active: hours}
                """.formatted(fields);
        return RuleSetParser.parse("x.yaml", yaml).rules().get(0).active().orElseThrow();
    }

    private static boolean isOpen(String fields, String from, String to) {
        return calendar(fields)
                .isOpen(Instant.parse(from).toEpochMilli(), Instant.parse(to).toEpochMilli());
    }

    /** Monday to Friday from 9 to 18 o'clock, closed on Christmas and on Good Friday 2027, in New York (UTC-5, summer UTC-4). */
    @ParameterizedTest
    @CsvSource({
        "2027-01-15T14:00:00Z, 2027-01-15T14:00:10Z, true",
        "2027-01-15T13:59:50Z, 2027-01-15T14:00:00Z, false",
        "2027-01-15T13:59:50Z, 2027-01-15T14:00:10Z, false",
        "2027-01-15T22:59:50Z, 2027-01-15T23:00:00Z, true",
        "2027-01-15T23:00:00Z, 2027-01-15T23:00:10Z, false",
        "2027-01-15T14:00:00Z, 2027-01-15T23:00:00Z, true",
        "2027-01-15T14:00:00Z, 2027-01-15T23:00:10Z, false",
        "2027-01-16T15:00:00Z, 2027-01-16T15:00:10Z, false",
        "2027-03-12T14:00:00Z, 2027-03-12T14:00:10Z, true",
        "2027-03-15T13:00:00Z, 2027-03-15T13:00:10Z, true",
        "2027-03-15T12:59:50Z, 2027-03-15T13:00:00Z, false",
        "2027-11-05T13:00:00Z, 2027-11-05T13:00:10Z, true",
        "2027-11-08T13:00:00Z, 2027-11-08T13:00:10Z, false",
        "2027-11-08T14:00:00Z, 2027-11-08T14:00:10Z, true",
        "2027-03-26T15:00:00Z, 2027-03-26T15:00:10Z, false",
        "2028-12-25T15:00:00Z, 2028-12-25T15:00:10Z, false",
        "2028-12-26T15:00:00Z, 2028-12-26T15:00:10Z, true"
    })
    void isOpen_inOfficeHours_followsTheZone(String from, String to, boolean open) {
        String office = "zone: America/New_York, weekdays: [mon-fri], hours: ['09:00-18:00'],"
                + " holidays: ['12-25', 2027-03-26]";
        assertThat(isOpen(office, from, to)).isEqualTo(open);
    }

    @Test
    void isOpen_daysAroundTheClock_areOneSpan() {
        String week = "zone: America/New_York, weekdays: [mon-fri]";
        assertThat(isOpen(week, "2027-01-11T05:00:00Z", "2027-01-16T05:00:00Z")).isTrue();
        assertThat(isOpen(week, "2027-01-11T05:00:00Z", "2027-01-16T05:00:10Z")).isFalse();
        assertThat(isOpen(week, "2027-01-11T04:59:50Z", "2027-01-16T05:00:00Z")).isFalse();
    }

    /** The clock goes from 2 to 3 o'clock on 14 March 2027, and from 2 back to 1 on 7 November. */
    @Test
    void isOpen_overAChangeOfTheClock_isAsLongAsTheDayIs() {
        String sunday = "zone: America/New_York, weekdays: [sun]";
        assertThat(isOpen(sunday, "2027-03-14T05:00:00Z", "2027-03-15T04:00:00Z"))
                .isTrue();
        assertThat(isOpen(sunday, "2027-03-14T05:00:00Z", "2027-03-15T04:00:10Z"))
                .isFalse();
        assertThat(isOpen(sunday, "2027-11-07T04:00:00Z", "2027-11-08T05:00:00Z"))
                .isTrue();
        assertThat(isOpen(sunday, "2027-11-07T04:00:00Z", "2027-11-08T05:00:10Z"))
                .isFalse();
        String night = "zone: America/New_York, weekdays: [sat], hours: ['22:00-06:00']";
        assertThat(isOpen(night, "2027-03-14T03:00:00Z", "2027-03-14T10:00:00Z"))
                .isTrue();
        assertThat(isOpen(night, "2027-03-14T03:00:00Z", "2027-03-14T10:00:10Z"))
                .isFalse();
        assertThat(isOpen(night, "2027-11-07T02:00:00Z", "2027-11-07T11:00:00Z"))
                .isTrue();
    }

    @Test
    void isOpen_hoursIntoTheNextDay_belongToTheDayTheyBeginOn() {
        String night = "zone: UTC, weekdays: [fri], hours: ['22:00-06:00']";
        assertThat(isOpen(night, "2027-01-15T22:00:00Z", "2027-01-16T06:00:00Z"))
                .isTrue();
        assertThat(isOpen(night, "2027-01-15T00:00:00Z", "2027-01-15T00:00:10Z"))
                .isFalse();
        assertThat(isOpen(night, "2027-01-16T22:00:00Z", "2027-01-16T22:00:10Z"))
                .isFalse();
        String holiday = "zone: UTC, hours: ['22:00-06:00'], holidays: [2027-01-16]";
        assertThat(isOpen(holiday, "2027-01-16T05:00:00Z", "2027-01-16T05:00:10Z"))
                .isTrue();
        assertThat(isOpen(holiday, "2027-01-17T05:00:00Z", "2027-01-17T05:00:10Z"))
                .isFalse();
    }

    @Test
    void isOpen_severalHours_closesBetweenThem() {
        String lunch = "zone: UTC, hours: ['13:00-17:00', '08:00-12:00']";
        assertThat(isOpen(lunch, "2027-01-15T08:00:00Z", "2027-01-15T12:00:00Z"))
                .isTrue();
        assertThat(isOpen(lunch, "2027-01-15T11:00:00Z", "2027-01-15T14:00:00Z"))
                .isFalse();
        assertThat(isOpen(lunch, "2027-01-15T13:00:00Z", "2027-01-15T17:00:00Z"))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "zone: UTC                                                    | 336h",
                "zone: UTC, weekdays: [mon-fri]                               | 120h",
                "zone: UTC, weekdays: [sat, sun, mon]                         | 72h",
                "zone: UTC, hours: ['09:00-18:00']                            | 9h",
                "zone: UTC, hours: ['09:00-12:00', '12:00-13:30']             | 4h30m",
                "zone: UTC, weekdays: [fri], hours: ['20:00-00:00']           | 4h",
                "zone: UTC, weekdays: [fri, sat], hours: ['22:00-06:00']      | 8h"
            })
    void longest_isTheLongestSpanWithoutABreak(String fields, String expected) {
        assertThat(calendar(fields).longest())
                .isEqualTo(Duration.parse("PT" + expected.toUpperCase(java.util.Locale.ROOT)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "hours: ['09:00-18:00']               | calendar hours, zone: is missing",
                "zone: Mars/Olympus                   | calendar hours, zone: 'Mars/Olympus' is no time zone; write for instance America/Sao_Paulo or UTC",
                "zone: UTC, weekdays: [someday]       | calendar hours, weekdays: 'someday' is none of mon, tue, wed, thu, fri, sat, sun",
                "zone: UTC, hours: ['9-18']           | calendar hours, hours: '9-18' are no hours; write 09:00-18:00, or 22:00-06:00 into the next day",
                "zone: UTC, hours: ['24:00-25:00']    | calendar hours, hours: '24:00-25:00' are no hours;",
                "zone: UTC, hours: ['09:00-09:00']    | calendar hours, hours: '09:00-09:00' are no hours;",
                "zone: UTC, hours: ['09:61-10:00']    | calendar hours, hours: '09:61-10:00' are no hours;",
                "zone: UTC, hours: ['09:00-12:00', '11:00-13:00'] | calendar hours, hours: two of them overlap",
                "zone: UTC, holidays: [easter]        | calendar hours, holidays: 'easter' is no date; write 2027-04-21, or 12-25 for every year",
                "zone: UTC, holidays: [2027-02-30]    | calendar hours, holidays: '2027-02-30' is no date;",
                "zone: UTC, hour: 9                   | calendar hours, hour: is not known; known are"
            })
    void calendar_thatCannotBe_isRefused(String fields, String problem) {
        assertThatThrownBy(() -> calendar(fields)).hasMessageStartingWith("x.yaml line 2, " + problem);
    }

    @Test
    void calendars_withTheSameId_areRefused() {
        String twice = "calendars:\n  - {id: a, zone: UTC}\n  - {id: a, zone: UTC}\nrules: []\n";
        assertThatThrownBy(() -> RuleSetParser.parse("x.yaml", twice))
                .hasMessage("x.yaml line 3, calendar a, id: another calendar has the same");
    }
}
