package dev.vigia.processors.aggregate;

import static dev.vigia.processors.aggregate.LogStory.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sums over the calendar day in a zone: R-118, "OpenAI spend > $100 per day". */
class CalendarDayTest {

    private static final int HOUR = 3_600;

    private static final String[] SPEND = {
        "aggregate: sum", "field: attributes.value", "above: 100", "window: day", "zone: America/Sao_Paulo"
    };

    private static String[] in(String zone) {
        return new String[] {SPEND[0], SPEND[1], SPEND[2], SPEND[3], "zone: " + zone};
    }

    /** The day begins at 3:00 UTC. */
    @Test
    void sum_overTheDay_firesWhenItCrossesAndIsOverAfterMidnight() throws IOException {
        try (LogStory story = LogStory.at("2027-01-15T03:00:00Z", SPEND)) {
            story.push(-1, 1, value(99)) // the last second of the day before
                    .push(1, 1, value(60))
                    .foldedTo(6 * HOUR)
                    .push(6 * HOUR + 1, 1, value(40))
                    .expect()
                    .push(6 * HOUR + 2, 1, value(0.01))
                    .expect((6 * HOUR + 2) + " ACTIVE shop");
            assertThat(story.last().getValue()).isCloseTo(100.01, within(1e-9));
            assertThat(story.last().getSamples()).isEqualTo(3);
            assertThat(Instant.ofEpochMilli(story.last().getWindowStart())).hasToString("2027-01-15T03:00:00Z");
            assertThat(story.last().getSummary())
                    .isEqualTo(
                            "shop: sum(attributes.value) 100 on this day in America/Sao_Paulo (bound 100), 3 records");
            assertThat(story.last().getEvidence().getCount()).isEqualTo(3);
            story.push(12 * HOUR, 1, value(5))
                    .foldedTo(24 * HOUR)
                    .expect()
                    .foldedTo(24 * HOUR + 10)
                    .expect((24 * HOUR + 10) + " RESOLVED shop")
                    .push(25 * HOUR, 1, value(100))
                    .foldedTo(26 * HOUR)
                    .expect()
                    .push(47 * HOUR, 1, value(1))
                    .expect(47 * HOUR + " ACTIVE shop");
        }
    }

    /** In 2018 the clocks of São Paulo went from 24:00 to 1:00 on 3 November, and from 24:00 back to 23:00 on 17 February. */
    @Test
    void day_onWhichTheClocksChange_isAsLongAsItIs() throws IOException {
        assertDay("2018-11-04T03:00:00Z", 23, "America/Sao_Paulo"); // 1:00, since there is no 0:00
        assertDay("2018-02-17T02:00:00Z", 25, "America/Sao_Paulo");
        assertDay("2027-03-27T23:00:00Z", 23, "Europe/Berlin");
        assertDay("2027-10-30T22:00:00Z", 25, "Europe/Berlin");
        assertDay("2027-03-14T00:00:00Z", 24, "UTC");
    }

    private static void assertDay(String start, int hours, String zone) throws IOException {
        try (LogStory story = LogStory.at(start, in(zone))) {
            story.push(-10, 1, value(60))
                    .push(0, 1, value(60))
                    .foldedTo(HOUR)
                    .expect()
                    .push(hours * HOUR - 1, 1, value(40))
                    .expect()
                    .push(hours * HOUR, 1, value(100))
                    .expect()
                    .push(hours * HOUR - 1, 1, value(1))
                    .expect(hours * HOUR + " ACTIVE shop");
            assertThat(story.last().getWindowEnd() - story.last().getWindowStart())
                    .as(zone + " " + start)
                    .isEqualTo(hours * 3_600_000L);
        }
    }

    @Test
    void lateRecords_countInTheirDay() throws IOException {
        try (LogStory story = LogStory.at("2027-01-15T03:00:00Z", SPEND)) {
            story.push(HOUR, 1, value(60))
                    .push(25 * HOUR, 1, value(60))
                    .foldedTo(25 * HOUR)
                    .push(2 * HOUR, 1, value(41))
                    .expect(2 * HOUR + 10 + " ACTIVE shop")
                    .foldedTo(25 * HOUR + 10)
                    .expect(25 * HOUR + 10 + " RESOLVED shop")
                    .push(24 * HOUR, 1, value(41))
                    .expect(25 * HOUR + 10 + " ACTIVE shop");
        }
    }

    /** A backlog of two days has the episode of each, with the time at which its sum crossed the bound. */
    @Test
    void backlog_hasTheEpisodesOfEachDay() throws IOException {
        try (LogStory story = LogStory.blankAt("2027-01-15T03:00:00Z", SPEND)) {
            List<Integer> hours = List.of(1, 5, 9, 26, 30);
            for (int hour : hours) story.push(hour * HOUR, 1, value(60));
            story.expect()
                    .foldedTo(60 * HOUR)
                    .expect(
                            5 * HOUR + 10 + " ACTIVE shop",
                            24 * HOUR + 10 + " RESOLVED shop",
                            30 * HOUR + 10 + " ACTIVE shop",
                            48 * HOUR + 10 + " RESOLVED shop");
        }
    }

    /** A day has 8,640 buckets. */
    @Test
    void frame_ofAFullDay_readsNoMoreThanOneOfAnEmptyOne() throws IOException {
        try (LogStory story = LogStory.at("2027-01-15T03:00:00Z", SPEND)) {
            for (int second = 0; second < 20 * HOUR; second += 10) {
                story.push(second, 1, value(0.01));
                if (second % 600 == 0) story.foldedTo(second);
            }
            story.expect().store().read();
            story.push(20 * HOUR, 1, value(0.01));
            assertThat(story.store().read()).as("far from the bound").isLessThan(50);
            story.push(20 * HOUR + 1, 1, value(30))
                    .expect(20 * HOUR + 1 + " ACTIVE shop")
                    .store()
                    .read();
            story.push(20 * HOUR + 11, 1, value(0.01)).foldedTo(20 * HOUR + 11);
            assertThat(story.store().read())
                    .as("beyond it: chunks, not buckets")
                    .isLessThan(1_000);
        }
    }

    /** What came late is in a chunk that was put together before. */
    @Test
    void lateRecords_inAChunkThatWasMerged_areCounted() throws IOException {
        try (LogStory story = LogStory.at("2027-01-15T03:00:00Z", SPEND)) {
            story.push(HOUR, 1, value(60)).push(2 * HOUR, 1, value(41)).expect(2 * HOUR + " ACTIVE shop");
            assertThat(story.store().size('M')).isEqualTo(1);
            story.foldedTo(2 * HOUR + 10)
                    .push(HOUR + 10, 1, value(-50)) // a refund
                    .foldedTo(2 * HOUR + 20)
                    .expect(2 * HOUR + 20 + " RETRACTED shop")
                    .push(HOUR + 20, 1, value(50))
                    .expect(2 * HOUR + 20 + " ACTIVE shop");
        }
    }

    @Test
    void count_overTheDay() throws IOException {
        String[] rule = {"aggregate: count", "above: 2", "window: day", "zone: Asia/Kolkata"};
        try (LogStory story = LogStory.at("2027-01-14T18:30:00Z", rule)) {
            story.push(-1, 5, value(0)).expect("0 ACTIVE shop").foldedTo(10).expect("10 RESOLVED shop");
            story.push(11, 2, value(0)).foldedTo(12 * HOUR).expect().push(12 * HOUR, 1, value(0));
            story.expect(12 * HOUR + " ACTIVE shop");
        }
    }
}
