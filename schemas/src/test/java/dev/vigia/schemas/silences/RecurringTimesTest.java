package dev.vigia.schemas.silences;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.avro.NumberRange;
import dev.vigia.schemas.avro.TimeInterval;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecurringTimesTest {

    private static final String BERLIN = "Europe/Berlin";
    private static final String SAO_PAULO = "America/Sao_Paulo";

    private static TimeInterval.Builder interval(String zone) {
        return TimeInterval.newBuilder()
                .setTimes(List.of())
                .setWeekdays(List.of())
                .setDaysOfMonth(List.of())
                .setMonths(List.of())
                .setYears(List.of())
                .setLocation(zone);
    }

    private static RecurringTimes times(TimeInterval.Builder... intervals) {
        return RecurringTimes.of(
                List.of(intervals).stream().map(TimeInterval.Builder::build).toList());
    }

    private static List<NumberRange> span(int from, int to) {
        return List.of(new NumberRange(from, to));
    }

    private static long at(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }

    private static OptionalLong next(RecurringTimes times, String after) {
        return times.nextChange(at(after));
    }

    @ParameterizedTest
    @CsvSource({
        "2027-03-07T04:59:59Z,false", // Sunday, 01:59:59 in São Paulo
        "2027-03-07T05:00:00Z,true",
        "2027-03-07T06:59:59Z,true",
        "2027-03-07T07:00:00Z,false",
        "2027-03-08T05:30:00Z,false",
    })
    void times_onAWeekday_holdByTheClockOfTheZone(String instant, boolean holds) {
        RecurringTimes times =
                times(interval(SAO_PAULO).setTimes(span(120, 240)).setWeekdays(span(0, 0)));
        assertThat(times.hold(at(instant))).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource({
        "2027-02-25T12:00:00Z,false",
        "2027-02-26T00:00:00Z,true",
        "2027-02-28T23:59:59Z,true",
        "2027-03-01T00:00:00Z,false",
        "2028-02-26T12:00:00Z,false",
        "2028-02-29T12:00:00Z,true",
    })
    void lastDays_ofAMonth_countFromItsEnd(String instant, boolean holds) {
        assertThat(times(interval("UTC").setDaysOfMonth(span(-3, -1))).hold(at(instant)))
                .isEqualTo(holds);
    }

    @Test
    void monthsAndYears_bothHaveToHold() {
        RecurringTimes times = times(interval("UTC").setMonths(span(6, 8)).setYears(span(2027, 2027)));
        assertThat(times.hold(at("2027-05-31T23:59:59Z"))).isFalse();
        assertThat(times.hold(at("2027-06-01T00:00:00Z"))).isTrue();
        assertThat(times.hold(at("2028-06-01T00:00:00Z"))).isFalse();
        assertThat(next(times, "2027-05-01T00:00:00Z")).hasValue(at("2027-06-01T00:00:00Z"));
        assertThat(next(times, "2027-07-01T00:00:00Z")).hasValue(at("2027-09-01T00:00:00Z"));
        assertThat(next(times, "2027-09-01T00:00:00Z")).isEmpty();
    }

    /** On 2027-03-28 the clocks in Berlin go from 2 to 3, on 2027-10-31 from 3 back to 2. */
    @Test
    void hour_thatIsLeftOut_doesNotCome_andOneThatIsRepeatedComesTwice() {
        RecurringTimes times = times(interval(BERLIN).setTimes(span(150, 180)));
        assertThat(next(times, "2027-03-27T12:00:00Z")).hasValue(at("2027-03-29T00:30:00Z"));
        assertThat(next(times, "2027-10-30T12:00:00Z")).hasValue(at("2027-10-31T00:30:00Z"));
        assertThat(next(times, "2027-10-31T00:30:00Z")).hasValue(at("2027-10-31T01:00:00Z"));
        assertThat(next(times, "2027-10-31T01:00:00Z")).hasValue(at("2027-10-31T01:30:00Z"));
        assertThat(next(times, "2027-10-31T01:30:00Z")).hasValue(at("2027-10-31T02:00:00Z"));
    }

    @Test
    void nineOClock_isNineOClock_allYear() {
        RecurringTimes times = times(interval(BERLIN).setTimes(span(540, 600)));
        assertThat(next(times, "2027-03-27T09:30:00Z")).hasValue(at("2027-03-28T07:00:00Z"));
        assertThat(next(times, "2027-10-30T08:30:00Z")).hasValue(at("2027-10-31T08:00:00Z"));
        assertThat(times.hold(at("2027-03-28T07:59:59Z"))).isTrue();
    }

    /** Alertmanager's spans end at midnight; two of them make a night. */
    @Test
    void night_ofTwoIntervals_isOne() {
        RecurringTimes times = times(
                interval(SAO_PAULO).setTimes(span(22 * 60, 24 * 60)),
                interval(SAO_PAULO).setTimes(span(0, 360)));
        assertThat(next(times, "2027-03-07T12:00:00Z")).hasValue(at("2027-03-08T01:00:00Z"));
        assertThat(next(times, "2027-03-08T01:00:00Z")).hasValue(at("2027-03-08T09:00:00Z"));
    }

    @Test
    void alwaysAndNever_doNotChange() {
        assertThat(next(times(interval("UTC")), "2027-03-07T12:00:00Z")).isEmpty();
        assertThat(times().hold(at("2027-03-07T12:00:00Z"))).isFalse();
        assertThat(next(times(), "2027-03-07T12:00:00Z")).isEmpty();
    }
}
