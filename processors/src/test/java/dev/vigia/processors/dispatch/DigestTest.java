package dev.vigia.processors.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.routing.Routing;
import dev.vigia.processors.state.HeapStore;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.DeliveryStatus;
import dev.vigia.schemas.avro.DispatchSignal;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.NotificationKind;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.SummaryLine;
import dev.vigia.schemas.avro.Tick;
import dev.vigia.schemas.avro.Transition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A receiver with a digest is told of everything at its time of day, and nothing is lost. The story begins on a Friday at 08:00. */
class DigestTest {

    private static final String ROUTES = """
            receivers:
              - name: daily
                channel: email
                digest: { at: "08:00", weekdays: ["monday:friday"] }
                fallback: []
              - { name: slack, channel: slack }
            route:
              receivers: [daily]
              repeat_interval: 1h
              routes: [{ matchers: ['severity="critical"'], receivers: [daily, slack] }]
            """;

    private static final long DAY = 86_400;
    private static final long MONDAY = 3 * DAY;
    private static final String ON = "alert became active";
    private static final String STILL = "alert is still on";
    private static final String OVER = "alert resolved";

    private final Timeline story = new Timeline(ROUTES);

    @Test
    void whatIsOnAndWhatIsOver_comesAtItsTime_afterTheWeekend() {
        story.at(60).on("a", Severity.INFO).on("b", Severity.LOW);
        story.expect()
                .decided(
                        "held daily FOR_DIGEST a 08:00 UTC until 259200",
                        "held daily FOR_DIGEST b 08:00 UTC until 259200");
        story.at(DAY).over("b").at(2 * DAY).at(MONDAY - 1).expect().at(MONDAY).expect("daily: DIGEST a DIGEST b");
        Notification digest = story.last();
        assertThat(digest.getKind()).isEqualTo(NotificationKind.DIGEST);
        assertThat(digest.getReasons()).containsExactly(ON, OVER);
        assertThat(digest.getEpisodes()).containsExactly(1, 1);
        assertThat(digest.getSince()).isEqualTo(Timeline.START);
    }

    @Test
    void whatIsStillOn_comesEachTime_untilItIsOver_thenNothingDoes() {
        int empty = story.at(1).size();
        story.on("a", Severity.INFO).at(MONDAY).expect("daily: DIGEST a");
        story.acknowledged("a").at(MONDAY + DAY).expect("daily: DIGEST a");
        assertThat(story.last().getReasons()).containsExactly(STILL);
        assertThat(story.last().getSince()).isEqualTo(Timeline.START + MONDAY * 1_000);
        story.becomes("a", Severity.LOW).at(MONDAY + 2 * DAY).expect("daily: DIGEST a");
        assertThat(story.last().getReasons()).containsExactly("alert became more severe");
        story.over("a").at(MONDAY + 3 * DAY).expect("daily: DIGEST a");
        assertThat(story.last().getReasons()).containsExactly(OVER);
        for (long day = 4; day < 12; day++) story.at(MONDAY + day * DAY).expect();
        assertThat(story.size()).as("two schemas beside").isLessThanOrEqualTo(empty + 2);
    }

    @Test
    void decisions_sayInWhichDigestItIs() {
        story.on("a", Severity.INFO).at(MONDAY);
        DigestProbe probe = new DigestProbe(ROUTES);
        probe.fold(new Tick(Timeline.START, List.of()));
        probe.fold(DispatchingTest.alert("00000000000000aa", Severity.INFO, Transition.ACTIVE, "system"));
        List<Decision> told = probe.fold(new Tick(Timeline.START + MONDAY * 1_000, List.of()));
        var record = DecisionRecords.of(told.get(0), 0).get(0);
        assertThat(List.of(record.getReason(), record.getWords(), record.getBy(), record.getEpisodeId()))
                .containsExactly("DIGEST", "digest of what is on, began and ended", "08:00 UTC", "00000000000000aa");
    }

    @Test
    void whoeverIsToldAtOnceAsWell_isToldAtOnce() {
        story.on("a", Severity.CRITICAL).expect("slack: BECAME_ACTIVE a");
        story.at(60).over("a").expect("slack: RESOLVED a").at(MONDAY).expect("daily: DIGEST a");
    }

    @Test
    void alertThatComesAndGoes_isOneLine() {
        for (int i = 0; i < 30; i++)
            story.at(100 * i + 1).on("a", Severity.INFO).at(100 * i + 50).over("a");
        story.at(MONDAY).expect("daily: DIGEST a");
        assertThat(story.last().getEpisodes()).containsExactly(30);
        assertThat(story.last().getReasons()).containsExactly(OVER);
        story.on("a", Severity.INFO).at(MONDAY + DAY).expect("daily: DIGEST a");
        assertThat(story.last().getEpisodes()).containsExactly(1);
        assertThat(story.last().getReasons()).containsExactly(ON);
    }

    @Test
    void daysWithoutTicks_giveOneDigest() {
        story.on("a", Severity.INFO).at(MONDAY + 3 * DAY + 7_200).expect("daily: DIGEST a");
        story.at(MONDAY + 4 * DAY - 1).expect().at(MONDAY + 4 * DAY).expect("daily: DIGEST a");
    }

    @Test
    void clockOnTheWall_decides_whenTheClocksChange() {
        Timeline newYork = new Timeline(ROUTES.replace("weekdays: [\"monday:friday\"]", "location: America/New_York"));
        newYork.on("a", Severity.INFO);
        List<String> times = List.of("2027-03-13T13:00:00Z", "2027-03-14T12:00:00Z", "2027-03-15T12:00:00Z");
        newYork.at(seconds("2027-03-12T13:00:00Z")).forgetTold();
        for (String time : times) {
            newYork.at(seconds(time) - 1).expect().at(seconds(time)).expect("daily: DIGEST a");
        }
    }

    private static long seconds(String time) {
        return (Instant.parse(time).toEpochMilli() - Timeline.START) / 1_000;
    }

    @Test
    void whatIsSilencedByThen_isLeftForTheNext() {
        story.on("a", Severity.INFO).on("b", Severity.INFO).forgetDecisions();
        story.silence("s1", 100, MONDAY + 60, "alertname=a");
        story.at(MONDAY - 1).forgetDecisions();
        story.at(MONDAY).expect("daily: DIGEST b").decided("held daily SILENCED a s1 until 259260");
        story.at(MONDAY + DAY).expect("daily: DIGEST a DIGEST b");
        assertThat(story.last().getReasons()).containsExactly(ON, STILL);
    }

    @Test
    void whatIsRetracted_beforeItWasTold_isNotTold() {
        story.on("a", Severity.INFO).on("b", Severity.INFO).at(60);
        story.next("a", Transition.RETRACTED, AlertState.INACTIVE, 1).at(MONDAY).expect("daily: DIGEST b");
        story.next("b", Transition.RETRACTED, AlertState.INACTIVE, 1)
                .at(MONDAY + DAY)
                .expect("daily: DIGEST b");
        assertThat(story.last().getReasons()).first().asString().startsWith("alert is retracted");
    }

    @Test
    void digestThatIsLost_comesWithTheNext() {
        story.on("a", Severity.LOW).on("b", Severity.INFO).over("b");
        story.answers("daily", DeliveryStatus.FAILED).at(MONDAY).expect("daily: DIGEST a DIGEST b");
        story.answers("daily", DeliveryStatus.DELIVERED).over("a").on("c", Severity.INFO);
        story.at(MONDAY + DAY).expect("daily: DIGEST c DIGEST a DIGEST b");
        assertThat(story.last().getReasons()).containsExactly(ON, OVER, OVER);
        assertThat(story.last().getEpisodes()).containsExactly(1, 1, 1);
        story.at(MONDAY + 2 * DAY).expect("daily: DIGEST c");
    }

    @Test
    void digestThatFailsForNow_isTriedAgain_withTheSameId() {
        story.on("a", Severity.LOW).on("b", Severity.INFO);
        story.answers("daily", DeliveryStatus.RETRYABLE).at(MONDAY).forgetDecisions();
        String id = story.last().getId();
        story.answers("daily", DeliveryStatus.DELIVERED).over("b").at(MONDAY + 2);
        story.expect("daily: DIGEST a DIGEST b", "daily #2: DIGEST a DIGEST b");
        assertThat(story.last().getId()).isEqualTo(id);
        story.at(MONDAY + DAY).expect("daily: DIGEST a DIGEST b");
        assertThat(story.last().getReasons()).containsExactly(STILL, OVER);
    }

    @Test
    void digestThatWaits_whenTheNextIsDue_comesWithThat() {
        story.on("a", Severity.INFO).over("a").answers("daily", DeliveryStatus.RETRYABLE);
        for (long second = MONDAY; second < MONDAY + 120; second++) story.at(second);
        String first = story.last().getId();
        story.on("b", Severity.INFO).at(MONDAY + DAY - 1).forgetTold();
        story.answers("daily", DeliveryStatus.DELIVERED).at(MONDAY + DAY).expect();
        story.at(MONDAY + DAY + 60).expect("daily: DIGEST b DIGEST a");
        assertThat(story.last().getReasons()).containsExactly(ON, OVER);
        assertThat(story.last().getId()).isNotEqualTo(first);
        story.over("b").at(MONDAY + 2 * DAY).expect("daily: DIGEST b");
    }

    @Test
    void whoeverStandsIn_isToldTheDigest_andTheNextDoesNotRepeatIt() {
        Timeline other = new Timeline(ROUTES.replace("fallback: []", "fallback: [slack]"));
        other.on("a", Severity.INFO).over("a").on("b", Severity.INFO);
        other.answers("daily", DeliveryStatus.FAILED).at(MONDAY);
        other.expect("daily: DIGEST b DIGEST a", "slack for daily: DIGEST b DIGEST a");
        other.answers("daily", DeliveryStatus.DELIVERED).over("b").expect();
        other.at(MONDAY + DAY).expect("daily: DIGEST b");
        assertThat(other.last().getReasons()).containsExactly(OVER);
    }

    @Test
    void moreThanFifty_areNamedByTheWorst_andTheRestByRule() {
        Timeline big = new Timeline(ROUTES).once();
        for (int i = 0; i < 70; i++) big.on("info-" + i, Severity.INFO, "host=" + i);
        big.on("low", Severity.LOW).over("info-3").at(MONDAY);
        Notification digest = big.last();
        assertThat(digest.getAlerts())
                .hasSize(50)
                .first()
                .satisfies(alert -> assertThat(alert.getRuleId()).isEqualTo("low"));
        assertThat(digest.getSummary()).singleElement().satisfies(line -> {
            assertThat(line.getActive()).isEqualTo(20);
            assertThat(line.getResolved()).isEqualTo(1);
        });
        assertThat(digest.getSummary()).extracting(SummaryLine::getRuleId).containsExactly("info");
        big.over("info-7").over("info-69").at(MONDAY + DAY);
        assertThat(big.last().getSummary().get(0).getResolved()).isEqualTo(2);
    }

    @Test
    void digestThatIsTakenOutOfTheRoutes_comesOnceMore() {
        HeapStore store = new HeapStore();
        Dispatching before = new Dispatching(Routing.parse("routes.yaml", ROUTES, Map.of()), store);
        before.fold(new DispatchSignal(new Tick(Timeline.START, List.of())));
        before.fold(new DispatchSignal(
                DispatchingTest.alert("00000000000000aa", Severity.INFO, Transition.ACTIVE, "system")));
        String atOnce = ROUTES.replaceAll("(?m)^ +digest:.*\n", "");
        Dispatching after = new Dispatching(Routing.parse("routes.yaml", atOnce, Map.of()), store);
        Tick tick = new Tick(Timeline.START + 1_000, List.of());
        assertThat(after.fold(new DispatchSignal(tick)))
                .singleElement()
                .isInstanceOfSatisfying(
                        Decision.Tell.class, tell -> assertThat(tell.reason()).isEqualTo(Reason.DIGEST));
        tick = new Tick(Timeline.START + 2_000, List.of());
        assertThat(after.fold(new DispatchSignal(tick))).isEmpty();
    }

    /** One fold whose decisions are looked at. */
    private static final class DigestProbe {

        private final Dispatching dispatching;

        DigestProbe(String routes) {
            dispatching = new Dispatching(Routing.parse("routes.yaml", routes, Map.of()), new HeapStore());
        }

        List<Decision> fold(Object body) {
            return dispatching.fold(new DispatchSignal(body));
        }
    }
}
