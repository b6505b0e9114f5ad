package dev.vigia.processors.aggregate;

import static dev.vigia.processors.aggregate.LogStory.duration;
import static dev.vigia.processors.aggregate.LogStory.log;
import static dev.vigia.processors.aggregate.LogStory.user;
import static dev.vigia.processors.aggregate.LogStory.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vigia.schemas.avro.Log;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What rules compute, from raw records to alerts: just below, at and just above the bound, and back again. */
class ConditionsTest {

    private static final Log.Builder BAD = log().setSeverityNumber(17);

    @Test
    void distinct_countsEachValueOnceInTheWindow() throws IOException {
        String[] rule = {"aggregate: distinct", "field: attributes.user", "above: 3", "window: 1m"};
        try (LogStory story = LogStory.of(rule)) {
            story.push(1, user("ana"), user("rui"), user("ana"))
                    .push(12, user("ana"), user("zé"), log())
                    .expect()
                    .push(23, 1, user("eva"))
                    .expect("23 ACTIVE shop");
            assertThat(story.last().getValue()).isEqualTo(4);
            assertThat(story.last().getSamples()).as("with a user").isEqualTo(6);
            assertThat(story.last().getCondition()).isEqualTo("distinct(attributes.user) > 3");
            assertThat(story.last().getSummary())
                    .isEqualTo("shop: distinct(attributes.user) 4 over 1m (bound 3), 6 records");
            story.push(60, 1, user("ana")).foldedTo(60).expect().foldedTo(70).expect("70 RESOLVED shop");
        }
    }

    @Test
    void distinct_ofOutOfOrderTransactions_isTheSame() throws IOException {
        String[] rule = {"aggregate: distinct", "field: attributes.user", "above: 699", "window: 1m"};
        double[] values = new double[2];
        for (int run = 0; run < 2; run++) {
            try (LogStory story = LogStory.of(rule)) {
                for (int i = 0; i < 8; i++) {
                    int part = run == 0 ? i : 7 - i;
                    Log.Builder[] users = IntStream.range(part * 90, part * 90 + 100)
                            .mapToObj(user -> user("u" + user))
                            .toArray(Log.Builder[]::new);
                    story.push(1 + 7 * part, users);
                }
                assertThat(story.alerts()).hasSize(1);
                values[run] = story.alerts().get(0).getValue();
            }
        }
        assertThat(values[0]).isEqualTo(values[1]).isCloseTo(730, within(26.0));
    }

    @Test
    void distinctRatio_isTheShareOfUsersAndNotOfRecords() throws IOException {
        String[] rule = {
            "aggregate: distinct_ratio",
            "field: attributes.user",
            "numerator: severity_number >= 17",
            "above: 0.5",
            "window: 1m",
            "min_samples: 4"
        };
        try (LogStory story = LogStory.of(rule)) {
            story.push(1, 50, failed("ana"))
                    .push(2, user("rui"), user("ana"), failed("zé"))
                    .expect()
                    .push(3, user("eva"), log().setSeverityNumber(17))
                    .expect()
                    .push(14, failed("eva"), user("rui"))
                    .expect("14 ACTIVE shop");
            assertThat(story.last().getValue()).isEqualTo(0.75);
            assertThat(story.last().getSamples()).as("users").isEqualTo(4);
            assertThat(story.last().getCondition())
                    .isEqualTo("distinct_ratio(attributes.user, severity_number >= 17) > 0.5");
            assertThat(story.last().getSummary())
                    .isEqualTo(
                            "shop: distinct_ratio(attributes.user, severity_number >= 17) 75 % over 1m (bound 50 %), "
                                    + "4 different values");
            // Without the first ten seconds there are two users, which is too few.
            story.foldedTo(60).expect().foldedTo(70).expect("70 RESOLVED shop");
        }
    }

    @Test
    void distinctRatio_ofThousandsOfUsers_isWithinTheErrorOfBoth() throws IOException {
        String[] rule = {
            "aggregate: distinct_ratio",
            "field: attributes.user",
            "numerator: severity_number >= 17",
            "above: 0.05",
            "min_samples: 9000"
        };
        try (LogStory story = LogStory.of(rule)) {
            for (int part = 0; part < 5; part++) {
                int first = 2_000 * part;
                story.push(
                        1 + 10 * part,
                        IntStream.range(first, first + 2_000)
                                .mapToObj(i -> i % 10 == 0 ? failed("u" + i) : user("u" + i))
                                .toArray(Log.Builder[]::new));
            }
            story.expect("41 ACTIVE shop");
            assertThat(story.last().getValue()).isCloseTo(0.1, within(0.005));
            assertThat((double) story.last().getSamples()).isCloseTo(10_000, within(300.0));
        }
    }

    private static Log.Builder failed(String user) {
        return user(user).setSeverityNumber(17);
    }

    @Test
    void ratio_firesAboveItsShare() throws IOException {
        String[] rule = {
            "aggregate: ratio", "numerator: \"!has(attributes.user)\"", "above: 0.5", "window: 1m", "min_samples: 4"
        };
        try (LogStory story = LogStory.of(rule)) {
            story.push(1, 3, log())
                    .expect()
                    .push(2, 3, user("ana"))
                    .expect()
                    .push(3, 1, log())
                    .expect("3 ACTIVE shop");
            assertThat(story.last().getValue()).isEqualTo(4 / 7.0);
            assertThat(story.last().getCondition()).isEqualTo("ratio(!has(attributes.user)) > 0.5");
            assertThat(story.last().getSummary())
                    .isEqualTo("shop: ratio(!has(attributes.user)) 57.1 % over 1m (bound 50 %), 7 records");
            assertThat(story.last().getEvidence().getExemplars())
                    .as("those that matched")
                    .extracting(exemplar -> exemplar.getOffset())
                    .containsExactly(0L, 1L, 2L, 6L, 3L);
            story.push(4, 1, user("rui")).foldedTo(10).expect("10 RESOLVED shop");
        }
    }

    @Test
    void rate_isAnAverageOfTheWindow() throws IOException {
        try (LogStory story = LogStory.of("aggregate: rate", "per: 1m", "above: 10", "window: 5m")) {
            story.push(1, 25, log())
                    .push(95, 25, log())
                    .expect()
                    .push(96, 1, log())
                    .expect("96 ACTIVE shop");
            assertThat(story.last().getValue()).isEqualTo(10.2);
            assertThat(story.last().getSummary()).isEqualTo("shop: rate per 1m 10.2 over 5m (bound 10), 51 records");
            story.foldedTo(300).expect().foldedTo(310).expect("310 RESOLVED shop");
        }
    }

    @Test
    void compareRatio_firesOnASpikeAgainstTheWindowBefore() throws IOException {
        String[] rule = {"aggregate: count", "compare: ratio", "above: 3", "window: 1m"};
        try (LogStory story = LogStory.of(rule)) {
            story.push(5, 10, log())
                    .push(65, 30, log())
                    .expect()
                    .push(66, 1, log())
                    .expect("66 ACTIVE shop");
            assertThat(story.last().getValue()).isEqualTo(3.1);
            assertThat(story.last().getCondition()).isEqualTo("count / count before > 3");
            assertThat(story.last().getSummary())
                    .isEqualTo("shop: count 3.1 times that of the 1m before (bound 3 times), 31 records");
            assertThat(story.last().getEvidence().getCount())
                    .as("of the window itself")
                    .isEqualTo(31);
            story.foldedTo(120).expect().foldedTo(130).expect("130 RESOLVED shop");
        }
    }

    @Test
    void compare_withTooFewSamplesInEitherWindow_isNotJudged() throws IOException {
        String[] rule = {"aggregate: count", "compare: ratio", "above: 3", "window: 1m", "min_samples: 5"};
        try (LogStory story = LogStory.of(rule)) {
            story.push(5, 100, log()).foldedTo(60).expect();
            story.push(305, 4, log()).push(365, 100, log()).foldedTo(400).expect();
            story.push(605, 5, log()).push(665, 16, log()).expect("665 ACTIVE shop");
        }
        String[] drop = {"aggregate: count", "compare: ratio", "below: 0.5", "window: 1m", "min_samples: 5"};
        try (LogStory story = LogStory.of(drop)) {
            story.push(5, 10, log()).push(65, 4, log()).foldedTo(110).expect();
            story.push(305, 12, log()).push(365, 6, log()).foldedTo(420).expect();
            story.push(605, 13, log())
                    .push(665, 6, log())
                    .foldedTo(660)
                    .expect()
                    .foldedTo(670)
                    .expect("670 ACTIVE shop");
        }
    }

    private static final String[] SPIKE = {
        "aggregate: count", "compare: ratio", "above: 3", "window: 1m", "min_samples: 20", "min_samples_before: 0"
    };

    private static String[] ofAllTogether() {
        String[] fields = Arrays.copyOf(SPIKE, SPIKE.length + 1);
        fields[SPIKE.length] = "group_by: []";
        return fields;
    }

    @Test
    void compareRatio_outOfNothing_isAsAgainstOne() throws IOException {
        try (LogStory story = LogStory.of(SPIKE)) {
            story.push(5, 1, log()).foldedTo(300).expect();
            story.push(305, 19, log()).expect().push(306, 1, log()).expect("306 ACTIVE shop");
            assertThat(story.last().getValue()).isEqualTo(20);
            assertThat(story.last().getSamples()).isEqualTo(20);
            assertThat(story.last().getSummary())
                    .isEqualTo("shop: count 20 over 1m and none in the 1m before (bound 3 times), 20 records");
            story.foldedTo(360).expect().foldedTo(370).expect("370 RESOLVED shop");
            story.push(605, 5, log()).push(665, 16, log()).expect();
            story.push(666, 4, log()).expect("666 ACTIVE shop");
            assertThat(story.last().getValue()).isEqualTo(4);
        }
        String[] rate = {
            "aggregate: rate", "per: 1m", "compare: ratio", "above: 3", "window: 2m", "min_samples_before: 0"
        };
        try (LogStory story = LogStory.of(rate)) {
            story.push(5, 1, log()).foldedTo(300).push(305, 3, log()).expect().push(306, log());
            assertThat(story.last().getValue()).isEqualTo(4);
            assertThat(story.last().getSummary())
                    .isEqualTo("shop: rate per 1m 2 over 2m and none in the 2m before (bound 3 times), 4 records");
        }
    }

    @Test
    void compareDifference_outOfNothing_isAllThereIs() throws IOException {
        String[] rule = {
            "aggregate: sum",
            "field: attributes.value",
            "compare: difference",
            "above: 10",
            "window: 1m",
            "min_samples_before: 0"
        };
        try (LogStory story = LogStory.of(rule)) {
            story.push(5, value(1)).foldedTo(300).push(305, value(10)).expect().push(306, value(2.5));
            story.expect("306 ACTIVE shop");
            assertThat(story.last().getValue()).isEqualTo(12.5);
        }
    }

    @Test
    void compare_ofAGroupThatBegins_isNotJudged() throws IOException {
        try (LogStory story = LogStory.of(SPIKE)) {
            // Known from 0 on; the first two windows that lie after that end at 120.
            story.push(5, 1, log())
                    .push(15, 100, log())
                    .push(75, 19, log())
                    .foldedTo(110)
                    .expect();
            story.push(111, 481, log()).expect("111 ACTIVE shop");
        }
        try (LogStory story = LogStory.of(ofAllTogether())) {
            story.push(305, 20, log()).expect("305 ACTIVE ");
        }
    }

    @Test
    void compare_whileItLearnsWhatWasBefore_isNotJudged() throws IOException {
        try (LogStory story = LogStory.ofNewRule(ofAllTogether())) {
            story.push(65, 20, log()).foldedTo(110).expect();
            story.push(305, 20, log()).expect("305 ACTIVE ");
        }
    }

    /** What comes late into the window before takes away what had come out of nothing. */
    @Test
    void compare_outOfNothingThatWasLate_isTakenBack() throws IOException {
        try (LogStory story = LogStory.of(SPIKE)) {
            story.push(5, 1, log()).foldedTo(310).push(305, 30, log()).expect("310 ACTIVE shop");
            story.push(245, 15, log()).foldedTo(320).expect("320 RETRACTED shop");
        }
    }

    @Test
    void compareDifference_ofAnyAggregate() throws IOException {
        String[] share = {
            "aggregate: error_rate",
            "errors: severity_number >= 17",
            "compare: difference",
            "above: 0.25",
            "window: 1m",
            "min_samples: 4"
        };
        try (LogStory story = LogStory.of(share)) {
            story.push(5, BAD, log(), log(), log())
                    .push(65, BAD, BAD, log(), log())
                    .expect()
                    .push(66, BAD)
                    .expect("66 ACTIVE shop");
            assertThat(story.last().getValue()).isCloseTo(0.35, within(1e-12));
            assertThat(story.last().getSummary())
                    .isEqualTo("shop: error rate +35 % against the 1m before (bound +25 %), 5 records");
        }
        String[] percentile = {
            "aggregate: percentile",
            "percentile: 50",
            "field: http.duration",
            "compare: ratio",
            "above: 2",
            "window: 1m",
            "min_samples: 1"
        };
        try (LogStory story = LogStory.of(percentile)) {
            story.push(5, 3, duration(1)).push(65, 3, duration(1.9)).expect().push(66, 9, duration(2.1));
            assertThat(story.last().getValue()).isCloseTo(2.1, within(0.05));
        }
    }

    /** Late records lower the bar: what looked like a spike while they were missing fires, and is over when they are there. */
    @Test
    void compare_withLateRecordsInTheWindowBefore_isJudgedAgain() throws IOException {
        String[] rule = {"aggregate: count", "compare: ratio", "above: 3", "window: 1m"};
        try (LogStory story = LogStory.of(rule)) {
            story.push(65, 31, log())
                    .foldedTo(50)
                    .expect()
                    .push(5, 10, log())
                    .expect("65 ACTIVE shop")
                    .push(6, 1, log())
                    .foldedTo(70)
                    .expect("70 RESOLVED shop");
        }
    }

    @Test
    void slope_needsHalfTheWindowAndIsNotTurnedByAnOutlier() throws IOException {
        String[] rule = {"aggregate: slope", "field: attributes.value", "per: 1h", "above: 360", "window: 2m"};
        try (LogStory story = LogStory.of(rule)) {
            for (int i = 0; i <= 12; i++) story.push(10 * i, 1, value(i == 3 ? 900 : 50 + i));
            story.expect();
        }
        try (LogStory story = LogStory.of(rule)) {
            for (int i = 0; i < 6; i++) story.push(10 * i, 1, value(50 + 1.01 * i));
            story.expect().push(60, 1, value(56.06)).expect("60 ACTIVE shop");
            assertThat(story.last().getValue()).isCloseTo(363.6, within(1e-6));
            assertThat(story.last().getCondition()).isEqualTo("slope(attributes.value) per 1h > 360");
        }
    }

    @Test
    void timeTo_isTheSecondsUntilTheLineGetsThere() throws IOException {
        String[] rule = {
            "aggregate: time_to", "field: attributes.value", "target: 1.0", "below: 4h", "window: 10m", "of: last"
        };
        // From 0.5 by a thousandth every 10 s; half of the window is known at 310 s, at 0.5305, with 4,695 s to go.
        try (LogStory story = LogStory.of(rule)) {
            for (int i = 0; i < 60; i++) story.push(10 * i, 1, value(0.5 + i / 1e3));
            story.foldedTo(600);
            assertThat(story.last().getThreshold()).isEqualTo(14_400);
            assertThat(story.last().getCondition()).isEqualTo("time_to(attributes.value, 1) < 14400");
            assertThat(story.last().getSummary())
                    .isEqualTo("shop: attributes.value at 1 in 1h18m over 10m (bound 4h), 31 records");
            assertThat(story.last().getValue()).isCloseTo(4_695, within(0.01));
            story.expect("310 ACTIVE shop");
        }
        double[] perStep = {0.9e-4, 2e-4, -1e-3, 0};
        for (double step : perStep) {
            try (LogStory story = LogStory.of(rule)) {
                for (int i = 0; i < 60; i++) story.push(10 * i, 1, value(0.8 + i * step));
                story.foldedTo(600);
                boolean soon = step == 2e-4;
                assertThat(story.alerts()).as("0.2 to go by %s each 10 s", step).hasSize(soon ? 1 : 0);
                if (soon) assertThat(story.last().getValue()).isBetween(9_000.0, 10_000.0);
            }
        }
    }

    /** All numbers are whole multiples of 2^-14, so that nothing is rounded: 14,705 of them are to go at second 5. */
    @Test
    void timeTo_atItsBound_doesNotFire() throws IOException {
        String[] rule = {
            "aggregate: time_to", "field: attributes.value", "target: 0.89752197265625", "below: 4h", "window: 10m"
        };
        try (LogStory story = LogStory.of(rule)) {
            for (int i = 0; i < 32; i++) story.push(10 * i, 1, value(10.0 * i / 16_384));
            story.foldedTo(310).expect().foldedTo(320).expect("320 ACTIVE shop");
            assertThat(story.last().getValue()).isEqualTo(14_390);
        }
    }

    @Test
    void timeTo_ofWhatIsThereAlready_isZero() throws IOException {
        String[] rule = {"aggregate: time_to", "field: attributes.value", "target: 1", "below: 1h", "window: 1m"};
        try (LogStory story = LogStory.of(rule)) {
            for (int i = 0; i < 6; i++) story.push(10 * i, 1, value(1.5 - i / 100.0));
            story.foldedTo(60).expect("40 ACTIVE shop");
            assertThat(story.last().getValue()).isZero();
        }
    }

    @Test
    void compareRatio_withNothingToDivideBy_isNotJudged() throws IOException {
        String[] ratio = {"aggregate: sum", "field: attributes.value", "compare: ratio", "above: 3", "window: 1m"};
        String[] difference = {
            "aggregate: sum", "field: attributes.value", "compare: difference", "above: 3", "window: 1m"
        };
        try (LogStory story = LogStory.of(ratio)) {
            story.push(5, 1, value(0))
                    .push(65, 1, value(9))
                    .foldedTo(50)
                    .expect()
                    .push(6, 1, value(-2))
                    .expect();
            story.push(7, 1, value(4.75)).expect("65 ACTIVE shop");
            assertThat(story.last().getValue()).isEqualTo(9 / 2.75);
        }
        try (LogStory story = LogStory.of(difference)) {
            story.push(5, 1, value(0))
                    .push(65, 1, value(3))
                    .expect()
                    .push(66, 1, value(0.5))
                    .expect("66 ACTIVE shop");
        }
    }

    @Test
    void newTerm_firesOnceForEachGroup() throws IOException {
        String[] rule = {"aggregate: new_term", "memory: 2h", "group_by: [attributes.user]", "window: 1m"};
        try (LogStory story = LogStory.of(rule)) {
            story.push(1, 2, user("ana")).expect("1 ACTIVE ana");
            assertThat(story.last().getCondition()).isEqualTo("new in 2h");
            assertThat(story.last().getSummary()).isEqualTo("ana: not seen in 2h before, 2 records");
            assertThat(story.last().getValue()).isEqualTo(2);
            story.push(45, 1, user("ana"))
                    .push(55, 1, user("rui"))
                    .expect("55 ACTIVE rui")
                    .foldedTo(70)
                    .expect("70 RESOLVED ana")
                    .foldedTo(120)
                    .expect("120 RESOLVED rui");
            // Its buckets are long gone; its last record is 7,190 s old.
            story.foldedTo(7_100).push(7_235, 1, user("ana")).foldedTo(7_240).expect();
            assertThat(story.store().size('N')).isEqualTo(2);
            // ... and now 7,200 s.
            story.foldedTo(14_000).push(14_435, 1, user("ana")).expect("14435 ACTIVE ana");
            story.foldedTo(14_500).expect("14500 RESOLVED ana");
            assertThat(story.store().size('N')).as("rui is forgotten").isEqualTo(1);
            story.foldedTo(30_000).expect();
            assertThat(story.store().size('N')).isZero();
            assertThat(story.store().size('E')).isZero();
            assertThat(story.store().size('A')).isZero();
        }
    }

    @Test
    void newTerm_ofANewRule_isLearnedFirst() throws IOException {
        String[] rule = {
            "aggregate: new_term", "memory: 2h", "learn_for: 10m", "group_by: [attributes.user]", "window: 10s"
        };
        try (LogStory story = LogStory.ofNewRule(rule)) {
            story.push(1, 1, user("ana"))
                    .push(609, 1, user("rui"))
                    .foldedTo(640)
                    .push(641, user("ana"), user("rui"), user("eva"))
                    .expect("641 ACTIVE eva");
        }
    }

    @Test
    void newTerm_withEarlierRecordsThatComeLate_isToldOnce() throws IOException {
        String[] rule = {"aggregate: new_term", "group_by: [attributes.user]", "window: 1m"};
        try (LogStory story = LogStory.of(rule)) {
            story.push(301, 1, user("ana"))
                    .foldedTo(400)
                    .expect("301 ACTIVE ana", "370 RESOLVED ana")
                    .push(5, 1, user("ana"))
                    .foldedTo(900)
                    .expect();
        }
    }

    /** The series of what is too much is a group like others, and alerts. */
    @Test
    void groups_beyondTheLimit_alertAsOne() throws IOException {
        String[] rule = {"aggregate: count", "group_by: [attributes.user]", "above: 1", "window: 1m"};
        int limit = AggregateSettings.of("x").maxGroupsPerRule();
        Log.Builder[] users =
                IntStream.range(0, limit + 2).mapToObj(i -> user("u" + i)).toArray(Log.Builder[]::new);
        try (LogStory story = LogStory.of(rule)) {
            story.push(1, users).expect("1 ACTIVE __overflow__");
        }
    }
}
