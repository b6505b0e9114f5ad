package dev.vigia.processors.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.NotificationKind;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.SummaryLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.junit.jupiter.api.Test;

/** What is too much for a receiver comes as one summary, and nothing is lost. */
class StormTest {

    private static final String ROUTES = """
            receivers:
              - { name: slack, channel: slack, storm: { limit: 3, per: 1m } }
              - { name: email, channel: email }
            route: { receivers: [slack], repeat_interval: 1h }
            """;

    private final Timeline story = new Timeline(ROUTES);

    @Test
    void more_thanTheLimit_isSummedUp() {
        for (int i = 1; i <= 5; i++) story.on("a-" + i, Severity.HIGH, "host=" + i);
        story.expect("slack: BECAME_ACTIVE a-1", "slack: BECAME_ACTIVE a-2", "slack: BECAME_ACTIVE a-3");
        story.decided("held slack STORM a-4 until 60", "held slack STORM a-5 until 60");
        story.at(10)
                .on("b-1", Severity.CRITICAL, "host=9")
                .over("a-1")
                .over("a-4")
                .expect();
        story.at(59).expect().at(60).expect("slack: SUMMARY b +1 -0 a +2 -2");
        Notification summary = story.last();
        assertThat(summary.getKind()).isEqualTo(NotificationKind.SUMMARY);
        assertThat(summary.getSummary())
                .element(1)
                .satisfies(line -> assertThat(line.getGroups()).containsExactly("host=1", "host=4", "host=5"));
    }

    @Test
    void summed_up_alerts_areToldOverAndNotAgain() {
        for (int i = 1; i <= 5; i++) story.on("a-" + i, Severity.HIGH);
        story.at(60).at(200).forgetDecisions();
        story.becomes("a-5", Severity.CRITICAL)
                .becomes("a-5", Severity.HIGH)
                .over("a-4")
                .over("a-5");
        story.expect(
                "slack: BECAME_ACTIVE a-1",
                "slack: BECAME_ACTIVE a-2",
                "slack: BECAME_ACTIVE a-3",
                "slack: SUMMARY a +2 -0",
                "slack: SEVERITY_ROSE a-5",
                "slack: RESOLVED a-4",
                "slack: RESOLVED a-5");
    }

    @Test
    void receiver_getsNoMoreThanItsLimit_inAnyMinute() {
        for (int second = 0; second < 600; second++) {
            if (second % 7 < 4) story.on("a-" + second, Severity.HIGH);
            story.at(second + 1);
        }
        List<Long> times =
                story.notifications().stream().map(Notification::getAt).toList();
        assertThat(times).hasSizeGreaterThan(9);
        for (int i = 3; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - 3)).as("the " + i + "th").isGreaterThanOrEqualTo(60_000);
        }
    }

    @Test
    void storm_thatIsOver_tellsOneByOneAgain() {
        for (int i = 1; i <= 4; i++) story.on("a-" + i, Severity.HIGH);
        story.at(60).at(200).on("b", Severity.HIGH);
        story.expect(
                "slack: BECAME_ACTIVE a-1",
                "slack: BECAME_ACTIVE a-2",
                "slack: BECAME_ACTIVE a-3",
                "slack: SUMMARY a +1 -0",
                "slack: BECAME_ACTIVE b");
    }

    @Test
    void tenThousandAlerts_inTenSeconds_loseNothing_andStaySmall() throws IOException {
        Timeline big = new Timeline(ROUTES.replace("limit: 3", "limit: 20")).once();
        int before = big.size();
        for (int second = 0; second < 10; second++) {
            for (int i = 0; i < 1_000; i++) {
                int number = second * 1_000 + i;
                big.on("rule" + number % 300 + "-" + number, Severity.HIGH, "host=machine-" + number);
            }
            big.at(second + 1);
        }
        assertThat(big.notifications()).hasSize(20);
        big.at(60);
        assertThat(big.notifications()).hasSize(21);
        assertThat(sum(big.last(), true)).isEqualTo(10_000 - 20);
        assertThat(bytes(big.last())).isLessThan(200_000);
        assertThat(big.last().getSummary()).hasSizeLessThanOrEqualTo(51);
        assertThat(big.last().getSummary().get(0).getGroups()).hasSize(20);
        for (int number = 0; number < 10_000; number++) big.over("rule" + number % 300 + "-" + number);
        big.at(120).at(180).at(240);
        long ended =
                big.notifications().stream().mapToLong(one -> sum(one, false)).sum();
        assertThat(ended).isEqualTo(10_000);
        big.at(400_000);
        assertThat(big.size()).as("two schemas, and when the receiver was told").isLessThanOrEqualTo(before + 3);
    }

    private static long sum(Notification notification, boolean active) {
        if (notification.getKind() == NotificationKind.SUMMARY) {
            return notification.getSummary().stream()
                    .mapToLong(active ? SummaryLine::getActive : SummaryLine::getResolved)
                    .sum();
        }
        boolean over = notification.getReason().equals("alert resolved");
        return over == active ? 0 : 1;
    }

    private static int bytes(Notification notification) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        var encoder = EncoderFactory.get().binaryEncoder(out, null);
        new SpecificDatumWriter<>(Notification.class).write(notification, encoder);
        encoder.flush();
        return out.size();
    }
}
