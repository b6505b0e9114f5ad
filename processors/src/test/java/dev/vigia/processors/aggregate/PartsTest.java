package dev.vigia.processors.aggregate;

import static dev.vigia.processors.aggregate.LogStory.event;
import static dev.vigia.processors.aggregate.LogStory.log;
import static dev.vigia.processors.aggregate.LogStory.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.vigia.schemas.avro.AlertPart;
import dev.vigia.schemas.avro.Log;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Rules of several conditions, from raw records to alerts. */
class PartsTest {

    private static final Log.Builder BAD = log().setSeverityNumber(17);
    private static final Log.Builder DEPLOY = event("deploy");

    private static Log.Builder happened(String name, String user) {
        return user(user).setEventName(name);
    }

    @Test
    void and_firesWithTheRecordThatMakesAllHold() throws IOException {
        String[] rule = {
            "parts: {errors: {filter: severity_number >= 17, above: 2},"
                    + " users: {aggregate: distinct, field: attributes.user, above: 1, window: 20s}}",
            "condition: errors and users"
        };
        try (LogStory story = LogStory.of(rule)) {
            story.push(1, 3, BAD)
                    .push(4, 5, user("ana"))
                    .foldedTo(4)
                    .expect()
                    .push(5, 1, user("rui"))
                    .expect("5 ACTIVE shop");
            assertThat(story.last().getCondition()).isEqualTo("errors and users");
            assertThat(story.last().getSummary())
                    .isEqualTo("shop: errors: 3 records over 1m (bound 2); "
                            + "users: distinct(attributes.user) 2 over 20s (bound 1), 6 records");
            assertThat(story.last().getValue()).as("the longest window's").isEqualTo(3);
            assertThat(story.last().getThreshold()).isEqualTo(2);
            assertThat(story.last().getParts())
                    .extracting(AlertPart::getName, AlertPart::getHolds, AlertPart::getValue, AlertPart::getCondition)
                    .containsExactly(
                            tuple("errors", true, 3.0, "count > 2"),
                            tuple("users", true, 2.0, "distinct(attributes.user) > 1"));
            assertThat(story.last().getEvidence().getCount())
                    .as("what each part counts")
                    .isEqualTo(3 + 9);
            assertThat(story.last().getEvidence().getRanges()).hasSize(2);
            story.foldedTo(20).expect().foldedTo(30).expect("30 RESOLVED shop");
            assertThat(story.last().getParts()).extracting(AlertPart::getHolds).containsExactly(true, false);
        }
    }

    @Test
    void recent_isThatOfThePartWhoseValueIsTold() throws IOException {
        String[] rule = {
            "parts: {errors: {filter: severity_number >= 17, above: 2},"
                    + " users: {aggregate: distinct, field: attributes.user, above: 1, window: 20s}}",
            "condition: errors and users"
        };
        try (LogStory story = LogStory.of(rule)) {
            story.push(1, 1, BAD)
                    .push(11, 2, BAD)
                    .push(12, user("ana"))
                    .push(13, user("rui"))
                    .expect("13 ACTIVE shop");
            assertThat(story.last().getRecent()).endsWith(0.0, 1.0, 3.0);
        }
    }

    /** Whether something is missing is known when the window is over. */
    @Test
    void not_isJudgedWhenTheWindowCloses() throws IOException {
        String[] rule = {
            "parts: {errors: {filter: severity_number >= 17, above: 2},"
                    + " deployed: {filter: event_name == 'deploy', window: 5m}}",
            "condition: errors and not deployed"
        };
        try (LogStory story = LogStory.of(rule)) {
            story.push(1, 3, BAD).expect().foldedTo(10).expect("10 ACTIVE shop");
            assertThat(story.last().getSummary())
                    .isEqualTo("shop: errors: 3 records over 1m (bound 2); not deployed: no records for 5m");
            story.push(15, DEPLOY).foldedTo(20).expect("20 RESOLVED shop");
            assertThat(story.last().getSummary()).endsWith("deployed: 1 record over 5m (bound 0)");
        }
        try (LogStory story = LogStory.of(rule)) {
            story.push(1, DEPLOY).push(281, 3, BAD).foldedTo(300).expect();
            // At 310 the deployment is no longer in its window, and the errors are still in theirs.
            story.foldedTo(310).expect("310 ACTIVE shop");
            story.foldedTo(340).expect().foldedTo(350).expect("350 RESOLVED shop");
        }
    }

    /** The group is there by its traffic, so that no sale is a fact. */
    @Test
    void count_ofAPartWithoutRecords_isZero() throws IOException {
        String[] rule = {
            "parts: {traffic: {above: 5}, sales: {filter: event_name == 'sale', below: 1}}",
            "condition: traffic and sales"
        };
        try (LogStory story = LogStory.of(rule)) {
            story.push(1, 6, log()).push(2, event("sale")).foldedTo(60).expect();
            story.push(65, 6, log()).foldedTo(70).expect("70 ACTIVE shop");
            assertThat(story.last().getSummary())
                    .isEqualTo("shop: traffic: 6 records over 1m (bound 5); sales: no records for 1m");
            story.foldedTo(120).expect().foldedTo(130).expect("130 RESOLVED shop");
        }
    }

    @Test
    void severities_riseAndFallInOneEpisode() throws IOException {
        String[] rule = {
            "parts: {errors: {filter: severity_number >= 17, above: 2, window: 2m}, deployed: {filter: event_name == 'deploy'}}",
            "severities: {medium: errors, critical: errors and deployed}"
        };
        try (LogStory story = LogStory.of(rule)) {
            story.push(1, 3, BAD).expect("1 ACTIVE shop").push(5, DEPLOY).expect("5 SEVERITY_CHANGED shop");
            assertThat(story.last().getSeverity()).hasToString("CRITICAL");
            assertThat(story.last().getCondition()).isEqualTo("errors and deployed");
            story.foldedTo(70).expect("70 SEVERITY_CHANGED shop");
            assertThat(story.last().getSeverity()).hasToString("MEDIUM");
            assertThat(story.last().getCondition()).isEqualTo("errors");
            assertThat(story.last().getEpisodeId())
                    .isEqualTo(story.alerts().get(0).getEpisodeId());
            story.foldedTo(130).expect("130 RESOLVED shop");
        }
    }

    /** A severe condition that the mild one does not contain is mild as well. */
    @Test
    void severeCondition_countsForTheMilder() throws IOException {
        String[] rule = {
            "parts: {errors: {filter: severity_number >= 17, above: 2}, deployed: {filter: event_name == 'deploy'}}",
            "severities: {medium: errors, critical: deployed}"
        };
        try (LogStory story = LogStory.of(rule)) {
            story.push(1, DEPLOY).expect("1 ACTIVE shop");
            assertThat(story.last().getSeverity()).hasToString("CRITICAL");
            story.foldedTo(70).expect("70 RESOLVED shop");
        }
    }

    @Test
    void for_countsTheWindowsInWhichAllHold() throws IOException {
        String[] rule = {
            "parts: {errors: {filter: severity_number >= 17, above: 2}, deployed: {filter: event_name == 'deploy'}}",
            "condition: errors and not deployed",
            "for: 20s"
        };
        try (LogStory story = LogStory.of(rule)) {
            story.push(1, 3, BAD).foldedTo(20).expect("10 PENDING shop");
            story.push(21, DEPLOY).foldedTo(30).expect("30 CANCELLED shop");
        }
        try (LogStory story = LogStory.of(rule)) {
            story.push(1, 3, BAD).foldedTo(30).expect("10 PENDING shop", "30 ACTIVE shop");
        }
    }

    @Test
    void lateRecords_makeAConditionHoldAfterwards() throws IOException {
        String[] rule = {
            "parts: {errors: {filter: severity_number >= 17, above: 2}, deployed: {filter: event_name == 'deploy'}}",
            "condition: errors and deployed"
        };
        try (LogStory story = LogStory.of(rule)) {
            story.push(125, DEPLOY).foldedTo(160).expect();
            // Both hold at 130; windows that end later are over, and the next one to close says that it is gone.
            story.push(95, 3, BAD).expect("130 ACTIVE shop").foldedTo(170).expect("170 RESOLVED shop");
        }
    }

    @Test
    void newParts_areLearnedFirst() throws IOException {
        String[] rule = {
            "parts: {errors: {filter: severity_number >= 17, above: 2}, deployed: {filter: event_name == 'deploy', window: 5m}}",
            "condition: errors and not deployed"
        };
        try (LogStory story = LogStory.ofNewRule(rule)) {
            story.push(1, 3, BAD).foldedTo(60).expect();
            story.push(285, 3, BAD).foldedTo(300).expect();
            story.foldedTo(310).expect("310 ACTIVE shop");
            assertThat(story.last().getLearning()).isFalse();
        }
    }

    private static final String[] SLO = {
        "errors: severity_number >= 17",
        "min_samples: 10",
        "slo: {objective: 90, burn_rates: [{severity: critical, factor: 5, window: 1m, short_window: 20s},"
                + " {severity: medium, factor: 2, window: 5m, short_window: 1m}]}"
    };

    @Test
    void slo_rateInBothWindows_fires() throws IOException {
        try (LogStory story = LogStory.of(SLO)) {
            story.push(1, 80, log()).push(2, 20, BAD).expect().push(3, 1, BAD).expect("3 ACTIVE shop");
            assertThat(story.last().getSeverity()).hasToString("MEDIUM");
            assertThat(story.last().getValue()).isCloseTo(21 / 10.1, within(1e-9));
            assertThat(story.last().getThreshold()).isEqualTo(2);
            assertThat(story.last().getCondition()).isEqualTo("burn_rate > 2 over 1m and burn_rate > 2 over 5m");
            story.push(41, 120, BAD).expect("41 SEVERITY_CHANGED shop");
            assertThat(story.last().getSeverity()).hasToString("CRITICAL");
            assertThat(story.last().getSummary())
                    .isEqualTo("shop: burn rate 6.38 over 1m and 10 over 20s (bound 5, objective 90 %), 221 records");
            assertThat(story.last().getEvidence().getCount()).as("each once").isEqualTo(221);
            // The short window is over soon after the errors are: of the severe rate first, then of the other.
            story.foldedTo(60).expect().foldedTo(70).expect("70 SEVERITY_CHANGED shop");
            story.foldedTo(100).expect().foldedTo(110).expect("110 RESOLVED shop");
        }
    }

    /** The short window has fewer than ten from 60 on, and the long one from 100 on. */
    @Test
    void slo_tooFewRecordsThatAreStillErrors_keepItUp() throws IOException {
        try (LogStory story = LogStory.of(SLO)) {
            story.push(1, 100, BAD).expect("1 ACTIVE shop");
            for (int second = 15; second <= 300; second += 20) {
                story.push(second, 3, BAD).foldedTo(second);
            }
            story.push(297, 2, log()).foldedTo(310).expect();
            story.push(315, 3, log()).foldedTo(320).expect("320 SEVERITY_CHANGED shop");
            assertThat(story.last().getSeverity()).hasToString("MEDIUM");
            story.push(335, 3, log()).push(355, 30, log()).foldedTo(400).expect("360 RESOLVED shop");
        }
    }

    @Test
    void parts_withTooFewRecords_areAsSilenceWhereThatIsSaid() throws IOException {
        String[] rule = {
            "parts: {errors: {aggregate: error_rate, above: 0.5, min_samples: 10}, many: {above: 2}}",
            "condition: errors and many",
            "no_data: keep_last"
        };
        try (LogStory story = LogStory.of(rule)) {
            story.push(1, 10, BAD).push(65, 9, log()).foldedTo(120).expect("1 ACTIVE shop");
            story.push(125, 2, log()).foldedTo(190).expect("130 RESOLVED shop");
        }
    }

    @Test
    void slo_rateInTheShortWindowOnly_isNoAlert() throws IOException {
        try (LogStory story = LogStory.of(SLO)) {
            for (int i = 0; i < 29; i++) story.push(10 * i + 1, 100, log());
            story.push(291, 300, BAD).push(292, 300, log()).foldedTo(400).expect();
        }
    }

    /** An hour of good records costs a frame what a minute of them does. */
    @Test
    void slo_farFromItsBounds_readsNoBuckets() throws IOException {
        String[] rule = {"errors: severity_number >= 17", "slo: {objective: 99.9}"};
        try (LogStory story = LogStory.of(rule)) {
            story.push(1, 30, log()).push(2, 30, log());
            story.store().read();
            long few = story.push(3, 30, log()).store().read();
            for (int i = 1; i <= 360; i++) story.push(10 * i + 1, 30, log()).foldedTo(10L * i);
            story.store().read();
            assertThat(story.push(3_602, 30, log()).store().read()).isLessThanOrEqualTo(few + 2);
            story.expect();
        }
    }

    private static final String[] LOGINS = {
        "group_by: [attributes.user]",
        "parts: {failures: {filter: event_name == 'login_failed', above: 4, window: 1m}, success: {filter: event_name == 'login'}}",
        "sequence: [failures, success]",
        "within: 5m"
    };

    @Test
    void sequence_inOrderAndInTime_fires() throws IOException {
        try (LogStory story = LogStory.of(LOGINS)) {
            story.push(1, 5, happened("login_failed", "ana"))
                    .push(2, 4, happened("login_failed", "rui"))
                    .push(130, happened("login", "rui"))
                    .expect()
                    .push(131, happened("login", "ana"))
                    .expect("131 ACTIVE ana");
            assertThat(story.last().getCondition()).isEqualTo("failures, then success, within 5m");
            assertThat(story.last().getSummary())
                    .isEqualTo("ana: failures: 5 records over 1m (bound 4), "
                            + "then success: 1 record over 10s (bound 0), within 5m");
            assertThat(story.last().getValue()).isEqualTo(5);
            assertThat(story.last().getParts()).extracting(AlertPart::getHolds).containsExactly(true, true);
            // They held from 10 to 60 s; the last window that holds that and the login ends at 350.
            story.foldedTo(350).expect().foldedTo(360).expect("360 RESOLVED ana");
            assertThat(story.last().getParts()).extracting(AlertPart::getHolds).containsExactly(false, false);
        }
    }

    @Test
    void sequence_inTheWrongOrderOrTooLate_isNone() throws IOException {
        try (LogStory story = LogStory.of(LOGINS)) {
            story.push(1, happened("login", "ana"))
                    .push(15, 5, happened("login_failed", "ana"))
                    .foldedTo(600)
                    .push(601, 5, happened("login_failed", "rui"))
                    .push(971, happened("login", "rui"))
                    .foldedTo(1_500)
                    .expect();
        }
        try (LogStory story = LogStory.of(LOGINS)) {
            story.push(1, 5, happened("login_failed", "rui"))
                    .push(341, happened("login", "rui"))
                    .expect("341 ACTIVE rui");
        }
    }

    /** Within a bucket of ten seconds nobody knows what came first. */
    @Test
    void sequence_withinOneBucket_isInOrder() throws IOException {
        try (LogStory story = LogStory.of(LOGINS)) {
            story.push(11, happened("login", "ana"))
                    .push(12, 5, happened("login_failed", "ana"))
                    .expect("12 ACTIVE ana");
        }
    }

    @Test
    void sequence_whoseFirstStepComesLate_firesInItsOwnTime() throws IOException {
        try (LogStory story = LogStory.of(LOGINS)) {
            story.push(131, happened("login", "ana"))
                    .foldedTo(200)
                    .expect()
                    .push(5, 5, happened("login_failed", "ana"))
                    .expect("140 ACTIVE ana")
                    .foldedTo(400)
                    .expect("360 RESOLVED ana");
        }
    }

    private static final String[] PAYMENT = {
        "group_by: [attributes.user]",
        "parts: {placed: {filter: event_name == 'order_placed'}, paid: {filter: event_name == 'paid'}}",
        "sequence: [placed, not paid]",
        "within: 1m"
    };

    @Test
    void sequence_whoseLastStepIsMissing_firesWhenItsTimeIsOver() throws IOException {
        try (LogStory story = LogStory.of(PAYMENT)) {
            story.push(
                            1,
                            happened("order_placed", "ana"),
                            happened("order_placed", "rui"),
                            happened("order_placed", "eva"))
                    .push(2, happened("paid", "eva"))
                    .push(65, happened("paid", "rui"))
                    .foldedTo(60)
                    .expect()
                    .foldedTo(70)
                    .expect("70 ACTIVE ana");
            assertThat(story.last().getCondition()).isEqualTo("placed, then not paid, within 1m");
            assertThat(story.last().getSummary())
                    .isEqualTo("ana: placed: 1 record over 10s (bound 0), then no paid within 1m");
            story.foldedTo(80).expect("80 RESOLVED ana").foldedTo(600).expect();
            story.push(601, happened("paid", "ana")).foldedTo(900).expect();
        }
    }

    /** A group that nobody waits for any more leaves nothing behind. */
    @Test
    void state_ofPartsThatAreOver_isThrownAway() throws IOException {
        try (LogStory story = LogStory.of(PAYMENT)) {
            story.push(1, happened("order_placed", "ana")).push(31, happened("paid", "ana"));
            story.foldedTo(3_000).foldedTo(9_000).expect();
            for (char table : new char[] {'A', 'B', 'E', 'M', 'T'}) {
                assertThat(story.store().size(table)).as("table %s", table).isZero();
            }
        }
    }
}
