package dev.vigia.processors.aggregate;

import static dev.vigia.processors.aggregate.LogStory.event;
import static dev.vigia.processors.aggregate.LogStory.log;
import static dev.vigia.processors.aggregate.LogStory.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What late records change about alerts of rules with several conditions, from raw records to alerts. */
class PartsCorrectionsTest {

    private static final Log.Builder BAD = log().setSeverityNumber(17);
    private static final Log.Builder DEPLOY = event("deploy");

    private static final String[] NOT_DEPLOYED = {
        "parts: {errors: {filter: severity_number >= 17, above: 2},"
                + " deployed: {filter: event_name == 'deploy', window: 5m}}",
        "condition: errors and not deployed"
    };

    private static final String[] SHARE = {
        "parts: {errors: {aggregate: error_rate, errors: severity_number >= 17, above: 0.5, min_samples: 1, window: 10s},"
                + " traffic: {above: 3, window: 10s}}",
        "condition: errors and traffic"
    };

    private static final String[] SLO = {
        "errors: severity_number >= 17",
        "min_samples: 10",
        "slo: {objective: 90, burn_rates: [{severity: critical, factor: 5, window: 1m, short_window: 20s},"
                + " {severity: medium, factor: 2, window: 5m, short_window: 1m}]}"
    };

    private static final String[] LOGINS = {
        "group_by: [attributes.user]",
        "parts: {failures: {filter: event_name == 'login_failed', above: 4, window: 1m}, success: {filter: event_name == 'login'}}",
        "sequence: [failures, success]",
        "within: 5m"
    };

    private static final String[] PAYMENT = {
        "group_by: [attributes.user]",
        "parts: {placed: {filter: event_name == 'order_placed'}, paid: {filter: event_name == 'paid'}}",
        "sequence: [placed, not paid]",
        "within: 1m"
    };

    private static Log.Builder happened(String name) {
        return user("ana").setEventName(name);
    }

    @Test
    void condition_thatLateRecordsTakeAway_isRetracted() throws IOException {
        try (LogStory story = LogStory.of(NOT_DEPLOYED)) {
            story.push(1, 3, BAD).foldedTo(10).expect("10 ACTIVE shop");
            story.push(5, DEPLOY).foldedTo(20).expect("20 RETRACTED shop");
            assertThat(story.last().getState()).isEqualTo(AlertState.INACTIVE);
            assertThat(story.last().getPreviousValue()).isEqualTo(3);
            story.foldedTo(400).expect();
        }
    }

    @Test
    void condition_thatLateRecordsTakeAwayAfterItsEnd_isRetracted() throws IOException {
        try (LogStory story = LogStory.of(NOT_DEPLOYED)) {
            story.push(1, 3, BAD).foldedTo(70).expect("10 ACTIVE shop", "70 RESOLVED shop");
            story.push(5, DEPLOY).foldedTo(80).expect("80 RETRACTED shop");
        }
    }

    @Test
    void valueOfAPart_thatLateRecordsChange_isCorrected() throws IOException {
        try (LogStory story = LogStory.of(SHARE)) {
            story.push(1, 2, log()).push(2, 8, BAD).foldedTo(10).expect("2 ACTIVE shop");
            story.push(3, 2, log()).foldedTo(20).expect("20 CORRECTED shop", "20 RESOLVED shop");
            Alert corrected = story.alerts().get(1);
            assertThat(corrected.getPreviousValue()).isEqualTo(0.8);
            assertThat(corrected.getValue()).isCloseTo(0.667, within(0.001));
            assertThat(corrected.getReason()).isEqualTo("late records");
            assertThat(corrected.getParts().get(0).getHolds()).isTrue();
            story.push(4, 8, log()).foldedTo(30).expect("30 RETRACTED shop");
            assertThat(story.last().getPreviousValue()).isCloseTo(0.667, within(0.001));
        }
    }

    @Test
    void endOfAConditionThatWasTooEarly_isTakenBack() throws IOException {
        String[] rule = {SHARE[0], SHARE[1], "recover_for: 30s"};
        try (LogStory story = LogStory.of(rule)) {
            story.push(1, 8, BAD).foldedTo(52).expect("1 ACTIVE shop", "20 RECOVERING shop", "50 RESOLVED shop");
            story.push(31, 8, BAD)
                    .expect("40 REOPENED shop")
                    .foldedTo(90)
                    .expect("60 RECOVERING shop", "90 RESOLVED shop");
        }
    }

    @Test
    void burnRate_thatLateRecordsTakeAway_isRetracted() throws IOException {
        try (LogStory story = LogStory.of(SLO)) {
            story.push(1, 80, log()).push(2, 21, BAD).foldedTo(10).expect("2 ACTIVE shop");
            story.push(4, 9, log()).foldedTo(20).expect("20 RETRACTED shop");
            assertThat(story.last().getPreviousValue()).isCloseTo(21 / 10.1, within(1e-9));
            assertThat(story.last().getValue()).isCloseTo(21 / 11.0, within(1e-9));
        }
    }

    @Test
    void severeBurnRate_thatLateRecordsTakeAway_isCorrectedAndTheMildGoesOn() throws IOException {
        try (LogStory story = LogStory.of(SLO)) {
            story.push(1, 40, log()).push(2, 60, BAD).foldedTo(10).expect("2 ACTIVE shop");
            assertThat(story.last().getSeverity()).isEqualTo(Severity.CRITICAL);
            story.push(4, 60, log()).foldedTo(20).expect("20 CORRECTED shop");
            assertThat(story.last().getSeverity()).isEqualTo(Severity.MEDIUM);
            assertThat(story.last().getPreviousSeverity()).isEqualTo(Severity.CRITICAL);
            assertThat(story.last().getPreviousValue()).isEqualTo(6);
            assertThat(story.last().getValue()).isEqualTo(3.75);
            story.foldedTo(60).expect().foldedTo(70).expect("70 RESOLVED shop");
            assertThat(story.last().getSeverity()).isEqualTo(Severity.MEDIUM);
        }
    }

    @Test
    void firstStep_thatLateRecordsAddTo_isCorrected() throws IOException {
        try (LogStory story = LogStory.of(LOGINS)) {
            story.push(1, 5, happened("login_failed"))
                    .push(131, happened("login"))
                    .foldedTo(140)
                    .expect("131 ACTIVE ana");
            story.push(5, 2, happened("login_failed")).foldedTo(150).expect("150 CORRECTED ana");
            assertThat(story.last().getPreviousValue()).isEqualTo(5);
            assertThat(story.last().getValue()).isEqualTo(7);
            story.foldedTo(350).expect().foldedTo(360).expect("360 RESOLVED ana");
        }
    }

    @Test
    void missingStep_thatWasLate_isRetracted() throws IOException {
        try (LogStory story = LogStory.of(PAYMENT)) {
            story.push(1, happened("order_placed")).foldedTo(70).expect("70 ACTIVE ana");
            story.push(30, happened("paid"))
                    .foldedTo(80)
                    .expect("80 RETRACTED ana")
                    .foldedTo(600)
                    .expect();
        }
        try (LogStory story = LogStory.of(PAYMENT)) {
            story.push(1, happened("order_placed")).foldedTo(90).expect("70 ACTIVE ana", "80 RESOLVED ana");
            story.push(30, happened("paid")).foldedTo(100).expect("100 RETRACTED ana");
        }
    }

    /** Whatever comes first: errors, traffic or the rest of it. */
    @Test
    void anyOrderOfArrival_hasTheSameEnd() throws IOException {
        for (int bad = 4; bad <= 8; bad++) {
            List<Log.Builder> records = new ArrayList<>(Collections.nCopies(bad, BAD));
            records.addAll(Collections.nCopies(12 - bad, log()));
            for (int seed = 0; seed < 10; seed++) {
                Random random = new Random(seed);
                Collections.shuffle(records, random);
                String end = end(records, random);
                assertThat(end).as("%s of 12 in order %s", bad, seed).isEqualTo(bad > 6 ? rounded(bad / 12.0) : "none");
            }
        }
    }

    /** The value that the last episode stands on when all of them have come, after their window was over. */
    private static String end(List<Log.Builder> records, Random pauses) throws IOException {
        try (LogStory story = LogStory.of(SHARE[0], SHARE[1], "flapping: off")) {
            story.foldedTo(100);
            int now = 100;
            for (Log.Builder record : records) {
                story.push(5, record);
                if (pauses.nextInt(3) == 0) story.foldedTo(now += 10);
            }
            story.foldedTo(now + 100);
            String end = "none";
            for (Alert alert : story.alerts()) {
                switch (alert.getTransition()) {
                    case ACTIVE, CORRECTED -> end = rounded(alert.getValue());
                    case RETRACTED -> end = "none";
                    default -> assertThat(alert.getState()).isEqualTo(AlertState.INACTIVE);
                }
            }
            return end;
        }
    }

    private static String rounded(double value) {
        return String.valueOf(Math.round(value * 1_000));
    }
}
